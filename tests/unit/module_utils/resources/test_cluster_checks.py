# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters that Sahara would refuse are refused before the first write, in check mode too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.support.clusters import Runner, cluster
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_id, expect_name, expect_registration
from tests.unit.support.scripted import ScriptedCloud

NETWORK = "00000000-0000-0000-0000-000000000010"
IMAGE = "00000000-0000-0000-0000-000000000020"
GROUP = {"name": "w", "count": 1, "flavor": "small", "node_processes": ["datanode"]}
WORDS = (
    "use 1 to 50 letters, digits, '-' and '.'; each part between dots must start with a letter and end with a letter "
    "or digit"
)
INVALID = ["my_cluster", "my cluster", "a" * 81, "a" * 51, "-lead", "größe", "a.", "1a", "a-"]
both = pytest.mark.parametrize("check_mode", [True, False])


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    cloud.add_other_services()
    return Runner(cloud)


def reads_plugin(run: Runner, **labels: Any) -> None:
    plugin = {
        "name": "fake",
        "versions": ["0.1"],
        "node_processes": {"HDFS": ["datanode"]},
        "configs": [],
        "required_image_tags": [],
        **labels,
    }
    run.cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": plugin})


def reads_flavor(run: Runner) -> None:
    expect_name(run.cloud, "flavor", "small", {"id": "1", "name": "small"})


def reads_what_a_cluster_refers_to(run: Runner, **labels: Any) -> None:
    expect_id(run.cloud, "image", {"id": IMAGE, "name": "ubuntu"})
    expect_id(run.cloud, "network", {"id": NETWORK, "name": "private"})
    reads_flavor(run)
    reads_plugin(run, **labels)
    expect_registration(run.cloud, IMAGE, [])


def create(run: Runner, check_mode: bool = True, **params: Any) -> dict[str, Any]:
    """A cluster with one node group, without a template."""
    described = {
        "plugin_name": "fake",
        "plugin_version": "0.1",
        "default_image": IMAGE,
        "neutron_management_network": NETWORK,
        "node_groups": [GROUP],
    }
    return run(check_mode, **{**described, **params})


@both
@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_name_of_a_new_cluster_is_refused(
    run: Runner, name: str, check_mode: bool
) -> None:
    run.finds()
    reads_what_a_cluster_refers_to(run)
    result = create(run, check_mode, name=name)
    assert result["msg"] == f"'{name}' is not a valid cluster name: {WORDS}."
    assert result["failure"]["kind"] == "Refused"


@both
def test_an_invalid_new_name_is_refused(run: Runner, check_mode: bool) -> None:
    run.cloud.expect("GET", "/v2/clusters/1", {"cluster": cluster()})
    result = run(check_mode, id="1", name="my_cluster")
    assert result["msg"] == f"'my_cluster' is not a valid cluster name: {WORDS}."


def test_a_new_name_must_be_free(run: Runner) -> None:
    run.cloud.expect("GET", "/v2/clusters/1", {"cluster": cluster()})
    run.finds(cluster(id="2", name="taken"))
    assert run(True, id="1", name="taken")["msg"] == (
        "A cluster named 'taken' already exists (id 2); choose another name."
    )


def test_an_old_name_is_never_refused(run: Runner) -> None:
    """An older release of Sahara may have accepted it."""
    run.finds(cluster(name="my_cluster", description="Old"))
    result = run(True, name="my_cluster", description="New")
    assert (result.get("msg"), result["changed"]) == (None, True)


@pytest.mark.parametrize("name", ["my_group", "a b", "1w", "b" * 51])
@pytest.mark.parametrize("exists", [True, False])
def test_an_invalid_name_of_a_new_node_group_is_refused(
    run: Runner, name: str, exists: bool
) -> None:
    run.finds(*([cluster()] if exists else []))
    if exists:
        reads_flavor(run)
        result = run(True, node_groups=[{**GROUP, "name": name}])
    else:
        reads_what_a_cluster_refers_to(run)
        result = create(run, node_groups=[{**GROUP, "name": name}])
    assert result["msg"] == f"'{name}' is not a valid node group name: {WORDS}."


