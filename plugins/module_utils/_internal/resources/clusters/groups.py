# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node groups of a cluster: those that a task does not name stay as they are, or as the template has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..templates.node_groups import FIELDS, Group, NodeGroups, differing

Groups = list[dict[str, Any]]


class ClusterGroups(NodeGroups):
    """Compared by the groups that the task names; a count of 0 is a group that shall not be."""

    def wanted(self, value: Any, scope: Any, current: Any) -> Groups:
        groups = super().wanted(value, scope, current)
        if scope.params.get("purge_node_groups"):
            named = {group["name"] for group in groups}
            others = [group["name"] for group in current or () if group["name"] not in named]
            groups += [{"name": name, "count": 0} for name in others]
        return sorted(groups, key=lambda group: str(group["name"]))

    def same(self, wanted: Any, current: Any) -> bool:
        return not differing(*self._compared(wanted, current))

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Groups:
        old = {group["name"]: group for group in current or ()}
        new = [group for group in wanted if group["name"] not in old and group["count"]]
        made = {group["name"]: group for group in super().foretell(new, None, scope)}
        kept = {
            name: {**group, **next((item for item in wanted if item["name"] == name), {})}
            for name, group in old.items()
        }
        merged = {**kept, **made}
        return [merged[name] for name in sorted(merged) if merged[name]["count"]]

    def encode(self, wanted: Any) -> Groups:
        return [sendable(group) for group in wanted if group["count"]]

    def show_change(self, before: Any, wanted: Any, scope: Any) -> tuple[Any, Any]:
        new, old = self._compared(wanted, before or [])
        return super().show_change(old, new, scope)

    def _compared(self, wanted: Groups, current: Groups) -> tuple[Groups, Groups]:
        """Both sides without the groups that the task leaves alone."""
        named = {group["name"] for group in wanted}
        new = [group for group in wanted if group["count"]]
        return new, [group for group in current if group["name"] in named]


def sendable(group: Group) -> dict[str, Any]:
    """A node group as Sahara takes it: what it shows of one cannot be sent back as it is."""
    values = {field.wire: group.get(field.wire) for field in FIELDS}
    sent = {name: value for name, value in values.items() if value is not None}
    if not sent.get("volumes_size"):
        sent.pop("volumes_size", None)
    return sent


def completed(groups: Groups, template: Groups) -> Groups:
    """The groups of a template with what a task says of them, and those that only the task has."""
    merged = {group["name"]: dict(group) for group in template}
    for group in groups:
        merged[group["name"]] = {**merged.get(group["name"], {}), **group}
    return [merged[name] for name in sorted(merged)]


def only_scaled(wanted: Groups, current: Groups) -> bool:
    """Whether nothing but counts differs, and groups that come or go."""
    known = {group["name"] for group in current}
    existing = [group for group in wanted if group["name"] in known and group["count"]]
    old = [group for group in current if group["name"] in {item["name"] for item in existing}]
    return all(keys == {"count"} for keys in differing(existing, old).values())


def scale_request(
    wanted: Groups, current: Groups, doomed: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The body of PUT /clusters/{id}: only what differs, for Sahara works on equal counts too.

    doomed: group -> the names of the instances that shall go first (API v2).
    """
    counts = {group["name"]: group["count"] for group in current}
    resize = []
    for group in wanted:
        name, count = group["name"], group["count"]
        if name in counts and counts[name] != count:
            victims = {"instances": doomed[name]} if doomed.get(name) else {}
            resize.append({"name": name, "count": count, **victims})
    add = [sendable(group) for group in wanted if group["name"] not in counts and group["count"]]
    body: dict[str, Any] = {}
    if resize:
        body["resize_node_groups"] = resize
    if add:
        body["add_node_groups"] = add
    return body
