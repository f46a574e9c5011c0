# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans: what a task will do, and how the difference is found and rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..cloud.secrets import masked_result
from .contracts import Comparable, ComparableField, State, Task, Values

NONE, CREATE, UPDATE, REPLACE, DELETE = "none", "create", "update", "replace", "delete"


class Change(NamedTuple):
    """One option that differs: both sides for a person to read, and the canonical value to send."""

    option: str
    before: Any
    after: Any
    value: Any


class Plan(NamedTuple):
    """What a task will do: one of the actions above.

    current: the object to act on; empty for a creation.
    lost: what a deletion or replacement discards, for a person to read.
    """

    action: str
    current: State = {}
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: Values = {}

    @property
    def changed(self) -> bool:
        return self.action != NONE

    @property
    def values(self) -> dict[str, Any]:
        """Option -> canonical value, for everything to send."""
        return {change.option: change.value for change in self.changes}

    @property
    def diff(self) -> dict[str, Any]:
        """The options that change, before and after."""
        before = dict(self.lost)
        if self.action == UPDATE:
            before = {change.option: change.before for change in self.changes}
        return {
            "before": before,
            "after": {change.option: change.after for change in self.changes},
        }


def differences(resource: Comparable, wanted: Values, current: State | None) -> tuple[Change, ...]:
    """The options that differ from the object; without an object, all options that the task sets."""
    changes = []
    for item in resource.fields:
        if item.name not in wanted or (item.secret and not resource.sends_secrets(current)):
            continue
        value = wanted[item.name]
        before = item.current(current.get(item.wire)) if current is not None else None
        if current is not None and not item.secret and item.same(value, before):
            continue
        changes.append(rendered_change(item, resource.task, before, value))
    return tuple(changes)


def rendered_change(item: ComparableField, task: Task, before: Any, value: Any) -> Change:
    if item.secret:
        return Change(item.name, "(not shown)", "(not shown, will be sent)", value)
    old, new = item.render_change(before, value, task)
    old, new = (masked_result({item.name: side})[item.name] for side in (old, new))
    return Change(item.name, old, new, value)


def result_of(plan: Plan, found: Mapping[str, Any] | None, key: str) -> dict[str, Any]:
    """The result of a task that carried out the plan, or predicted it."""
    return {"changed": plan.changed, key: found, "diff": plan.diff}
