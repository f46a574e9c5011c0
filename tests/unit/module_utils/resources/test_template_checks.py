# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which requests for templates are refused, their warnings, and what is looked up for them."""

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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

from tests.unit.support.clusters import expect_clusters_of
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_id, expect_name, expect_registration
from tests.unit.support.scripted import Answer, ScriptedCloud

Run = Callable[..., dict[str, Any]]
both_apis = pytest.mark.parametrize("api", ["1.1", "2"])
VERSION_NAME = {"1.1": "hadoop_version", "2": "plugin_version"}
UPDATE = {"1.1": "PUT", "2": "PATCH"}
GROUP = {"name": "worker", "count": 1, "node_group_template_id": "n1"}
LISTS = {
    "clusters": "clusters",
    "cluster-templates": "cluster_templates",
    "node-group-templates": "node_group_templates",
}


def of_cluster(api: str = "2", **fields: Any) -> dict[str, Any]:
    """A cluster template."""
    known = {"id": "t1", "name": "hadoop", "project_id": PROJECT, "tenant_id": PROJECT}
    plugin = {"plugin_name": "fake", VERSION_NAME[api]: "0.1"}
    return {**known, **plugin, "node_groups": [GROUP], **fields}


def of_group(api: str = "2", **fields: Any) -> dict[str, Any]:
    """A node group template."""
    template = of_cluster(api, id="n1", name="worker")
    del template["node_groups"]
    return {**template, "flavor_id": "1", "node_processes": ["datanode"], **fields}


def lists(cloud: ScriptedCloud, path: str, *items: Any, api: str = "2") -> None:
    cloud.expect("GET", f"/v{api}/{path}", {LISTS[path]: list(items)})


def reads_plugin(cloud: ScriptedCloud, api: str = "2") -> None:
    plugin = {
        "name": "fake",
        "versions": ["0.1"],
        "node_processes": {"HDFS": ["datanode", "namenode"]},
        "configs": [{"applicable_target": "HDFS", "name": "dfs.replication"}],
        "required_image_tags": ["fake", "0.1"],
    }
    cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": plugin})


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def run(cloud: ScriptedCloud, warnings: list[str]) -> Run:
    """Runs a task on a resource. `warnings` has the warnings of all tasks."""

    def run(resource: Any, check_mode: bool = False, **params: Any) -> dict[str, Any]:
        options = {"cloud": {"auth": cloud.auth}, "api_version": "2", "state": "present"}
        task = AnsibleTask({**options, **params}, check_mode, warn=warnings.append)
        return execute(lambda task: converge(task, resource(task)), task)

    return run


# Cluster templates


@both_apis
@pytest.mark.parametrize("shown", [{}, {"use_autoconfig": None}, {"use_autoconfig": True}])
@pytest.mark.parametrize(
    ("resource", "of", "path"),
    [
        (ClusterTemplate, of_cluster, "cluster-templates"),
        (NodeGroupTemplate, of_group, "node-group-templates"),
    ],
)
def test_autoconfig_is_on_unless_sahara_says_otherwise(
    cloud: ScriptedCloud, run: Run, resource: Any, of: Any, path: str, shown: Any, api: str
) -> None:
    template = of(api, **shown)
    lists(cloud, path, template, api=api)
    result = run(resource, api_version=api, name=template["name"], use_autoconfig=True)
    assert (result.get("msg"), result["changed"]) == (None, False)
    assert result[resource.kind.name]["use_autoconfig"] is True


