# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects as Sahara 19 and the other services send them. Nothing in them is secret or real."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Object = dict[str, Any]

PROJECT = "5a" * 16
PLUGIN = {"plugin_name": "fake", "plugin_version": "0.1"}
CONTENT = b"print()"
CREATED_AT = "2026-01-01T00:00:00"

FLAVOR = {"id": "2", "name": "small", "links": []}
NETWORK = {
    "id": "00000000-0000-4000-8000-00000000a001",
    "name": "private",
    "router:external": False,
    "shared": True,
    "project_id": PROJECT,
    "tenant_id": PROJECT,
}
KEYPAIR = {"keypair": {"name": "key", "public_key": "ssh-rsa AAAA", "fingerprint": "00:11"}}
GLANCE_IMAGE = {
    "id": "00000000-0000-4000-8000-00000000b001",
    "name": "fake-0.1",
    "status": "active",
    "visibility": "public",
    "owner": PROJECT,
}


def uuid(kind: int, number: int) -> str:
    """An id. Ids sort like their numbers, which is the order of Sahara's lists."""
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


def dated(kind: int, number: int, name: str) -> Object:
    return {"created_at": CREATED_AT, "updated_at": None, "id": uuid(kind, number), "name": name}


def ownership() -> Object:
    """The last fields of each object of a project, in API v2."""
    return {"is_public": False, "is_protected": False, **PLUGIN, "project_id": PROJECT}


def group_fields() -> Object:
    """The fields that node group templates and node groups have in common."""
    return {
        "flavor_id": FLAVOR["id"],
        "image_id": None,
        "node_processes": ["datanode", "tasktracker"],
        "node_configs": {},
        "volumes_per_node": 0,
        "volumes_size": 0,
        "volumes_availability_zone": None,
        "volume_mount_prefix": "/volumes/disk",
        "volume_type": None,
        "boot_from_volume": False,
        "boot_volume_type": None,
        "boot_volume_availability_zone": None,
        "boot_volume_local_to_instance": False,
        "floating_ip_pool": None,
        "security_groups": None,
        "auto_security_group": False,
        "availability_zone": None,
        "is_proxy_gateway": False,
        "volume_local_to_instance": False,
        "use_autoconfig": True,
        "shares": None,
    }


def node_group_template(number: int = 0) -> Object:
    return {
        **dated(1, number, f"worker-{number}"),
        "description": None,
        **group_fields(),
        "is_default": False,
        **ownership(),
    }


def node_group(number: int, count: int) -> Object:
    return {
        **dated(2, number, "worker"),
        **group_fields(),
        "count": count,
        "node_group_template_id": uuid(1, 0),
    }


def cluster_fields() -> Object:
    """The fields that cluster templates and clusters have in common."""
    return {
        "description": None,
        "cluster_configs": {},
        "anti_affinity": [],
        "neutron_management_network": NETWORK["id"],
        "use_autoconfig": True,
        "shares": None,
        "domain_name": None,
        **ownership(),
    }


def cluster_template(number: int = 0) -> Object:
    return {
        **dated(3, number, f"template-{number}"),
        **cluster_fields(),
        "default_image_id": None,
        "is_default": False,
        "node_groups": [node_group(number, 2)],
    }


def cluster(number: int = 0, instances: int = 2) -> Object:
    """An Active cluster with one node group."""
    first = number * instances
    name = f"cluster-{number}"
    group = node_group(number, instances)
    group["instances"] = [instance(first + n, f"{name}-worker-{n}") for n in range(instances)]
    return {
        **dated(4, number, name),
        **cluster_fields(),
        "updated_at": CREATED_AT,
        "trust_id": None,
        "is_transient": False,
        "default_image_id": GLANCE_IMAGE["id"],
        "anti_affinity_ratio": 1,
        "management_public_key": f"ssh-rsa {'A' * 372} Generated-by-Sahara\n",
        "user_keypair_id": KEYPAIR["keypair"]["name"],
        "status": "Active",
        "status_description": "",
        "info": {"Web": {"Web UI": "http://192.0.2.1:50070"}},
        "cluster_template_id": uuid(3, 0),
        "node_groups": [group],
        "provision_progress": [],
    }


def instance(number: int, name: str) -> Object:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return {
        "created_at": CREATED_AT,
        "updated_at": CREATED_AT,
        "id": uuid(5, number),
        "instance_id": uuid(6, number),
        "instance_name": name,
        "internal_ip": address,
        "management_ip": address,
        "storage_devices_number": 0,
        "dns_hostname": None,
    }


def step(number: int, cluster: Object, with_events: bool) -> Object:
    """A running step of the provisioning, with an event for each instance on request."""
    instances = [item for group in cluster["node_groups"] for item in group["instances"]]
    step = {
        **dated(12, number, ""),
        "step_name": f"Step {number}",
        "step_type": "Engine: create cluster",
        "total": len(instances),
        "successful": None,
        "project_id": PROJECT,
        "cluster_id": cluster["id"],
    }
    events = [event(number, item) for item in instances]
    return {**step, "events": events} if with_events else step


def event(number: int, instance: Object) -> Object:
    return {
        **dated(13, number, ""),
        "node_group_id": uuid(2, 0),
        "instance_id": instance["instance_id"],
        "instance_name": instance["instance_name"],
        "event_info": None,
        "successful": True,
        "step_id": uuid(12, number),
        "project_id": PROJECT,
    }


def image() -> Object:
    """A registered image."""
    return {
        "OS-EXT-IMG-SIZE:size": 1024,
        "metadata": {"_sahara_username": "ubuntu", "_sahara_tag_fake": "True"},
        "minDisk": 0,
        "minRam": 0,
        "progress": 100,
        "status": "ACTIVE",
        "created": f"{CREATED_AT}Z",
        "updated": f"{CREATED_AT}Z",
        "username": "ubuntu",
        "description": None,
        "tags": ["0.1", "fake"],
        "id": GLANCE_IMAGE["id"],
        "name": GLANCE_IMAGE["name"],
    }


