# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The requests for templates and node groups, and shares, for which the sandbox has no service."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.names import (
    HOSTNAME_FORM,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

from tests.unit.support.clusters import expect_clusters_of
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_id

WORKER = "11111111-1111-4111-8111-111111111111"
SHARE = "22222222-2222-4222-8222-222222222222"
GROUP_TEMPLATE = {
    "id": WORKER,
    "name": "worker",
    "project_id": PROJECT,
    "flavor_id": "1",
    "node_processes": ["datanode"],
    "node_configs": {"HDFS": {"DataNode Heap Size": 512}},
}
# As Sahara returns it: its own flavor and configs, merged with those of its template.
GROUP = {
    **{key: GROUP_TEMPLATE[key] for key in ("node_processes",)},
    "id": "9",
    "name": "worker",
    "count": 1,
    "node_group_template_id": WORKER,
    "flavor_id": "2",
    "node_configs": {"HDFS": {"DataNode Heap Size": 512, "dfs.datanode.port": 1}},
}
TEMPLATE = {"id": "7", "name": "t", "project_id": PROJECT, "node_groups": [GROUP]}


def expect_update(cloud, template, body, with_template=True):
    path = "/v2/cluster-templates"
    cloud.expect("GET", path, {"cluster_templates": [template]})
    if with_template:
        expect_id(cloud, "node_group_template", GROUP_TEMPLATE)
    expect_clusters_of(cloud, "7")
    cloud.expect("PATCH", f"{path}/7", {"cluster_template": template}, body=body)


def test_group_keeps_its_template_and_overrides(cloud, run):
    kept = {key: GROUP[key] for key in ("name", "node_group_template_id", "flavor_id")}
    configs = {"node_configs": GROUP["node_configs"]}
    expect_update(cloud, TEMPLATE, {"node_groups": [{**kept, **configs, "count": 3}]})
    result = run(ClusterTemplate, name="t", node_groups=[{"name": "worker", "count": 3}])
    assert result["diff"] == {
        "before": {"node_groups": {"worker": {"count": 1}}},
        "after": {"node_groups": {"worker": {"count": 3}}},
    }


def test_group_without_a_template_keeps_all_its_values(cloud, run):
    group = {**GROUP, "node_group_template_id": None}
    kept = ("name", "flavor_id", "node_processes", "node_configs")
    body = {"node_groups": [{**{key: group[key] for key in kept}, "count": 3}]}
    expect_update(cloud, {**TEMPLATE, "node_groups": [group]}, body, with_template=False)
    assert run(ClusterTemplate, name="t", node_groups=[{"name": "worker", "count": 3}])["changed"]


def test_group_that_loses_its_template_keeps_all_its_values(cloud, run):
    kept = ("name", "count", "flavor_id", "node_processes", "node_configs")
    body = {"node_groups": [{key: GROUP[key] for key in kept}]}
    expect_update(cloud, TEMPLATE, body)
    groups = [{"name": "worker", "count": 1, "node_group_template": ""}]
    result = run(ClusterTemplate, name="t", node_groups=groups)
    assert result["diff"] == {
        "before": {"node_groups": {"worker": {"node_group_template": "worker"}}},
        "after": {"node_groups": {"worker": {}}},
    }


def test_templates_of_equal_groups_are_not_read(cloud, run):
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [TEMPLATE]})
    groups = [{"name": "worker", "count": 1, "flavor": "2"}]
    assert run(ClusterTemplate, name="t", node_groups=groups)["changed"] is False


@pytest.mark.parametrize(
    ("had", "wanted", "sent"),
    [
        ([], [{"id": SHARE}], [{"id": SHARE, "path": None, "access_level": "rw"}]),
        ([{"id": SHARE}], [], []),
        ([{"id": SHARE, "path": "/a"}], [{"id": SHARE, "path": "/b"}], [{"id": SHARE, "path": "/b", "access_level": "rw"}]),
        (None, [], None),
        ([{"id": SHARE, "access_level": None}], [{"id": SHARE, "access_level": "rw"}], None),
        ([{"id": SHARE}], [{"id": SHARE, "access_level": "ro"}], [{"id": SHARE, "path": None, "access_level": "ro"}]),
        ([{"id": SHARE, "access_level": "ro"}], [{"id": SHARE, "access_level": "ro"}], None),
    ],
)  # fmt: skip
def test_shares(cloud, run, had, wanted, sent):
    path = "/v2/node-group-templates"
    template = {**GROUP_TEMPLATE, "shares": had}
    cloud.expect("GET", path, {"node_group_templates": [template]})
    if sent is not None:
        cloud.expect("GET", "/v2/clusters", {"clusters": []})
        cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": []})
        changed = {**template, "shares": sent}
        cloud.expect(
            "PATCH", f"{path}/{WORKER}", {"node_group_template": changed}, body={"shares": sent}
        )
    result = run(NodeGroupTemplate, name="worker", shares=wanted)
    assert result["changed"] is (sent is not None)


@pytest.mark.parametrize("project", [PROJECT, "q" * 32])
@pytest.mark.parametrize(
    ("resource", "path"),
    [(NodeGroupTemplate, "node-group-templates"), (ClusterTemplate, "cluster-templates")],
)
def test_renaming_to_a_taken_name_is_refused(cloud, run, resource, path, project):
    """Sahara would report a duplicate entry, or allow the name of another project's public object."""
    other = {"id": "8", "name": "taken", "project_id": project}
    cloud.expect("GET", f"/v2/{path}/{WORKER}", {resource.kind.name: {**GROUP_TEMPLATE}})
    cloud.expect("GET", f"/v2/{path}", {resource.kind.plural: [other]})
    result = run(resource, check_mode=True, id=WORKER, name="taken")
    assert result["msg"] == (
        f"A {resource.kind.noun} named 'taken' already exists (id 8); choose another name."
    )


@pytest.mark.parametrize("name", ["a", "a-b", "A1.b2", "a" * 50, "a.b-c.d"])
def test_valid_template_names(name):
    assert HOSTNAME_FORM.pattern.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["", "1a", "a_b", "a-", "-a", "a.", ".a", "a..b", "a.1", "a b", "a\n", "a" * 51, "grün"]
)
def test_invalid_template_names(name):
    assert not HOSTNAME_FORM.pattern.fullmatch(name)


def test_check_mode_predicts_that_a_group_loses_a_value_of_its_template(cloud, run):
    template = {**GROUP_TEMPLATE, "availability_zone": "nova"}
    group = {**GROUP, "availability_zone": "nova"}
    shown = {**TEMPLATE, "node_groups": [group]}
    cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [shown]})
    expect_id(cloud, "node_group_template", template)
    expect_clusters_of(cloud, "7")
    groups = [{"name": "worker", "count": 1, "availability_zone": ""}]
    result = run(ClusterTemplate, check_mode=True, name="t", node_groups=groups)
    (predicted,) = result["cluster_template"]["node_groups"]
    assert predicted["availability_zone"] is None
    assert (predicted["flavor_id"], predicted["node_processes"]) == ("2", ["datanode"])
    assert result["diff"]["before"] == {"node_groups": {"worker": {"availability_zone": "nova"}}}