@both_apis
@pytest.mark.parametrize(
    ("params", "problems"),
    [
        ({"anti_affinity": ["tasktracker"]}, ["tasktracker"]),
        ({"cluster_configs": {"YARN": {"a": 1}}}, ["YARN"]),
        ({"cluster_configs": {"HDFS": {"dfs.replicas": 1}}}, ["dfs.replicas", "dfs.replication"]),
        (
            {"node_groups": [{"name": "w", "count": 1, "node_processes": ["a"], "flavor": "1"}]},
            ["'a'"],
        ),
    ],
)
def test_an_update_is_compared_with_the_known_plugin(
    cloud: ScriptedCloud, run: Run, params: dict[str, Any], problems: list[str], api: str
) -> None:
    cloud.add_other_services()
    lists(cloud, "cluster-templates", of_cluster(api), api=api)
    if "node_groups" in params:
        expect_id(cloud, "flavor", {"id": "1", "name": "m1"})
    reads_plugin(cloud, api)
    result = run(ClusterTemplate, api_version=api, name="hadoop", **params)
    assert result["failure"]["kind"] == "Refused"
    for problem in problems:
        assert problem in result["msg"]


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        (None, "Image 'centos' is not registered"),
        (["0.1"], "Image 'centos' is missing the tags fake required by plugin fake"),
    ],
)
@pytest.mark.parametrize("where", ["default_image", "node_groups", "image"])
def test_an_image_must_be_registered_with_the_tags_of_the_plugin(
    cloud: ScriptedCloud, run: Run, where: str, tags: list[str] | None, problem: str
) -> None:
    cloud.add_other_services()
    resource: Any = NodeGroupTemplate if where == "image" else ClusterTemplate
    params: dict[str, Any] = {where: "centos", "name": "worker"}
    if where == "image":
        lists(cloud, "node-group-templates", of_group())
    else:
        lists(cloud, "cluster-templates", of_cluster(name="worker", node_groups=[]))
    if where == "node_groups":
        group = {"name": "w", "count": 0, "image": "centos"}
        params["node_groups"] = [group]
    expect_name(cloud, "image", "centos", {"id": "i1", "name": "centos"})
    reads_plugin(cloud)
    expect_registration(cloud, "i1", tags)
    # The node group has other problems, so the sentence is not the first.
    assert problem[1:] in run(resource, **params)["msg"]


def test_a_new_template_requires_its_plugin(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud, "cluster-templates")
    assert run(ClusterTemplate, name="hadoop")["msg"] == (
        "Creating cluster template 'hadoop' requires 'plugin_name' and 'plugin_version'."
    )
    lists(cloud, "node-group-templates")
    assert run(NodeGroupTemplate, name="worker")["msg"] == (
        "Creating node group template 'worker' requires 'plugin_name', 'plugin_version', "
        "'flavor' and 'node_processes'."
    )


@pytest.mark.parametrize(
    ("groups", "problem"),
    [
        ([("a", 1), ("b", 1), ("a", 2)], "'node_groups' has two node groups named 'a'"),
        ([("a", -1)], "'count' of node group 'a' must not be negative: -1"),
        ([("a_b", 0)], "'a_b' is not a valid node group name"),
        ([("a", 1)], "ode group 'a' requires 'node_group_template' or 'flavor'"),
        ([("a", 1)], "ode group 'a' requires 'node_group_template' or 'node_processes'"),
    ],
)
def test_node_groups_with_problems_are_refused(
    cloud: ScriptedCloud, run: Run, groups: Any, problem: str
) -> None:
    lists(cloud, "cluster-templates", of_cluster(node_groups=[], plugin_name=None))
    named = [{"name": name, "count": count} for name, count in groups]
    result = run(ClusterTemplate, name="hadoop", node_groups=named)
    assert result["failure"]["kind"] == "Refused"
    assert problem in result["msg"]


DESCRIBED = {"flavor": "small", "node_processes": ["datanode"]}


@pytest.mark.parametrize(
    ("group", "problem"),
    [
        ({"volumes_per_node": 2}, "'volumes_per_node' of node group 'w' requires 'volumes_size'"),
        (
            {"volumes_per_node": 2, "volumes_size": 0},
            "'volumes_per_node' of node group 'w' requires 'volumes_size'",
        ),
        ({"volumes_per_node": -1}, "'volumes_per_node' of node group 'w' must not be negative: -1"),
        ({"volumes_size": -2}, "'volumes_size' of node group 'w' must not be negative: -2"),
        *(
            (
                {"volume_mount_prefix": path},
                f"'volume_mount_prefix' of node group 'w' cannot be '{path}': use a path that starts with '/', "
                "with letters, digits, '-' and '_' between the slashes",
            )
            for path in ("data", "/mnt/a.b", "/mnt/")
        ),
    ],
)
@pytest.mark.parametrize("exists", [True, False])
def test_volumes_of_node_groups_are_checked(
    cloud: ScriptedCloud, run: Run, group: Any, problem: str, exists: bool
) -> None:
    cloud.add_other_services()
    lists(cloud, "cluster-templates", *([of_cluster()] if exists else []))
    expect_name(cloud, "flavor", "small", {"id": "1", "name": "small"})
    reads_plugin(cloud)
    groups = [{"name": "w", "count": 1, **DESCRIBED, **group}]
    result = run(
        ClusterTemplate,
        True,
        name="hadoop",
        plugin_name="fake",
        plugin_version="0.1",
        node_groups=groups,
    )
    assert result["msg"] == f"{problem}."