def shared(kind: int, name: str) -> Object:
    """The fields that data sources, job binaries and job templates have in common."""
    return {
        **dated(kind, 0, name),
        "description": None,
        "is_public": False,
        "is_protected": False,
        "project_id": PROJECT,
    }


def data_source() -> Object:
    return {**shared(7, "input"), "type": "hdfs", "url": "hdfs://namenode/input"}


def job_binary() -> Object:
    return {**shared(8, "program"), "url": f"internal-db://{uuid(9, 0)}"}


def job_template() -> Object:
    return {
        **shared(10, "job"),
        "type": "Java",
        "mains": [],
        "libs": [job_binary()],
        "interface": [],
    }


def job() -> Object:
    """A job execution of the job template, on the first cluster."""
    job = {**shared(11, ""), "job_template_id": uuid(10, 0), "cluster_id": uuid(4, 0)}
    del job["name"], job["description"]
    return {
        **job,
        "input_id": None,
        "output_id": None,
        "start_time": CREATED_AT,
        "end_time": CREATED_AT,
        "engine_job_id": "engine-1",
        "return_code": None,
        "info": {"status": "SUCCEEDED"},
        "interface": {},
        "job_configs": {"configs": {}, "args": [], "params": {}},
        "data_source_urls": {},
    }


def in_v1(item: Object) -> Object:
    """An object of API v2 under the names of API v1.1."""
    names = {
        "project_id": "tenant_id",
        "plugin_version": "hadoop_version",
        "job_template_id": "job_id",
    }
    return {names.get(key, key): value for key, value in item.items()}


def job_binary_internal() -> Object:
    """As in API v1.1; API v2 has no job binary internals."""
    return {
        **dated(9, 0, "stored"),
        "tenant_id": PROJECT,
        "datasize": len(CONTENT),
        "is_public": False,
        "is_protected": False,
    }


def job_type() -> Object:
    return {"name": "Java", "plugins": [{**plugin_summary(), "versions": {"0.1": {}}}]}


def plugin_summary() -> Object:
    return {"name": "fake", "title": "Fake Plugin", "description": "A plugin that does nothing."}


def plugin() -> Object:
    labels = {"enabled": {"status": True, "mutable": True, "description": "It can be used."}}
    return {
        **plugin_summary(),
        "versions": ["0.1"],
        "plugin_labels": labels,
        "version_labels": {"0.1": labels},
    }


def plugin_version() -> Object:
    return {
        **plugin(),
        "configs": [
            {
                "name": f"Setting {number}",
                "description": None,
                "config_type": "int",
                "config_values": None,
                "default_value": 1,
                "applicable_target": "general",
                "scope": "cluster",
                "is_optional": True,
                "priority": 1,
            }
            for number in range(12)
        ],
        "node_processes": {"HDFS": ["namenode", "datanode"], "MapReduce": ["tasktracker"]},
        "required_image_tags": ["fake", "0.1"],
    }


def versions(url: str) -> Object:
    """Sahara's response at its root, with status 300."""
    names = {"v1.0": "SUPPORTED", "v1.1": "SUPPORTED", "v2": "CURRENT"}
    found: list[Object] = [
        {"id": name, "status": status, "links": [{"rel": "self", "href": f"{url}/{name}/"}]}
        for name, status in names.items()
    ]
    found[-1] |= {"min_version": "2.0", "max_version": "2.0"}
    return {"versions": found}


def version(number: str, url: str, **more: str) -> Object:
    """One version of a service's API, as Keystone, Nova, Neutron and Glance report it."""
    links = [{"rel": "self", "href": f"{url}/"}]
    # For "current", Keystone uses "stable".
    return {"id": f"v{number}", "status": "stable", "updated": CREATED_AT, "links": links, **more}


def version_documents(urls: Mapping[str, str]) -> dict[str, Object]:
    """Path -> the versions that a service reports there. openstacksdk requests them first.

    urls: service type -> URL of the service. Its path is the type.
    """
    current = {"status": "CURRENT"}
    nova = version("2.1", f"{urls['compute']}/v2.1", version="2.96", min_version="2.1", **current)
    neutron = version("2.0", f"{urls['network']}/v2.0", **current)
    glance = version("2.15", f"{urls['image']}/v2", **current)
    return {
        "/identity/v3": {"version": version("3.14", f"{urls['identity']}/v3")},
        "/compute/v2.1": {"version": nova},
        "/network": {"versions": [neutron]},
        "/image": {"versions": [glance]},
    }


def token(urls: dict[str, str]) -> Object:
    """Keystone's response to a login. urls: service type -> URL in the catalog."""
    catalog = [
        {
            "id": service,
            "type": service,
            "name": service,
            "endpoints": [
                {
                    "id": service,
                    "interface": "public",
                    "region_id": "one",
                    "region": "one",
                    "url": url,
                }
            ],
        }
        for service, url in urls.items()
    ]
    domain = {"id": "default", "name": "Default"}
    return {
        "token": {
            "methods": ["password"],
            "user": {
                "domain": domain,
                "id": "6b" * 16,
                "name": "demo",
                "password_expires_at": None,
            },
            "audit_ids": ["audit"],
            "issued_at": f"{CREATED_AT}.000000Z",
            "expires_at": "2099-01-01T00:00:00.000000Z",
            "project": {"domain": domain, "id": PROJECT, "name": "demo"},
            "is_domain": False,
            "roles": [{"id": "7c" * 16, "name": "member"}],
            "catalog": catalog,
        }
    }
