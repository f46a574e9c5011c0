# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Creating, replacing and deleting clusters: what is sent, what is awaited, and what a failure leaves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.support.clusters import PATH, Runner, cluster
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_name, expect_suggestions
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud, error

QUOTA = error(413, "QUOTA_EXCEEDED", "Quota exceeded for RAM")
FOREIGN = {"project_id": "another", "tenant_id": "another"}
VERSION_NAME = {"1.1": "hadoop_version", "2": "plugin_version"}
TEMPLATE = {
    "id": "t1",
    "name": "hadoop",
    "project_id": PROJECT,
    "plugin_name": "fake",
    "plugin_version": "0.1",
    "hadoop_version": "0.1",
    "description": "Of the template",
    "default_image_id": "i1",
    "neutron_management_network": "n1",
    "domain_name": "example.org.",
    "anti_affinity": ["datanode"],
    "use_autoconfig": False,
    "cluster_configs": {"HDFS": {"dfs.replication": 2}},
    "node_groups": [
        {"name": "worker", "count": 1, "flavor_id": "1", "node_processes": ["datanode"]},
        {"name": "master", "count": 1, "flavor_id": "2", "node_processes": ["namenode"]},
    ],
}
both_apis = pytest.mark.parametrize("api", ["1.1", "2"])


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


def reads_template(run: Runner, api: str = "2", **fields: Any) -> None:
    template = {**TEMPLATE, **fields}
    run.cloud.expect("GET", f"/v{api}/cluster-templates", {"cluster_templates": [template]})


def reads_plugin(run: Runner, api: str = "2") -> None:
    plugin = {
        "name": "fake",
        "versions": ["0.1"],
        "node_processes": {"HDFS": ["datanode", "namenode"]},
        "configs": [{"applicable_target": "HDFS", "name": "dfs.replication"}],
    }
    run.cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": plugin})


def body_of(api: str = "2", **fields: Any) -> dict[str, Any]:
    """The body of a creation from the template."""
    named = {"name": "demo", "cluster_template_id": "t1", "plugin_name": "fake"}
    return {**named, VERSION_NAME[api]: "0.1", **fields}


def creates(run: Runner, answer: Any, api: str = "2", **fields: Any) -> None:
    """The next requests look for the cluster, read its template and its plugin, and create it."""
    run.finds(api=api)
    reads_template(run, api)
    reads_plugin(run, api)
    answer = answer if isinstance(answer, Answer) else Answer({"cluster": answer}, 202)
    run.cloud.expect("POST", PATH[api], answer, body=body_of(api, **fields))


# Creating


@both_apis
def test_a_cluster_is_created_from_its_template(run: Runner, api: str) -> None:
    creates(run, cluster("Validating"), api)
    run.sees(cluster("Spawning"), api)
    run.sees(cluster(), api)
    result = run(api_version=api, cluster_template="hadoop", update_keypair=False)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["cluster"]["status"] == "Active"


def test_a_new_cluster_needs_no_update_of_its_keypair(run: Runner) -> None:
    creates(run, cluster("Validating"))
    result = run(cluster_template="hadoop", update_keypair=True, wait=False)
    assert (result.get("msg"), result["cluster"]["status"]) == (None, "Validating")


@both_apis
def test_node_groups_of_the_task_complete_those_of_the_template(run: Runner, api: str) -> None:
    common = {"node_configs": {}, "volumes_per_node": 0, "volume_mount_prefix": "/volumes/disk"}
    run.finds(api=api)
    reads_template(run, api)
    reads_plugin(run, api)
    run.cloud.expect("POST", PATH[api], Answer({"cluster": cluster()}, 202))
    groups = [{"name": "worker", "count": 7}]
    assert "msg" not in run(api_version=api, cluster_template="hadoop", node_groups=groups)
    sent = {group["name"]: group for group in run.cloud.calls[-1].body["node_groups"]}
    for name, count, flavor, process in (
        ("master", 1, "2", "namenode"),
        ("worker", 7, "1", "datanode"),
    ):
        group = {**common, "name": name, "count": count, "flavor_id": flavor}
        group["node_processes"] = [process]
        assert {key: sent[name].get(key) for key in group} == group
        assert "volumes_size" not in sent[name]
    assert sorted(sent) == ["master", "worker"]


@both_apis
def test_check_mode_predicts_what_a_cluster_inherits(run: Runner, api: str) -> None:
    run.finds(api=api)
    reads_template(run, api)
    reads_plugin(run, api)
    result = run(True, api_version=api, cluster_template="hadoop", domain_name="new.")
    predicted = result["cluster"]
    assert predicted["domain_name"] == "new."
    for key in (
        "description",
        "default_image_id",
        "neutron_management_network",
        "cluster_configs",
        "anti_affinity",
        "use_autoconfig",
    ):
        assert predicted[key] == TEMPLATE[key]
    assert [group["name"] for group in predicted["node_groups"]] == ["master", "worker"]
    assert "id" not in predicted and predicted["status"] == "Active"


