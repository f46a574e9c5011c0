# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that all resources share: current state + wanted state -> a plan -> carried out, or predicted."""

from __future__ import annotations

from typing import Any

from ...saharaclient.errors import Conflict, SaharaError
from .contracts import Convergeable, State, Task
from .forecast import foresee, predict
from .plan import CREATE, DELETE, NONE, REPLACE, Plan, result_of
from .planning import plan_presence, plan_removal


def converge(task: Task, resource: Convergeable) -> dict[str, Any]:
    """Change the object of the task to the wanted state, and return the task's result.

    In check mode, the plan is computed and checked in the same way but not carried out.
    """
    if task.params.get("state") == "absent":
        return remove(task, resource)
    current = present_state(resource)
    plan = plan_presence(resource, current)
    for warning in plan.warnings:
        task.warn(warning)
    if task.check_mode:
        return result_of(plan, predict(resource, plan), resource.kind.name)
    plan, found = carry_out(resource, plan)
    return result_of(plan, found, resource.kind.name)


def remove(task: Task, resource: Convergeable) -> dict[str, Any]:
    """Delete the object of the task if it exists, and return the task's result."""
    plan = plan_removal(resource, resource.find())
    ours = plan.action != DELETE or not resource.is_being_deleted(plan.current)
    if plan.action == DELETE and task.check_mode:
        foresee(resource, plan, {})
    elif plan.action == DELETE:
        ours = delete(resource, plan.current) and ours
    return result_of(plan if ours else Plan(NONE), None, resource.kind.name)


def present_state(resource: Convergeable) -> State | None:
    found = resource.find()
    return None if found is None else resource.settled(found)


def carry_out(resource: Convergeable, plan: Plan) -> tuple[Plan, dict[str, Any]]:
    """Carry out the plan. Returns the plan that was carried out in the end, and the object."""
    if plan.action == NONE:
        return plan, resource.result(plan.current)
    if plan.action == REPLACE:
        delete(resource, plan.current)
    if plan.action in (CREATE, REPLACE):
        return create(resource, plan)
    return plan, resource.result(resource.update(plan.current, plan.values))


def create(resource: Convergeable, plan: Plan) -> tuple[Plan, dict[str, Any]]:
    """Create the object. If someone else created it first, change theirs to the wanted state."""
    try:
        return plan, resource.result(resource.create(plan.values))
    except Conflict:
        rival = present_state(resource)
        if rival is None:
            raise
        late = plan_presence(resource, rival)
        if late.action == REPLACE:
            raise
        return carry_out(resource, late)
    except SaharaError as error:
        resource.failed_to_create(error)
        raise


def delete(resource: Convergeable, current: State) -> bool:
    """Delete the object. Returns False if someone else deleted it first."""
    if current.get("is_protected"):
        resource.update(current, {"is_protected": False})
    return resource.delete(current)
