# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The input of a job execution: as Sahara accepts it, as it stores it, and what it would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ....saharaclient.texts import listed
from ...cloud.kinds import DATA_SOURCE
from ...engine.contracts import State, Task, Values
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


def given_configs(kept: Mapping[str, Any], interface: Arguments, task: Task) -> dict[str, Any]:
    """The options that become these configs, params and args: the reverse of ``kept_configs``."""
    rest = {name: dict(kept[name]) for name in ("configs", "params")}
    places = [argument for argument in interface if argument["mapping_type"] == "args"]
    places.sort(key=lambda argument: int(argument["location"]))
    found = {argument["name"]: value for argument, value in zip(places, kept["args"])}
    for argument in interface:
        settings = rest.get(argument["mapping_type"], {})
        if argument["location"] in settings:
            found[argument["name"]] = settings.pop(argument["location"])
    values = {
        argument["name"]: argument_value(argument, found[argument["name"]], task)
        for argument in interface
        if is_needed(argument, found)
    }
    others = slice(len(places), None)
    given = {**rest, "args": kept["args"][others], "job_interface": values}
    return {name: value for name, value in given.items() if value}


def is_needed(argument: Argument, values: Mapping[str, Any]) -> bool:
    """Whether the argument has a value, and would not have the same one without it."""
    name = argument["name"]
    if name not in values:
        return False
    return bool(argument.get("required")) or values[name] != argument.get("default")


def argument_value(argument: Argument, value: Any, task: Task) -> Any:
    """A value for an argument, as a user would write it."""
    is_reference = argument.get("value_type") == DATA_SOURCE.name and not scheme_of(value)
    return task.lookups.reference(DATA_SOURCE.name, value) if is_reference else value


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


def location_problems(kind: str, ends: Sequence[State]) -> Iterable[str]:
    """What Sahara would refuse in the input and the output, each a data source."""
    places = [(end.get("type"), end.get("url")) for end in ends if end]
    if kind in WITH_DATA and len(places) == 2 and places[0] == places[1]:
        yield f"'input' and 'output' have the same location: {places[0][1]}"


def value_problems(interface: Arguments, values: Mapping[str, Any]) -> Iterable[str]:
    """What Sahara would refuse in the values. Refused early, because no job execution can have such values."""
    known = [argument["name"] for argument in interface]
    for name in sorted(values.keys() - set(known)):
        takes = f"available: {', '.join(known)}" if known else "it has no arguments"
        yield f"'job_interface' sets '{name}', which is not an argument of the job template; {takes}"
    for argument in interface:
        if argument.get("required") and argument["name"] not in values:
            yield f"the job template requires a value for '{argument['name']}' in 'job_interface'"
