# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that a fault disturbs, chosen by a seed: each runs disturbed, and then twice undisturbed.

All of them run in one ansible-playbook. `./dev chaos --seed N` repeats the faults of a seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from tests.integration.chaos.conftest import selected
from tests.integration.chaos.faults import Strike
from tests.integration.chaos.fleet import SPARE, Trial
from tests.integration.chaos.laboratory import Laboratory, Recording, in_lanes, left_by
from tests.integration.chaos.operations import BEFORE, OPERATIONS, RUNS
from tests.integration.chaos.plan import Run
from tests.integration.chaos.report import Figure
from tests.integration.chaos.rules import wrong, wrong_remains, wrong_text
from tests.integration.support.playbook import Record


@dataclass(frozen=True)
class Chaos:
    """The disturbed runs of a seed, after they have ended."""

    laboratory: Laboratory
    trials: Mapping[int, Trial]
    strikes: Mapping[int, Strike]
    records: Mapping[str, Record]
    names: Mapping[str, Sequence[str]]
    output: str

    def problems(self, run: Run, recording: Recording) -> Iterator[str]:
        """What is wrong with the three runs, and with what they leave."""
        trial = self.trials[run.number]
        first, second, third = (self.laboratory.outcome(trial, part, self.records) for part in RUNS)
        if not self.strikes[run.number].struck:
            yield "the fault did not strike"
        if run.is_ridden_out and not first.succeeded:
            yield f"the first run fails: {first.message}"
        yield from wrong(first, second, third)
        yield from wrong_remains(
            left_by(trial, self.names), recording.left[run.operation, run.variant.api_version]
        )


@pytest.fixture(scope="module")
def chaos(request: pytest.FixtureRequest, laboratory: Laboratory, recording: Recording) -> Chaos:
    runs = selected(request.session, "run")
    trials = dict(trials_of(runs))
    strikes = {}
    for run in runs:
        place = run.place(recording.places[run.operation, run.variant.api_version])
        trial = trials[run.number]
        strikes[run.number] = laboratory.disturb(trial, place, run.fault.act, run.times)
    lanes = in_lanes(list(trials.values()))
    flight = laboratory.fleet.start("faults", lanes, (BEFORE, *RUNS)).end()
    names = laboratory.names()
    return Chaos(laboratory, trials, strikes, flight.records(), names, flight.output)


def trials_of(runs: Sequence[Run]) -> Iterator[tuple[int, Trial]]:
    """Run number -> its trial. Those that register an image have different ones."""
    used: Counter[str] = Counter()
    for run in runs:
        name, operation = f"fault{run.number:03}", OPERATIONS[run.operation]
        spare, hurried = used[run.operation] % len(SPARE), run.fault.needs_hurry
        used[run.operation] += 1
        yield run.number, Trial(name, operation, run.variant, spare, hurried)


def test_disturbed_run_converges(
    run: Run, chaos: Chaos, recording: Recording, figures: list[Figure]
) -> None:
    problems = list(chaos.problems(run, recording))
    figures.append((run.fault.words, run.target, not problems))
    assert problems == []


def test_output_has_no_secret_and_no_control_character(chaos: Chaos) -> None:
    secrets = ("planted-password", chaos.laboratory.playbooks.sandbox.password)
    assert list(wrong_text(chaos.output, secrets)) == []
