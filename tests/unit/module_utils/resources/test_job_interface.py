# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of jobs: what is the same, and what Sahara would refuse."""

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
    """Knows one data source by its name."""

    def resolve(self, kind, value, current=None):
        assert kind == "data_source"
        return {"logs": "id-of-logs"}.get(value, value)


def canonical(*arguments):
    return InterfaceField("job_interface").wanted(arguments, Scope(), None)


def problems(kind, *arguments):
    return list(interface_problems(kind, canonical(*arguments)))


def test_what_the_server_adds_makes_no_difference():
    field = InterfaceField("job_interface")
    sent = {**INPUT, "id": "1", "job_id": "2", "order": 0, "value_type": "string", "default": None}
    assert field.same(canonical({**INPUT, "description": ""}), field.current([sent]))
    assert field.same(canonical(), field.current(None))


def test_the_order_makes_a_difference():
    field = InterfaceField("job_interface")
    assert not field.same(canonical(INPUT, OUTPUT), field.current([OUTPUT, INPUT]))


def test_null_is_never_sent():
    (sent,) = InterfaceField("job_interface").encode(canonical(INPUT))
    assert sent == {**INPUT, "value_type": "string"}


@pytest.mark.parametrize(
    ("default", "known_as"), [("logs", "id-of-logs"), ("swift://a/b", "swift://a/b"), (None, None)]
)
def test_a_data_source_as_a_default_is_found_by_its_name(default, known_as):
    (argument,) = canonical({**INPUT, "value_type": "data_source", "default": default})
    assert argument["default"] == known_as


def test_a_string_as_a_default_is_no_name():
    (argument,) = canonical({**INPUT, "default": "logs"})
    assert argument["default"] == "logs"


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("Spark", [OUTPUT, INPUT, HEAP]),
        ("Spark", []),
        ("Storm.Pyleus", []),
        ("Pig", [{**INPUT, "value_type": "number", "default": "10", "required": False}]),
    ],
)
def test_what_sahara_takes(kind, arguments):
    assert problems(kind, *arguments) == []


@pytest.mark.parametrize(
    ("kind", "arguments", "sentence"),
    [
        ("Pig", [INPUT, {**OUTPUT, "name": "in"}], "two arguments of 'job_interface' are called 'in'"),
        ("Pig", [HEAP, {**HEAP, "name": "x"}], "two arguments of 'job_interface' go to configs 'heap'"),
        ("Java", [{**HEAP, "mapping_type": "params"}], "goes to params, but a job of type Java takes args or configs"),
        ("Storm.Pyleus", [INPUT], "goes to args, but a job of type Storm.Pyleus takes no arguments"),
        ("Pig", [{**INPUT, "required": False}], "is not required, so it needs a 'default'"),
        ("Pig", [{**HEAP, "value_type": "number", "default": "ten"}], "'ten', which is no number"),
        ("Pig", [OUTPUT], "without a gap, and not 1"),
        ("Pig", [{**INPUT, "location": "first"}], "without a gap, and not first"),
    ],
)  # fmt: skip
def test_what_sahara_would_refuse(kind, arguments, sentence):
    (problem,) = problems(kind, *arguments)
    assert sentence in problem
