# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of templates and clusters: where their names are looked up, and what is sent for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

from tests.unit.support.clusters import PATH, Runner, cluster, expect_clusters_of
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import (
    expect_id,
    expect_name,
    expect_registration,
    listing_of,
)
from tests.unit.support.scripted import Answer, ScriptedCloud

Run = Callable[..., dict[str, Any]]
BOTH, V2 = ("1.1", "2"), ("2",)
UPDATE = {"1.1": "PUT", "2": "PATCH"}
VERSION_NAME = {"1.1": "hadoop_version", "2": "plugin_version"}
ROUTES: dict[Any, str] = {
    ClusterTemplate: "cluster-templates",
    NodeGroupTemplate: "node-group-templates",
}

# resource, option, kind that is looked up, field that is sent, API versions, whether it is removable
REFERENCES = [
    (NodeGroupTemplate, "flavor", "flavor", "flavor_id", BOTH, False),
    (NodeGroupTemplate, "image", "image", "image_id", BOTH, True),
    (NodeGroupTemplate, "volume_type", "volume_type", "volume_type", BOTH, True),
    (NodeGroupTemplate, "volumes_availability_zone", "volume_availability_zone",
     "volumes_availability_zone", BOTH, True),
    (NodeGroupTemplate, "floating_ip_pool", "floating_ip_pool", "floating_ip_pool", BOTH, True),
    (NodeGroupTemplate, "availability_zone", "availability_zone", "availability_zone", BOTH, True),
    (NodeGroupTemplate, "boot_volume_type", "volume_type", "boot_volume_type", V2, False),
    (NodeGroupTemplate, "boot_volume_availability_zone", "volume_availability_zone",
     "boot_volume_availability_zone", V2, False),
    (ClusterTemplate, "default_image", "image", "default_image_id", BOTH, True),
    (ClusterTemplate, "neutron_management_network", "network", "neutron_management_network", BOTH, True),
]  # fmt: skip
# option -> another value of it
OF_CLUSTERS = {
    "plugin_name": "other",
    "plugin_version": "9",
    "domain_name": "new.",
    "anti_affinity": ["datanode"],
    "cluster_configs": {"HDFS": {"a": 1}},
    "use_autoconfig": False,
    "is_transient": True,
}
REFERENCES_OF_CLUSTERS = {
    "cluster_template": ("cluster_template", "cluster_template_id"),
    "default_image": ("image", "default_image_id"),
    "neutron_management_network": ("network", "neutron_management_network"),
    "user_keypair": ("keypair", "user_keypair_id"),
}


def for_each_api(references: list[Any]) -> list[Any]:
    """The rows without their API versions, once for each of them."""
    return [(*row[:4], api, row[5]) for row in references for api in row[4]]


def template_of(resource: Any, **fields: Any) -> dict[str, Any]:
    known = {"id": "7", "name": "t", "project_id": PROJECT, "tenant_id": PROJECT}
    return {**known, "node_groups": [], **fields}


def lists(cloud: ScriptedCloud, kind: str, api: str) -> Any:
    """The next request looks for an object of the kind. Returns the listing."""
    listing = listing_of(kind, api)
    listing.expect_name(cloud, listing.name, listing.item)
    return listing


def finds(cloud: ScriptedCloud, resource: Any, api: str, template: Any) -> None:
    path = f"/v{api}/{ROUTES[resource]}"
    cloud.expect("GET", path, {resource.kind.plural: [template]})


def updates(cloud: ScriptedCloud, resource: Any, api: str, template: Any, body: Any) -> None:
    """The next requests look for users of the template and change it."""
    if resource is NodeGroupTemplate:
        cloud.expect("GET", f"/v{api}/clusters", {"clusters": []})
        cloud.expect("GET", f"/v{api}/cluster-templates", {"cluster_templates": []})
    else:
        expect_clusters_of(cloud, "7")
    path = f"/v{api}/{ROUTES[resource]}/7"
    answer = Answer({resource.kind.name: {**template, **body}}, 202)
    cloud.expect(UPDATE[api], path, answer, body=body)


