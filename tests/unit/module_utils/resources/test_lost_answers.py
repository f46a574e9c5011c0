# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes whose answer is lost: the task reads again, and reports what Sahara did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    Plugin,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.clusters import Runner, cluster
from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_binaries_at, expect_executions_with
from tests.unit.support.listings import expect_name
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud, error

SOURCE = {
    "id": "1",
    "name": "logs",
    "type": "hdfs",
    "url": "hdfs://a/logs",
    "description": "Old",
    "project_id": PROJECT,
}
WANTED = {"name": "logs", "type": "hdfs", "url": "hdfs://a/logs", "description": "Old"}
LOST = Answer(dropped=True)
LOOKS = 4
Run = Callable[..., dict[str, Any]]


pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def run(cloud: ScriptedCloud, clock: FakeClock) -> Run:
    def run(resource: Any, **params: Any) -> dict[str, Any]:
        options = {"cloud": {"auth": cloud.auth}, "api_version": "2", "state": "present", **params}
        task = AnsibleTask(options, False, clock=clock)
        return execute(lambda task: converge(task, resource(task)), task)

    return run


def lists(cloud: ScriptedCloud, *found: Any, times: int = 1) -> None:
    for _time in range(times):
        expect_name(cloud, "data_source", "logs", *found)


@pytest.mark.parametrize(
    "answer",
    [
        LOST,
        Answer({"data_source": SOURCE}, 202, cut=5),
        Answer(b"<html>OK</html>", 202),
        Answer(b"<html>Bad gateway</html>", 502),
        Answer(b"<html>Timeout</html>", 504),
    ],
    ids=["closed", "cut", "not JSON", "502", "504"],
)
def test_creation_with_a_lost_answer_is_a_change(
    cloud: ScriptedCloud, run: Run, answer: Answer
) -> None:
    lists(cloud)
    cloud.expect("POST", "/v2/data-sources", answer, body=WANTED)
    lists(cloud)  # Sahara is still working on it.
    lists(cloud, SOURCE)
    result = run(DataSource, **WANTED)
    assert (result["changed"], result["data_source"]["id"]) == (True, "1")


@pytest.mark.parametrize(
    "found",
    [(), ({**SOURCE, "url": "hdfs://b/logs"},), ({**SOURCE, "project_id": "other"},)],
    ids=["nothing", "a different one", "another project's"],
)
def test_creation_that_sahara_did_not_carry_out_fails(
    cloud: ScriptedCloud, run: Run, clock: FakeClock, found: tuple[Any, ...]
) -> None:
    lists(cloud)
    cloud.expect("POST", "/v2/data-sources", LOST)
    lists(cloud, *found, times=LOOKS)
    result = run(DataSource, **WANTED)
    assert result["failure"]["kind"] == "ConnectionFailed"
    assert "closed the connection" in result["msg"]
    assert clock.slept == [0.0, 1.0, 2.0, 4.0]  # Sahara may still be working on it.


def test_refused_creation_is_not_looked_for(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud)
    cloud.expect("POST", "/v2/data-sources", Answer({}, 503))
    assert run(DataSource, **WANTED)["failure"]["status"] == 503


def test_first_failure_stands_if_the_look_fails_too(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud)
    cloud.expect("POST", "/v2/data-sources", LOST)
    for version in ("v1.1", "v2"):
        cloud.expect("GET", f"/{version}/data-sources", error(403, "FORBIDDEN", "Not you"))
    assert run(DataSource, **WANTED)["failure"]["kind"] == "ConnectionFailed"


@pytest.mark.parametrize("done", [True, False])
def test_update_with_a_lost_answer(cloud: ScriptedCloud, run: Run, done: bool) -> None:
    lists(cloud, SOURCE)
    cloud.expect("PATCH", "/v2/data-sources/1", LOST, body={"description": "New"})
    now = {**SOURCE, "description": "New" if done else "Old"}
    path = "/v2/data-sources/1"
    cloud.expect("GET", path, {"data_source": now}, times=1 if done else LOOKS)
    result = run(DataSource, name="logs", description="New")
    assert (result["changed"], "failed" in result) == (done, not done)


@pytest.mark.parametrize("done", [True, False])
def test_deletion_with_lost_answers(cloud: ScriptedCloud, run: Run, done: bool) -> None:
    lists(cloud, SOURCE)
    expect_executions_with(cloud, {"input_id": "1"})
    expect_executions_with(cloud, {"output_id": "1"})
    cloud.expect("DELETE", "/v2/data-sources/1", LOST, times=5)
    answer = GONE if done else Answer({"data_source": SOURCE})
    cloud.expect("GET", "/v2/data-sources/1", answer, times=1 if done else LOOKS)
    result = run(DataSource, name="logs", state="absent")
    assert (result["changed"], "failed" in result) == (done, not done)


@pytest.mark.parametrize("done", [True, False])
def test_deletion_of_content_with_lost_answers(cloud: ScriptedCloud, run: Run, done: bool) -> None:
    binary = {"id": "1", "name": "a.jar", "url": "internal-db://2", "project_id": PROJECT}
    content = {"id": "2", "name": "a.jar.0123456789abcdef", "tenant_id": PROJECT}
    path, stored = "/v1.1/job-binary-internals", {"job_binary_internal": content}
    cloud.expect("GET", "/v2/job-binaries", {"binaries": [binary]})
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    cloud.expect("GET", f"{path}/2", stored)
    expect_binaries_at(cloud, binary["url"], binary)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    cloud.expect("DELETE", f"{path}/2", LOST, times=5)
    cloud.expect("GET", f"{path}/2", GONE if done else stored, times=1 if done else LOOKS)
    if done:
        cloud.expect("GET", path, {"binaries": []})
    result = run(JobBinary, name="a.jar", state="absent")
    # The job binary itself is deleted in both cases.
    assert (result["changed"], "failed" in result) == (True, not done)


