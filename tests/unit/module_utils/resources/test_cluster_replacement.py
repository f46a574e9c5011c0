# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replacing a failed cluster: the problems of a request are reported before anything is deleted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.support.clusters import Runner, cluster
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_name, expect_suggestions
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud

TEMPLATE = {
    "id": "t1",
    "name": "hadoop",
    "project_id": PROJECT,
    "plugin_name": "fake",
    "plugin_version": "0.1",
    "default_image_id": "i1",
    "neutron_management_network": "n1",
    "node_groups": [{"name": "worker", "count": 1, "node_processes": ["datanode"]}],
}
PLUGIN = {
    "name": "fake",
    "versions": ["0.1"],
    "node_processes": {"HDFS": ["datanode"]},
    "configs": [],
}
failures = pytest.mark.parametrize("status", ["Error", "AwaitingTermination"])


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


def lists_templates(run: Runner, *templates: Any) -> None:
    run.cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": list(templates)})


def reads_plugin(run: Runner) -> None:
    run.cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": PLUGIN})


@failures
def test_the_replacement_is_created_after_the_failed_cluster_is_deleted(
    run: Runner, status: str
) -> None:
    run.finds(cluster(status, description="Not kept", user_keypair_id="old"))
    lists_templates(run, TEMPLATE)
    reads_plugin(run)
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Deleting"))
    run.sees(GONE)
    body = {
        "name": "demo",
        "cluster_template_id": "t1",
        "plugin_name": "fake",
        "plugin_version": "0.1",
    }
    created = Answer({"cluster": cluster("Validating")}, 202)
    run.cloud.expect("POST", "/v2/clusters", created, body=body)
    run.sees(cluster())
    result = run(on_error="recreate", cluster_template="hadoop")
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["cluster"]["status"] == "Active"
    assert result["diff"]["before"]["description"] == "Not kept"


@failures
@pytest.mark.parametrize("check_mode", [False, True])
def test_nothing_is_deleted_for_a_request_with_problems(
    run: Runner, status: str, check_mode: bool
) -> None:
    run.finds(cluster(status))
    expect_name(run.cloud, "cluster_template", "hadoop")
    expect_suggestions(run.cloud, "cluster_template", {**TEMPLATE, "name": "spark"})
    groups = [{"name": "worker", "count": 1}, {"name": "extra", "count": -1}]
    result = run(check_mode, on_error="recreate", cluster_template="hadoop", node_groups=groups)
    assert result["failure"]["kind"] == "Refused"
    for problem in (
        "cluster template named 'hadoop'",
        "'extra' must not be negative",
    ):
        assert problem in result["msg"]


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"anti_affinity": ["tasktracker"]}, "tasktracker"),
        ({"cluster_configs": {"YARN": {"a": 1}}}, "YARN"),
        ({"node_groups": [{"name": "extra", "count": 1}]}, "'extra' requires"),
    ],
)
def test_nothing_is_deleted_for_a_request_that_the_plugin_does_not_support(
    run: Runner, params: dict[str, Any], problem: str
) -> None:
    run.finds(cluster("Error"))
    lists_templates(run, TEMPLATE)
    reads_plugin(run)
    result = run(on_error="recreate", cluster_template="hadoop", **params)
    assert result["failure"]["kind"] == "Refused"
    assert problem in result["msg"]


def test_nothing_is_deleted_for_an_incomplete_request(run: Runner) -> None:
    run.finds(cluster("Error"))
    result = run(on_error="recreate")
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"] == (
        "Re-creating cluster 'demo' requires 'cluster_template' or 'plugin_name'."
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_protected": True}, "protected"),
        ({"project_id": "another", "tenant_id": "another"}, "project another"),
    ],
)
def test_a_protected_cluster_or_one_of_another_project_is_not_deleted(
    run: Runner, fields: dict[str, Any], reason: str
) -> None:
    run.finds(cluster("Error", is_public=True, **fields))
    if "is_protected" in fields:
        lists_templates(run, TEMPLATE)
    result = run(on_error="recreate", cluster_template="hadoop")
    assert result["failure"]["kind"] == "Refused"
    assert reason in result["msg"]