@both_apis
def test_a_volume_size_of_zero_is_sent_as_null(cloud: ScriptedCloud, run: Run, api: str) -> None:
    """Sahara refuses the 0 that it shows itself."""
    cloud.add_other_services()
    lists(cloud, "node-group-templates", of_group(api, volumes_size=5, plugin_name=None), api=api)
    for path in ("clusters", "cluster-templates"):
        lists(cloud, path, api=api)
    cloud.expect(
        UPDATE[api],
        f"/v{api}/node-group-templates/n1",
        Answer({"node_group_template": of_group(api)}, 202),
        body={"volumes_size": None},
    )
    result = run(NodeGroupTemplate, api_version=api, name="worker", volumes_size=0)
    assert (result.get("msg"), result["node_group_template"]["volumes_size"]) == (None, 0)
    group = {"name": "w", "count": 1, "flavor_id": "1", "node_processes": ["datanode"]}
    lists(
        cloud, "cluster-templates", of_cluster(api, node_groups=[group], plugin_name=None), api=api
    )
    expect_name(cloud, "flavor", "small", {"id": "1", "name": "small"})
    expect_clusters_of(cloud, "t1")
    cloud.expect(
        UPDATE[api],
        f"/v{api}/cluster-templates/t1",
        Answer({"cluster_template": of_cluster(api)}, 202),
        body={"node_groups": [{**group, "count": 2, "volumes_per_node": 0, "volumes_size": None}]},
    )
    wanted = {"name": "w", "count": 2, **DESCRIBED, "volumes_per_node": 0, "volumes_size": 0}
    result = run(ClusterTemplate, api_version=api, name="hadoop", node_groups=[wanted])
    assert (result.get("msg"), result["changed"]) == (None, True)


def test_node_groups_that_do_not_change_need_no_description(cloud: ScriptedCloud, run: Run) -> None:
    group = {"name": "w", "count": 1, "flavor_id": "1", "node_processes": ["datanode"]}
    lists(cloud, "cluster-templates", of_cluster(node_groups=[group], plugin_name=None))
    expect_clusters_of(cloud, "t1")
    groups = [{"name": "w", "count": 1}]
    result = run(ClusterTemplate, True, name="hadoop", description="New", node_groups=groups)
    assert (result.get("msg"), result["diff"]["after"]) == (None, {"description": "New"})


@pytest.mark.parametrize(
    ("template", "warned"), [(of_group(), "public too: worker."), (of_group(is_public=True), None)]
)
def test_publishing_warns_of_private_node_group_templates(
    cloud: ScriptedCloud, run: Run, warnings: list[str], template: Any, warned: str | None
) -> None:
    lists(cloud, "cluster-templates", of_cluster(plugin_name=None))
    expect_id(cloud, "node_group_template", template)
    expect_clusters_of(cloud, "t1")
    published = {"cluster_template": of_cluster(is_public=True)}
    cloud.expect("PATCH", "/v2/cluster-templates/t1", published, body={"is_public": True})
    assert run(ClusterTemplate, name="hadoop", is_public=True)["changed"] is True
    assert len(warnings) == bool(warned)
    if warned:
        assert warnings[0].endswith(warned)


def test_private_node_group_templates_are_listed_by_name(
    cloud: ScriptedCloud, run: Run, warnings: list[str]
) -> None:
    names = {"g1": "worker", "g2": "master"}
    groups = [{**GROUP, "name": key, "node_group_template_id": key} for key in names]
    lists(cloud, "cluster-templates", of_cluster(node_groups=groups, plugin_name=None))
    for identity, name in names.items():
        expect_id(cloud, "node_group_template", of_group(id=identity, name=name))
    expect_clusters_of(cloud, "t1")
    published = {"cluster_template": of_cluster(is_public=True)}
    cloud.expect("PATCH", "/v2/cluster-templates/t1", published, body={"is_public": True})
    run(ClusterTemplate, name="hadoop", is_public=True)
    assert warnings[0].endswith("public too: master, worker.")


