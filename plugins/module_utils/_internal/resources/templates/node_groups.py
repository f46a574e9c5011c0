# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node groups of a cluster or cluster template: a list that is compared group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...fields.fields import Field, MergedConfigs, Number, Reference, Text
from .node_group_template import GROUP_FIELDS

Group = Mapping[str, Any]

FIELDS: tuple[Field, ...] = (
    Text("name"),
    Number("count"),
    Reference("node_group_template", "node_group_template", removable=True),
    *(field for field in GROUP_FIELDS if field.name != "node_configs"),
    MergedConfigs("node_configs"),
)


class NodeGroups(Field):
    """Groups are known by their names; of each only what the user wrote is compared."""

    def wanted(self, value: Any, scope: Any, current: Any) -> list[dict[str, Any]]:
        known = {group["name"]: group for group in current or ()}
        groups = [self._wanted_group(item, scope, known.get(item["name"], {})) for item in value]
        names = [group["name"] for group in groups]
        for name in sorted({name for name in names if names.count(name) > 1}):
            scope.problem(f"two node groups are called '{name}'")
        return sorted(groups, key=lambda group: str(group["name"]))

    def _wanted_group(self, item: Group, scope: Any, known: Group) -> dict[str, Any]:
        name = item["name"]
        if item["count"] < 0:
            scope.problem(f"the count of node group '{name}' is {item['count']}")
        return {
            field.wire: field.wanted(item[field.name], scope, field.current(known.get(field.wire)))
            for field in FIELDS
            if item.get(field.name) is not None
        }

    def current(self, value: Any) -> list[dict[str, Any]]:
        """Groups in the order of their names; always the same keys."""
        groups = []
        for group in value or ():
            shown = {field.wire: field.current(group.get(field.wire)) for field in FIELDS}
            if "instances" in group:
                shown["instances"] = group["instances"]
            groups.append(shown)
        return sorted(groups, key=lambda group: str(group["name"]))

    def same(self, wanted: Any, current: Any) -> bool:
        return not differing(wanted, current)

    def foretell(self, wanted: Any, current: Any, scope: Any) -> list[dict[str, Any]]:
        """What a group does not say is its template's, and without one Sahara's default."""
        templates = {item["id"]: item for item in scope.lookups.objects("node_group_template")}
        return [
            self._foretold_group(
                group, templates.get(group.get("node_group_template_id"), {}), scope
            )
            for group in wanted
        ]

    def _foretold_group(self, group: Group, template: Group, scope: Any) -> dict[str, Any]:
        foretold = {}
        for field in FIELDS:
            inherited = field.current(template.get(field.wire))
            foretold[field.wire] = (
                field.foretell(group[field.wire], inherited, scope)
                if self.says(group, field)
                else inherited
            )
        return foretold

    def says(self, group: Group, field: Field) -> bool:
        """Whether a group says something itself; what is null is not sent."""
        return group.get(field.wire) is not None

    def show(self, value: Any, scope: Any) -> Any:
        return {group["name"]: shown_group(group, group.keys(), scope) for group in value or ()}

    def show_change(self, before: Any, wanted: Any, scope: Any) -> tuple[Any, Any]:
        changed = differing(wanted, before or [])
        old, new = ({group["name"]: group for group in side or ()} for side in (before, wanted))
        return tuple(  # type: ignore[return-value]
            {
                name: shown_group(side[name], keys, scope)
                for name, keys in changed.items()
                if name in side
            }
            for side in (old, new)
        )


def check_described(task: Any, groups: Any) -> None:
    """Note the groups that neither have a template nor describe themselves."""
    for group in groups or ():
        if not group.get("node_group_template_id") and group["count"]:
            for wire, option in (("flavor_id", "flavor"), ("node_processes", "node_processes")):
                if not group.get(wire):
                    task.problem(
                        f"node group '{group['name']}' has neither a 'node_group_template' nor "
                        f"'{option}'"
                    )


def differing(wanted: Any, current: Any) -> dict[str, set[str]]:
    """Group name -> the fields that differ; all that the one side says of a group that the other lacks."""
    old, new = ({group["name"]: group for group in side} for side in (current, wanted))
    found = {}
    for name in old.keys() | new.keys():
        if name in old and name in new:
            keys = {
                field.wire
                for field in FIELDS
                if field.wire in new[name]
                and not field.same(new[name][field.wire], old[name].get(field.wire))
            }
        else:
            keys = {"name", "count", "node_group_template_id"}
        if keys:
            found[name] = keys
    return dict(sorted(found.items()))


def shown_group(group: Group, keys: Any, scope: Any) -> dict[str, Any]:
    return {
        field.name: field.show(group[field.wire], scope)
        for field in FIELDS
        if field.wire in keys and group.get(field.wire) is not None
    }