def test_a_node_group_that_is_not_sent_is_not_checked(run: Runner) -> None:
    run.finds()
    reads_what_a_cluster_refers_to(run)
    groups = [GROUP, {"name": "my_group", "count": 0, "volumes_per_node": 2}]
    assert "msg" not in create(run, node_groups=groups)


def test_all_problems_are_reported_together(run: Runner) -> None:
    run.finds()
    reads_what_a_cluster_refers_to(run)
    run.cloud.keystone.roles = ["reader"]
    groups = [
        {**GROUP, "name": "my_group", "volumes_per_node": 4},
        {"name": "other", "count": 1, "node_processes": ["nothing"]},
    ]
    message = create(run, name="my_cluster", node_groups=groups)["msg"]
    assert message.startswith("The request has 6 problems: ")
    for problem in (
        "'my_cluster' is not a valid cluster name",
        "the user has only the role 'reader' in the project",
        "'my_group' is not a valid node group name",
        "'volumes_per_node' of node group 'my_group' requires 'volumes_size'",
        "node group 'other' requires 'node_group_template' or 'flavor'",
        "no node process of plugin fake named 'nothing'",
    ):
        assert problem in message


@pytest.mark.parametrize(("length", "refused"), [(22, False), (23, True)])
@pytest.mark.parametrize("exists", [True, False])
def test_host_names_must_not_be_too_long(
    run: Runner, length: int, refused: bool, exists: bool
) -> None:
    """The name of the cluster, a hyphen, 35 characters, a hyphen, the number, a dot and the domain: at most 64."""
    name, group = "c" * length, {**GROUP, "name": "g" * 35}
    run.finds(*([cluster(name=name)] if exists else []))
    if exists:
        reads_flavor(run)
        result = run(True, name=name, node_groups=[group])
    else:
        reads_what_a_cluster_refers_to(run)
        result = create(run, name=name, node_groups=[group])
    assert result.get("msg") == (
        f"The host names of node group '{'g' * 35}' would be longer than 64 characters, for example "
        f"'{name}-{'g' * 35}-001.' with the domain; shorten the name of the cluster or the node group."
        if refused
        else None
    )


@pytest.mark.parametrize(
    "params",
    [
        {"node_groups": [{"name": "w", "count": 3}]},
        {"instances_to_remove": ["demo-w-0"]},
        {"description": "New"},
    ],
)
def test_scaling_a_cluster_that_does_not_exist_says_so(run: Runner, params: dict[str, Any]) -> None:
    run.finds()
    assert run(True, **params)["msg"] == (
        "Cluster 'demo' does not exist; creating it requires 'cluster_template' or 'plugin_name'."
    )


@pytest.mark.parametrize(
    ("labels", "what"),
    [
        ({"plugin_labels": {"enabled": {"status": False}}}, "Plugin fake"),
        ({"version_labels": {"0.1": {"enabled": {"status": False}}}}, "Version 0.1 of plugin fake"),
    ],
)
def test_a_disabled_plugin_is_refused(run: Runner, labels: dict[str, Any], what: str) -> None:
    run.finds()
    reads_what_a_cluster_refers_to(run, **labels)
    assert create(run)["msg"] == (
        f"{what} is disabled; an administrator can enable it with the module sahara_plugin."
    )


def test_saharas_form_of_keypair_names_is_checked(run: Runner) -> None:
    run.finds()
    expect_id(run.cloud, "image", {"id": IMAGE, "name": "ubuntu"})
    expect_id(run.cloud, "network", {"id": NETWORK, "name": "private"})
    expect_name(run.cloud, "keypair", "me@home", {"keypair": {"name": "me@home"}})
    reads_plugin(run)
    expect_registration(run.cloud, IMAGE, [])
    assert create(run, user_keypair="me@home", node_groups=[])["msg"] == (
        "Sahara does not accept the name of keypair 'me@home': use letters, digits, '-', '_' and spaces."
    )


# Readers


