# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks of a run in check mode, one after another, on an empty cloud."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.ledger import (
    UNKNOWN,
)
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.ledger import DatabaseLedger

from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import EmptyCloud

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules.sahara_"
JOB = {"job_template": "count", "cluster": "analysis"}
Plan = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """Runs a task in check mode. Of these services, the cloud has one plugin, image, flavor and network."""
    with EmptyCloud(
        {
            "/v2/plugins/fake/1": {"plugin": PLUGIN},
            "/compute/v2.1/flavors": {"flavors": [{"id": "5", "name": "small"}]},
            "/image/v2/images": {
                "images": [{"id": "i", "name": "ubuntu", "visibility": "private"}]
            },
            "/network/v2.0/networks": {"networks": [{"id": "n", "name": "private"}]},
            "/v2/job-binaries": {"binaries": [STORED_BINARY]},
            "/v1.1/job-binary-internals": {"binaries": [CONTENT]},
            "/v1.1/job-binary-internals/2": {"job_binary_internal": CONTENT},
        }
    ) as cloud:
        ledger = DatabaseLedger(tmp_path)

        def plan(module: str, **given: Any) -> dict[str, Any]:
            code = importlib.import_module(MODULES + module)
            options = {"cloud": {"auth": cloud.auth}, "api_version": "2", **given}
            checked = ArgumentSpecValidator(code.SPEC["argument_spec"]).validate(options)
            assert not checked.error_messages
            task = AnsibleTask(checked.validated_parameters, check_mode=True, ledger=ledger)
            result = execute(code.run, task)
            assert {call.method for call in cloud.calls} <= {"GET"}
            # The server knows none of the ids that the plan has made up.
            assert UNKNOWN not in unquote("\n".join(map(str, cloud.calls)))
            return result

        yield plan


STORED_BINARY = {"id": "1", "name": "old.sh", "url": "internal-db://2", "project_id": PROJECT}
CONTENT = {"id": "2", "name": "old.sh.0123456789abcdef", "tenant_id": PROJECT}
PLUGIN = {
    "name": "fake",
    "versions": ["1"],
    "node_processes": {"HDFS": ["namenode", "datanode"]},
    "required_image_tags": ["fake"],
    "configs": [],
}
VERSION = {"plugin_name": "fake", "plugin_version": "1"}
WORKER = {"name": "worker", **VERSION, "flavor": "small", "node_processes": ["datanode"]}


def deploy(plan: Plan) -> dict[str, Any]:
    """The plan of a first deployment. Returns the result of the last task."""
    for module, options in (
        ("image", {"name": "ubuntu", "username": "ubuntu", **VERSION}),
        ("node_group_template", WORKER),
        (
            "cluster_template",
            {
                "name": "hadoop",
                **VERSION,
                "default_image": "ubuntu",
                "neutron_management_network": "private",
                "node_groups": [{"name": "data", "node_group_template": "worker", "count": 2}],
            },
        ),
    ):
        result = plan(module, **options)
        assert result.get("changed"), result
    return plan("cluster", name="analysis", cluster_template="hadoop")


def test_cluster_inherits_from_a_planned_template(plan: Plan) -> None:
    result = deploy(plan)
    assert result["changed"], result
    cluster = result["cluster"]
    assert cluster["id"] == "known after apply (cluster 'analysis')"
    assert cluster["cluster_template_id"] == "known after apply (cluster template 'hadoop')"
    assert (cluster["plugin_name"], cluster["default_image_id"]) == ("fake", "i")
    assert (cluster["status"], cluster["created_at"]) == ("Active", None)
    (group,) = cluster["node_groups"]
    assert (group["name"], group["count"], group["flavor_id"]) == ("data", 2, "5")
    assert result["diff"]["after"]["cluster_template"] == "hadoop"


def test_teardown_of_a_planned_deployment(plan: Plan) -> None:
    deploy(plan)
    in_use = plan("node_group_template", name="worker", state="absent")
    assert in_use["failure"]["kind"] == "InUse"
    for module, name in (
        ("cluster", "analysis"),
        ("cluster_template", "hadoop"),
        ("node_group_template", "worker"),
        ("image", "ubuntu"),
    ):
        assert plan(module, name=name, state="absent")["changed"]
        assert not plan(module, name=name, state="absent")["changed"]


