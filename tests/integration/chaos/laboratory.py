# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records operations undisturbed, and finds out how disturbed ones have ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.integration.chaos.faults import Strike
from tests.integration.chaos.fleet import Fleet, Trial
from tests.integration.chaos.operations import BEFORE, FIRST, OPERATIONS
from tests.integration.chaos.places import Place, Shapes
from tests.integration.chaos.rules import Outcome
from tests.integration.support.playbook import API_VERSIONS, IN_PROCESS, Playbooks, Record, Variant
from tests.integration.support.relay import Disturbance, undisturbed
from tests.integration.support.stored import Stored

# More would not be quicker on two processors.
LANES = 8
NOTHING = Outcome(succeeded=False, changed=False, message="it did not run", kind="", writes=())
# The name of an operation, and the API version that it uses.
Case = tuple[str, str]


@dataclass(frozen=True)
class Recording:
    """The requests of undisturbed operations, and the objects that each of them leaves."""

    places: Mapping[Case, Sequence[Place]]
    left: Mapping[Case, Sequence[str]]


@dataclass(frozen=True)
class Laboratory:
    """Where operations are recorded, disturbed and compared."""

    playbooks: Playbooks
    fleet: Fleet

    @property
    def shapes(self) -> Shapes:
        return Shapes(self.playbooks.sandbox)

    def record(self, cases: Iterable[Case]) -> Recording:
        """Run each case undisturbed."""
        trials = {}
        for number, (name, api) in enumerate(cases):
            spare = API_VERSIONS.index(api)
            trials[name, api] = Trial(
                f"plain{number:03}", OPERATIONS[name], Variant(IN_PROCESS, api), spare
            )
            # Each log-in is to be recorded.
            self.playbooks.relay.disturbances[trials[name, api].label(FIRST)] = undisturbed
        lanes = in_lanes(list(trials.values()))
        records = self.fleet.start("plain", lanes, (BEFORE, FIRST)).end().records()
        for trial in trials.values():
            outcome = self.outcome(trial, FIRST, records)
            assert outcome.changed, f"{trial.operation.name}: {outcome.message}"
        names, relay = self.names(), self.playbooks.relay
        return Recording(
            {case: self.shapes.places(relay.of(t.label(FIRST))) for case, t in trials.items()},
            {case: left_by(trial, names) for case, trial in trials.items()},
        )

    def disturb(self, trial: Trial, place: Place, act: Disturbance, times: int = 1) -> Strike:
        """Let this happen to the request at the place, in the first run of the trial."""
        strike = Strike(self.shapes, place, act, self.fleet.logins, times)
        self.playbooks.relay.disturbances[trial.label(FIRST)] = strike
        return strike

    def names(self) -> Mapping[str, Sequence[str]]:
        return Stored(self.playbooks.sandbox).names()

    def outcome(self, trial: Trial, part: str, records: Mapping[str, Record]) -> Outcome:
        """How this part of the trial ended."""
        record = records.get(trial.label(part))
        if record is None:
            return NOTHING
        result = record.result
        return Outcome(
            record.outcome == "ok",
            bool(result.get("changed")),
            str(result.get("msg", "")),
            str(result.get("failure", {}).get("kind", "")),
            self.writes(trial, part),
        )

    def writes(self, trial: Trial, part: str) -> list[tuple[str, str]]:
        """What Sahara carried out for this part of the trial."""
        requests = self.playbooks.relay.of(trial.label(part))
        return [
            (each.method, each.path) for each in requests if each.is_write and each.status < 400
        ]


def in_lanes(trials: Sequence[Trial]) -> list[list[Trial]]:
    """The trials, shared out evenly. The slow ones come first."""
    longest_first = sorted(trials, key=lambda trial: not trial.operation.slow)
    lanes = [longest_first[start::LANES] for start in range(LANES)]
    return [lane for lane in lanes if lane]


def left_by(trial: Trial, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The objects with names that begin with that of the trial's thing, which is replaced."""
    return sorted(
        f"{kind} {name.replace(trial.thing, 'THING')}"
        for kind, found in names.items()
        for name in found
        if name.startswith(trial.thing)
    )
