# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans a task: how to reach the wanted state, and which requests to refuse."""

from __future__ import annotations

from collections.abc import Mapping

from ...saharaclient.texts import shortened
from .checks import Refused, require_own, require_removable, require_unprotected
from .contracts import Convergeable, State, Values
from .plan import CREATE, DELETE, NONE, REPLACE, UPDATE, Change, Plan, differences

FAIL, RECREATE = "fail", "recreate"


def plan_presence(resource: Convergeable, current: State | None) -> Plan:
    """The plan for a task that wants the object to exist.

    Raises Refused with all problems of the request, or with the changes that Sahara does not allow.
    """
    if current is None:
        return plan_creation(resource)
    if resource.is_beyond_repair(current):
        return plan_repair(resource, current)
    wanted = resource.wanted(current)
    changes = differences(resource, wanted, current)
    if changes:
        resource.check(wanted, current)
    resource.task.raise_problems()
    if not changes:
        return Plan(NONE, current)
    require_own(resource, current, wants_name=not resource.params.get("id"))
    return plan_update(resource, current, changes, wanted)


def plan_creation(resource: Convergeable) -> Plan:
    if resource.params.get("id") and not resource.can_be_created_with_id():
        raise Refused(
            f"{resource.subject} does not exist. Sahara assigns ids; omit 'id' to create it."
        )
    wanted = resource.wanted(None)
    changes = differences(resource, wanted, None)
    resource.check(wanted, None)
    resource.task.raise_problems()
    return Plan(CREATE, changes=changes)


def plan_update(
    resource: Convergeable, current: State, changes: tuple[Change, ...], wanted: Values
) -> Plan:
    """An update; if Sahara does not allow one of the changes, ``on_immutable_change`` decides."""
    fixed = resource.fixed(current, changes)
    warnings: tuple[str, ...] = ()
    if fixed:
        policy = resource.params.get("on_immutable_change") or FAIL
        sentence = unchangeable(resource, changes, fixed)
        if policy == FAIL:
            raise Refused(f"{sentence} {ways_out(resource, current)}")
        if policy == RECREATE:
            require_removable(resource, current, wanted)
            return replacement(resource, current, resource.replacement_values(current, wanted))
        warnings = (sentence + " This was not changed.",)
        changes = tuple(change for change in changes if change.option not in fixed)
        if not changes:
            return Plan(NONE, current, warnings=warnings)
    require_unprotected(resource, current, wanted, [change.option for change in changes])
    warnings += tuple(resource.consequences(current))
    return Plan(UPDATE, current, changes, warnings)


def plan_repair(resource: Convergeable, current: State) -> Plan:
    """Replace an unusable object; nothing of it is kept."""
    require_own(resource, current, wants_name=not resource.params.get("id"))
    wanted = resource.wanted(None)
    require_unprotected(resource, current, wanted, ["state"])
    resource.check(wanted, None)
    resource.task.raise_problems()
    return replacement(resource, current, wanted)


def replacement(resource: Convergeable, current: State, wanted: Values) -> Plan:
    return Plan(
        REPLACE,
        current,
        differences(resource, wanted, None),
        lost=resource.rendered(current),
    )


def plan_removal(resource: Convergeable, current: State | None) -> Plan:
    # A name never selects another project's public object for deletion: it is not ours to delete.
    if current is None or (resource.params.get("name") and not resource.is_own(current)):
        return Plan(NONE)
    require_own(resource, current)
    require_removable(resource, current, resource.params)
    resource.check_deletion(current)
    resource.task.raise_problems()
    return Plan(
        DELETE,
        current,
        lost=resource.rendered(current),
    )


def unchangeable(
    resource: Convergeable, changes: tuple[Change, ...], fixed: Mapping[str, str]
) -> str:
    parts = [
        f"{change.option} is {change.before!r}, the task wants {change.after!r}"
        for change in changes
        if change.option in fixed
    ]
    reasons = sorted(set(fixed.values()))
    return f"{resource.subject} cannot be updated: {'; '.join(parts)} ({'; '.join(reasons)})."


def ways_out(resource: Convergeable, current: State) -> str:
    """What to do about a change that Sahara does not allow."""
    users = resource.users(current)
    if users:
        return (
            f"It cannot be re-created either, because it is in use by {shortened(users)}. "
            "Set 'on_immutable_change' to 'ignore' to keep it, or use another name."
        )
    return (
        "Set 'on_immutable_change' to 'recreate' to delete and re-create it, "
        "or to 'ignore' to keep it."
    )
