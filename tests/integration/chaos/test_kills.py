# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that are killed at each of their requests: before Sahara sees it, and after Sahara has carried it out.

Each of these moments is a lane of one ansible-playbook, and the relay holds every lane at its moment. Then all processes
of the play are killed, and the same tasks run twice, undisturbed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

import pytest

from tests.integration.chaos.conftest import selected
from tests.integration.chaos.fleet import Flight, Trial
from tests.integration.chaos.laboratory import Case, Laboratory, Recording, in_lanes, left_by
from tests.integration.chaos.operations import BEFORE, FIRST, OPERATIONS, SECOND, THIRD
from tests.integration.chaos.places import Place
from tests.integration.chaos.plan import target_of
from tests.integration.chaos.report import Figure
from tests.integration.chaos.rules import wrong, wrong_remains
from tests.integration.support.playbook import IN_PROCESS, Record, Variant
from tests.integration.support.relay import Call

# The first two are killed with each change, and the others each night.
CASES = (
    ("create_node_group_template", "2"),
    ("replace_job_binary", "2"),
    ("update_cluster_template", "1.1"),
    ("upload_job_binary", "2"),
    ("delete_job_binary", "1.1"),
    ("replace_job_binary_internal", "1.1"),
)
LONGEST_S = 120


@dataclass(frozen=True)
class Kill:
    """Where a trial is killed."""

    case: Case
    place: Place
    after: bool
    trial: Trial

    @property
    def row(self) -> str:
        """Its row in the figures."""
        return "killed after it" if self.after else "killed before it"

    def __str__(self) -> str:
        return f"{self.place}: {self.row}"


class Gallows:
    """Holds requests until the play is dead."""

    def __init__(self) -> None:
        self.held: list[Call] = []
        self.dead = Event()

    def wait_for(self, number: int, flight: Flight) -> None:
        """Wait until the play has sent so many requests to hold."""
        deadline = time.monotonic() + LONGEST_S
        while len(self.held) < number:
            assert flight.process.poll() is None and time.monotonic() < deadline, flight.output
            time.sleep(0.1)

    def before(self, call: Call) -> None:
        self.held.append(call)
        self.dead.wait(LONGEST_S)
        call.exchange.hang_up()

    def after(self, call: Call) -> None:
        call.forward()
        self.before(call)


@dataclass(frozen=True)
class Kills:
    """All kills, after the undisturbed runs that followed them."""

    laboratory: Laboratory
    kills: Sequence[Kill]
    records: Mapping[str, Record]
    names: Mapping[str, Sequence[str]]

    def problems(self, kill: Kill, recording: Recording) -> list[str]:
        """What is wrong with the two runs after the kill, and with what they leave."""
        second, third = (
            self.laboratory.outcome(kill.trial, part, self.records) for part in (SECOND, THIRD)
        )
        left = left_by(kill.trial, self.names)
        return [*wrong(None, second, third), *wrong_remains(left, recording.left[kill.case])]


@pytest.fixture(scope="module")
def killed(request: pytest.FixtureRequest, laboratory: Laboratory, recording: Recording) -> Kills:
    cases = sorted(set(selected(request.session, "case")))
    kills = list(kills_of(cases, recording))
    gallows = Gallows()
    for kill in kills:
        act = gallows.after if kill.after else gallows.before
        laboratory.disturb(kill.trial, kill.place, act)
    flight = laboratory.fleet.start("killed", [[kill.trial] for kill in kills], (BEFORE, FIRST))
    try:
        gallows.wait_for(len(kills), flight)
    finally:
        flight.kill()
        gallows.dead.set()
    lanes = in_lanes([kill.trial for kill in kills])
    records = laboratory.fleet.start("revived", lanes, (SECOND, THIRD)).end().records()
    return Kills(laboratory, kills, records, laboratory.names())


def kills_of(cases: Sequence[Case], recording: Recording) -> Iterator[Kill]:
    """A kill before each request, and after each write. After a read, Sahara is as it is before the next request."""
    number = 0
    for name, api in cases:
        for place in recording.places[name, api]:
            for after in (False, True) if place.is_write else (False,):
                number += 1
                trial = Trial(f"kill{number:03}", OPERATIONS[name], Variant(IN_PROCESS, api))
                yield Kill((name, api), place, after, trial)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id="-v".join(case), marks=[] if case in CASES[:2] else [pytest.mark.nightly]
        )
        for case in CASES
    ],
)
def test_task_converges_wherever_it_was_killed(
    case: Case, killed: Kills, recording: Recording, figures: list[Figure]
) -> None:
    kills = [kill for kill in killed.kills if kill.case == case]
    problems = [(kill, killed.problems(kill, recording)) for kill in kills]
    figures += [(kill.row, target_of(kill.place), not found) for kill, found in problems]
    assert kills
    assert {str(kill): found for kill, found in problems if found} == {}
