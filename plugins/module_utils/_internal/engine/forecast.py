# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check mode: predicts what a plan does, for the result of the task and for the later tasks of the run."""

from __future__ import annotations

from typing import Any

from .contracts import Convergeable, Foreseeable, Values
from .plan import CREATE, DELETE, NONE, REPLACE, Plan


def predict(resource: Convergeable, plan: Plan) -> dict[str, Any]:
    """The object once the plan is carried out. A new object has a made-up id if the whole run is in check mode."""
    preview = resource.preview(plan)
    identity = foresee(resource, plan, preview)
    return {resource.kind.identity: identity, **preview} if identity else preview


def foresee(resource: Foreseeable, plan: Plan, preview: Values) -> str | None:
    """Let the later tasks of the run see what the plan does. Returns the id of the object if it still exists."""
    cloud, kind = resource.task.cloud, resource.kind
    if cloud.ledger is None or plan.action == NONE:
        return None
    if plan.action in (REPLACE, DELETE):
        cloud.ledger.record_deletion(cloud.place, kind.name, plan.current[kind.identity])
    for other, changed in resource.side_effects(plan, preview):
        cloud.ledger.record(cloud.place, other.name, changed[other.identity], changed)
    state = resource.forecast(plan, preview)
    if state is None:
        return None
    identity = None if plan.action in (CREATE, REPLACE) else plan.current[kind.identity]
    return cloud.ledger.record(cloud.place, kind.name, identity, state)