@both_apis
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_cluster_template_in_use_is_neither_changed_nor_deleted(
    cloud: ScriptedCloud, run: Run, state: str, api: str
) -> None:
    users = [
        {"id": "2", "name": "zeta", "cluster_template_id": "t1"},
        {"id": "4", "name": "beta", "cluster_template_id": "t1"},
    ]
    lists(cloud, "cluster-templates", of_cluster(api, plugin_name=None), api=api)
    params = {"description": "New"} if state == "present" else {}
    for _time in range(2 if params else 1):
        expect_clusters_of(cloud, "t1", *users)
    result = run(ClusterTemplate, api_version=api, name="hadoop", state=state, **params)
    assert "in use by cluster beta, cluster zeta" in result["msg"]


@both_apis
def test_another_template_of_a_group_is_sent_with_the_values_that_it_overrides(
    cloud: ScriptedCloud, run: Run, api: str
) -> None:
    group = {**GROUP, "flavor_id": "2", "node_processes": ["datanode"]}
    lists(
        cloud,
        "cluster-templates",
        of_cluster(api, node_groups=[group], plugin_name=None),
        api=api,
    )
    big = of_group(api, id="n2", name="big")
    expect_name(cloud, "node_group_template", "big", big, api=api)
    expect_id(cloud, "node_group_template", of_group(api), api)
    expect_clusters_of(cloud, "t1")
    sent = {"name": "worker", "count": 1, "node_group_template_id": "n2", "flavor_id": "2"}
    cloud.expect(
        UPDATE[api],
        f"/v{api}/cluster-templates/t1",
        Answer({"cluster_template": of_cluster(api)}, 202),
        body={"node_groups": [sent]},
    )
    groups = [{"name": "worker", "count": 1, "node_group_template": "big"}]
    result = run(ClusterTemplate, api_version=api, name="hadoop", node_groups=groups)
    assert (result.get("msg"), result["changed"]) == (None, True)


@both_apis
def test_configs_of_a_group_that_its_template_adds_are_not_a_difference(
    cloud: ScriptedCloud, run: Run, api: str
) -> None:
    configs = {"HDFS": {"dfs.replication": 2, "dfs.datanode.port": 1}}
    group = {**GROUP, "node_configs": configs}
    lists(cloud, "cluster-templates", of_cluster(api, node_groups=[group]), api=api)
    wanted = {"name": "worker", "count": 1, "node_configs": {"HDFS": {"dfs.replication": 2}}}
    result = run(ClusterTemplate, api_version=api, name="hadoop", node_groups=[wanted])
    assert (result.get("msg"), result["changed"]) == (None, False)


def test_the_diff_has_the_groups_that_are_added_and_removed(cloud: ScriptedCloud, run: Run) -> None:
    common = {"count": 1, "flavor_id": "1", "node_processes": ["datanode"]}
    groups = [{"name": name, **common} for name in ("b", "c", "a")]
    lists(cloud, "cluster-templates", of_cluster(node_groups=groups, plugin_name=None))
    expect_name(cloud, "node_group_template", "worker", of_group(id="n9"))
    expect_clusters_of(cloud, "t1")
    added = {
        "name": "d",
        "count": 0,
        "node_group_template": "worker",
        "volumes_per_node": 4,
        "volumes_size": 500,
        "use_autoconfig": True,
    }
    result = run(
        ClusterTemplate, True, name="hadoop", node_groups=[added, {"name": "b", "count": 1}]
    )
    removed = {"count": 1, "flavor": "1", "node_processes": ["datanode"]}
    assert result["diff"] == {
        "before": {"node_groups": {"a": {"name": "a", **removed}, "c": {"name": "c", **removed}}},
        "after": {"node_groups": {"d": added}},
    }
    assert list(result["diff"]["before"]["node_groups"]) == ["a", "c"]
    predicted = result["cluster_template"]["node_groups"]
    assert [group["name"] for group in predicted] == ["b", "d"]


# Node group templates


@pytest.mark.parametrize("option", ["volume_type", "boot_volume_type"])
def test_a_volume_type_is_looked_up_in_cinder(cloud: ScriptedCloud, run: Run, option: str) -> None:
    cloud.add_other_services()
    lists(cloud, "node-group-templates", of_group(plugin_name=None))
    types = [{"id": "v1", "name": "ssd"}, {"id": "v2", "name": "hdd"}]
    cloud.expect("GET", f"/volume/v3/{PROJECT}/types", {"volume_types": types})
    result = run(NodeGroupTemplate, name="worker", **{option: "sdd"})
    assert "volume type named 'sdd'" in result["msg"]
    assert "did you mean 'ssd'" in result["msg"]


