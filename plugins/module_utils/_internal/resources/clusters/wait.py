# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a cluster: what its statuses mean, and how a timeout is reported."""

from __future__ import annotations

from contextlib import suppress
from typing import Callable, Protocol

from ....saharaclient.cluster_states import (
    ACTIVE,
    DEAD_ENDS,
    DELETING,
    LONGEST_LOOK_S,
    SETTLED,
    cluster_reason,
    failed_step,
    failure_clause,
    step_in_progress,
)
from ....saharaclient.errors import SaharaError, WaitFailed, WaitTimeout
from ...engine.contracts import State, Waitable
from ...engine.waiting import LateError, MaybeState, Waiting, gone, last_known, nothing
from .progress import StepProgress

# How often progress lines show how many instances have completed a step. Each time, Sahara
# sends the events of all instances.
EVENTS_INTERVAL_S = 20.0
NOT_ACTIVE = f"did not become {ACTIVE}"


class ClusterFailed(WaitFailed):
    """The cluster ended in an unusable state."""


class ClusterGone(ClusterFailed):
    """Someone else deleted the cluster, or is deleting it."""


class ClusterTimeout(WaitTimeout):
    """The deadline passed."""


class AwaitedCluster(Waitable, Protocol):
    def look(self, identity: str, with_events: bool = False) -> MaybeState:
        """The cluster; on request, with the events of its steps."""

    def request_deletion(self, current: State) -> bool:
        """Request the deletion of the cluster, without waiting for it. Returns False if it no longer exists."""


class ClusterWaiting(Waiting):
    progress_lines = StepProgress

    def __init__(self, resource: AwaitedCluster):
        super().__init__(resource)
        self.cluster = resource
        self._events_read: float | None = None
        # Whether Sahara has answered the last poll.
        self._answered = False

    def look(self, identity: str) -> MaybeState:
        self._answered = False
        seen = self.cluster.look(identity, self._reads_events())
        self._answered = True
        return seen

    def _reads_events(self) -> bool:
        """Whether this poll includes events: from time to time, and only for progress lines."""
        now = self.task.clock.monotonic()
        is_due = self._events_read is None or now - self._events_read >= EVENTS_INTERVAL_S
        if self.progress is None or not is_due:
            return False
        self._events_read = now
        return True

    def with_events(self, seen: State) -> State:
        """A failed or late cluster with its events, or as it was seen if Sahara does not answer now."""
        with suppress(SaharaError), self.task.cloud.within(LONGEST_LOOK_S):
            return self.cluster.look(seen["id"], with_events=True) or seen
        return seen

    def dead_end(self, current: State) -> ClusterFailed:
        """The failure of a task that finds a failed cluster."""
        seen = self.with_events(current)
        where = failed_step(seen)
        return ClusterFailed(
            f"{self.cluster.subject} is {DEAD_ENDS[seen['status']]}"
            f"{'; it failed' + where if where else ''}: {cluster_reason(seen)} "
            "Delete it, or set 'on_error' to 'recreate'.",
            self.cluster.last_seen(seen),
        )

    def until_active(self, current: State) -> State:
        """The cluster once it is Active. Raises ClusterFailed with Sahara's reason, or ClusterTimeout."""
        if current["status"] == ACTIVE:
            return current

        def done(seen: MaybeState) -> bool:
            existing = self.require_existing(seen)
            if existing["status"] in DEAD_ENDS:
                raise self.failure(self.with_events(existing))
            return bool(existing["status"] == ACTIVE)

        return self.require_existing(self.until(current, done, self.timeout(NOT_ACTIVE)))

    def until_settled(self, current: State) -> State | None:
        """The cluster once no operation is in progress, whether Active or unusable; None if it no longer exists."""

        def done(seen: MaybeState) -> bool:
            return seen is None or seen["status"] in SETTLED

        return current if done(current) else self.until(current, done, self.timeout(NOT_ACTIVE))

    def until_deleted(self, current: State) -> None:
        """Wait for a deletion, and request it again if Sahara abandons it.

        An operation that was in progress on the cluster continues during its deletion. If the operation
        fails, Sahara deletes the instances twice at the same time and may stop at those that are missing
        (Sahara 19: service/ops.py). The signs are a settled status, or a reason that is new.
        """
        reason = current.get("status_description")

        def request_again(seen: MaybeState) -> None:
            nonlocal reason
            if seen is None:  # Before the first request.
                return
            now = seen.get("status_description")
            if seen["status"] in SETTLED or (now and now != reason):
                self.cluster.request_deletion(seen)
                reason = now

        timeout = self.timeout("was not deleted", "Its deletion continues")
        self.until(current, lambda seen: seen is None, timeout, request_again)

    def until_checked(
        self,
        current: State,
        done: Callable[[State], bool],
        before_each: Callable[[MaybeState], None] = nothing,
    ) -> State:
        """The cluster once its health check has ended. Raises ClusterGone or ClusterTimeout."""

        def checked(seen: MaybeState) -> bool:
            return done(self.require_existing(seen))

        timeout = self.timeout("did not finish its health check")
        return self.require_existing(self.until(current, checked, timeout, before_each))

    def require_existing(self, seen: MaybeState) -> State:
        """The cluster. Raises ClusterGone if someone else deleted it or is deleting it."""
        if seen is None or seen["status"] == DELETING:
            last_seen = self.resource.last_seen(seen) if seen else {}
            subject = self.resource.subject
            raise ClusterGone(
                f"{subject} is being deleted by someone else." if seen else gone(subject), last_seen
            )
        return seen

    def timeout(self, missed: str, outlook: str = "It was left unchanged") -> LateError:
        """The error for a timeout. missed: what did not happen. outlook: what becomes of the cluster."""

        def timeout_error(seen: State, silence_s: float) -> ClusterTimeout:
            if missed == NOT_ACTIVE and self._answered:
                seen = self.with_events(seen)
            known = last_known(f"{seen['status']}{step_in_progress(seen)}", silence_s)
            return ClusterTimeout(
                f"{self.resource.subject} {missed} within {self.timeout_s} s ({known}). "
                f"{outlook}; run the task again to keep waiting.",
                self.resource.last_seen(seen),
            )

        return timeout_error

    def failure(self, seen: State) -> ClusterFailed:
        """Why the cluster failed: Sahara's reason, and the step and instance where it failed."""
        return ClusterFailed(
            f"{self.resource.subject} {failure_clause(seen)}", self.resource.last_seen(seen)
        )
