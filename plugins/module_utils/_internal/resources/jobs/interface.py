# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a job template: the arguments of its job executions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...cloud.kinds import DATA_SOURCE
from ...engine.contracts import Task
from ...fields.field import MAY_BE_EMPTY, Field, Options
from ...fields.value import Value
from .urls import scheme_of

Argument = Mapping[str, Any]

ARGUMENT_OPTIONS: Options = {
    "name": {"type": "str", "required": True},
    "description": {"type": "str", MAY_BE_EMPTY: True},
    "mapping_type": {"type": "str", "choices": ["args", "configs", "params"], "required": True},
    "location": {"type": "str", "required": True},
    "value_type": {
        "type": "str",
        "choices": ["string", "number", DATA_SOURCE.name],
        "default": "string",
    },
    "required": {"type": "bool", "required": True},
    "default": {"type": "str", MAY_BE_EMPTY: True},
}
# Job type -> the mapping types that its arguments can have (Sahara 19: sahara/utils/edp.py).
MAPPING_TYPES: Mapping[str, tuple[str, ...]] = {
    "Hive": ("configs", "params"),
    "Java": ("args", "configs"),
    "MapReduce": ("configs",),
    "MapReduce.Streaming": ("configs",),
    "Pig": ("args", "configs", "params"),
    "Shell": ("args", "configs", "params"),
    "Spark": ("args", "configs"),
    "Storm": ("args",),
    "Storm.Pyleus": (),
}


class InterfaceField(Field):
    """A list of arguments in a fixed order. A default that is a data source may be given by name."""

    option_type = "list"
    option_elements = "dict"
    value_contains = (
        Value("name", "The name of the argument.", "Input"),
        Value("description", "What the argument is for.", "The file to read"),
        Value(
            "mapping_type",
            "The part of the job configuration that receives the value: V(args), V(configs) or V(params).",
            "args",
        ),
        Value("location", "The position in V(args), or the name of the config or parameter.", "0"),
        Value(
            "value_type",
            "The type of the value: V(string), V(number) or V(data_source).",
            "data_source",
        ),
        Value("required", "Whether each job execution must set a value.", True, type="bool"),
        Value(
            "default",
            "The value for job executions that set none; for a data source, its id or URL.",
            "hdfs:///data",
        ),
    )

    def options(self) -> Options:
        (option,) = super().options().values()
        return {self.name: {**option, "options": ARGUMENT_OPTIONS}}

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        arguments = [canonical(argument) for argument in value]
        known = {argument["default"] for argument in current or ()}
        for argument in arguments:
            default = argument["default"]
            if argument["value_type"] == DATA_SOURCE.name and default and not scheme_of(default):
                same = default if default in known else None
                argument["default"] = task.resolve(DATA_SOURCE.name, default, same)
        return arguments

    def current(self, value: Any) -> Any:
        return [canonical(argument) for argument in value or ()]

    def option_value(self, value: Any, inherited: Any, task: Task) -> Any:
        return [argument_option(argument, task) for argument in value]

    def encode(self, wanted: Any) -> Any:
        return [{k: v for k, v in argument.items() if v is not None} for argument in wanted]


def canonical(argument: Argument) -> dict[str, Any]:
    known = {key: argument.get(key) for key in ARGUMENT_OPTIONS}
    known["description"] = known["description"] or None
    known["value_type"] = known["value_type"] or "string"
    return known


def argument_option(argument: Argument, task: Task) -> dict[str, Any]:
    """An argument as a user would write it."""
    option = {name: item for name, item in argument.items() if item is not None}
    if argument["value_type"] == "string":
        del option["value_type"]
    default = argument["default"]
    if argument["value_type"] == DATA_SOURCE.name and default and not scheme_of(default):
        option["default"] = task.lookups.reference(DATA_SOURCE.name, default)
    return option


def interface_problems(kind: str, interface: Sequence[Argument]) -> Iterable[str]:
    """What Sahara would refuse in the interface of a job template of this type.

    Sahara itself reports only the first problem (Sahara 19: validations/edp/job_interface.py).
    """
    names = [argument["name"] for argument in interface]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"'job_interface' has two arguments named '{name}'"
    places = [(argument["mapping_type"], argument["location"]) for argument in interface]
    for mapping, location in sorted({place for place in places if places.count(place) > 1}):
        yield f"'job_interface' has two arguments with mapping type {mapping} and location '{location}'"
    for argument in interface:
        yield from argument_problems(kind, argument)
    yield from position_problems([location for mapping, location in places if mapping == "args"])


def argument_problems(kind: str, argument: Argument) -> Iterable[str]:
    name, mapping, default = argument["name"], argument["mapping_type"], argument["default"]
    offered = MAPPING_TYPES[kind]
    if mapping not in offered:
        allowed = f"use {' or '.join(offered)}" if offered else "this type takes no arguments"
        yield f"mapping type {mapping} of argument '{name}' is not supported for type {kind}; {allowed}"
    if mapping == "args" and not argument["required"] and not default:
        yield f"argument '{name}' is optional and has mapping type args, so it requires a 'default'"
    if default is not None and argument["value_type"] == "number" and not default.isnumeric():
        yield f"the default of argument '{name}' is '{default}', but a number may have only digits"


def position_problems(locations: Sequence[str]) -> Iterable[str]:
    wanted = {str(position) for position in range(len(locations))}
    if {location.lstrip("0") or "0" for location in locations} != wanted:
        yield (
            "the locations of arguments with mapping type args must be 0, 1 and so on without a gap; "
            f"they are {', '.join(sorted(locations))}"
        )