@pytest.mark.parametrize(
    ("resource", "option", "kind", "wire", "api", "_removable"), for_each_api(REFERENCES)
)
def test_a_name_in_a_template_is_sent_as_sahara_wants_it(
    cloud: ScriptedCloud,
    run: Run,
    resource: Any,
    option: str,
    kind: str,
    wire: str,
    api: str,
    _removable: bool,
) -> None:
    cloud.add_other_services()
    template = template_of(resource)
    finds(cloud, resource, api, template)
    listing = lists(cloud, kind, api)
    updates(cloud, resource, api, template, {wire: listing.wanted})
    result = run(resource, api_version=api, name="t", **{option: listing.name})
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["diff"] == {"before": {option: None}, "after": {option: listing.name}}
    assert result[resource.kind.name][wire] == listing.wanted


@pytest.mark.parametrize(
    ("resource", "option", "kind", "wire", "api", "removable"), for_each_api(REFERENCES)
)
def test_an_empty_string_removes_a_reference_that_can_be_removed(
    cloud: ScriptedCloud,
    run: Run,
    resource: Any,
    option: str,
    kind: str,
    wire: str,
    api: str,
    removable: bool,
) -> None:
    cloud.add_other_services()
    listing = listing_of(kind)
    template = template_of(resource, **{wire: listing.wanted})
    finds(cloud, resource, api, template)
    if removable:
        updates(cloud, resource, api, template, {wire: None})
    else:
        lists(cloud, kind, api)
    result = run(resource, api_version=api, name="t", **{option: ""})
    if removable:
        assert result["diff"] == {"before": {option: listing.wanted}, "after": {option: None}}
    else:
        assert result["failed"] is True


def test_the_diff_names_what_the_template_had_if_the_task_names_the_new_value(
    cloud: ScriptedCloud, run: Run
) -> None:
    cloud.add_other_services()
    template = template_of(NodeGroupTemplate, image_id="i0")
    finds(cloud, NodeGroupTemplate, "2", template)
    lists(cloud, "image", "2")
    expect_id(cloud, "image", {"id": "i0", "name": "debian"})
    cloud.expect("GET", "/v2/clusters", {"clusters": []})
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": []})
    result = run(NodeGroupTemplate, check_mode=True, name="t", image="ubuntu")
    assert result["diff"] == {"before": {"image": "debian"}, "after": {"image": "ubuntu"}}


@pytest.mark.parametrize("api", BOTH)
def test_security_groups_are_sent_as_sorted_ids(cloud: ScriptedCloud, run: Run, api: str) -> None:
    cloud.add_other_services()
    template = template_of(NodeGroupTemplate, security_groups=["g3"])
    finds(cloud, NodeGroupTemplate, api, template)
    for name, identity in (("a", "g9"), ("b", "g1"), ("c", "g3")):
        expect_name(cloud, "security_group", name, {"id": identity, "name": name})
    updates(cloud, NodeGroupTemplate, api, template, {"security_groups": ["g1", "g3", "g9"]})
    result = run(NodeGroupTemplate, api_version=api, name="t", security_groups=["a", "b", "c"])
    assert result["diff"] == {
        "before": {"security_groups": ["c"]},
        "after": {"security_groups": ["a", "b", "c"]},
    }


@pytest.mark.parametrize("api", BOTH)
@pytest.mark.parametrize(
    ("resource", "option", "default", "other"),
    [
        (NodeGroupTemplate, "volumes_per_node", 0, None),
        (NodeGroupTemplate, "volumes_size", 0, 5),
        (NodeGroupTemplate, "volume_mount_prefix", "/volumes/disk", "/mnt"),
        (NodeGroupTemplate, "volume_local_to_instance", False, True),
        (NodeGroupTemplate, "auto_security_group", False, True),
        (NodeGroupTemplate, "is_proxy_gateway", False, True),
        (NodeGroupTemplate, "description", "", "New"),
        (ClusterTemplate, "description", "", "New"),
        (ClusterTemplate, "domain_name", "", "a.b."),
        (ClusterTemplate, "anti_affinity", [], ["datanode"]),
        (ClusterTemplate, "is_protected", False, True),
    ],
)
def test_only_a_value_other_than_the_default_changes_a_template_without_the_value(
    cloud: ScriptedCloud, run: Run, resource: Any, option: str, default: Any, other: Any, api: str
) -> None:
    template = template_of(resource)
    finds(cloud, resource, api, template)
    result = run(resource, api_version=api, name="t", **{option: default})
    assert (result.get("msg"), result["changed"]) == (None, False)
    if other is not None:
        finds(cloud, resource, api, template)
        updates(cloud, resource, api, template, {option: other})
        assert run(resource, api_version=api, name="t", **{option: other})["changed"] is True