@both_apis
@pytest.mark.parametrize(
    ("known", "params", "refused"),
    [
        ({}, {"volumes_per_node": 1}, True),
        ({"volumes_size": 5}, {"volumes_per_node": 1}, False),
        ({"volumes_per_node": 1, "volumes_size": 5}, {"volumes_size": 0}, True),
        ({}, {"volumes_per_node": 1, "volumes_size": 5}, False),
        ({}, {"volumes_size": 5}, False),
    ],
)
def test_volumes_require_a_size(
    cloud: ScriptedCloud,
    run: Run,
    known: dict[str, int],
    params: dict[str, int],
    refused: bool,
    api: str,
) -> None:
    template = of_group(api, plugin_name=None, **known)
    lists(cloud, "node-group-templates", template, api=api)
    if not refused:
        lists(cloud, "clusters", api=api)
        lists(cloud, "cluster-templates", api=api)
        path = f"/v{api}/node-group-templates/n1"
        cloud.expect(
            UPDATE[api],
            path,
            {"node_group_template": {**template, **params}},
            body={**known, **params},
        )
    result = run(NodeGroupTemplate, api_version=api, name="worker", **params)
    message = "'volumes_per_node' requires 'volumes_size'." if refused else None
    assert result.get("msg") == message


@both_apis
@pytest.mark.parametrize("policy", [None, "fail"])
def test_an_update_that_affects_cluster_templates_warns_or_fails(
    cloud: ScriptedCloud, run: Run, warnings: list[str], policy: str | None, api: str
) -> None:
    affected = [
        of_cluster(api, name="zeta"),
        of_cluster(api, id="t2", name="beta"),
        of_cluster(api, id="t3", name="other", node_groups=None),
    ]
    template = of_group(api, plugin_name=None)
    lists(cloud, "node-group-templates", template, api=api)
    lists(cloud, "clusters", {"id": "c1", "name": "c1", "node_groups": []}, api=api)
    lists(cloud, "cluster-templates", *affected, api=api)
    if policy is None:
        path, changed = f"/v{api}/node-group-templates/n1", {**template, "description": "New"}
        cloud.expect(
            UPDATE[api], path, {"node_group_template": changed}, body={"description": "New"}
        )
    params = {"description": "New", "on_affected_templates": policy}
    result = run(NodeGroupTemplate, api_version=api, name="worker", **params)
    sentence = (
        "Updating node group template 'worker' resets the node groups made from it in the cluster "
        "templates beta, zeta to the template, including names and overrides."
    )
    if policy == "fail":
        refusal = f"{sentence} Nothing was changed because 'on_affected_templates' is 'fail'."
        assert (result["msg"], warnings) == (refusal, [])
    else:
        assert (result["changed"], warnings) == (True, [sentence])


def test_an_update_that_affects_no_cluster_template_does_not_warn(
    cloud: ScriptedCloud, run: Run, warnings: list[str]
) -> None:
    template = of_group(plugin_name=None)
    lists(cloud, "node-group-templates", template)
    lists(cloud, "clusters")
    lists(cloud, "cluster-templates", of_cluster(node_groups=[]))
    cloud.expect("PATCH", "/v2/node-group-templates/n1", {"node_group_template": template})
    params = {"description": "New", "on_affected_templates": "fail"}
    assert run(NodeGroupTemplate, name="worker", **params)["changed"] is True
    assert warnings == []


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_node_group_template_in_use_by_clusters_is_neither_changed_nor_deleted(
    cloud: ScriptedCloud, run: Run, state: str
) -> None:
    clusters = [
        {"id": "2", "name": "zeta", "node_groups": [GROUP]},
        {
            "id": "3",
            "name": "unrelated",
            "node_groups": [{**GROUP, "node_group_template_id": "n2"}],
        },
        {"id": "4", "name": "beta", "node_groups": [GROUP]},
    ]
    lists(cloud, "node-group-templates", of_group(plugin_name=None))
    lists(cloud, "clusters", *clusters)
    lists(cloud, "cluster-templates", of_cluster())
    params = {"description": "New"} if state == "present" else {}
    message = run(NodeGroupTemplate, name="worker", state=state, **params)["msg"]
    users = "cluster beta, cluster template hadoop, cluster zeta"
    reason = f"in use by {users}"
    if state == "present":
        assert "(it is in use by cluster beta, zeta)" in message
    assert reason in message and "unrelated" not in message
