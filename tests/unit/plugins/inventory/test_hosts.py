# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records become hosts, groups and their variables."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.hosts import (
    Known,
    Layout,
    LayoutOptions,
    layout_of,
)
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.problem import (
    InventoryProblem,
)
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.records import (
    add_usernames,
    record,
)

from tests.unit.plugins.inventory.samples import IMAGE, cluster, instance, node_group


def layout(
    *clusters: Any, known: Known | None = None, user: str = "ubuntu", **options: Any
) -> Layout:
    records = [record(one) for one in clusters]
    add_usernames(records, {IMAGE: user})
    return layout_of(records, LayoutOptions(**options), known or Known())


def hosts(found: Layout) -> dict[str, dict[str, Any]]:
    """The variables of each host."""
    return {
        host.name: {**group_hosts.variables, **host.variables}
        for group_hosts in found.node_groups
        for host in group_hosts.hosts
    }


def members(found: Layout) -> dict[str, list[str]]:
    """The direct hosts of each group."""
    groups: dict[str, list[str]] = {}
    for group_hosts in found.node_groups:
        for group in group_hosts.groups:
            groups.setdefault(group, []).extend(host.name for host in group_hosts.hosts)
    return groups


def test_groups_and_their_hosts() -> None:
    found = layout(cluster("demo"))
    workers = ["demo-worker-0", "demo-worker-1"]
    assert members(found) == {
        "cluster_demo": [*workers, "demo-master-0"],
        "node_group_worker": workers,
        "datanode": workers,
        "nodemanager": workers,
        "node_group_master": ["demo-master-0"],
        "namenode": ["demo-master-0"],
        "resourcemanager": ["demo-master-0"],
    }
    assert {group.name: group.parents for group in found.groups} == {
        "sahara": (),
        "plugin_vanilla": ("sahara",),
        "plugin_vanilla_2_7_5": ("plugin_vanilla",),
        "status_Active": ("sahara",),
        "cluster_demo": ("plugin_vanilla_2_7_5", "status_Active"),
        **dict.fromkeys(["node_group_worker", "datanode", "nodemanager"], ("sahara",)),
        **dict.fromkeys(["node_group_master", "namenode", "resourcemanager"], ("sahara",)),
    }
    assert found.warnings == []


def test_parents_come_before_their_children() -> None:
    found = layout(cluster("a"), cluster("b", status="Error"), cluster("c", plugin_version="3"))
    seen: set[str] = set()
    for group in found.groups:
        assert seen.issuperset(group.parents)
        seen.add(group.name)
    assert len(seen) == len(found.groups)


def test_facts_of_a_cluster() -> None:
    found = layout(cluster("demo"))
    facts = {group.name: group.variables for group in found.groups if group.variables}
    assert facts == {
        "cluster_demo": {
            "sahara_cluster_id": "id-of-demo",
            "sahara_cluster_name": "demo",
            "sahara_cluster_description": None,
            "sahara_cluster_status": "Active",
            "sahara_cluster_status_description": "",
            "sahara_cluster_health": "GREEN",
            "sahara_cluster_plugin_name": "vanilla",
            "sahara_cluster_plugin_version": "2.7.5",
            "sahara_cluster_project_id": "p" * 32,
            "sahara_cluster_template_id": "c7",
            "sahara_cluster_default_image_id": IMAGE,
            "sahara_cluster_neutron_management_network": "n1",
            "sahara_cluster_user_keypair_id": "key",
            "sahara_cluster_domain_name": None,
            "sahara_cluster_anti_affinity": [],
            "sahara_cluster_is_transient": False,
            "sahara_cluster_is_public": False,
            "sahara_cluster_is_protected": False,
            "sahara_cluster_created_at": "2026-11-23T12:56:20",
            "sahara_cluster_info": {"HDFS": {"Web UI": "http://172.24.0.1:50070"}},
        }
    }


