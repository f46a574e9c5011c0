# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling a cluster: how many instances its groups shall have, and which of them shall go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...cloud.vocabulary import in_v2_words
from .groups import Groups, scale_request
from .state import legible, reason_of
from .wait import ClusterFailed


class Scaling:
    """What one task does to the number of instances of its cluster."""

    def __init__(self, cluster: Any):
        self.cluster = cluster
        self.task = cluster.task

    def without_doomed(self, groups: Groups, current: Mapping[str, Any]) -> Groups:
        """The groups with counts lowered by the instances that shall go, where the task says none."""
        named = {group["name"]: group for group in groups}
        counts = {group["name"]: group["count"] for group in current["node_groups"]}
        for name, doomed in self.doomed(current).items():
            least = counts[name] - len(doomed)
            group = named.setdefault(name, {"name": name, "count": least})
            if group["count"] > least:
                self.task.problem(
                    f"node group '{name}' cannot have {group['count']} instances without "
                    f"{', '.join(doomed)}"
                )
        return [named[name] for name in sorted(named)]

    def doomed(self, current: Mapping[str, Any]) -> dict[str, list[str]]:
        """Node group -> those of its instances that the task names for removal; others are gone already."""
        wanted = set(self.task.params.get("instances_to_remove") or ())
        found = {
            group["name"]: sorted(
                wanted & {instance["instance_name"] for instance in group.get("instances") or ()}
            )
            for group in current["node_groups"]
        }
        return {name: names for name, names in found.items() if names}

    def carry_out(self, current: Mapping[str, Any], groups: Groups) -> dict[str, Any]:
        """Resize and add node groups in one call, and see to it that it came so.

        A scaling that failed ends Active, with the reason and the old counts. Raises ClusterFailed.
        """
        cluster = self.cluster
        body = scale_request(groups, cluster.shown_groups(current), self.doomed(current))
        if not body:
            return dict(current)
        reply = cluster.manager.scale(current["id"], body).to_dict()
        started = legible(in_v2_words(reply.get(cluster.kind, reply)))
        if not self.task.params.get("wait"):
            return started
        scaled = cluster.waiting.until_active(started)
        missed = not cluster.field("node_groups").same(groups, cluster.shown_groups(scaled))
        if missed or scaled.get("status_description"):
            counts = ", ".join(f"{g['name']} {g['count']}" for g in cluster.shown_groups(scaled))
            raise ClusterFailed(
                f"The {cluster.label} was not scaled: {reason_of(scaled)} It is Active with {counts}.",
                cluster.last_seen(scaled),
            )
        return dict(scaled)
