# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling a cluster: how many instances its groups should have, and which instances to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cloud.vocabulary import with_v2_names
from ...engine.contracts import State
from ..templates.node_groups import NodeGroups
from .groups import scale_request
from .state import cluster_reason, normalized
from .wait import ClusterFailed

if TYPE_CHECKING:
    from .cluster import Cluster


class Scaling:
    """What one task does to the number of instances of its cluster."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.task = cluster.task

    def without_doomed(self, groups: NodeGroups, current: State) -> NodeGroups:
        """The groups with counts lowered by the instances to remove, where the task sets no count."""
        named = {group["name"]: group for group in groups}
        counts = {group["name"]: group["count"] for group in current["node_groups"]}
        for name, doomed in self.doomed(current).items():
            most = counts[name] - len(doomed)
            group = named.setdefault(name, {"name": name, "count": most})
            if group["count"] > most:
                self.task.problem(
                    f"node group '{name}' cannot have {group['count']} instances without "
                    f"{', '.join(doomed)}"
                )
        return [named[name] for name in sorted(named)]

    def doomed(self, current: State) -> dict[str, list[str]]:
        """Node group -> those of its instances that the task names for removal; others are gone already."""
        wanted = set(self.task.params.get("instances_to_remove") or ())
        found = {
            group["name"]: sorted(
                wanted & {instance["instance_name"] for instance in group.get("instances") or ()}
            )
            for group in current["node_groups"]
        }
        return {name: names for name, names in found.items() if names}

    def carry_out(self, current: State, groups: NodeGroups) -> State:
        """Resize and add node groups in one call, and verify the outcome.

        A scaling that failed ends Active, with the reason and the old counts. Raises ClusterFailed.
        """
        cluster = self.cluster
        body = scale_request(groups, cluster.groups_of(current), self.doomed(current))
        if not body:
            return current
        reply = cluster.manager.scale(current["id"], body).to_dict()
        started = normalized(with_v2_names(reply.get(cluster.kind.name, reply)))
        if not self.task.params.get("wait"):
            return started
        scaled = cluster.waiting.until_active(started)
        found = cluster.groups_of(scaled)
        missed = not cluster.field("node_groups").same(groups, found)
        if missed or scaled.get("status_description"):
            counts = ", ".join(f"{group['name']} {group['count']}" for group in found)
            raise ClusterFailed(
                f"The {cluster.label} was not scaled: {cluster_reason(scaled)} It is Active with {counts}.",
                cluster.last_seen(scaled),
            )
        return scaled