@pytest.mark.parametrize("option", ["boot_from_volume", "boot_volume_local_to_instance"])
def test_boot_volumes_require_api_v2(cloud: ScriptedCloud, run: Run, option: str) -> None:
    template = template_of(NodeGroupTemplate)
    finds(cloud, NodeGroupTemplate, "1.1", template)
    result = run(NodeGroupTemplate, api_version="1.1", name="t", **{option: True})
    assert result["msg"] == f"'{option}' requires API version 2, but this task uses 1.1."
    finds(cloud, NodeGroupTemplate, "2", template)
    updates(cloud, NodeGroupTemplate, "2", template, {option: True})
    assert run(NodeGroupTemplate, name="t", **{option: True})["changed"] is True


# Clusters


@pytest.mark.parametrize("api", BOTH)
def test_a_cluster_without_a_template_is_created_with_everything_that_the_task_sets(
    cloud: ScriptedCloud, api: str
) -> None:
    run = Runner(cloud)
    cloud.add_other_services()
    run.finds(api=api)
    sent = {}
    names = {}
    for option, (kind, wire) in REFERENCES_OF_CLUSTERS.items():
        if option != "cluster_template":
            listing = lists(cloud, kind, api)
            names[option], sent[wire] = listing.name, listing.wanted
    plugin = {"name": "other", "node_processes": {"HDFS": ["datanode"]}, "required_image_tags": []}
    config = {"applicable_target": "HDFS", "name": "a"}
    cloud.expect("GET", f"/v{api}/plugins/other/9", {"plugin": {**plugin, "configs": [config]}})
    expect_registration(cloud, "i1", [], api)
    values = {**OF_CLUSTERS, "description": "d", "is_public": True, "is_protected": True}
    body = {**values, **sent, "name": "demo", VERSION_NAME[api]: values["plugin_version"]}
    if api == "1.1":
        del body["plugin_version"]
    created = Answer({"cluster": cluster("Validating")}, 202)
    cloud.expect("POST", PATH[api], created, body=body)
    result = run(api_version=api, wait=False, **values, **names)
    assert (result.get("msg"), result["changed"]) == (None, True)


@pytest.mark.parametrize("api", BOTH)
@pytest.mark.parametrize("option", [*OF_CLUSTERS, *REFERENCES_OF_CLUSTERS])
def test_most_values_of_a_cluster_cannot_be_changed(
    cloud: ScriptedCloud, option: str, api: str
) -> None:
    run = Runner(cloud)
    cloud.add_other_services()
    run.finds(cluster(), api=api)
    value = OF_CLUSTERS.get(option)
    if option in REFERENCES_OF_CLUSTERS:
        value = lists(cloud, REFERENCES_OF_CLUSTERS[option][0], api).name
    result = run(api_version=api, **{option: value})
    assert result["failure"]["kind"] == "Refused"
    assert result["msg"].startswith(f"Cluster 'demo' cannot be updated: {option} is ")
    assert "Sahara does not allow changing it" in result["msg"]


@pytest.mark.parametrize("api", BOTH)
def test_the_other_values_of_a_cluster_can_be_changed(cloud: ScriptedCloud, api: str) -> None:
    run = Runner(cloud)
    body = {"name": "new", "description": "d", "is_public": True, "is_protected": True}
    cloud.expect("GET", f"{PATH[api]}/1", {"cluster": cluster()})
    run.finds(api=api)
    run.sends(body, cluster(**body), api=api)
    result = run(api_version=api, id="1", **body)
    assert (result.get("msg"), result["changed"]) == (None, True)
