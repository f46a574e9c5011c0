# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node groups of a cluster. Groups that a task does not name are left unchanged, or come from the template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.contracts import Task
from ...fields.value import ID, TIME_SAMPLE, Value
from ..templates.node_groups import NodeGroup, NodeGroupList, NodeGroups, differing, encoded

INSTANCES = Value(
    "instances", "The instances of the node group.", type="list", elements="dict",
    contains=(
        Value("instance_id", "The id of the instance in Nova.", "b3d5f7a9-1c2e-4d6f-8a0b-9c8d7e6f5a4b"),
        Value("instance_name", "The name of the instance.", "analytics-worker-0"),
        Value("internal_ip", "The address in the network of the instances.", "10.0.0.12"),
        Value("management_ip", "The address that Sahara connects to.", "203.0.113.20"),
        Value("dns_hostname", "The name of the instance in Designate; null without Designate.", "analytics-worker-0.hadoop.example.org."),
        Value("storage_devices_number", "The number of mounted volumes.", 2, type="int"),
        Value("id", "Sahara's internal id of the instance. No option accepts it.", ID.sample),
        Value("created_at", "When the instance was created, in UTC.", TIME_SAMPLE),
        Value("updated_at", "When the instance was last changed, in UTC; null if never.", TIME_SAMPLE),
    ),
)  # fmt: skip


class ClusterGroups(NodeGroupList):
    """Only the groups that the task names are compared. A count of 0 means that the group must not exist."""

    value_contains = (*NodeGroupList.value_contains, INSTANCES)

    def wanted(self, value: Any, task: Task, current: Any) -> NodeGroups:
        groups = super().wanted(value, task, current)
        if task.params.get("purge_node_groups"):
            named = {group["name"] for group in groups}
            others = [group["name"] for group in current or () if group["name"] not in named]
            groups += [{"name": name, "count": 0} for name in others]
        return sorted(groups, key=lambda group: str(group["name"]))

    def same(self, wanted: Any, current: Any) -> bool:
        return not differing(*self._compared(wanted, current))

    def as_options(self, value: Any, inherited: Any, task: Task) -> dict[str, Any]:
        """All node groups, because their counts differ from cluster to cluster.

        A new cluster has those of its template too, unless their count is 0.
        """
        names = {group["name"] for group in value}
        gone = [
            {"name": group["name"], "count": 0} for group in inherited if group["name"] not in names
        ]
        groups = [*self.option_value(value, inherited, task), *gone]
        return {self.name: sorted(groups, key=lambda group: str(group["name"]))}

    def predict(self, wanted: Any, current: Any, task: Task) -> NodeGroups:
        old = {group["name"] for group in current or ()}
        new = [group for group in wanted if group["name"] not in old and group["count"]]
        known = [group for group in wanted if group["name"] in old]
        merged = completed([*known, *super().predict(new, None, task)], current or [])
        return [group for group in merged if group["count"]]

    def encode(self, wanted: Any) -> NodeGroups:
        return [sendable(group) for group in wanted if group["count"]]

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        new, old = self._compared(wanted, before or [])
        return super().render_change(old, new, task)

    def _compared(self, wanted: NodeGroups, current: NodeGroups) -> tuple[NodeGroups, NodeGroups]:
        """Both sides, without the groups that the task does not change."""
        named = {group["name"] for group in wanted}
        new = [group for group in wanted if group["count"]]
        return new, [group for group in current if group["name"] in named]


def sendable(group: NodeGroup) -> dict[str, Any]:
    """A node group as Sahara accepts it: Sahara refuses its own representation of one."""
    return {name: value for name, value in encoded(group).items() if value is not None}


def completed(groups: NodeGroups, template: NodeGroups) -> NodeGroups:
    """The groups of a template, with the options of the task, and the groups that only the task has."""
    merged = {group["name"]: dict(group) for group in template}
    for group in groups:
        merged[group["name"]] = {**merged.get(group["name"], {}), **group}
    return [merged[name] for name in sorted(merged)]


def only_scaled(wanted: NodeGroups, current: NodeGroups) -> bool:
    """Whether only counts differ, or whole groups are added or removed."""
    known = {group["name"] for group in current}
    existing = [group for group in wanted if group["name"] in known and group["count"]]
    named = {group["name"] for group in existing}
    old = [group for group in current if group["name"] in named]
    return all(keys == {"count"} for keys in differing(existing, old).values())


def scale_request(
    wanted: NodeGroups, current: NodeGroups, removals: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The body of PUT /clusters/{id}: only the differences, because Sahara starts work for equal counts too.

    removals: group -> the names of the instances to remove first (API v2).
    """
    counts = {group["name"]: group["count"] for group in current}
    resize = []
    for group in wanted:
        name, count = group["name"], group["count"]
        if name in counts and counts[name] != count:
            instances = {"instances": removals[name]} if removals.get(name) else {}
            resize.append({"name": name, "count": count, **instances})
    add = [sendable(group) for group in wanted if group["name"] not in counts and group["count"]]
    body: dict[str, Any] = {}
    if resize:
        body["resize_node_groups"] = resize
    if add:
        body["add_node_groups"] = add
    return body