@pytest.mark.parametrize(
    ("option", "wire"),
    [
        ("default_image", "default_image_id"),
        ("neutron_management_network", "neutron_management_network"),
    ],
)
def test_what_the_template_lacks_is_required(run: Runner, option: str, wire: str) -> None:
    run.finds()
    reads_template(run, **{wire: None})
    reads_plugin(run)
    result = run(cluster_template="hadoop")
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"] == f"'{option}' is required because the cluster template does not set it."


def test_only_the_name_of_an_unknown_template_is_refused(run: Runner) -> None:
    run.finds()
    expect_name(run.cloud, "cluster_template", "unknown")
    expect_suggestions(run.cloud, "cluster_template", TEMPLATE)
    message = run(cluster_template="unknown")["msg"]
    assert "No cluster template named 'unknown'" in message
    assert "requires" not in message and "required" not in message


# What a failure leaves


@both_apis
def test_a_cluster_that_sahara_kept_after_a_refusal_is_removed(run: Runner, api: str) -> None:
    creates(run, QUOTA, api)
    run.finds(cluster("Error"), api=api)
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Deleting"), api)
    run.sees(GONE, api)
    result = run(api_version=api, cluster_template="hadoop")
    assert "Quota exceeded for RAM" in result["msg"]


@pytest.mark.parametrize("left", [cluster(), cluster("Spawning"), cluster("Error", **FOREIGN)])
def test_other_clusters_are_kept_after_a_refusal(run: Runner, left: dict[str, Any]) -> None:
    creates(run, QUOTA)
    run.finds(left)
    assert "Quota exceeded for RAM" in run(cluster_template="hadoop")["msg"]


def test_a_refused_cluster_is_kept_if_the_task_wants_that(run: Runner) -> None:
    creates(run, QUOTA)
    assert "Quota exceeded" in run(cluster_template="hadoop", keep_failed=True)["msg"]


@pytest.mark.parametrize("keep_failed", [True, False])
def test_a_new_cluster_that_fails_is_removed_unless_the_task_keeps_it(
    run: Runner, keep_failed: bool
) -> None:
    creates(run, cluster("Validating"))
    run.sees_in_vain(cluster("Error", status_description="No host"))
    if not keep_failed:
        run.cloud.expect("DELETE", "/v2/clusters/1")
        run.sees(GONE)
    result = run(cluster_template="hadoop", keep_failed=keep_failed)
    removed = "" if keep_failed else " The failed cluster was removed."
    assert result["msg"] == f"Cluster 'demo' failed: No host.{removed}"
    assert result["cluster"]["status"] == "Error"


def test_a_new_cluster_that_someone_else_deletes_is_not_deleted_again(run: Runner) -> None:
    creates(run, cluster("Validating"))
    run.sees(cluster("Deleting"))
    result = run(cluster_template="hadoop")
    assert result["failure"]["kind"] == "ClusterGone"
    assert "removed" not in result["msg"]


def test_a_new_cluster_is_left_when_the_time_is_over(run: Runner) -> None:
    creates(run, cluster("Validating"))
    run.sees_in_vain(cluster("Spawning"))
    assert run(cluster_template="hadoop", timeout=0)["failure"]["kind"] == "ClusterTimeout"


# Existing clusters


@both_apis
def test_a_cluster_is_found_by_its_id_without_events(run: Runner, api: str) -> None:
    run.cloud.expect(
        "GET", f"{PATH[api]}/1", {"cluster": cluster()}, query={"show_progress": "False"}
    )
    assert run(api_version=api, name=None, id="1")["changed"] is False


def test_in_check_mode_a_cluster_that_is_being_deleted_no_longer_exists(run: Runner) -> None:
    """The task would wait for the end of the deletion."""
    run.finds(cluster("Deleting"))
    reads_template(run)
    reads_plugin(run)
    result = run(True, cluster_template="hadoop")
    assert (result["changed"], result["diff"]["before"]) == (True, {})


@pytest.mark.parametrize("check_mode", [True, False])
def test_without_wait_a_cluster_that_is_being_deleted_is_in_the_way(
    run: Runner, check_mode: bool
) -> None:
    run.finds(cluster("Deleting"))
    result = run(check_mode, cluster_template="hadoop", wait=False)
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"] == (
        "Cluster 'demo' is still being deleted. Set 'wait: true' to wait for the deletion, or run the task again later."
    )


def test_without_wait_a_busy_cluster_is_compared_at_once(run: Runner) -> None:
    run.finds(cluster("Spawning", description="Old"))
    assert run(description="Old", wait=False)["changed"] is False


def test_other_values_of_an_existing_node_group_are_fixed(run: Runner) -> None:
    run.finds(cluster())
    result = run(node_groups=[{"name": "worker", "count": 2, "node_processes": ["a"]}])
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"].startswith("Cluster 'demo' cannot be updated: node_groups is ")
    assert "only the count of an existing node group can be changed" in result["msg"]


