# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The input of job executions: what Sahara stores of it, and what it would refuse."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.secrets import (
    MASK,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_configs import (
    blanked_configs,
    masked_configs,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.request import (
    interface_values,
    is_needed,
    kept_configs,
    request_problems,
    value_problems,
)

INPUT = {"name": "in", "mapping_type": "args", "location": "1", "value_type": "data_source"}
DAY = {"name": "day", "mapping_type": "args", "location": "0", "default": "monday"}
HEAP = {"name": "heap", "mapping_type": "configs", "location": "mapred.heap", "required": True}
SIZE = {"name": "size", "mapping_type": "params", "location": "SIZE", "default": "10"}
INTERFACE = [INPUT, DAY, HEAP, SIZE]


class Scope:
    def resolve(self, kind, value):
        return {("data_source", "logs"): "id-of-logs"}[kind, value]


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"in": "logs"}, {"in": "id-of-logs"}),
        ({"in": "swift://a/b"}, {"in": "swift://a/b"}),
        ({"in": "", "day": "logs"}, {"in": "", "day": "logs"}),
        ({"heap": 512, "day": True, "size": 0.5}, {"heap": "512", "day": "true", "size": "0.5"}),
        ({"unknown": "logs"}, {"unknown": "logs"}),
        ({}, {}),
    ],
)
def test_values_are_sent_as_text_and_data_sources_by_id(given, values):
    assert interface_values(INTERFACE, given, Scope()) == values


@pytest.mark.parametrize(
    ("fields", "values", "needed"),
    [
        ({"default": "x"}, {}, False),
        ({"default": "x"}, {"a": "x"}, False),
        ({"default": "x"}, {"a": "y"}, True),
        ({}, {"a": "y"}, True),
        ({"default": "x", "required": True}, {"a": "x"}, True),
    ],
)
def test_only_values_that_differ_from_the_default_or_are_required_are_needed(
    fields, values, needed
):
    assert is_needed({"name": "a", **fields}, values) is needed


@pytest.mark.parametrize(
    ("params", "values", "kept"),
    [
        ({}, {}, {"configs": {}, "params": {"SIZE": "10"}, "args": ["monday"]}),
        (
            {"args": ["x"]},
            {"in": "i", "heap": "1", "size": "2"},
            {
                "configs": {"mapred.heap": "1"},
                "params": {"SIZE": "2"},
                "args": ["monday", "i", "x"],
            },
        ),
        # The task's own configs and params precede the defaults of the interface, but not its values.
        (
            {"configs": {"mapred.heap": 3, "other": 4}, "params": {"SIZE": 5}},
            {"day": "friday"},
            {"configs": {"mapred.heap": 3, "other": 4}, "params": {"SIZE": 5}, "args": ["friday"]},
        ),
        (
            {"configs": {"mapred.heap": 3}, "params": None, "args": None},
            {"heap": "6", "day": ""},
            {"configs": {"mapred.heap": "6"}, "params": {"SIZE": "10"}, "args": [""]},
        ),
    ],
)
def test_sahara_merges_the_values_of_the_interface_into_the_configs(params, values, kept):
    assert kept_configs(params, INTERFACE, values) == kept


def test_args_of_the_interface_are_in_numerical_order():
    places = ["10", "9", "0"]
    interface = [{"name": place, "mapping_type": "args", "location": place} for place in places]
    assert kept_configs({}, interface, {place: place for place in places})["args"] == places[::-1]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"heap": "1"}, []),
        ({"heap": ""}, []),
        ({}, ["the job template requires a value for 'heap' in 'job_interface'"]),
        (
            {"heap": "1", "y": "1", "x": "2"},
            [
                f"'job_interface' sets '{name}', which is not an argument of the job template; "
                "available: in, day, heap, size"
                for name in "xy"
            ],
        ),
    ],
)
def test_values_must_be_of_arguments_and_complete(values, problems):
    assert list(value_problems(INTERFACE, values)) == problems


def test_template_without_arguments_takes_no_values():
    (problem,) = value_problems([], {"x": "1"})
    assert problem.endswith("not an argument of the job template; it has no arguments")


@pytest.mark.parametrize(
    ("kind", "wanted", "configs", "problems"),
    [
        ("Pig", {}, {}, ["a job of type Pig requires 'input' and 'output'"]),
        ("Hive", {"input": "1"}, {}, ["a job of type Hive requires 'output'"]),
        ("MapReduce", {"output": "1", "input": None}, {}, ["a job of type MapReduce requires 'input'"]),
        ("Shell", {}, {}, []),
        ("Java", {}, {}, ["a job of type Java requires 'edp.java.main_class' in 'configs'"]),
        ("Spark", {}, {"edp.java.main_class": "Main"}, []),
        ("Spark", {}, {"edp.java.main_class": ""},
         ["a job of type Spark requires 'edp.java.main_class' in 'configs'"]),
        ("MapReduce.Streaming", {"input": "1", "output": "2"}, {"edp.streaming.mapper": "cat"},
         ["a job of type MapReduce.Streaming requires 'edp.streaming.reducer' in 'configs'"]),
        ("MapReduce.Streaming", {"input": "1", "output": "2"}, {},
         ["a job of type MapReduce.Streaming requires 'edp.streaming.mapper' and 'edp.streaming.reducer' in 'configs'"]),
    ],
)  # fmt: skip
def test_each_job_type_has_its_own_requirements(kind, wanted, configs, problems):
    assert list(request_problems(kind, {**wanted, "job_configs": {"configs": configs}})) == problems


@pytest.mark.parametrize("blank", ["", None])
def test_only_blanked_credentials_get_the_mask(blank):
    secret, other = "fs.swift.service.sahara.password", "edp.java.main_class"
    configs = {"configs": {secret: blank}, "params": {other: blank}, "args": [blank]}
    assert masked_configs(configs) == {**configs, "configs": {secret: MASK}}
    known = {"configs": {secret: "x"}, "params": {other: "y"}, "args": []}
    assert masked_configs(known) == known
    assert blanked_configs(known) == {**known, "configs": {secret: ""}}