@both
@pytest.mark.parametrize("roles", [["reader"], ["Reader"]])
def test_a_reader_cannot_create_a_cluster(run: Runner, roles: list[str], check_mode: bool) -> None:
    """Sahara accepts the request. Then Heat refuses it, and nobody can delete the failed cluster."""
    run.cloud.keystone.roles = roles
    run.finds()
    reads_what_a_cluster_refers_to(run)
    result = create(run, check_mode)
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"] == (
        "The user has only the role 'reader' in the project and cannot create clusters; use a user with another "
        "role, for example 'member'."
    )


@both
def test_a_cluster_is_not_deleted_for_a_replacement_that_cannot_be_created(
    run: Runner, check_mode: bool
) -> None:
    run.cloud.keystone.roles = ["reader"]
    run.finds(cluster(plugin_name="fake", plugin_version="0.1", domain_name="old."))
    reads_plugin(run, plugin_labels={"enabled": {"status": False}})
    result = run(check_mode, on_immutable_change="recreate", domain_name="new.")
    assert result["failure"]["kind"] == "Refused"
    assert "plugin fake is disabled" in result["msg"]
    assert "the user has only the role 'reader'" in result["msg"]


@pytest.mark.parametrize("roles", [[], ["member"], ["reader", "member"], ["creator"]])
def test_users_with_other_roles_can_create_a_cluster(run: Runner, roles: list[str]) -> None:
    run.cloud.keystone.roles = roles
    run.finds()
    reads_what_a_cluster_refers_to(run)
    assert "msg" not in create(run)


def test_a_reader_can_scale_a_cluster(run: Runner) -> None:
    """Sahara then uses the rights of the user who created it."""
    run.cloud.keystone.roles = ["reader"]
    run.finds(cluster(project_id=PROJECT))
    assert run(True, node_groups=[{"name": "worker", "count": 2}])["changed"] is True


# Diffs


def test_the_diff_of_a_new_cluster_has_all_that_the_task_says_about_a_node_group(
    run: Runner,
) -> None:
    run.finds()
    reads_what_a_cluster_refers_to(run)
    group = {
        "name": "m",
        "count": 1,
        "flavor": "small",
        "node_processes": ["datanode"],
        "volumes_per_node": 4,
        "volumes_size": 500,
        "use_autoconfig": True,
    }
    result = create(run, node_groups=[group])
    assert result["diff"]["after"]["node_groups"] == {"m": group}


def test_the_diff_has_all_that_the_task_says_about_an_added_node_group(run: Runner) -> None:
    run.finds(cluster())
    reads_flavor(run)
    group = {**GROUP, "volumes_per_node": 4, "volumes_size": 500, "is_proxy_gateway": False}
    result = run(True, node_groups=[group, {"name": "worker", "count": 1}])
    assert result["diff"] == {"before": {"node_groups": {}}, "after": {"node_groups": {"w": group}}}


def test_the_diff_has_all_that_is_lost_with_a_removed_node_group(run: Runner) -> None:
    lost = {"name": "old", "count": 2, "flavor_id": "1", "volumes_per_node": 2, "volumes_size": 7}
    known = cluster(node_groups=[lost, *cluster()["node_groups"]])
    run.finds(known)
    result = run(True, node_groups=[{"name": "old", "count": 0}])
    shown = {"name": "old", "count": 2, "flavor": "1", "volumes_per_node": 2, "volumes_size": 7}
    assert result["diff"] == {
        "before": {"node_groups": {"old": shown}},
        "after": {"node_groups": {}},
    }


def test_the_diff_of_an_override_has_what_the_node_group_will_be(run: Runner) -> None:
    group = {"name": "w", "count": 1, "flavor_id": "1", "node_processes": ["datanode"]}
    template = {
        "id": "t1",
        "name": "hadoop",
        "project_id": PROJECT,
        "plugin_name": "fake",
        "plugin_version": "0.1",
        "default_image_id": IMAGE,
        "neutron_management_network": NETWORK,
        "node_groups": [group],
    }
    run.finds()
    run.cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [template]})
    reads_plugin(run)
    override = {"name": "w", "count": 5, "volumes_per_node": 4, "volumes_size": 500}
    result = run(True, cluster_template="hadoop", node_groups=[override])
    shown = {**override, "flavor": "1", "node_processes": ["datanode"]}
    assert result["diff"]["after"]["node_groups"] == {"w": shown}