def test_cluster_that_nobody_waits_for_still_uses_its_template(plan: Plan) -> None:
    deploy(plan)
    assert plan("cluster", name="analysis", state="absent", wait=False)["changed"]
    assert plan("cluster_info", name="analysis")["clusters"][0]["status"] == "Deleting"
    assert plan("cluster_template", name="hadoop", state="absent")["failure"]["kind"] == "InUse"


def test_update_of_a_node_group_template_resets_node_groups(plan: Plan) -> None:
    deploy(plan)
    assert plan("cluster", name="analysis", state="absent")["changed"]
    changed = plan("node_group_template", name="worker", node_processes=["namenode"])
    assert changed["changed"], changed
    (template,) = plan("cluster_template_info", name="hadoop")["cluster_templates"]
    (group,) = template["node_groups"]
    assert (group["name"], group["count"]) == ("worker", 2)
    assert group["node_processes"] == ["namenode"]


def test_job_runs_on_a_planned_cluster(plan: Plan) -> None:
    deploy(plan)
    plan("job_binary", name="count.sh", url="swift://programs/count.sh")
    plan("job_template", name="count", type="Shell", mains=["count.sh"])
    secrets = {"fs.swift.service.sahara.password": "planted-1"}
    for options, changed in (
        ({"configs": secrets}, True),
        ({"configs": secrets}, False),
        ({"args": ["2"]}, True),
        ({"args": ["2"], "rerun": "on_change"}, False),
        ({"configs": secrets, "rerun": "on_change"}, True),
    ):
        result = plan("job_execution", **JOB, **options)
        assert result["changed"] is changed, (options, result)
        assert result["job_execution"]["status"] == "SUCCEEDED"
        assert "planted-1" not in str(result)
    listed = plan("job_execution_info", job_template="count")["job_executions"]
    assert len(listed) == 3
    assert plan("job_template", name="count", state="absent")["failure"]["kind"] == "InUse"
    for execution in listed:
        assert plan("job_execution", id=execution["id"], state="absent")["changed"]
    assert plan("job_template", name="count", state="absent")["changed"]


def test_started_job_can_be_cancelled(plan: Plan) -> None:
    deploy(plan)
    plan("job_binary", name="count.sh", url="swift://programs/count.sh")
    plan("job_template", name="count", type="Shell", mains=["count.sh"])
    assert plan("job_execution", **JOB, state="started")["job_execution"]["status"] == "PENDING"
    assert plan("job_execution", **JOB, state="cancelled")["changed"]
    assert not plan("job_execution", **JOB, state="cancelled")["changed"]


def test_stored_content_is_compared(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "count.sh"
    for content, changed in (("one", True), ("one", False), ("two", True), ("two", False)):
        file.write_text(content)
        for module, found in (("job_binary", "job_binary"), ("job_binary_internal", None)):
            result = plan(module, name=f"{module}.sh", src=str(file))
            assert result.get("changed") is changed, result
            if found:
                assert result[found]["url"] == "internal-db://known after apply"
    internal = plan("job_binary_internal", name="job_binary_internal.sh", src=str(file))
    url = f"internal-db://{internal['job_binary_internal']['id']}"
    assert plan("job_binary", name="other.sh", url=url)["changed"]
    in_use = plan("job_binary_internal", name="job_binary_internal.sh", state="absent")
    assert in_use["failure"]["kind"] == "InUse"


def test_renamed_object_is_found_by_its_new_name(plan: Plan) -> None:
    created = plan("data_source", name="old", type="hdfs", url="hdfs://namenode/logs")
    identity = created["data_source"]["id"]
    assert created["data_source"]["project_id"] == PROJECT
    assert plan("data_source", id=identity, name="new")["changed"]
    assert plan("data_source_info", name="old")["data_sources"] == []
    (found,) = plan("data_source_info", name="new")["data_sources"]
    assert found["id"] == identity
    assert not plan("data_source", name="new", url="hdfs://namenode/logs")["changed"]


def test_misspelt_name_is_an_error(plan: Plan) -> None:
    deploy(plan)
    result = plan("cluster", name="other", cluster_template="hadop")
    assert result["msg"] == "No cluster template named 'hadop'; did you mean 'hadoop'?"


def test_stored_content_is_deleted_with_its_job_binary(plan: Plan) -> None:
    assert len(plan("job_binary_internal_info")["job_binary_internals"]) == 1
    assert plan("job_binary", name="old.sh", state="absent")["changed"]
    assert plan("job_binary_internal_info")["job_binary_internals"] == []
    assert not plan("job_binary", name="old.sh", state="absent")["changed"]
