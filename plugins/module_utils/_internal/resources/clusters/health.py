# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The health of a cluster: starts Sahara's own check, waits for it, and judges the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....saharaclient.cluster_states import NO_REASON
from ....saharaclient.errors import BadRequest
from ....saharaclient.texts import on_one_line, with_end
from ...engine.contracts import State
from ...engine.waiting import MaybeState
from .wait import ClusterFailed

if TYPE_CHECKING:
    from .cluster import Cluster

CHECKING, RED = "CHECKING", "RED"
CANNOT_VERIFY = "CANNOT_VERIFY"
# Sahara starts its own check when a cluster becomes Active. Two checks that start at the same moment cancel
# each other out and leave no result. So a check without any news is requested again.
LONGEST_SILENCE_S = 15.0


class ClusterUnhealthy(ClusterFailed):
    """The cluster is Active but a health check is RED."""


class HealthCheck:
    """The health check of one task. It shares the deadline of the cluster's other waits."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.task = cluster.task
        self._requested: float | None = None
        self._old: Any = None

    def added_to(self, result: dict[str, Any]) -> dict[str, Any]:
        """The result of the task with the current health, if the task requests it.

        Raises ClusterUnhealthy if the task requires health and a check is RED.
        """
        wanted, found = self.task.params["health"], result[self.cluster.kind.name]
        if wanted == "ignore" or self.task.check_mode or not found:
            return result
        try:
            seen = self.run(found)
        except BadRequest as error:
            if wanted != "report" or error.name != CANNOT_VERIFY:
                raise
            reason = with_end(error.sentence)
            self.task.warn(f"Could not check the health of {self.cluster.label}: {reason}")
            return result
        checked = {**result, **self.cluster.last_seen(seen)}
        if wanted == "require" and seen["health"]["status"] == RED:
            raise ClusterUnhealthy(
                f"{self.cluster.subject} is not healthy: {red_sentences(seen)}", checked
            )
        return checked

    def run(self, current: State) -> State:
        """The cluster with the result of a check that is already in progress or starts now."""

        def done(seen: State) -> bool:
            verification = seen.get("verification") or {}
            if verification.get("id") in (None, self._old):
                return False
            return bool(verification.get("status") != CHECKING)

        def request_if_silent(_seen: MaybeState) -> None:
            now = self.task.clock.monotonic()
            if self._requested is None or now - self._requested > LONGEST_SILENCE_S:
                self._request(current["id"])
                self._requested = now

        return self.cluster.waiting.until_checked(current, done, request_if_silent)

    def _request(self, identity: str) -> None:
        """Start a check; if one is already in progress, its result is used instead."""
        try:
            reply = self.cluster.manager.verification_update(identity, "START").to_dict()
        except BadRequest as error:
            if error.name != CANNOT_VERIFY or CHECKING not in error.message:
                raise
            self._old = None
        else:
            # Usually the previous check; on a fast server, already the new one.
            last: Mapping[str, Any] = reply[self.cluster.kind.name].get("verification") or {}
            self._old = last.get("id") if last.get("status") != CHECKING else None


def red_sentences(cluster: State) -> str:
    """What the red checks of a cluster found."""
    red = [check for check in cluster["health"]["checks"] if check["status"] == RED]
    found = "; ".join(f"{check['name']}: {on_one_line(check['description'])}" for check in red)
    return with_end(found or NO_REASON)
