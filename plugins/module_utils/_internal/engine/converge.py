# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one engine of all resources: what is + what the task says -> a plan -> done, or foretold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...saharaclient.errors import Conflict, InUse, SaharaError

FAIL, RECREATE, IGNORE = "fail", "recreate", "ignore"


class Ambiguous(SaharaError):
    """Several objects answer to one name."""

    def __init__(self, noun: str, name: str, ids: list[str]):
        super().__init__(
            f"There are {len(ids)} objects '{name}' ({noun}): {', '.join(sorted(ids))}. Give the 'id' of one."
        )


class Refused(SaharaError):
    """The task asks for what cannot be done; nothing was written."""


@dataclass(frozen=True)
class Change:
    """One option that differs: what it is and shall be, as a person reads it, and the value to send."""

    option: str
    before: Any
    after: Any
    value: Any


@dataclass(frozen=True)
class Plan:
    """What a task will do: "none", "create", "update", "replace" or "delete"."""

    action: str
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    # Set where the present object is protected and the task says to end that.
    unprotect: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return self.action != "none"

    @property
    def diff(self) -> dict[str, Any]:
        """Only what changes, by option."""
        if not self.changed:
            return {"before": {}, "after": {}}
        before = (
            dict(self.before)
            if self.action in ("delete", "replace")
            else {c.option: c.before for c in self.changes if self.action == "update"}
        )
        return {"before": before, "after": {c.option: c.after for c in self.changes}}


def converge(task: Any, resource: Any) -> dict[str, Any]:
    """Bring the object of the task to what the task says, and return the task's result.

    In check mode the plan is made and checked the same way, and not carried out.
    """
    current = resource.find()
    absent = task.params.get("state") == "absent"
    plan = plan_removal(resource, current) if absent else make_plan(resource, current)
    for warning in plan.warnings:
        task.warn(warning)
    if absent and not plan.changed:
        found = None  # What is not ours to remove is not there for this task.
    elif task.check_mode:
        found = None if absent else resource.preview(plan, current)
    else:
        plan, found = carry_out(resource, plan, current)
    return {"changed": plan.changed, resource.kind: found, "diff": plan.diff}


def make_plan(resource: Any, current: Mapping[str, Any] | None) -> Plan:
    """What it takes to make the object be, and be so.

    Raises Refused with all that is wrong with the request, or with what Sahara will not change.
    """
    if current is None and resource.params.get("id") and not resource.may_be_made_with_id():
        raise Refused(
            f"There is no {resource.label}; it cannot be created with an id of one's choice."
        )
    if current is not None and resource.is_beyond_repair(current):
        return plan_anew(resource, current)
    wanted = resource.wanted(current)
    changes = differences(resource, wanted, current)
    if current is not None and not changes:
        resource.task.raise_problems()
        return Plan("none")
    resource.check(wanted, current)
    resource.task.raise_problems()
    values = {change.option: change.value for change in changes}
    if current is None:
        return Plan("create", changes, values=values)
    require_own(resource, current)
    return plan_update(resource, current, changes, wanted)


def differences(
    resource: Any, wanted: Mapping[str, Any], current: Mapping[str, Any] | None
) -> tuple[Change, ...]:
    """The options that differ from what is; without an object, all that the task gives."""
    changes = []
    for item in resource.fields:
        if item.name not in wanted or (item.secret and not resource.sends_secrets(current)):
            continue
        value = wanted[item.name]
        before = item.current(current.get(item.wire)) if current is not None else None
        if current is not None and not item.secret and item.same(value, before):
            continue
        changes.append(shown(item, resource.task, before, value))
    return tuple(changes)


def shown(item: Any, task: Any, before: Any, value: Any) -> Change:
    if item.secret:
        return Change(item.name, "(not shown)", "(not shown, will be sent)", value)
    old, new = item.show_change(before, value, task)
    return Change(item.name, old, new, value)


def plan_update(
    resource: Any,
    current: Mapping[str, Any],
    changes: tuple[Change, ...],
    wanted: Mapping[str, Any],
) -> Plan:
    """An update, unless Sahara will not change one of the options: then as ``on_immutable_change`` says."""
    fixed = resource.fixed(current, [change.option for change in changes])
    warnings: tuple[str, ...] = ()
    if fixed:
        policy = resource.params.get("on_immutable_change") or FAIL
        sentence = unchangeable(resource, changes, fixed)
        if policy == FAIL:
            raise Refused(f"{sentence} {ways_out(resource, current)}")
        if policy == RECREATE:
            return plan_replacement(resource, current, wanted)
        warnings = (sentence + " It is left as it is.",)
        changes = tuple(change for change in changes if change.option not in fixed)
        if not changes:
            return Plan("none", warnings=warnings)
    require_unprotected(resource, current, wanted, [change.option for change in changes])
    values = {change.option: change.value for change in changes}
    warnings += tuple(resource.consequences(current))
    return Plan("update", changes, warnings, values=values)


