# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The input of a job execution: as Sahara accepts it, as it stores it, and what it would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ....saharaclient.texts import listed
from ...cloud.kinds import DATA_SOURCE
from ...engine.contracts import Task, Values
from .interface import Argument
from .urls import scheme_of

GIVEN = ("configs", "params", "args")
MAIN_CLASS = "edp.java.main_class"
STREAMING = ("edp.streaming.mapper", "edp.streaming.reducer")
# Required by all engines alike (Sahara 19: validate_job_execution of each).
WITH_DATA = frozenset(("Pig", "Hive", "MapReduce", "MapReduce.Streaming"))
REQUIRED_CONFIGS = {"Java": (MAIN_CLASS,), "Spark": (MAIN_CLASS,), "MapReduce.Streaming": STREAMING}

Arguments = Sequence[Argument]


def interface_values(interface: Arguments, given: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The values for the interface of a job template. Data sources may be given by name.

    Sahara accepts numbers as text or integers, and everything else only as text.
    """
    types = {argument["name"]: argument.get("value_type") for argument in interface}
    values = {}
    for name, value in given.items():
        text = as_text(value)
        if types.get(name) == DATA_SOURCE.name and text and not scheme_of(text):
            text = task.resolve(DATA_SOURCE.name, text)
        values[name] = text
    return values


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def kept_configs(
    params: Mapping[str, Any], interface: Arguments, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Configs, params and args as Sahara stores them: merged with the values of the interface.

    A value in the task's own configs or params takes precedence over a default of the interface.
    The args of the interface come first (Sahara 19: db/sqlalchemy/api.py, _merge_execution_interface).
    """
    kept: dict[str, Any] = {name: dict(params.get(name) or {}) for name in ("configs", "params")}
    positional = {}
    for argument in interface:
        mapping, location = argument["mapping_type"], argument["location"]
        value = values.get(argument["name"])
        if value is None and mapping != "args":
            value = kept[mapping].get(location)
        value = argument.get("default") if value is None else value
        if value is None:
            continue
        if mapping == "args":
            positional[int(location)] = value
        else:
            kept[mapping][location] = value
    first = [positional[place] for place in sorted(positional)]
    return {**kept, "args": first + list(params.get("args") or [])}


def request_problems(kind: str, wanted: Values) -> Iterable[str]:
    """What Sahara would refuse in a job execution of this type; Sahara itself reports only the first problem."""
    configs = wanted["job_configs"]["configs"]
    missing = [name for name in ("input", "output") if kind in WITH_DATA and not wanted.get(name)]
    if missing:
        needed = listed([f"'{name}'" for name in missing])
        yield f"a job of type {kind} requires {needed}"
    missing = [name for name in REQUIRED_CONFIGS.get(kind, ()) if not configs.get(name)]
    if missing:
        needed = listed([f"'{name}'" for name in missing])
        yield f"a job of type {kind} requires {needed} in 'configs'"


def value_problems(interface: Arguments, values: Mapping[str, Any]) -> Iterable[str]:
    """What Sahara would refuse in the values. Refused early, because no job execution can have such values."""
    known = [argument["name"] for argument in interface]
    for name in sorted(values.keys() - set(known)):
        takes = f"available: {', '.join(known)}" if known else "it has no arguments"
        yield f"'job_interface' sets '{name}', which is not an argument of the job template; {takes}"
    for argument in interface:
        if argument.get("required") and argument["name"] not in values:
            yield f"the job template requires a value for '{argument['name']}' in 'job_interface'"
