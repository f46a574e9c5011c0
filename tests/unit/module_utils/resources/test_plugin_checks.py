# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plugin version does not offer is refused before a template is written."""

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

from tests.unit.support.clusters import expect_clusters_of
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import (
    expect_id,
    expect_name,
    expect_registration,
    expect_suggestions,
)
from tests.unit.support.scripted import ScriptedCloud

Run = Callable[..., dict[str, Any]]
BOTH_APIS = pytest.mark.parametrize("api", ["1.1", "2"])
NO_VERSION = pytest.mark.parametrize("missing", ["plugin_name", "plugin_version"])
PLUGIN = {
    "name": "fake",
    "versions": ["0.1"],
    "node_processes": {"HDFS": ["namenode", "datanode"], "YARN": ["nodemanager"]},
    "required_image_tags": ["fake", "0.1"],
    "configs": [
        {"name": "dfs.replication", "applicable_target": "HDFS"},
        {"name": "dfs.blocksize", "applicable_target": "HDFS"},
        {"name": "memory", "applicable_target": "YARN"},
    ],
}
OF_THE_PLUGIN = {"plugin_name": "fake", "plugin_version": "0.1"}
WORKER = {"name": "w", "count": 1, "flavor": "1", "node_processes": ["datanode"]}
GLANCE = {"id": "i1", "name": "ubuntu"}


@pytest.fixture(autouse=True)
def other_services(cloud: ScriptedCloud) -> None:
    cloud.add_other_services()


def lists(cloud: ScriptedCloud, resource: Any, *found: Any, api: str = "2") -> None:
    path = resource.kind.plural.replace("_", "-")
    cloud.expect("GET", f"/v{api}/{path}", {resource.kind.plural: list(found)})


def reads_flavor(cloud: ScriptedCloud) -> None:
    expect_id(cloud, "flavor", {"id": "1", "name": "small"})


def reads_plugin(cloud: ScriptedCloud, api: str = "2") -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": PLUGIN})


def reads_image(cloud: ScriptedCloud) -> None:
    expect_name(cloud, "image", "ubuntu", GLANCE)


def reads_registration(cloud: ScriptedCloud, *tags: str, api: str = "2") -> None:
    expect_registration(cloud, "i1", tags or None, api)


PROBLEMS = pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"node_processes": ["datanode", "datanod"]},
         "No node process of plugin fake named 'datanod'; did you mean 'datanode'?"),
        ({"node_configs": {"HDFS": {"dfs.replicatio": 2, "dfs.blocksize": 1}}},
         "No config of HDFS of plugin fake in 'node_configs' named 'dfs.replicatio'; did you mean 'dfs.replication'?"),
        ({"node_configs": {"YARN": {"dfs.replication": 2}}},
         "No config of YARN of plugin fake in 'node_configs' named 'dfs.replication'; available: memory."),
        ({"node_configs": {"HDFFS": {"dfs.replication": 2}}},
         "No config target of plugin fake in 'node_configs' named 'HDFFS'; did you mean 'HDFS'?"),
    ],
)  # fmt: skip


@BOTH_APIS
@PROBLEMS
def test_node_group_template_is_checked(
    cloud: ScriptedCloud, run: Run, options: Any, problem: str, api: str
) -> None:
    lists(cloud, NodeGroupTemplate, api=api)
    reads_flavor(cloud)
    reads_plugin(cloud, api)
    wanted = {"flavor": "1", "node_processes": ["namenode"], **OF_THE_PLUGIN, **options}
    assert run(NodeGroupTemplate, name="w", api_version=api, **wanted)["msg"] == problem


@PROBLEMS
def test_each_node_group_of_a_cluster_template_is_checked(
    cloud: ScriptedCloud, run: Run, options: Any, problem: str
) -> None:
    lists(cloud, ClusterTemplate)
    reads_flavor(cloud)
    reads_plugin(cloud)
    groups = [WORKER, {**WORKER, "name": "x", **options}]
    assert run(ClusterTemplate, name="t", node_groups=groups, **OF_THE_PLUGIN)["msg"] == problem


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"anti_affinity": ["namenod"]},
         "No node process of plugin fake named 'namenod'; did you mean 'namenode'?"),
        ({"cluster_configs": {"HDFS": {"dfs.blocksiz": 1}}},
         "No config of HDFS of plugin fake in 'cluster_configs' named 'dfs.blocksiz'; did you mean 'dfs.blocksize'?"),
    ],
)  # fmt: skip
def test_cluster_template_is_checked(
    cloud: ScriptedCloud, run: Run, options: Any, problem: str
) -> None:
    lists(cloud, ClusterTemplate)
    reads_plugin(cloud)
    assert run(ClusterTemplate, name="t", **OF_THE_PLUGIN, **options)["msg"] == problem


IMAGES = pytest.mark.parametrize(
    ("tags", "problem"),
    [
        ((), "Image 'ubuntu' is not registered; register it with the module sahara_image."),
        (("other",), "Image 'ubuntu' is missing the tags 0.1, fake required by plugin fake."),
        (("fake",), "Image 'ubuntu' is missing the tags 0.1 required by plugin fake."),
        (("fake", "other", "0.1"), None),
    ],
)


