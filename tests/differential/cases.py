# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls that do the same in python-saharaclient and in our client: each method of each manager."""

from __future__ import annotations

from typing import Any

from tests.differential.pair import Case
from tests.unit.support.scripted import Answer

ONE = {"id": "1", "name": "a", "description": None, "is_public": False, "tags": ["x", "y"]}
PAGE_OF_TWO = [ONE, {**ONE, "id": "2"}]
NO_CONTENT = Answer(None, 204)
BYTES = bytes(range(256))

GROUPS = [{"name": "w", "count": 2, "node_group_template_id": "ngt"}]
CONFIGS = {"HDFS": {"dfs.replication": 2}}
SHARES = [{"id": "s", "path": "/mnt", "access_level": "rw"}]
ACCESS = {"is_public": True, "is_protected": False}

CLUSTER = {
    "cluster_template_id": "ct",
    "default_image_id": "i",
    "is_transient": False,
    "description": "grün",
    "cluster_configs": CONFIGS,
    "node_groups": GROUPS,
    "user_keypair_id": "key",
    "anti_affinity": ["datanode"],
    "net_id": "net",
    "use_autoconfig": True,
    "shares": SHARES,
    **ACCESS,
}
CLUSTER_TEMPLATE = {
    "description": "",
    "cluster_configs": CONFIGS,
    "node_groups": GROUPS,
    "anti_affinity": [],
    "net_id": "net",
    "default_image_id": "i",
    "use_autoconfig": False,
    "shares": SHARES,
    "domain_name": "example.org.",
    **ACCESS,
}
VOLUMES = {
    "volumes_per_node": 2,
    "volumes_size": 10,
    "volumes_availability_zone": "nova",
    "volume_type": "ssd",
    "volume_local_to_instance": True,
    "volume_mount_prefix": "/data",
}
NODE_GROUP_TEMPLATE = {
    "description": "d",
    "node_processes": ["namenode"],
    "node_configs": CONFIGS,
    "floating_ip_pool": "pool",
    "security_groups": ["sg"],
    "auto_security_group": True,
    "availability_zone": "az",
    "image_id": "i",
    "is_proxy_gateway": False,
    "use_autoconfig": True,
    "shares": SHARES,
    **VOLUMES,
    **ACCESS,
}
BOOT = {
    "boot_from_volume": True,
    "boot_volume_type": "ssd",
    "boot_volume_availability_zone": "nova",
    "boot_volume_local_to_instance": False,
}
JOB_TEMPLATE = {
    "mains": ["m"],
    "libs": [],
    "description": "d",
    "interface": [{"name": "n"}],
    **ACCESS,
}
JOB = {"input_id": "i", "output_id": "o", "configs": {"args": []}, "interface": {}, **ACCESS}


def answer(envelope: str, status: int = 202) -> Answer:
    return Answer({envelope: ONE}, status)


def list_cases(version: str, manager: str, key: str) -> list[Case]:
    """All items, none, a page between two others, and every argument by position."""
    full = Answer({key: PAGE_OF_TWO, "markers": {"prev": None, "next": "2"}})
    call = f"{manager}.list"
    options = {"limit": 2, "marker": "1", "sort_by": "name"}
    filters = {"name": "a b&c", "plugin_name": "fake"}
    return [
        Case(version, call, (), (Answer({key: PAGE_OF_TWO}),)),
        Case(version, call, (), (Answer({key: [], "markers": None}),)),
        Case(version, call, (), (full,), {**options, "reverse": True, "search_opts": filters}),
        Case(version, call, (None, 3, 4, "id", False), (full,)),
        Case(version, call, (filters,), (full,), {"sort_by": "name"}),
    ]


def unpaged_list_cases(version: str, manager: str) -> list[Case]:
    """Lists that have no pages."""
    some = Answer({manager: PAGE_OF_TWO})
    call = f"{manager}.list"
    return [
        Case(version, call, (), (some,)),
        Case(version, call, ({"tags": ["x", "y"], "type": "Pig"},), (some,)),
    ]


def get_update_delete_cases(version: str, manager: str, envelope: str, update: Any) -> list[Case]:
    """get, delete, and update with and without changes."""
    done = (answer(envelope),)
    found = (answer(envelope, 200),)
    cases = [
        Case(version, f"{manager}.get", ("1",), found),
        Case(version, f"{manager}.delete", ("1",), (NO_CONTENT,)),
        Case(version, f"{manager}.update", ("1",), done, update),
    ]
    if isinstance(update, dict) and "name" in update:
        cases += [
            Case(version, f"{manager}.update", ("1",), done),
            Case(version, f"{manager}.update", ("1", "positional", None), done),
            Case(version, f"{manager}.update", ("1",), done, dict.fromkeys(update)),
        ]
    return cases


