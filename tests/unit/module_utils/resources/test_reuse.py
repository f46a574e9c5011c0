# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that describe an object: names for ids, no defaults, no secrets."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.secrets import (
    MASK,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.configs import (
    Configs,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    JobTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.request import (
    given_configs,
    kept_configs,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    split_secrets,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import listing_of
from tests.unit.support.scripted import GONE, ScriptedCloud

IDENTITY = "6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90"
OTHER = "7d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b91"
NETWORK = "e0a1f9b8-5c7d-4a2e-93f6-7d8c1b2a3f45"
PLUGIN = {"plugin_name": "fake", "plugin_version": "0.1"}


@pytest.fixture
def described(cloud: ScriptedCloud) -> Any:
    """The options, and the paths of the secrets, of the only object that Sahara has of a kind.

    look_ups: the replies to the requests for other objects, by path.
    """

    def described(
        resource: Any, found: Any, look_ups: Any = None, **params: Any
    ) -> tuple[Any, Any]:
        listing = listing_of(resource.kind.name)
        found = {"id": IDENTITY, "project_id": PROJECT, **found}
        cloud.expect("GET", listing.path, {listing.key: [found]})
        for path, reply in (look_ups or {}).items():
            cloud.expect("GET", path, reply)
        options = {
            "cloud": {"auth": cloud.auth},
            "api_version": "2",
            "with_options": True,
            **params,
        }
        result = execute(lambda task: gather(task, resource(task)), AnsibleTask(options))
        assert not result.get("failed"), result
        (one,) = result[resource.kind.plural]
        return one["options"], one["secret_options"]

    return described


def test_options_with_look_ups_are_returned_on_request(described: Any) -> None:
    found = {"name": "a", **PLUGIN, "flavor_id": "3"}
    assert described(NodeGroupTemplate, found, with_options=False) == (None, None)


def test_defaults_are_left_out_and_names_stand_for_ids(
    cloud: ScriptedCloud, described: Any
) -> None:
    cloud.add_other_services()
    flavor = {"id": "3", "name": "m1.small"}
    networks = [{"id": i, "name": "net", "router:external": True} for i in (NETWORK, OTHER)]
    look_ups = {
        "/compute/v2.1/flavors/3": {"flavor": flavor},
        "/compute/v2.1/flavors": {"flavors": [flavor]},
        f"/network/v2.0/networks/{NETWORK}": {"network": networks[0]},
        "/network/v2.0/networks": {"networks": networks},
    }
    found = {
        "name": "a",
        **PLUGIN,
        "flavor_id": "3",
        "floating_ip_pool": NETWORK,
        "node_processes": ["datanode"],
        "volumes_per_node": 0,
        "use_autoconfig": True,
        "is_public": False,
        "is_protected": True,
        "shares": [{"id": "s1", "path": None, "access_level": "rw"}],
    }
    assert described(NodeGroupTemplate, found, look_ups) == (
        {
            "name": "a",
            **PLUGIN,
            "flavor": "m1.small",
            # Two networks have this name.
            "floating_ip_pool": NETWORK,
            "node_processes": ["datanode"],
            "shares": [{"id": "s1"}],
            "is_protected": True,
        },
        [],
    )


def test_an_object_of_another_project_is_selected_by_its_id(described: Any) -> None:
    found = {"name": "a", "project_id": "other", "type": "hdfs", "url": "/data"}
    assert described(DataSource, found)[0]["id"] == IDENTITY


def test_secrets_are_left_out_and_listed(described: Any) -> None:
    configs = {"NameNode": {"Admin password": "hunter2", "Heap": 5}, "Hue": {"Secret key": "abc"}}
    found = {"name": "a", **PLUGIN, "cluster_configs": configs}
    assert described(ClusterTemplate, found) == (
        {"name": "a", **PLUGIN, "cluster_configs": {"NameNode": {"Heap": 5}}},
        ["cluster_configs.Hue.Secret key", "cluster_configs.NameNode.Admin password"],
    )


@pytest.mark.parametrize(
    ("resource", "found", "hidden"),
    [
        (DataSource, {"type": "swift", "url": "swift://a/b"}, ["credentials"]),
        (DataSource, {"type": "hdfs", "url": "/a"}, []),
        (JobBinary, {"url": "s3://a/b"}, ["extra"]),
        (JobBinary, {"url": f"internal-db://{OTHER}"}, []),
    ],
)
def test_secrets_that_sahara_never_returns_are_listed(
    described: Any, resource: Any, found: Any, hidden: list[str]
) -> None:
    options, secrets = described(resource, {"name": "a", **found})
    assert (options, secrets) == ({"name": "a", **found}, hidden)


def test_node_groups_have_what_they_override(described: Any) -> None:
    template = {
        "id": OTHER, "name": "worker", "project_id": PROJECT, "flavor_id": "3", "node_processes": ["datanode"],
        "node_configs": {"HDFS": {"a": 1}}, "image_id": None, "volumes_per_node": 2, "volumes_size": 10,
    }  # fmt: skip
    look_ups = {f"/v2/node-group-templates/{OTHER}": {"node_group_template": template}}
    group = {
        **{key: value for key, value in template.items() if key not in ("id", "project_id")},
        "node_group_template_id": OTHER, "count": 3, "node_configs": {"HDFS": {"a": "1", "b": 2}}, "volumes_per_node": 0,
    }  # fmt: skip
    found = {"name": "a", **PLUGIN, "node_groups": [group]}
    assert described(ClusterTemplate, found, look_ups)[0]["node_groups"] == [
        {
            "name": "worker", "count": 3, "node_group_template": "worker",
            "node_configs": {"HDFS": {"b": 2}}, "volumes_per_node": 0,
        }
    ]  # fmt: skip


def test_clusters_have_what_their_template_lacks(described: Any) -> None:
    groups = [
        {"name": name, "count": 1, "flavor_id": "3", "node_processes": [name]}
        for name in ("master", "worker", "gone")
    ]
    template = {
        "id": OTHER, "name": "small", "project_id": PROJECT, **PLUGIN, "node_groups": groups, "description": "Small",
        "cluster_configs": {"HDFS": {"a": 1}}, "use_autoconfig": True,
    }  # fmt: skip
    look_ups = {f"/v2/cluster-templates/{OTHER}": {"cluster_template": template}}
    found = {
        "name": "a", **PLUGIN, "cluster_template_id": OTHER, "status": "Active", "description": "Small",
        "cluster_configs": {"HDFS": {"a": 1}, "YARN": {"b": 2}}, "use_autoconfig": True, "user_keypair_id": "key",
        "node_groups": [{**groups[0], "instances": []}, {**groups[1], "count": 4, "instances": []}],
    }  # fmt: skip
    assert described(Cluster, found, look_ups)[0] == {
        "name": "a",
        "cluster_template": "small",
        "user_keypair": "key",
        "cluster_configs": {"YARN": {"b": 2}},
        "node_groups": [
            {"name": "gone", "count": 0},
            {"name": "master", "count": 1},
            {"name": "worker", "count": 4},
        ],
    }


def test_references_to_nothing_stay_ids(described: Any) -> None:
    look_ups = {f"/v2/job-binaries/{OTHER}": GONE}
    binaries = [{"id": OTHER, "name": "gone"}]
    found = {"name": "a", "type": "Spark", "mains": binaries}
    assert described(JobTemplate, found, look_ups)[0] == {
        "name": "a",
        "type": "Spark",
        "mains": [OTHER],
    }


@pytest.mark.parametrize(
    ("options", "kept", "paths"),
    [
        ({"args": ["--password", "hunter2"]}, {}, [("args",)]),
        ({"configs": {"a": MASK, "b": 1}}, {"configs": {"b": 1}}, [("configs", "a")]),
        ({"configs": {"a": "https://user:hunter2@host"}}, {}, [("configs", "a")]),
        (
            {"job_interface": [{"name": "Admin password", "location": "0", "default": "hunter2"}]},
            {"job_interface": [{"name": "Admin password", "location": "0"}]},
            [("job_interface", "Admin password", "default")],
        ),
        (
            {"configs": {"use.token": True}, "args": []},
            {"configs": {"use.token": True}, "args": []},
            [],
        ),
    ],
)
def test_split_secrets(options: Any, kept: Any, paths: Any) -> None:
    assert split_secrets(options) == (kept, paths)


INTERFACE = [
    {"name": "in", "mapping_type": "args", "location": "1", "value_type": "string", "required": True},
    {"name": "day", "mapping_type": "args", "location": "0", "value_type": "string", "required": False, "default": "x"},
    {"name": "queue", "mapping_type": "configs", "location": "q", "value_type": "string", "required": False, "default": "d"},
]  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {"job_interface": {"in": "a"}},
        {"job_interface": {"in": "a", "day": "monday", "queue": "fast"}, "args": ["b"], "configs": {"c": "1"}},
        {"job_interface": {"in": "a"}, "params": {"p": "1"}},
    ],
)  # fmt: skip
def test_configs_are_separated_from_values_of_the_interface(given: Any) -> None:
    kept = kept_configs(given, INTERFACE, given["job_interface"])
    assert given_configs(kept, INTERFACE, SimpleNamespace()) == given  # type: ignore[arg-type]


class Scope:
    def __init__(self) -> None:
        self.problems: list[str] = []
        self.problem = self.problems.append


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"A": {"x": 1}}, {"A": {"x": 1, "password": "p"}}),
        ({"A": {"password": "q"}}, {"A": {"password": "q"}}),
        ({"A": {"password": None}}, {"A": {}}),
        ({}, {"A": {"password": "p"}}),
    ],
)
def test_secret_configs_are_kept_unless_the_task_sets_them(given: Any, wanted: Any) -> None:
    scope: Any = Scope()
    current = {"A": {"x": 1, "y": 2, "password": "p"}}
    assert Configs("node_configs").wanted(given, scope, current) == wanted
    assert scope.problems == []