def plan_replacement(resource: Any, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Plan:
    """Delete and create: what the task does not say is kept as it is."""
    require_unprotected(resource, current, wanted, ["state"])
    require_unused(resource, current)
    return replacement(resource, current, resource.kept_with(current, wanted))


def replacement(resource: Any, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Plan:
    changes = differences(resource, wanted, None)
    values = {change.option: change.value for change in changes}
    return Plan(
        "replace",
        changes,
        values=values,
        before=resource.managed(current),
        unprotect=bool(current.get("is_protected")),
    )


def plan_anew(resource: Any, current: Mapping[str, Any]) -> Plan:
    """Replace an object that is broken: of it nothing is kept."""
    require_own(resource, current)
    wanted = resource.wanted(None)
    require_unprotected(resource, current, wanted, ["state"])
    resource.check(wanted, None)
    resource.task.raise_problems()
    return replacement(resource, current, wanted)


def plan_removal(resource: Any, current: Mapping[str, Any] | None) -> Plan:
    # What another project shows to everyone is not ours to remove, and so is not there for this task.
    if current is None or (resource.params.get("name") and not resource.is_own(current)):
        return Plan("none")
    require_own(resource, current)
    require_unprotected(resource, current, resource.params, ["state"])
    require_unused(resource, current)
    return Plan(
        "delete",
        before=resource.managed(current),
        unprotect=bool(current.get("is_protected")),
    )


def carry_out(
    resource: Any, plan: Plan, current: Mapping[str, Any] | None
) -> tuple[Plan, Mapping[str, Any] | None]:
    """Write what the plan says; returns what was done at last, and the object as it is afterwards."""
    if plan.action == "none":
        return plan, current and resource.result(resource.settled(current))
    if plan.unprotect:
        resource.update(current, {"is_protected": False})
    if plan.action in ("delete", "replace"):
        resource.delete(current)
    if plan.action == "delete":
        return plan, None
    if plan.action == "update":
        return plan, resource.result(resource.update(current, plan.values))
    return create(resource, plan)


def create(resource: Any, plan: Plan) -> tuple[Plan, Mapping[str, Any] | None]:
    """Create, and when another was faster, bring what that one made to what the task says."""
    try:
        return plan, resource.result(resource.create(plan.values))
    except Conflict:
        rival = resource.find()
        if rival is None:
            raise
        late = make_plan(resource, rival)
        if late.action == "replace":
            raise
        return carry_out(resource, late, rival)
    except SaharaError as error:
        resource.failed_to_create(error)
        raise


def require_own(resource: Any, current: Mapping[str, Any]) -> None:
    if not resource.is_own(current):
        raise Refused(
            f"The {resource.label} belongs to project {current.get('project_id')}, which made it public: "
            "only that project can change it, and its name is taken. Choose another name."
        )


def require_unprotected(
    resource: Any, current: Mapping[str, Any], wanted: Mapping[str, Any], touched: list[str]
) -> None:
    """Sahara refuses changes to a protected object, save one that ends the protection."""
    if not current.get("is_protected") or wanted.get("is_protected") is False:
        return
    if set(touched) <= set(resource.free_of_protection):
        return
    raise Refused(
        f"The {resource.label} is protected. Set 'is_protected: false' in the same task to change it."
    )


def require_unused(resource: Any, current: Mapping[str, Any]) -> None:
    users = resource.users(current)
    if users:
        raise InUse(f"The {resource.label} cannot be deleted while it is in use by {some(users)}.")


def ways_out(resource: Any, current: Mapping[str, Any]) -> str:
    """What to do about a change that Sahara will not make."""
    users = resource.users(current)
    if users:
        return (
            f"It cannot be recreated either, for it is in use by {some(users)}. "
            "Set 'on_immutable_change' to 'ignore' to leave it, or use another name."
        )
    return (
        "Set 'on_immutable_change' to 'recreate' to delete and create it anew, "
        "or to 'ignore' to leave it."
    )


def some(names: list[str]) -> str:
    """The names, and not so many that the sentence gets lost."""
    shown = sorted(names)[:5]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def unchangeable(resource: Any, changes: tuple[Change, ...], fixed: Mapping[str, str]) -> str:
    parts = [
        f"{change.option} is {change.before!r} and shall be {change.after!r}"
        for change in changes
        if change.option in fixed
    ]
    reasons = sorted(set(fixed.values()))
    return f"The {resource.label} cannot be changed so: {'; '.join(parts)} ({'; '.join(reasons)})."
