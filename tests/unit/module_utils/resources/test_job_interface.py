# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of job templates: how arguments are compared, and what Sahara would refuse."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.interface import (
    InterfaceField,
    interface_problems,
)

INPUT = {"name": "in", "mapping_type": "args", "location": "0", "required": True}
OUTPUT = {"name": "out", "mapping_type": "args", "location": "1", "required": True}
HEAP = {"name": "heap", "mapping_type": "configs", "location": "heap", "required": False}


class Scope:
    """Resolves the name of one data source."""

    def resolve(self, kind, value, current=None):
        assert kind == "data_source"
        return {"logs": "id-of-logs"}[value]


class Absent:
    """Knows no data source."""

    def resolve(self, _kind, value, current=None):
        assert value == current
        return value


def canonical(*arguments):
    return InterfaceField("job_interface").wanted(arguments, Scope(), None)


def problems(kind, *arguments):
    return list(interface_problems(kind, canonical(*arguments)))


def test_values_added_by_the_server_are_ignored():
    field = InterfaceField("job_interface")
    sent = {**INPUT, "id": "1", "job_id": "2", "order": 0, "value_type": "string", "default": None}
    assert field.same(canonical({**INPUT, "description": ""}), field.current([sent]))
    assert field.same(canonical(), field.current(None))


def test_order_of_arguments_matters():
    field = InterfaceField("job_interface")
    assert not field.same(canonical(INPUT, OUTPUT), field.current([OUTPUT, INPUT]))


def test_null_is_never_sent():
    (sent,) = InterfaceField("job_interface").encode(canonical(INPUT))
    assert sent == {**INPUT, "value_type": "string"}


def test_default_data_source_that_the_template_already_has_is_not_looked_up():
    argument = {**INPUT, "value_type": "data_source", "default": "1-2-3"}
    field = InterfaceField("job_interface")
    (known,) = field.wanted([argument], Absent(), field.current([argument]))
    assert known["default"] == "1-2-3"


@pytest.mark.parametrize(
    ("default", "known_as"), [("logs", "id-of-logs"), ("swift://a/b", "swift://a/b"), (None, None)]
)
def test_default_data_source_is_found_by_name(default, known_as):
    (argument,) = canonical({**INPUT, "value_type": "data_source", "default": default})
    assert argument["default"] == known_as


def test_default_string_is_not_looked_up():
    (argument,) = canonical({**INPUT, "default": "logs"})
    assert argument["default"] == "logs"


@pytest.mark.parametrize(
    ("kind", "supported"),
    [
        ("Hive", "configs params"),
        ("Java", "args configs"),
        ("MapReduce", "configs"),
        ("MapReduce.Streaming", "configs"),
        ("Pig", "args configs params"),
        ("Shell", "args configs params"),
        ("Spark", "args configs"),
        ("Storm", "args"),
        ("Storm.Pyleus", ""),
    ],
)
def test_each_job_type_takes_some_mapping_types(kind, supported):
    """As the hints of Sahara's job types say."""
    found = [
        mapping
        for mapping in ("args", "configs", "params")
        if not problems(kind, {**INPUT, "mapping_type": mapping})
    ]
    assert found == supported.split()


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("Spark", [OUTPUT, INPUT, HEAP]),
        ("Spark", []),
        ("Spark", [{**OUTPUT, "location": "01"}, {**INPUT, "location": "00"}]),
        ("Storm.Pyleus", []),
        ("Pig", [{**INPUT, "value_type": "number", "default": "10", "required": False}]),
    ],
)
def test_valid_interfaces(kind, arguments):
    assert problems(kind, *arguments) == []


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        ("Pig", [INPUT, {**OUTPUT, "name": "in"}], "'job_interface' has two arguments named 'in'"),
        ("Pig", [HEAP, {**HEAP, "name": "x"}], "'job_interface' has two arguments with mapping type configs and location 'heap'"),
        ("Java", [{**HEAP, "mapping_type": "params"}], "mapping type params of argument 'heap' is not supported for type Java; use args or configs"),
        ("Storm.Pyleus", [INPUT], "mapping type args of argument 'in' is not supported for type Storm.Pyleus; this type takes no arguments"),
        ("Pig", [{**INPUT, "required": False}], "argument 'in' is optional and has mapping type args, so it requires a 'default'"),
        ("Pig", [{**HEAP, "value_type": "number", "default": "ten"}], "the default of argument 'heap' is 'ten', but a number may have only digits"),
        ("Pig", [OUTPUT], "without a gap; they are 1"),
        ("Pig", [{**INPUT, "location": "first"}], "without a gap; they are first"),
    ],
)  # fmt: skip
def test_invalid_interfaces_are_problems(kind, arguments, sentence):
    (problem,) = problems(kind, *arguments)
    assert sentence in problem