def test_facts_of_an_instance() -> None:
    assert hosts(layout(cluster("demo")))["demo-master-0"] == {
        "ansible_host": "172.24.0.1",
        "ansible_user": "ubuntu",
        "sahara_instance_id": instance("demo-master-0", 1)["instance_id"],
        "sahara_instance_name": "demo-master-0",
        "sahara_dns_hostname": None,
        "sahara_internal_ip": "10.0.0.1",
        "sahara_management_ip": "172.24.0.1",
        "sahara_node_group": "master",
        "sahara_node_processes": ["namenode", "resourcemanager"],
        "sahara_flavor_id": "2",
        "sahara_image_id": IMAGE,
        "sahara_image_username": "ubuntu",
        "sahara_availability_zone": None,
        "sahara_is_proxy_gateway": False,
        "sahara_volumes_per_node": 0,
        "sahara_volume_mount_prefix": "/volumes/disk",
    }


def test_common_group_exists_without_clusters() -> None:
    found = layout()
    assert [group.name for group in found.groups] == ["sahara"]
    assert found.node_groups == found.warnings == []


def test_cluster_without_instances_has_no_group() -> None:
    found = layout(cluster("empty", node_group("worker", ["datanode"])))
    assert [group.name for group in found.groups] == ["sahara"]


def test_only_hosts_with_a_process() -> None:
    found = layout(cluster("demo"), node_processes=["name*", "unknown"])
    assert list(hosts(found)) == ["demo-master-0"]
    assert "datanode" not in {group.name for group in found.groups}


def test_all_groups_have_the_prefix() -> None:
    found = layout(cluster("demo"), group_prefix="east_")
    names = {group.name for group in found.groups}
    assert {"east_sahara", "east_cluster_demo", "east_namenode", "east_status_Active"} < names
    assert all(name.startswith("east_") for name in names)


@pytest.mark.parametrize(
    ("preferences", "name"),
    [
        (["instance_name"], "demo-0"),
        (["dns_hostname", "internal_ip"], "10.0.0.1"),
        (["management_ip"], "172.24.0.1"),
        (["instance_id"], instance("demo-0")["instance_id"]),
        (["dns_hostname"], "demo-0"),
    ],
)
def test_host_names_by_preference(preferences: list[str], name: str) -> None:
    groups = node_group("worker", ["datanode"], instance("demo-0"))
    assert list(hosts(layout(cluster("demo", groups), hostnames=preferences))) == [name]


def test_instance_that_does_not_exist_yet_has_its_id_as_name_and_no_address() -> None:
    bare = instance(None, id="1234", instance_id=None, internal_ip=None, management_ip=None)
    found = hosts(layout(cluster("demo", node_group("worker", ["datanode"], bare))))
    assert list(found) == ["1234"]
    assert "ansible_host" not in found["1234"]


def test_instances_with_the_same_name_get_unique_names_and_a_warning() -> None:
    twins = node_group("worker", ["datanode"], instance("web", 1), instance("web", 2))
    found = layout(cluster("demo", twins))
    identities = [instance("web", number)["instance_id"] for number in (1, 2)]
    assert set(hosts(found)) == {f"web-{identity}" for identity in identities}
    assert len(found.warnings) == 1 and "host names web belong" in found.warnings[0]
    with pytest.raises(InventoryProblem, match="'strict'"):
        layout(cluster("demo", twins), strict=True)


def test_clusters_with_similar_names_get_unique_groups_and_a_warning() -> None:
    clusters = cluster("a-b"), cluster("a.b")
    found = layout(*clusters)
    of_clusters = [group for group in found.groups if group.name.startswith("cluster_")]
    assert len(of_clusters) == 2
    facts = {group.variables["sahara_cluster_name"]: group.name for group in of_clusters}
    assert members(found)[facts["a-b"]] == ["a-b-worker-0", "a-b-worker-1", "a-b-master-0"]
    assert members(found)[facts["a.b"]] == ["a.b-worker-0", "a.b-worker-1", "a.b-master-0"]
    assert len(found.warnings) == 2
    with pytest.raises(InventoryProblem, match="cluster_a_b"):
        layout(*clusters, strict=True)


