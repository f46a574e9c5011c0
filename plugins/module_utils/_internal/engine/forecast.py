# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predicts in check mode what a plan does. The result shows it, and later tasks of the run see it."""

from __future__ import annotations

from typing import Any

from .contracts import Convergeable, Foreseeable, State, Values
from .plan import CREATE, DELETE, NONE, REPLACE, Plan


def predict(resource: Convergeable, plan: Plan) -> dict[str, Any]:
    """The result that the plan leads to. If the whole run is in check mode, it has all keys of the real one.

    What only the server knows is then null, and a new object has a made-up id.
    """
    preview = resource.preview(plan)
    return complete_result(resource, foresee(resource, plan, preview), preview)


def complete_result(resource: Foreseeable, state: State | None, preview: Values) -> dict[str, Any]:
    """The preview, with what later tasks read for the keys that it lacks. state: what ``foresee`` returned."""
    if state is None:
        return dict(preview)
    return {**{key: state.get(key) for key in resource.result_keys}, **preview}


def foresee(resource: Foreseeable, plan: Plan, preview: Values) -> State | None:
    """Let the later tasks of the run see what the plan does. Returns the object as they find it.

    None if they do not: it would not exist, nothing would change, or the run as a whole is not in check mode.
    """
    cloud, kind = resource.task.cloud, resource.kind
    if cloud.ledger is None or plan.action == NONE:
        return None
    place = kind.place_in(cloud)
    if plan.action in (REPLACE, DELETE):
        cloud.ledger.record_deletion(place, kind.name, plan.current[kind.identity])
    for other, affected, after in resource.side_effects(plan, preview):
        if after is None:
            cloud.ledger.record_deletion(other.place_in(cloud), other.name, affected)
        else:
            cloud.ledger.record(other.place_in(cloud), other.name, affected, after)
    state = resource.forecast(plan, preview)
    if state is None:
        return None
    identity = None if plan.action in (CREATE, REPLACE) else plan.current[kind.identity]
    recorded = cloud.ledger.record(place, kind.name, identity, state)
    return {**state, kind.identity: recorded}