def test_registration_of_an_image_is_repeated(cloud: ScriptedCloud, run: Run) -> None:
    old = {"id": "i", "name": "ubuntu", "username": "ubuntu", "tags": []}
    new = {"id": "i", "name": "ubuntu", "username": "admin", "tags": ["a"]}
    cloud.expect("GET", "/v2/images/i", {"image": old})
    for answer in (LOST, Answer({"image": new}, 202)):
        cloud.expect("POST", "/v2/images/i", answer, body={"username": "admin"})
    for answer in (LOST, Answer({"image": new})):
        cloud.expect("PUT", "/v2/images/i/tags", answer, body={"tags": ["a"]})
    result = run(Image, id="i", username="admin", tags=["a"])
    assert (result["changed"], result["image"]["tags"]) == (True, ["a"])


def test_labels_of_a_plugin_are_sent_again(cloud: ScriptedCloud, run: Run) -> None:
    def plugin(hidden: bool) -> dict[str, Any]:
        labels = {"hidden": {"status": hidden, "mutable": True}}
        return {"plugin": {"name": "fake", "plugin_labels": labels}}

    cloud.expect("GET", "/v2/plugins/fake", plugin(False))
    for answer in (LOST, Answer(plugin(True), 202)):
        cloud.expect("PATCH", "/v2/plugins/fake", answer)
    assert run(Plugin, name="fake", plugin_labels={"hidden": True})["changed"] is True


# Clusters

TEMPLATE = {
    "id": "t1",
    "name": "hadoop",
    "project_id": PROJECT,
    "plugin_name": "fake",
    "plugin_version": "0.1",
    "default_image_id": "i1",
    "neutron_management_network": "n1",
    "node_groups": [
        {"name": "worker", "count": 1, "flavor_id": "1", "node_processes": ["datanode"]}
    ],
}
GROUPS = {
    key: TEMPLATE[key]
    for key in ("plugin_name", "plugin_version", "default_image_id", "neutron_management_network")
}


def test_creation_of_a_cluster_with_a_lost_answer_is_awaited(cloud: ScriptedCloud) -> None:
    task = Runner(cloud)
    created = cluster("Spawning", **GROUPS, cluster_template_id="t1")
    offer = {"name": "fake", "versions": ["0.1"], "node_processes": {"HDFS": ["datanode"]}}
    task.finds()
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [TEMPLATE]})
    cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": {**offer, "configs": []}})
    cloud.expect("POST", "/v2/clusters", LOST)
    task.finds(created)
    task.sees({**created, "status": "Active"})
    result = task(cluster_template="hadoop")
    assert (result["changed"], result["cluster"]["status"]) == (True, "Active")


def scaled(status: str, count: int) -> dict[str, Any]:
    group = {"name": "worker", "count": count, "flavor_id": "1", "instances": []}
    return cluster(status, node_groups=[group])


@pytest.mark.parametrize("seen", [scaled("Scaling: Spawning", 1), scaled("Active", 2)])
def test_scaling_with_a_lost_answer_is_awaited(cloud: ScriptedCloud, seen: dict[str, Any]) -> None:
    task = Runner(cloud)
    task.finds(cluster())
    task.sends({"resize_node_groups": [{"name": "worker", "count": 2}]}, LOST, method="PUT")
    cloud.expect("GET", "/v2/clusters/1", {"cluster": seen}, query={"show_progress": "False"})
    if seen["status"] != "Active":
        task.sees(scaled("Active", 2))
    result = task(node_groups=[{"name": "worker", "count": 2}])
    assert (result["changed"], result["cluster"]["node_groups"][0]["count"]) == (True, 2)


@pytest.mark.parametrize("seen", [scaled("Active", 1), scaled("Deleting", 1), scaled("Error", 0)])
def test_scaling_that_sahara_did_not_start_fails(
    cloud: ScriptedCloud, seen: dict[str, Any]
) -> None:
    task = Runner(cloud)
    task.finds(cluster())
    task.sends({"resize_node_groups": [{"name": "worker", "count": 2}]}, LOST, method="PUT")
    cloud.expect(
        "GET", "/v2/clusters/1", {"cluster": seen}, query={"show_progress": "False"}, times=LOOKS
    )
    result = task(node_groups=[{"name": "worker", "count": 2}])
    assert result["failure"]["kind"] == "ConnectionFailed"


def test_deletion_of_a_cluster_with_lost_answers_is_awaited(cloud: ScriptedCloud) -> None:
    task = Runner(cloud)
    task.finds(cluster())
    cloud.expect("DELETE", "/v2/clusters/1", LOST, times=5)
    cloud.expect(
        "GET", "/v2/clusters/1", {"cluster": cluster("Deleting")}, query={"show_progress": "False"}
    )
    task.sees(cluster("Deleting"))
    task.sees(GONE)
    assert task(state="absent")["changed"] is True


def test_failed_cluster_of_a_lost_creation_is_removed(cloud: ScriptedCloud) -> None:
    task = Runner(cloud)
    offer = {"name": "fake", "versions": ["0.1"], "node_processes": {"HDFS": ["datanode"]}}
    failed = cluster("Error", **GROUPS, node_groups=[])
    task.finds()
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [TEMPLATE]})
    cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": {**offer, "configs": []}})
    cloud.expect("POST", "/v2/clusters", LOST)
    for _look in range(LOOKS + 1):
        task.finds(failed)
    cloud.expect("DELETE", "/v2/clusters/1")
    task.sees(GONE)
    assert task(cluster_template="hadoop")["failure"]["kind"] == "ConnectionFailed"
