# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The health of a cluster: Sahara's own check of it is started, waited for, and judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....saharaclient.errors import BadRequest
from ....saharaclient.texts import on_one_line, with_full_stop
from ...engine.contracts import State
from ...engine.waiting import MaybeState
from .state import NO_REASON
from .wait import ClusterFailed

if TYPE_CHECKING:
    from .cluster import Cluster

CHECKING, RED = "CHECKING", "RED"
CANNOT_VERIFY = "CANNOT_VERIFY"
# Sahara begins a check of its own when a cluster gets Active. Two that begin in the same moment undo each
# other, and nothing is left of either; so a check that one does not hear of is asked for again.
LONGEST_SILENCE_S = 15.0


class ClusterUnhealthy(ClusterFailed):
    """The cluster is Active, and a check of its health is RED."""


class HealthCheck:
    """The check that one task asks for, with the cluster's one deadline."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.task = cluster.task
        self._asked: float | None = None
        self._old: Any = None

    def added_to(self, result: dict[str, Any]) -> dict[str, Any]:
        """The result of the task with the health as it is now, if the task wants to know it.

        Raises ClusterUnhealthy where it requires a cluster without red checks.
        """
        wanted, found = self.task.params["health"], result[self.cluster.kind.name]
        if wanted == "ignore" or self.task.check_mode or not found:
            return result
        try:
            seen = self.run(found)
        except BadRequest as error:
            if wanted != "report" or error.name != CANNOT_VERIFY:
                raise
            self.task.warn(f"The health of the {self.cluster.label} is not known: {error}")
            return result
        checked = {**result, **self.cluster.last_seen(seen)}
        if wanted == "require" and seen["health"]["status"] == RED:
            raise ClusterUnhealthy(
                f"The {self.cluster.label} is not healthy: {red_sentences(seen)}", checked
            )
        return checked

    def run(self, current: State) -> State:
        """The cluster with the outcome of a check that was under way now or began now."""

        def done(seen: State) -> bool:
            verification = seen.get("verification") or {}
            if verification.get("id") in (None, self._old):
                return False
            return bool(verification.get("status") != CHECKING)

        def ask_if_silent(_seen: MaybeState) -> None:
            now = self.task.clock.monotonic()
            if self._asked is None or now - self._asked > LONGEST_SILENCE_S:
                self._ask(current["id"])
                self._asked = now

        return self.cluster.waiting.until_checked(current, done, ask_if_silent)

    def _ask(self, identity: str) -> None:
        """Start a check, unless one is under way: that is as good."""
        try:
            reply = self.cluster.manager.verification_update(identity, "START").to_dict()
        except BadRequest as error:
            if error.name != CANNOT_VERIFY or CHECKING not in str(error):
                raise
            self._old = None
        else:
            # Mostly the check before this one; on a quick server this one.
            last: Mapping[str, Any] = reply[self.cluster.kind.name].get("verification") or {}
            self._old = last.get("id") if last.get("status") != CHECKING else None


def red_sentences(cluster: State) -> str:
    """What the red checks of a cluster have found."""
    red = [check for check in cluster["health"]["checks"] if check["status"] == RED]
    found = "; ".join(f"{check['name']}: {on_one_line(check['description'])}" for check in red)
    return with_full_stop(found or NO_REASON)
