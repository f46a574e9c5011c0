# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Null and empty options of real tasks, in both ways of running them. None of them reaches Sahara."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.support.listings import expect_name
from tests.unit.support.scripted import ScriptedCloud
from tests.unit.support.ways import Play, in_both_ways

pytestmark = pytest.mark.slow

ABSENT = {"state": "absent"}
EMPTY: list[tuple[str, dict[str, Any], str]] = [
    ("sahara_job_execution", {"id": ""}, "The option 'id' has an empty value."),
    ("sahara_job_execution", {"job_template": "t", "cluster": " "}, "The option 'cluster' has an empty value."),
    ("sahara_job_execution_info", {"cluster": ""}, "The option 'cluster' has an empty value."),
    ("sahara_cluster_info", {"name": ""}, "The option 'name' has an empty value."),
    ("sahara_cluster_info", {"status": ""}, "The option 'statuses' has an empty value."),
    ("sahara_cluster_template_info", {"id": ""}, "The option 'id' has an empty value."),
    ("sahara_image_info", {"tags": ["a", ""]}, "The option 'tags' has an empty value."),
    ("sahara_plugin_info", {"name": ""}, "The option 'name' has an empty value."),
    ("sahara_job_type_info", {"plugin_name": ""}, "The option 'plugin_name' has an empty value."),
    ("sahara_cluster", {"name": "", **ABSENT}, "The option 'name' has an empty value."),
    ("sahara_image", {"id": "", **ABSENT}, "The option 'id' has an empty value."),
    ("sahara_data_source", {"name": "", "url": ""}, "The options 'name', 'url' have empty values."),
    ("sahara_job_template", {"name": "t", "mains": [""]}, "The option 'mains' has an empty value."),
    ("sahara_cluster", {"name": "c", "instances_to_remove": [None]}, "The option 'instances_to_remove' has an empty value."),
    ("sahara_cluster", {"name": "c", "node_groups": [{"name": "", "count": 1}]}, "The option 'node_groups.name' has an empty value."),
]  # fmt: skip
NULL: list[tuple[str, dict[str, Any], str]] = [
    ("sahara_cluster", {"name": None, **ABSENT}, "one of the following is required: name, id"),
    (
        "sahara_job_execution",
        {"job_template": None, "cluster": None, **ABSENT},
        "one of the following is required: id, job_template",
    ),
    ("sahara_job_execution", {"job_template": "t", "cluster": None}, "missing parameter(s) required by 'job_template': cluster"),
    ("sahara_plugin", {"name": None}, "missing required arguments: name"),
    (
        "sahara_cluster",
        {"name": "c", "node_groups": [{"name": None, "count": 1}]},
        "missing required arguments: name found in node_groups",
    ),
]  # fmt: skip


def test_null_and_empty_options_are_refused(cloud: ScriptedCloud, play: Play) -> None:
    given = [*EMPTY, *NULL]
    tasks = [(module, options) for module, options, _message in given]
    registered, _logged, _printed = in_both_ways(play, lambda: None, *tasks)
    for result, (module, options, message) in zip(registered, given, strict=True):
        assert result["failed"] is True, (module, options)
        assert message in result["msg"], (module, options, result["msg"])


def test_a_null_option_is_omitted(cloud: ScriptedCloud, play: Play) -> None:
    def expect() -> None:
        expect_name(cloud, "cluster", "demo")

    task = ("sahara_cluster_info", {"name": "demo", "id": None, "status": None})
    (result,), _logged, _printed = in_both_ways(play, expect, task)
    assert result["clusters"] == []