def test_processes_do_not_take_reserved_group_names() -> None:
    processes = ["all", "sahara", "ungrouped", "cluster_demo"]
    found = layout(cluster("demo", node_group("worker", processes, instance("w"))))
    names = [group.name for group in found.groups]
    assert len(names) == len(set(names)) and not {"all", "ungrouped"} & set(names)
    assert members(found).keys().isdisjoint(["all", "sahara", "ungrouped"])
    assert next(g for g in found.groups if g.name == "sahara").parents == ()
    assert len(found.warnings) == 5


def test_another_source_with_the_same_names() -> None:
    theirs = Known({"demo-master-0": "id of another"}, {"cluster_demo": "id of another"})
    found = layout(cluster("demo"), known=theirs)
    assert "demo-master-0" not in hosts(found)
    assert "cluster_demo" not in {group.name for group in found.groups}
    assert len(found.warnings) == 2
    same = Known(
        {"demo-master-0": instance("demo-master-0", 1)["instance_id"]},
        {"cluster_demo": "id-of-demo"},
    )
    assert layout(cluster("demo"), known=same) == layout(cluster("demo"))


def test_names_do_not_depend_on_the_order_of_clusters() -> None:
    clusters = [cluster("a-b"), cluster("a.b"), cluster("c")]
    forth, back = layout(*clusters), layout(*reversed(clusters))
    assert hosts(forth) == hosts(back)
    assert {group: set(names) for group, names in members(forth).items()} == {
        group: set(names) for group, names in members(back).items()
    }


def test_hosts_of_a_node_group_are_ordered_by_name() -> None:
    group = node_group("worker", [], instance("w-2", 1), instance("w-0", 3), instance("w-1", 2))
    assert list(hosts(layout(cluster("demo", group)))) == ["w-0", "w-1", "w-2"]


def gateway_cluster(**fields: Any) -> dict[str, Any]:
    gate = instance("gate-0", 1)
    behind = instance("worker-0", 2, management_ip="10.0.0.2")
    floating = instance("edge-0", 3)
    return cluster(
        "demo",
        node_group("worker", ["datanode"], behind),
        node_group("gate", ["namenode"], gate, is_proxy_gateway=True, **fields),
        node_group("edge", ["client"], floating),
    )


def test_only_instances_without_a_floating_address_use_the_gateway() -> None:
    found = hosts(layout(gateway_cluster()))
    arguments = {name: one.get("ansible_ssh_common_args") for name, one in found.items()}
    jump = "-o ProxyJump=ubuntu@172.24.0.1"
    assert arguments == {"worker-0": jump, "gate-0": None, "edge-0": None}
    assert found["worker-0"]["ansible_host"] == "10.0.0.2"


def test_gateway_is_used_even_if_the_filter_excludes_it() -> None:
    found = hosts(layout(gateway_cluster(), node_processes=["datanode"]))
    assert list(found) == ["worker-0"]
    assert "ProxyJump" in found["worker-0"]["ansible_ssh_common_args"]


def test_internal_addresses_use_the_gateway() -> None:
    found = hosts(layout(gateway_cluster(), addresses=["internal_ip"]))
    assert "ansible_ssh_common_args" in found["edge-0"]
    assert "ansible_ssh_common_args" not in found["gate-0"]


def test_gateway_can_be_disabled_or_get_arguments() -> None:
    found = hosts(layout(gateway_cluster(), proxy_gateway=False))
    assert "ansible_ssh_common_args" not in found["worker-0"]
    found = hosts(layout(gateway_cluster(), gateway_ssh_args="-i key"))
    assert "ProxyCommand=ssh -i key" in found["worker-0"]["ansible_ssh_common_args"]


@pytest.mark.parametrize("user", ["", "root; touch pwned", "{{ x }}", '"'])
def test_missing_or_invalid_user_is_a_warning(user: str) -> None:
    found = layout(cluster("demo"), user=user)
    assert all("ansible_user" not in variables for variables in hosts(found).values())
    assert len(found.warnings) == 1 and IMAGE in found.warnings[0]
    layout(cluster("demo"), user=user, strict=True)


def test_no_warning_if_images_were_not_read() -> None:
    found = layout_of([record(cluster("demo"))], LayoutOptions())
    assert found.warnings == []
    assert "ansible_user" not in hosts(found)["demo-master-0"]
