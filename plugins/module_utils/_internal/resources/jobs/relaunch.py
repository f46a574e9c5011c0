# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``like``: what a task takes over from an old job execution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....saharaclient.errors import NotFound
from ...cloud.kinds import JOB_EXECUTION, JOB_TEMPLATE
from ...cloud.secrets import is_hidden
from ...cloud.vocabulary import with_v2_names
from ...engine.checks import Refused
from ...engine.contracts import State, Task, Values
from .job_configs import BLANK
from .request import Arguments, given_configs

NAMED = ("configs", "params")
REFERENCES = ("cluster", "input", "output")


def effective_params(task: Task) -> Mapping[str, Any]:
    """The options of the task. With ``like``, those that it does not set are the old job execution's."""
    like = task.params.get("like")
    if not like:
        return task.params
    old = old_execution(task, like)
    template = task.lookups.state_of(JOB_TEMPLATE.name, old["job_template_id"])
    taken = {name: task.params.get(name) or old.get(f"{name}_id") for name in REFERENCES}
    if not taken["cluster"]:
        raise Refused(
            f"The cluster of job execution '{like}' failed or was deleted. Set 'cluster'."
        )
    inputs = merged_inputs(template.get("interface") or (), old, task.params, task)
    return {**task.params, "job_template": old["job_template_id"], **taken, **inputs}


def old_execution(task: Task, identity: str) -> State:
    """The old job execution, with the configs that it was started with."""
    try:
        found = JOB_EXECUTION.manager_of(task.cloud).get(identity)
    except NotFound:
        raise Refused(f"Job execution '{identity}' does not exist. Correct 'like'.") from None
    return with_v2_names(found.to_dict())


def merged_inputs(
    interface: Arguments, old: State, params: Mapping[str, Any], task: Task
) -> dict[str, Any]:
    """Configs, params, args and the values of the interface: the task's, and the old ones for the rest."""
    stored = old.get("job_configs") or {}
    kept = {name: stored.get(name) or {} for name in NAMED}
    taken = given_configs({**kept, "args": list(stored.get("args") or [])}, interface, task)
    given = {name: params.get(name) or {} for name in (*NAMED, "job_interface")}
    merged = {name: {**taken.get(name, {}), **given[name]} for name in given}
    for argument in interface:
        name, settings = argument["name"], given.get(argument["mapping_type"], {})
        if argument["location"] in settings and name not in given["job_interface"]:
            # Sahara refuses another value for the same place.
            merged["job_interface"][name] = settings[argument["location"]]
    own = params.get("args")
    return {**merged, "args": taken.get("args", []) if own is None else own}


def unknown_secrets(wanted: Values) -> list[str]:
    """What is missing: the secrets of the old job execution that Sahara does not return and the task does not set."""
    return [
        f"Sahara does not return the value of '{name}'; set it in '{option}'"
        for option in NAMED
        for name, value in wanted["job_configs"][option].items()
        if is_hidden(name) and value in BLANK
    ]
