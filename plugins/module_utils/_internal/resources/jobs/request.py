# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task gives to a job: as Sahara takes it, as Sahara keeps it, and what Sahara would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...cloud.kinds import DATA_SOURCE
from ...engine.contracts import Task, Values
from .interface import Argument
from .urls import scheme_of

GIVEN = ("configs", "params", "args")
MAIN_CLASS = "edp.java.main_class"
STREAMING = ("edp.streaming.mapper", "edp.streaming.reducer")
# In which all engines agree (Sahara 19: validate_job_execution of each).
WITH_DATA = frozenset(("Pig", "Hive", "MapReduce", "MapReduce.Streaming"))
REQUIRED_CONFIGS = {"Java": (MAIN_CLASS,), "Spark": (MAIN_CLASS,), "MapReduce.Streaming": STREAMING}

Arguments = Sequence[Argument]


def interface_values(interface: Arguments, given: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The values for a template's interface; one that is a data source may be given by its name.

    Sahara takes a number as text or as an integer, and everything else as text only.
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
    """Configs, params and args as Sahara keeps them: with the interface's values in their places.

    A default stands back behind what the task itself puts in the place; and the interface's args
    come first (Sahara 19: db/sqlalchemy/api.py, _merge_execution_interface).
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
    """What Sahara would refuse in a job of that type; it has one sentence, for the first fault."""
    configs = wanted["job_configs"]["configs"]
    missing = [name for name in ("input", "output") if kind in WITH_DATA and not wanted.get(name)]
    if missing:
        needed = " and ".join(f"'{name}'" for name in missing)
        yield f"a job of type {kind} needs {needed}"
    missing = [name for name in REQUIRED_CONFIGS.get(kind, ()) if not configs.get(name)]
    if missing:
        needed = " and ".join(f"'{name}'" for name in missing)
        yield f"a job of type {kind} needs {needed} in its 'configs'"


def value_problems(interface: Arguments, values: Mapping[str, Any]) -> Iterable[str]:
    """What Sahara would refuse in the values, so that no run is taken for one that has them."""
    known = [argument["name"] for argument in interface]
    for name in sorted(values.keys() - set(known)):
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        yield f"the job template has no argument '{name}' in its interface; {takes}"
    for argument in interface:
        if argument.get("required") and argument["name"] not in values:
            yield f"the job template requires a value for '{argument['name']}' in 'job_interface'"