def clusters(version: str, version_field: str) -> list[Case]:
    done, found = (answer("cluster"),), (answer("cluster", 200),)
    several = {"1.1": ["1", "2"], "2": [{"cluster": ONE}, {"cluster": ONE}]}[version]
    required = ("a", "fake", "0.1")
    named = {"name": "a", "plugin_name": "fake", version_field: "0.1"}
    change = {"name": "b", "description": None, "shares": SHARES, **ACCESS}
    scaling = {"resize_node_groups": [{"name": "w", "count": 3}], "add_node_groups": []}
    return [
        *list_cases(version, "clusters", "clusters"),
        *get_update_delete_cases(version, "clusters", "cluster", change),
        Case(version, "clusters.create", required, done),
        Case(version, "clusters.create", required, done, CLUSTER),
        Case(version, "clusters.create", (), done, named),
        Case(version, "clusters.create", required, done, {"count": 1}),
        Case(
            version, "clusters.create", required, (Answer({"clusters": several}, 202),),
            {**CLUSTER, "count": 2},
        ),
        Case(version, "clusters.get", ("1", True), found),
        Case(version, "clusters.get", (), found, {"cluster_id": "1", "show_progress": False}),
        Case(version, "clusters.scale", ("1", scaling), done),
        Case(version, "clusters.verification_update", ("1", "START"), done),
    ]  # fmt: skip


def cluster_templates(version: str, version_field: str) -> list[Case]:
    required = ("a", "fake", "0.1")
    change = {"name": "b", "plugin_name": "fake", version_field: "0.2", **CLUSTER_TEMPLATE}
    done = (answer("cluster_template"),)
    return [
        *list_cases(version, "cluster_templates", "cluster_templates"),
        *get_update_delete_cases(version, "cluster_templates", "cluster_template", change),
        Case(version, "cluster_templates.create", required, done),
        Case(version, "cluster_templates.create", required, done, CLUSTER_TEMPLATE),
        Case(version, "cluster_templates.export", ("1",), (answer("cluster_template", 200),)),
    ]


def node_group_templates(version: str, version_field: str, more: dict[str, Any]) -> list[Case]:
    required = ("a", "fake", "0.1", "1")
    fields = {**NODE_GROUP_TEMPLATE, **more}
    change = {"name": "b", "plugin_name": "f", version_field: "0.2", "flavor_id": "2", **fields}
    few = {"node_processes": ["namenode"]}
    done = (answer("node_group_template"),)
    call = "node_group_templates.create"
    return [
        *list_cases(version, "node_group_templates", "node_group_templates"),
        *get_update_delete_cases(version, "node_group_templates", "node_group_template", change),
        Case(version, call, required, done, fields),
        Case(version, call, required, done, few),
        Case(version, call, required, done, {**few, **VOLUMES, "volumes_per_node": 0}),
        Case(version, call, (*required, "d", 1, 2, ["namenode"]), done),
        Case(version, "node_group_templates.export", ("1",), (answer("node_group_template", 200),)),
    ]


def data_sources(version: str) -> list[Case]:
    required = ("a", "d", "swift", "swift://c/p")
    s3 = {"accesskey": "k", "secretkey": "s"}
    done, call = (answer("data_source"),), "data_sources.create"
    return [
        *list_cases(version, "data_sources", "data_sources"),
        *get_update_delete_cases(
            version, "data_sources", "data_source", {"update_data": {"url": "b", **ACCESS}}
        ),
        Case(version, call, required, done),
        Case(version, call, (*required, "user", "secret"), done, ACCESS),
        Case(version, call, required, done, {"s3_credentials": s3}),
        Case(version, call, required, done, {"credential_user": "u", "s3_credentials": s3}),
    ]


def job_binaries(version: str) -> list[Case]:
    more = {"description": "d", "extra": {"user": "u"}, **ACCESS}
    done, call = (answer("job_binary"),), "job_binaries.create"
    return [
        *list_cases(version, "job_binaries", "binaries"),
        *get_update_delete_cases(
            version, "job_binaries", "job_binary", {"data": {"url": "b", "description": ""}}
        ),
        Case(version, call, ("a", "internal-db://1"), done),
        Case(version, call, ("a", "swift://c/p"), done, more),
        Case(version, "job_binaries.get_file", ("1",), (Answer(BYTES),)),
    ]


