# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job types: which of them a task selects, and hints for their configuration."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_type import (
    gather_job_types,
)

from tests.unit.support.scripted import UNKNOWN_PATH, Answer, error

NOTHING = {"configs": [], "params": [], "args": []}


def plugin(name, **versions):
    """The versions are written as 'v1' and so on, each with its hints."""
    return {"name": name, "title": f"Title of {name}", "description": "d", "versions": versions}


SPARK = {"name": "Spark", "plugins": [plugin("vanilla", v2={}, v1={}), plugin("spark", v1={})]}
PIG = {"name": "Pig", "plugins": [plugin("vanilla", v2={})]}


@pytest.fixture(name="gather")
def gather_fixture(cloud):
    """Gathers job types; ``gather.warnings`` keeps the warnings."""

    def gather(api_version="2", **params):
        filters = {"name": None, "plugin_name": None, "plugin_version": None, "hints": False}
        options = {"cloud": {"auth": cloud.auth}, "api_version": api_version, **filters, **params}
        return execute(gather_job_types, AnsibleTask(options, False, gather.warnings.append))

    gather.warnings = []
    return gather


def expect_list(cloud, api="2"):
    cloud.expect("GET", f"/v{api}/job-types", {"job_types": [SPARK, PIG]}, query={})


def expect_hints(cloud, version, reply, name="Spark"):
    query = {"type": name, "version": version, "hints": "true"}
    answer = reply if isinstance(reply, Answer) else {"job_types": reply}
    cloud.expect("GET", "/v1.1/job-types", answer, query=query)


def summary(result):
    return {
        found["name"]: {item["name"]: list(item["versions"]) for item in found["plugins"]}
        for found in result["job_types"]
    }


@pytest.mark.parametrize("api", ["1.1", "2"])
@pytest.mark.parametrize(
    ("filters", "selected"),
    [
        ({}, {"Pig": {"vanilla": ["v2"]}, "Spark": {"spark": ["v1"], "vanilla": ["v1", "v2"]}}),
        ({"name": "Pig"}, {"Pig": {"vanilla": ["v2"]}}),
        ({"name": "Hive"}, {}),
        ({"plugin_name": "spark"}, {"Spark": {"spark": ["v1"]}}),
        ({"plugin_version": "v1"}, {"Spark": {"spark": ["v1"], "vanilla": ["v1"]}}),
        ({"name": "Pig", "plugin_version": "v1"}, {}),
    ],
)
def test_the_filters_of_the_task_are_applied(cloud, gather, api, filters, selected):
    expect_list(cloud, api)
    result = gather(api, **filters)
    assert result["changed"] is False
    assert summary(result) == selected
    names = [
        (found["name"], [p["name"] for p in found["plugins"]]) for found in result["job_types"]
    ]
    assert names == [(name, list(plugins)) for name, plugins in selected.items()]


@pytest.mark.parametrize(
    ("filters", "warning"),
    [
        ({"plugin_name": "sparc"}, "No job-running plugin named 'sparc'; did you mean 'spark'?"),
        (
            {"plugin_name": "spark", "plugin_version": "v2"},
            "No version of plugin spark named 'v2'; available: v1.",
        ),
        ({"plugin_version": "9"}, "No plugin version named '9'; available: v1, v2."),
        ({"name": "Hive", "plugin_version": "v1"}, None),
        ({"name": "Hive", "plugin_name": "spark"}, None),
    ],
)
def test_unknown_plugins_and_versions_are_named(cloud, gather, filters, warning):
    expect_list(cloud)
    assert gather(**filters)["job_types"] == []
    assert gather.warnings == ([warning] if warning else [])


def test_versions_without_hints_are_null(cloud, gather):
    expect_list(cloud)
    (found,) = gather(name="Pig")["job_types"]
    expected = {"title": "Title of vanilla", "description": "d", "versions": {"v2": None}}
    assert found == {"name": "Pig", "plugins": [{"name": "vanilla", **expected}]}


def test_plugin_without_versions_is_left_out(cloud, gather):
    bare = {"name": "Pig", "plugins": [{"name": "bare", "versions": None}, plugin("full", v1={})]}
    cloud.expect("GET", "/v2/job-types", {"job_types": [bare]})
    assert summary(gather()) == {"Pig": {"full": ["v1"]}}


def test_hints_are_requested_for_each_version_and_have_the_same_keys(cloud, gather):
    configs = [{"name": "n", "value": "1"}]
    expect_list(cloud)
    vanilla = plugin("vanilla", v1={"job_config": {"configs": configs, "params": {}, "args": {}}})
    other = {"name": "Spark", "plugins": [plugin("spark", v1=None)]}
    expect_hints(cloud, "v1", [{"name": "Spark", "plugins": [vanilla]}, other])
    expect_hints(cloud, "v2", [])
    (found,) = gather(name="Spark", hints=True)["job_types"]
    spark, vanilla = (item["versions"] for item in found["plugins"])
    assert spark == {"v1": NOTHING}
    assert vanilla == {"v1": {**NOTHING, "configs": configs}, "v2": NOTHING}
    assert gather.warnings == []


@pytest.mark.parametrize(
    ("failing", "words"), [(["v2"], "version v2"), (["v1", "v2"], "versions v1, v2")]
)
def test_failing_hints_are_a_warning(cloud, gather, failing, words):
    broken = error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error")
    expect_list(cloud)
    for version in ("v1", "v2"):
        expect_hints(cloud, version, broken if version in failing else [])
    (found,) = gather(name="Spark", plugin_name="vanilla", hints=True)["job_types"]
    known = {version: None if version in failing else NOTHING for version in ("v1", "v2")}
    assert found["plugins"][0]["versions"] == known
    assert gather.warnings == [f"Sahara returned no hints for Spark jobs of {words}."]


def test_hints_require_api_v1(cloud, gather):
    expect_list(cloud)
    expect_hints(cloud, "v2", UNKNOWN_PATH, name="Pig")
    msg = gather(name="Pig", hints=True)["msg"]
    assert msg == "'hints' requires API version 1.1, which this cloud does not offer."
