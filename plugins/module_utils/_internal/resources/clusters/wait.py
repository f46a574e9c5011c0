# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a cluster: what its states mean, and what it is to be late."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Callable

from ....saharaclient.errors import SaharaError
from ...engine.progress import StepProgress
from ...engine.wait import Wait, WaitFailed, WaitTimeout
from .state import ClusterState, failed_step, reason_of, step_under_way

# Sahara 19: sahara/utils/cluster.py. All others are on the way to one of these.
ACTIVE, ERROR, DELETING = "Active", "Error", "Deleting"
# A transient cluster whose jobs are over, and which Sahara has no right to delete (sahara/service/periodic.py).
AWAITING = "AwaitingTermination"
# Where a cluster stays, and is of no use, as a sentence says it.
DEAD_ENDS = {ERROR: "in Error", AWAITING: "to be deleted, which Sahara cannot do by itself"}
# Nothing is under way on it.
SETTLED = (ACTIVE, *DEAD_ENDS)


class ClusterFailed(WaitFailed):
    """The cluster ended where it should not."""


class ClusterGone(ClusterFailed):
    """Someone else deleted the cluster, or does so now."""


class ClusterTimeout(WaitTimeout):
    """The deadline passed."""


class ClusterWait:
    """The waits of one task, which share its one deadline."""

    def __init__(self, resource: Any):
        self.resource = resource
        self.task = resource.task
        self.timeout = self.task.params["timeout"]

    @cached_property
    def deadline(self) -> float:
        return float(self.task.clock.monotonic() + self.timeout)

    def limit(self, seconds: int) -> None:
        """Leave the task no more time than that."""
        if self.task.clock.monotonic() + seconds < self.deadline:
            self.timeout = seconds
            self.deadline = float(self.task.clock.monotonic() + seconds)

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
            there = self.still_there(seen)
            if there["status"] in DEAD_ENDS:
                raise self.failure(there)
            return bool(there["status"] == ACTIVE)

        found: ClusterState = self.until(current, done, ACTIVE)
        return found

    def until_settled(self, current: ClusterState) -> dict[str, Any] | None:
        """The cluster once nothing is under way on it, be it Active or of no use; None when it is gone."""

        def done(seen: ClusterState | None) -> bool:
            return seen is None or seen["status"] in SETTLED

        if done(current):
            return dict(current)
        found: dict[str, Any] | None = self.until(current, done, ACTIVE)
        return found

    def until_gone(self, current: ClusterState) -> None:
        """Asks again for a deletion that Sahara gives up.

        What was under way on the cluster goes on meanwhile. If it fails, Sahara takes the instances
        down twice at once, and may stop at those that it misses (sahara/service/ops.py). What tells
        so is that nothing is under way any more, or a reason that was not there before.
        """
        reason = current.get("status_description")

        def ask_again(seen: ClusterState | None) -> None:
            nonlocal reason
            if seen is None:  # Nobody has looked yet.
                return
            why = seen.get("status_description")
            if seen["status"] in SETTLED or (why and why != reason):
                self.resource.ask_to_delete(seen)
                reason = why

        self.until(current, lambda seen: seen is None, "gone", ask_again)

    def still_there(self, seen: ClusterState | None) -> ClusterState:
        """The cluster, unless someone else deletes it. Raises ClusterGone then."""
        if seen is None or seen["status"] == DELETING:
            last_seen = self.resource.last_seen(seen) if seen else {}
            raise ClusterGone(f"The {self.resource.label} was deleted meanwhile.", last_seen)
        return seen

    def until(
        self,
        current: ClusterState,
        done: Callable[[ClusterState | None], bool],
        goal: str,
        before_each: Callable[[ClusterState | None], None] = lambda _seen: None,
    ) -> Any:
        """The cluster as it is when it is done.

        before_each: what is to be done before each look at it; it is told what the last one saw.

        Raises what done and before_each raise, and ClusterTimeout.
        """

        def late(seen: ClusterState | None) -> SaharaError:
            last = seen or current
            return ClusterTimeout(
                f"The {self.resource.label} was not {goal} after {self.timeout} s: it is "
                f"{last['status']}{step_under_way(last)}. It is left as it is; the same task waits on.",
                self.resource.last_seen(last),
            )

        latest: ClusterState | None = None

        def fetch(seconds_left: float) -> ClusterState | None:
            nonlocal latest
            with self.resource.cloud.within(seconds_left):
                before_each(latest)
                # With the events, printed or not: a failure is told with them.
                latest = self.resource.by_id(current["id"], show_progress=True)
            if self.progress and latest:
                self.progress.see(latest)
            return latest

        if self.progress:
            self.progress.begin(current)
        interval = self.task.params["poll_interval"]
        unanswered = self.progress.unanswered if self.progress else None
        return Wait(fetch, done, late, self.deadline, interval, unanswered).run(self.task.clock)

    def failure(self, seen: ClusterState) -> ClusterFailed:
        """Why it is of no use: Sahara's reason, and the step and instance that it failed at."""
        return ClusterFailed(
            f"The {self.resource.label} failed{failed_step(seen)}: {reason_of(seen)}",
            self.resource.last_seen(seen),
        )