@BOTH_APIS
@IMAGES
def test_image_of_a_node_group_template_is_checked(
    cloud: ScriptedCloud, run: Run, tags: tuple[str, ...], problem: str | None, api: str
) -> None:
    lists(cloud, NodeGroupTemplate, api=api)
    reads_flavor(cloud)
    reads_image(cloud)
    reads_plugin(cloud, api)
    reads_registration(cloud, *tags, api=api)
    wanted = {"flavor": "1", "node_processes": ["namenode"], "image": "ubuntu", **OF_THE_PLUGIN}
    result = run(NodeGroupTemplate, check_mode=True, name="w", api_version=api, **wanted)
    assert result.get("msg") == problem


@IMAGES
def test_image_of_a_node_group_is_checked(
    cloud: ScriptedCloud, run: Run, tags: tuple[str, ...], problem: str | None
) -> None:
    lists(cloud, ClusterTemplate)
    reads_flavor(cloud)
    reads_image(cloud)
    reads_plugin(cloud)
    reads_registration(cloud, *tags)
    groups = [WORKER, {**WORKER, "name": "x", "image": "ubuntu"}]
    result = run(ClusterTemplate, check_mode=True, name="t", node_groups=groups, **OF_THE_PLUGIN)
    assert result.get("msg") == problem


@IMAGES
def test_default_image_of_a_cluster_template_is_checked(
    cloud: ScriptedCloud, run: Run, tags: tuple[str, ...], problem: str | None
) -> None:
    lists(cloud, ClusterTemplate)
    reads_image(cloud)
    reads_plugin(cloud)
    reads_registration(cloud, *tags)
    options = {"default_image": "ubuntu", **OF_THE_PLUGIN}
    assert run(ClusterTemplate, check_mode=True, name="t", **options).get("msg") == problem


def test_unknown_image_is_reported_once(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud, ClusterTemplate)
    expect_name(cloud, "image", "ubunt")
    expect_suggestions(cloud, "image", GLANCE)
    reads_plugin(cloud)
    result = run(ClusterTemplate, name="t", default_image="ubunt", **OF_THE_PLUGIN)
    assert result["msg"] == "No image named 'ubunt'; did you mean 'ubuntu'?"


def test_all_problems_are_reported_together(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud, ClusterTemplate)
    reads_plugin(cloud)
    options = {"anti_affinity": ["x"], "cluster_configs": {"Y": {"a": 1}, "HDFS": {"z": 1}}}
    message = run(ClusterTemplate, name="t", **options, **OF_THE_PLUGIN)["msg"]
    assert message.startswith("The request has 3 problems: (1) ")
    for name in ("'x'", "'Y'", "'z'"):
        assert f"named {name}; available: " in message


def test_offered_values_are_accepted(cloud: ScriptedCloud, run: Run) -> None:
    lists(cloud, ClusterTemplate)
    reads_flavor(cloud)
    reads_plugin(cloud)
    configs = {"HDFS": {"dfs.replication": 1, "dfs.blocksize": 2}, "YARN": {"memory": 3}}
    groups = [{**WORKER, "node_processes": ["namenode", "nodemanager"], "node_configs": configs}]
    options = {"anti_affinity": ["datanode"], "cluster_configs": configs, "node_groups": groups}
    result = run(ClusterTemplate, check_mode=True, name="t", **options, **OF_THE_PLUGIN)
    assert (result.get("msg"), result["changed"]) == (None, True)


EXISTING = {
    "id": "7",
    "name": "t",
    "project_id": PROJECT,
    "plugin_name": "fake",
    "plugin_version": "0.1",
    "node_groups": [],
    "anti_affinity": ["retired"],
}


def test_an_update_checks_only_what_the_task_sets(cloud: ScriptedCloud, run: Run) -> None:
    """A value that the template already has may be older than the plugin version."""
    lists(cloud, ClusterTemplate, EXISTING)
    reads_plugin(cloud)
    expect_clusters_of(cloud, "7")
    result = run(
        ClusterTemplate, check_mode=True, name="t", cluster_configs={"YARN": {"memory": 1}}
    )
    assert (result.get("msg"), result["changed"]) == (None, True)


@NO_VERSION
def test_without_a_plugin_version_nothing_is_checked(
    cloud: ScriptedCloud, run: Run, missing: str
) -> None:
    lists(cloud, ClusterTemplate, {**EXISTING, missing: None})
    expect_clusters_of(cloud, "7")
    result = run(ClusterTemplate, check_mode=True, name="t", anti_affinity=["unknown"])
    assert (result.get("msg"), result["changed"]) == (None, True)


@NO_VERSION
def test_creation_requires_the_plugin_and_its_version(
    cloud: ScriptedCloud, run: Run, missing: str
) -> None:
    lists(cloud, ClusterTemplate)
    options = {name: value for name, value in OF_THE_PLUGIN.items() if name != missing}
    result = run(ClusterTemplate, name="t", **options)
    assert result["msg"] == f"Creating cluster template 't' requires '{missing}'."