def job_templates(version: str, manager: str, envelope: str) -> list[Case]:
    change = {"name": "b", "description": "c", **ACCESS}
    done, call = (answer(envelope),), f"{manager}.create"
    hints = Answer({"job_config": {"configs": [], "args": []}})
    return [
        *list_cases(version, manager, f"{envelope}s"),
        *get_update_delete_cases(version, manager, envelope, change),
        Case(version, call, ("a", "Pig"), done),
        Case(version, call, ("a", "Pig"), done, JOB_TEMPLATE),
        Case(version, f"{manager}.get_configs", ("MapReduce.Streaming",), (hints,)),
    ]


def jobs(version: str, manager: str, envelope: str) -> list[Case]:
    done, call = (answer(envelope),), f"{manager}.create"
    return [
        *list_cases(version, manager, f"{envelope}s"),
        *get_update_delete_cases(version, manager, envelope, ACCESS),
        Case(version, f"{manager}.update", ("1",), done, {"is_public": None}),
        Case(version, call, ("t", "c"), done),
        Case(version, call, ("t", "c"), done, JOB),
    ]


def plugins(version: str) -> list[Case]:
    labels = {"plugin_labels": {"hidden": {"status": True}}}
    found = (answer("plugin", 200),)
    return [
        *unpaged_list_cases(version, "plugins"),
        Case(version, "plugins.get", ("fake",), found),
        Case(version, "plugins.get_version_details", ("fake", "0.1"), found),
        Case(version, "plugins.update", ("fake", labels), (answer("plugin"),)),
    ]


def images(version: str) -> list[Case]:
    return [
        *unpaged_list_cases(version, "images"),
        Case(version, "images.get", (), (answer("image", 200),), {"id": "1"}),
        Case(version, "images.get", ("1",), (Answer({"image": {"id": "1"}}),)),
        Case(version, "images.unregister_image", ("1",), (NO_CONTENT,)),
    ]


def v1_only() -> list[Case]:
    stored = (answer("job_binary_internal"),)
    found = (answer("image", 200),)
    change = {"name": "b", **ACCESS}
    tagged = (*found, answer("image"), answer("image"))
    call = "job_binary_internals"
    convert = ("fake", "0.1", "grün b", b"a: b")
    return [
        *list_cases("1.1", call, "binaries"),
        *get_update_delete_cases("1.1", call, "job_binary_internal", change),
        Case("1.1", f"{call}.create", ("grün b", BYTES), stored),
        Case("1.1", f"{call}.create", ("a", "text"), stored),
        Case("1.1", "images.update_tags", ("1", ["x", "z"]), tagged),
        Case("1.1", "images.update_tags", ("1", ["x", "y", "z"]), tagged),
        Case("1.1", "images.update_tags", ("1", []), tagged),
        Case("1.1", "plugins.convert_to_cluster_template", convert, (answer("cluster_template"),)),
    ]


def v2_only() -> list[Case]:
    forced = (Answer({"stack_name": "s"}),)
    return [
        Case("2", "clusters.force_delete", ("1",), forced),
        Case("2", "clusters.force_delete", ("1",), (NO_CONTENT,)),
        Case("2", "clusters.update_keypair", ("1",), (answer("cluster"),)),
        Case("2", "images.delete_tags", ("1",), (NO_CONTENT,)),
    ]


CASES = [
    *(case for version in ("1.1", "2") for case in plugins(version)),
    *(case for version in ("1.1", "2") for case in images(version)),
    *(case for version in ("1.1", "2") for case in data_sources(version)),
    *(case for version in ("1.1", "2") for case in job_binaries(version)),
    *(case for version in ("1.1", "2") for case in unpaged_list_cases(version, "job_types")),
    *clusters("1.1", "hadoop_version"),
    *clusters("2", "plugin_version"),
    *cluster_templates("1.1", "hadoop_version"),
    *cluster_templates("2", "plugin_version"),
    *node_group_templates("1.1", "hadoop_version", {}),
    *node_group_templates("2", "plugin_version", BOOT),
    *job_templates("1.1", "jobs", "job"),
    *job_templates("2", "job_templates", "job_template"),
    *jobs("1.1", "job_executions", "job_execution"),
    *jobs("2", "jobs", "job"),
    *v1_only(),
    *v2_only(),
]
