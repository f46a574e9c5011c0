# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a cluster: what its states mean, and how a timeout is reported."""

from __future__ import annotations

from typing import Callable, Protocol

from ....saharaclient.clusters import ACTIVE, DELETING
from ....saharaclient.errors import SaharaError
from ...engine.contracts import State, Waitable
from ...engine.wait import WaitFailed, WaitTimeout
from ...engine.waiting import MaybeState, Waiting, nothing
from .progress import StepProgress
from .state import DEAD_ENDS, SETTLED, cluster_reason, failed_step, step_under_way


class ClusterFailed(WaitFailed):
    """The cluster ended in a state that is of no use."""


class ClusterGone(ClusterFailed):
    """Someone else deleted the cluster, or is deleting it."""


class ClusterTimeout(WaitTimeout):
    """The deadline passed."""


class DeletableCluster(Waitable, Protocol):
    def ask_to_delete(self, current: State) -> None:
        """Ask Sahara to delete the cluster, without waiting for it."""


class ClusterWaiting(Waiting):
    progress_lines = StepProgress

    def __init__(self, resource: DeletableCluster):
        super().__init__(resource)
        self.cluster = resource

    def until_active(self, current: State) -> State:
        """The cluster once it is Active. Raises ClusterFailed with Sahara's reason, ClusterTimeout."""
        if current["status"] == ACTIVE:
            return current

        def done(seen: MaybeState) -> bool:
            existing = self.require_existing(seen)
            if existing["status"] in DEAD_ENDS:
                raise self.failure(existing)
            return bool(existing["status"] == ACTIVE)

        return self.require_existing(self.until(current, done, self.not_yet(ACTIVE)))

    def until_settled(self, current: State) -> State | None:
        """The cluster once nothing is under way on it, be it Active or of no use; None when it is gone."""

        def done(seen: MaybeState) -> bool:
            return seen is None or seen["status"] in SETTLED

        return current if done(current) else self.until(current, done, self.not_yet(ACTIVE))

    def until_gone(self, current: State) -> None:
        """Asks again for a deletion that Sahara abandons.

        What was under way on the cluster continues meanwhile. If it fails, Sahara deletes the instances
        twice at once, and may stop at those that it misses (sahara/service/ops.py). The signs of that are
        that nothing is under way any more, or a reason that was not there before.
        """
        reason = current.get("status_description")

        def ask_again(seen: MaybeState) -> None:
            nonlocal reason
            if seen is None:  # Before the first look.
                return
            now = seen.get("status_description")
            if seen["status"] in SETTLED or (now and now != reason):
                self.cluster.ask_to_delete(seen)
                reason = now

        self.until(current, lambda seen: seen is None, self.not_yet("gone"), ask_again)

    def until_checked(
        self,
        current: State,
        done: Callable[[State], bool],
        before_each: Callable[[MaybeState], None] = nothing,
    ) -> State:
        """The cluster once a check of its health is done. Raises ClusterGone, ClusterTimeout."""

        def checked(seen: MaybeState) -> bool:
            return done(self.require_existing(seen))

        late = self.not_yet("checked")
        return self.require_existing(self.until(current, checked, late, before_each))

    def require_existing(self, seen: MaybeState) -> State:
        """The cluster, unless someone else deletes it. Raises ClusterGone then."""
        if seen is None or seen["status"] == DELETING:
            last_seen = self.resource.last_seen(seen) if seen else {}
            raise ClusterGone(f"The {self.resource.label} was deleted meanwhile.", last_seen)
        return seen

    def not_yet(self, goal: str) -> Callable[[State], SaharaError]:
        """The error for a timeout, from the state seen last."""

        def late(seen: State) -> SaharaError:
            return ClusterTimeout(
                f"The {self.resource.label} was not {goal} after {self.timeout_s} s: it is "
                f"{seen['status']}{step_under_way(seen)}. It is left as it is; the same task waits on.",
                self.resource.last_seen(seen),
            )

        return late

    def failure(self, seen: State) -> ClusterFailed:
        """Why it is of no use: Sahara's reason, and the step and instance that it failed at."""
        return ClusterFailed(
            f"The {self.resource.label} failed{failed_step(seen)}: {cluster_reason(seen)}",
            self.resource.last_seen(seen),
        )
