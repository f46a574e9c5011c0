# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling a cluster: how many instances each group should have, and which ones to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....saharaclient.cluster_states import DELETING, SETTLED, cluster_reason
from ...cloud.vocabulary import with_v2_names
from ...engine.contracts import State
from ...engine.lost_answers import made_sure
from ..templates.node_groups import NodeGroups
from .groups import scale_request
from .state import normalized
from .wait import ClusterFailed

if TYPE_CHECKING:
    from .cluster import Cluster


class Scaling:
    """The scaling of one cluster by one task."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.task = cluster.task

    def with_lower_counts(self, groups: NodeGroups, current: State) -> NodeGroups:
        """The groups; where the task sets no count, the count is lowered by the instances to remove."""
        named = {group["name"]: group for group in groups}
        counts = {group["name"]: group["count"] for group in current["node_groups"]}
        for name, instances in self.removals(current).items():
            most = counts[name] - len(instances)
            group = named.setdefault(name, {"name": name, "count": most})
            if group["count"] > most:
                self.task.problem(
                    f"'count: {group['count']}' for node group '{name}' conflicts with removing "
                    f"{', '.join(instances)}"
                )
        return [named[name] for name in sorted(named)]

    def removals(self, current: State) -> dict[str, list[str]]:
        """Node group -> its instances that the task wants to remove and that still exist."""
        wanted = set(self.task.params.get("instances_to_remove") or ())
        found = {
            group["name"]: sorted(
                wanted & {instance["instance_name"] for instance in group.get("instances") or ()}
            )
            for group in current["node_groups"]
        }
        return {name: names for name, names in found.items() if names}

    def carry_out(self, current: State, groups: NodeGroups) -> State:
        """Resize and add node groups in one request, and verify the outcome.

        After a failed scaling, the cluster is Active again, with the reason and the old counts.
        Raises ClusterFailed.
        """
        cluster = self.cluster
        body = scale_request(groups, cluster.groups_of(current), self.removals(current))
        if not body:
            return current
        started = made_sure(
            self.task,
            lambda: self._requested(current["id"], body),
            lambda: self._in_progress(current["id"], groups),
        )
        if not self.task.params.get("wait"):
            return started
        scaled = cluster.waiting.until_active(started)
        found = cluster.groups_of(scaled)
        missed = not cluster.field("node_groups").same(groups, found)
        if missed or scaled.get("status_description"):
            counts = ", ".join(f"{group['name']} {group['count']}" for group in found)
            raise ClusterFailed(
                f"{cluster.subject} was not scaled: {cluster_reason(scaled)} It is Active with {counts}.",
                cluster.last_seen(scaled),
            )
        return scaled

    def _requested(self, identity: str, body: dict[str, Any]) -> State:
        reply = self.cluster.manager.scale(identity, body).to_dict()
        return normalized(with_v2_names(reply.get(self.cluster.kind.name, reply)))

    def _in_progress(self, identity: str, groups: NodeGroups) -> State | None:
        """The cluster if it is being scaled, or has these groups. Sahara scales only Active clusters."""
        seen = self.cluster.by_id(identity)
        if seen is None or seen["status"] == DELETING:
            return None
        found = self.cluster.groups_of(seen)
        scaled = self.cluster.field("node_groups").same(groups, found)
        return seen if scaled or seen["status"] not in SETTLED else None
