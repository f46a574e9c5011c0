# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a cluster: what its states mean, why it failed, and how far it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Callable

from ..client.errors import SaharaError
from ..progress import StepProgress
from ..vocabulary import in_v2_words
from ..wait import Wait, WaitTimeout

# Sahara 19: sahara/utils/cluster.py. All others are on the way to one of these.
ACTIVE, ERROR, DELETING = "Active", "Error", "Deleting"

PREFIX = re.compile(r"^\w+ cluster failed for the following reason\(s\): ")
ERROR_ID = re.compile(r"\s*Error ID: [0-9a-f-]+")
# Of what fails in a thread of its own, Sahara puts the whole stack there (sahara/context.py).
TRACEBACK = re.compile(r"^Traceback \(most recent call last\):\n(?:[ \t].*\n)*.*\n?", re.MULTILINE)

ClusterState = Mapping[str, Any]


class ClusterFailed(SaharaError):
    """The cluster ended where it should not; last_seen is its last state, by the key of the result."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


class ClusterTimeout(WaitTimeout):
    """The deadline passed; last_seen as in ClusterFailed."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


class ClusterWait:
    """The waits of one task, which share its one deadline."""

    def __init__(self, resource: Any):
        self.resource = resource
        self.task = resource.task
        self.timeout = self.task.params["timeout"]

    @cached_property
    def deadline(self) -> float:
        return float(self.task.clock.monotonic() + self.timeout)

    @cached_property
    def progress(self) -> StepProgress | None:
        if not self.task.say or not self.task.params.get("progress"):
            return None
        return StepProgress(self.resource.label, self.task.say, self.task.clock)

    def until_active(self, current: ClusterState) -> ClusterState:
        """The cluster once it is Active. Raises ClusterFailed with Sahara's reason, ClusterTimeout."""
        if current["status"] == ACTIVE:
            return current

        def done(seen: ClusterState | None) -> bool:
            if seen is None:
                raise ClusterFailed(f"The {self.resource.label} was deleted meanwhile.", {})
            if seen["status"] == ERROR:
                raise self.failure(seen)
            return bool(seen["status"] == ACTIVE)

        found: ClusterState = self._run(current, done, ACTIVE)
        return found

    def until_gone(self, current: ClusterState) -> None:
        self._run(current, lambda seen: seen is None, "gone")

    def _run(
        self, current: ClusterState, done: Callable[[ClusterState | None], bool], goal: str
    ) -> Any:
        def late(seen: ClusterState | None) -> SaharaError:
            last = seen or current
            return ClusterTimeout(
                f"The {self.resource.label} was not {goal} after {self.timeout} s: it is "
                f"{last['status']}{step_under_way(last)}. It is left as it is; the same task waits on.",
                self.resource.last_seen(last),
            )

        def fetch() -> ClusterState | None:
            # With the events, printed or not: a failure is told with them.
            seen: ClusterState | None = self.resource.by_id(current["id"], show_progress=True)
            if self.progress and seen:
                self.progress.see(seen)
            return seen

        if self.progress:
            self.progress.begin(current)
        interval = self.task.params["poll_interval"]
        return Wait(fetch, done, late, self.deadline, interval).run(self.task.clock)

    def failure(self, seen: ClusterState) -> ClusterFailed:
        """Why it is in Error: Sahara's reason, and the step and instance that it failed at."""
        return ClusterFailed(
            f"The {self.resource.label} failed{failed_step(seen)}: {reason_of(seen)}",
            self.resource.last_seen(seen),
        )


def legible(cluster: ClusterState) -> dict[str, Any]:
    """A cluster without Sahara's own stack in its reason, and with steps that are the same in both
    versions of the API; events are in those that have any."""
    steps = [
        in_v2_words({key: value for key, value in step.items() if key != "events" or value})
        for step in cluster.get("provision_progress") or ()
    ]
    text = cluster.get("status_description")
    return {
        **cluster,
        "status_description": text and TRACEBACK.sub("", text).strip(),
        "provision_progress": steps,
    }


def reason_of(cluster: ClusterState) -> str:
    """Sahara's own reason on one line, without its frame."""
    text = ERROR_ID.sub("", cluster.get("status_description") or "")
    lines = [line.strip() for line in PREFIX.sub("", text).splitlines() if line.strip()]
    reason = "; ".join(lines) or "Sahara gives no reason"
    return reason if reason.endswith(".") else reason + "."


def failed_step(cluster: ClusterState) -> str:
    """at the step ... on instance ..., or nothing when Sahara does not say."""
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is False:
            failed = [
                event for event in step.get("events") or () if event.get("successful") is False
            ]
            named = {str(event["instance_name"]) for event in failed if event.get("instance_name")}
            where = f" on instance {', '.join(sorted(named))}" if named else ""
            return f" at the step '{step.get('step_name')}'{where}"
    return ""


def step_under_way(cluster: ClusterState) -> str:
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is None:
            return f", at the step '{step.get('step_name')}'"
    return ""
