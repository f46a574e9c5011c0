# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters and images as Sahara 19 sends them, with fields that a test can set."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_DNS, uuid5

PROJECT = "p" * 32
IMAGE = "6a0ad1a3-0000-4000-8000-000000000001"


def instance(name: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """number: for the addresses, and to distinguish instances with the same name."""
    return {
        "id": str(uuid5(NAMESPACE_DNS, f"{name}.{number}.sahara")),
        "instance_id": str(uuid5(NAMESPACE_DNS, f"{name}.{number}.nova")),
        "instance_name": name,
        "internal_ip": f"10.0.0.{number}",
        "management_ip": f"172.24.0.{number}",
        "dns_hostname": None,
        "storage_devices_number": 0,
        "created_at": "2026-11-23T12:56:27",
        "updated_at": None,
        **fields,
    }


def node_group(name: str, processes: list[str], *instances: Any, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"id of {name}",
        "name": name,
        "count": len(instances),
        "node_processes": processes,
        "flavor_id": "2",
        "image_id": None,
        "node_configs": {"HDFS": {"dfs.password": "hunter2"}},
        "availability_zone": None,
        "is_proxy_gateway": False,
        "volumes_per_node": 0,
        "volume_mount_prefix": "/volumes/disk",
        "instances": list(instances),
        **fields,
    }


def cluster(name: str = "demo", *node_groups: Any, **fields: Any) -> dict[str, Any]:
    """A cluster of API v2. By default, it has a master and two workers."""
    return {
        "id": f"id-of-{name}",
        "name": name,
        "description": None,
        "status": "Active",
        "status_description": "",
        "plugin_name": "vanilla",
        "plugin_version": "2.7.5",
        "project_id": PROJECT,
        "cluster_template_id": "c7",
        "default_image_id": IMAGE,
        "neutron_management_network": "n1",
        "user_keypair_id": "key",
        "domain_name": None,
        "anti_affinity": [],
        "is_transient": False,
        "is_public": False,
        "is_protected": False,
        "created_at": "2026-11-23T12:56:20",
        "updated_at": "2026-11-23T12:58:00",
        "cluster_configs": {"Hive": {"password": "hunter2"}},
        "trust_id": "hunter2",
        "info": {"HDFS": {"Web UI": "http://172.24.0.1:50070"}},
        "verification": {"status": "GREEN", "checks": []},
        "node_groups": list(node_groups) or default_groups(name),
        **fields,
    }


def default_groups(name: str) -> list[dict[str, Any]]:
    workers = [instance(f"{name}-worker-{number}", number + 2) for number in range(2)]
    return [
        node_group("worker", ["nodemanager", "datanode"], *workers),
        node_group("master", ["namenode", "resourcemanager"], instance(f"{name}-master-0", 1)),
    ]


def image(username: Any = "ubuntu", identity: str = IMAGE) -> dict[str, Any]:
    return {"id": identity, "name": "an image", "username": username, "tags": [], "description": ""}
