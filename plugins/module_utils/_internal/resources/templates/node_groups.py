# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node groups of a cluster or cluster template: a list, compared group by group."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...cloud.kinds import NODE_GROUP_TEMPLATE
from ...engine.contracts import State, Task
from ...fields.configs import MergedConfigs
from ...fields.field import Field, Number, Options, Text
from ...fields.references import Reference
from ...fields.value import ID, Value
from .group_fields import GROUP_FIELDS

NodeGroup = State
NodeGroups = list[dict[str, Any]]

TEMPLATE = Reference(
    NODE_GROUP_TEMPLATE.name,
    NODE_GROUP_TEMPLATE.name,
    "The id of the node group template.",
    ID.sample,
    removable=True,
)
NODE_CONFIGS = next(field for field in GROUP_FIELDS if field.name == "node_configs")
FIELDS: tuple[Field, ...] = (
    Text("name", "The name of the node group.", "worker", option={"required": True}),
    Number("count", "The number of instances in the node group.", 3, option={"required": True}),
    TEMPLATE,
    *(
        # Sahara returns the configs of the template too.
        MergedConfigs(field.name, field.meaning, field.sample) if field is NODE_CONFIGS else field
        for field in GROUP_FIELDS
    ),
)


class NodeGroupList(Field):
    """Groups are identified by name. Only the options that the user set are compared."""

    option_type = "list"
    option_elements = "dict"
    value_contains: tuple[Value, ...] = tuple(field.value() for field in FIELDS)

    def options(self) -> Options:
        suboptions = {name: spec for field in FIELDS for name, spec in field.options().items()}
        (option,) = super().options().values()
        return {self.name: {**option, "options": suboptions}}

    def wanted(self, value: Any, task: Task, current: Any) -> NodeGroups:
        known = {group["name"]: group for group in current or ()}
        groups = [self._wanted_group(item, task, known.get(item["name"], {})) for item in value]
        names = [group["name"] for group in groups]
        for name in sorted({name for name in names if names.count(name) > 1}):
            task.problem(f"'node_groups' has two node groups named '{name}'")
        return sorted(groups, key=lambda group: str(group["name"]))

    def _wanted_group(self, item: NodeGroup, task: Task, known: NodeGroup) -> dict[str, Any]:
        name = item["name"]
        if item["count"] < 0:
            task.problem(f"'count' of node group '{name}' must not be negative: {item['count']}")
        return {
            field.wire: field.wanted(item[field.name], task, field.current(known.get(field.wire)))
            for field in FIELDS
            if field.is_given(item.get(field.name))
        }

    def current(self, value: Any) -> NodeGroups:
        """Groups in alphabetical order, always with the same keys."""
        groups = []
        for group in value or ():
            canonical = {field.wire: field.current(group.get(field.wire)) for field in FIELDS}
            if "instances" in group:
                canonical["instances"] = group["instances"]
            groups.append(canonical)
        return sorted(groups, key=lambda group: str(group["name"]))

    def option_value(self, value: Any, inherited: Any, task: Task) -> Any:
        known = {group["name"]: group for group in inherited}
        return [group_option(group, known.get(group["name"]), task) for group in value]

    def same(self, wanted: Any, current: Any) -> bool:
        return not differing(wanted, current)

    def predict(self, wanted: Any, current: Any, task: Task) -> NodeGroups:
        """A group inherits what it does not set from its template or, without one, from Sahara's defaults."""
        return [self._predicted_group(group, template_of(group, task), task) for group in wanted]

    def _predicted_group(self, group: NodeGroup, template: State, task: Task) -> dict[str, Any]:
        predicted = {}
        for field in FIELDS:
            inherited = field.current(template.get(field.wire))
            predicted[field.wire] = (
                field.predict(group[field.wire], inherited, task)
                if self.overrides(group, field)
                else inherited
            )
        return predicted

    def overrides(self, group: NodeGroup, field: Field) -> bool:
        """Whether a group sets the field itself; null is not sent."""
        return group.get(field.wire) is not None

    def render(self, value: Any, task: Task) -> Any:
        return {group["name"]: rendered_group(group, group.keys(), task) for group in value or ()}

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        changed = differing(wanted, before or [])
        for name in changed.keys() - {group["name"] for group in before or ()}:
            changed[name] |= said(task, self.name).get(name, set())
        old, new = (
            {
                group["name"]: rendered_group(group, changed[group["name"]], task)
                for group in sorted(side or (), key=lambda group: str(group["name"]))
                if group["name"] in changed
            }
            for side in (before, wanted)
        )
        return old, new


def template_of(group: NodeGroup, task: Task) -> State:
    """The node group template of a group; empty if it has none."""
    return task.lookups.state_of(NODE_GROUP_TEMPLATE.name, group.get(TEMPLATE.wire))


def group_option(group: NodeGroup, inherited: NodeGroup | None, task: Task) -> dict[str, Any]:
    """A node group as a user would write it: its name, its count, and what it overrides.

    inherited: the node group that it overrides; by default, its own node group template.
    """
    if inherited is None:
        inherited = {**template_of(group, task), TEMPLATE.wire: None}
    inherited = {**inherited, "name": None, "count": None}
    option: dict[str, Any] = {}
    for field in FIELDS:
        known = field.current(inherited.get(field.wire))
        option.update(field.as_options(group[field.wire], known, task))
    return option


def differing(wanted: Any, current: Any) -> dict[str, set[str]]:
    """Group name -> the fields that differ; for a group on one side only, from Sahara's defaults."""
    old, new = ({group["name"]: group for group in side} for side in (current, wanted))
    found = {}
    for name in old.keys() | new.keys():
        if name in old and name in new:
            given = (field for field in FIELDS if field.wire in new[name])
            keys = {
                field.wire
                for field in given
                if not field.same(new[name][field.wire], old[name].get(field.wire))
            }
        else:
            keys = distinctive(new.get(name) or old[name])
        if keys:
            found[name] = keys
    return dict(sorted(found.items()))


def encoded(group: NodeGroup) -> dict[str, Any]:
    """The wire format of the fields that a node group has."""
    return {field.wire: field.encode(group[field.wire]) for field in FIELDS if field.wire in group}


def said(task: Task, option: str) -> dict[str, set[str]]:
    """Group name -> the fields that the task sets, with or without an effect."""
    return {
        item["name"]: {field.wire for field in FIELDS if field.is_given(item.get(field.name))}
        for item in task.params.get(option) or ()
    }


def distinctive(group: NodeGroup) -> set[str]:
    """The fields of a node group that differ from Sahara's defaults."""
    present = (field for field in FIELDS if group.get(field.wire) is not None)
    return {
        field.wire for field in present if not field.same(group[field.wire], field.current(None))
    }


def rendered_group(group: NodeGroup, keys: Collection[str], task: Task) -> dict[str, Any]:
    return {
        field.name: field.render(group[field.wire], task)
        for field in FIELDS
        if field.wire in keys and group.get(field.wire) is not None
    }