def test_a_keypair_cannot_be_updated_without_one(run: Runner) -> None:
    run.finds(cluster())
    assert run(update_keypair=True)["msg"] == (
        "'update_keypair' needs a cluster that was created with 'user_keypair'; "
        "cluster 'demo' was not."
    )


def test_a_new_node_group_of_an_existing_cluster_must_be_described(run: Runner) -> None:
    run.finds(cluster())
    groups = [{"name": "worker", "count": 1}, {"name": "extra", "count": 1}]
    message = run(node_groups=groups)["msg"].lower()
    assert "'extra' requires 'node_group_template' or 'flavor'" in message
    assert "worker" not in message


@both_apis
def test_groups_that_the_task_does_not_name_are_purged(run: Runner, api: str) -> None:
    group = cluster()["node_groups"][0]
    known = cluster(node_groups=[group, {**group, "name": "old", "count": 2}])
    run.finds(known, api=api)
    resize = {"resize_node_groups": [{"name": "old", "count": 0}]}
    run.sends(resize, known, method="PUT", api=api)
    groups = [{"name": "worker", "count": 1}]
    result = run(api_version=api, node_groups=groups, purge_node_groups=True, wait=False)
    assert (result.get("msg"), result["changed"]) == (None, True)


# Replacing


@both_apis
@pytest.mark.parametrize("wait", [True, False])
def test_a_replacement_waits_for_the_deletion_and_keeps_values(
    run: Runner, wait: bool, api: str
) -> None:
    group = {**cluster()["node_groups"][0], "node_processes": ["datanode"]}
    known = cluster(
        cluster_template_id="t1",
        plugin_name="fake",
        description="Kept",
        domain_name="old.",
        node_groups=[group, {**group, "name": "other"}],
        user_keypair_id="key",
        **{VERSION_NAME[api]: "0.1"},
    )
    run.finds(known, api=api)
    reads_plugin(run, api)
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Deleting"), api)
    run.sees(GONE, api)
    run.cloud.expect("POST", PATH[api], Answer({"cluster": cluster("Validating")}, 202))
    if wait:
        run.sees(cluster(), api)
    result = run(
        api_version=api,
        on_immutable_change="recreate",
        domain_name="new.",
        node_groups=[{"name": "worker", "count": 4}],
        update_keypair=api == "2",
        wait=wait,
    )
    assert (result.get("msg"), result["changed"]) == (None, True)
    (sent,) = (call.body for call in run.cloud.calls if call.method == "POST")
    groups = [(item["name"], item["count"], item["flavor_id"]) for item in sent.pop("node_groups")]
    assert groups == [("other", 1, "1"), ("worker", 4, "1")]
    kept = {"description": "Kept", "domain_name": "new.", "user_keypair_id": "key"}
    assert sent == body_of(api, **kept)


# Deleting


@both_apis
def test_without_wait_a_deletion_is_only_requested(run: Runner, api: str) -> None:
    run.finds(cluster(), api=api)
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    result = run(api_version=api, state="absent", wait=False)
    assert (result["changed"], result["cluster"]) == (True, None)


def test_a_forced_deletion_warns_of_the_stack(run: Runner) -> None:
    run.finds(cluster())
    run.cloud.expect("DELETE", "/v2/clusters/1", {"stack_name": "demo-1"}, body={"force": True})
    assert run(state="absent", force=True, wait=False)["changed"] is True
    assert run.warnings == [
        "Sahara no longer tracks cluster 'demo'. Check that its Heat stack 'demo-1' is deleted."
    ]


def test_a_forced_deletion_without_a_stack_warns_of_nothing(run: Runner) -> None:
    run.finds(cluster())
    run.cloud.expect("DELETE", "/v2/clusters/1", body={"force": True})
    assert run(state="absent", force=True, wait=False)["changed"] is True
    assert run.warnings == []


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize(("seen", "done"), [(GONE, True), ({"cluster": cluster()}, False)])
def test_a_deletion_with_a_lost_answer_is_looked_for(
    run: Runner, seen: Any, done: bool, force: bool
) -> None:
    run.finds(cluster())
    for _ in range(1 if force else 5):  # A forced deletion is not repeated.
        run.cloud.expect("DELETE", "/v2/clusters/1", Answer(dropped=True))
    run.cloud.expect("GET", "/v2/clusters/1", seen, times=1 if done else 4)
    result = run(state="absent", force=force, wait=False)
    assert result.get("failed", False) is not done


def test_health_needs_a_wait(run: Runner) -> None:
    run.finds(cluster())
    assert run(health="report", wait=False)["msg"] == "'health' requires 'wait: true'."


def test_a_deleted_cluster_has_no_health(run: Runner) -> None:
    run.finds()
    assert run(state="absent", health="require")["changed"] is False
