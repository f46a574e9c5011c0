# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cloud with one project, whose objects have names, secrets and text of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import sahara_save

from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import Answer, EmptyCloud

IMAGE = "11111111-0000-4000-8000-000000000001"
NETWORK = "11111111-0000-4000-8000-000000000002"
WORKER = "11111111-0000-4000-8000-000000000003"
TEMPLATE = "11111111-0000-4000-8000-000000000004"
SCRIPT = "11111111-0000-4000-8000-000000000005"
CONTENT = "11111111-0000-4000-8000-000000000006"
ALONE = "11111111-0000-4000-8000-000000000007"
PLUGIN = {"plugin_name": "spark", "plugin_version": "2.3"}
OWN = {"project_id": PROJECT, "tenant_id": PROJECT}

WORKER_STATE = {
    "id": WORKER,
    "name": "worker",
    **PLUGIN,
    **OWN,
    "description": "Runs {{ lookup('pipe', 'id') }}",
    "flavor_id": "5",
    "floating_ip_pool": NETWORK,
    "availability_zone": "nova",
    "node_processes": ["slave", "datanode"],
    "node_configs": {"HDFS": {"Heap": 512, "Admin password": "hunter2"}},
    "volumes_per_node": 0,
    "use_autoconfig": True,
    "is_public": True,
    "is_protected": False,
}
GROUP = {
    **{key: value for key, value in WORKER_STATE.items() if key not in ("id", "description")},
    "node_group_template_id": WORKER,
    "count": 3,
}
TEMPLATE_STATE = {
    "id": TEMPLATE,
    "name": "small",
    **PLUGIN,
    **OWN,
    "default_image_id": IMAGE,
    "neutron_management_network": NETWORK,
    "node_groups": [GROUP],
    "cluster_configs": {},
    "use_autoconfig": True,
}
SCRIPT_STATE = {"id": SCRIPT, "name": "count.py", "url": f"internal-db://{CONTENT}", **OWN}
REPLIES = {
    "/v2/images": {
        "images": [
            {"id": IMAGE, "name": "ubuntu", "username": "ubuntu", "description": "", "tags": ["spark", "2.3"]}
        ]
    },
    "/v2/node-group-templates": {
        "node_group_templates": [
            WORKER_STATE,
            {**WORKER_STATE, "id": "other", "name": "foreign", "project_id": "other", "tenant_id": "other"},
        ]
    },
    f"/v2/node-group-templates/{WORKER}": {"node_group_template": WORKER_STATE},
    "/v2/cluster-templates": {"cluster_templates": [TEMPLATE_STATE]},
    f"/v2/cluster-templates/{TEMPLATE}": {"cluster_template": TEMPLATE_STATE},
    "/v2/data-sources": {
        "data_sources": [
            {"id": "d1", "name": "events", "type": "swift", "url": "swift://logs/events", **OWN},
            {"id": "d2", "name": "archive", "type": "hdfs", "url": "/archive", **OWN},
        ]
    },
    "/v1.1/job-binary-internals": {
        "binaries": [
            {"id": CONTENT, "name": "count.py.0123", **OWN},
            {"id": ALONE, "name": "notes.txt", **OWN},
        ]
    },
    f"/v1.1/job-binary-internals/{CONTENT}/data": Answer(b"print('words')\n"),
    f"/v1.1/job-binary-internals/{ALONE}/data": Answer(b"\x00\x01"),
    "/v2/job-binaries": {
        "binaries": [
            SCRIPT_STATE,
            {"id": "b2", "name": "lib.jar", "url": "s3://programs/lib.jar", **OWN},
        ]
    },
    f"/v2/job-binaries/{SCRIPT}": {"job_binary": SCRIPT_STATE},
    "/v2/job-templates": {
        "job_templates": [
            {
                "id": "t1",
                "name": "words",
                "type": "Spark",
                "mains": [SCRIPT_STATE],
                "libs": [],
                "interface": [
                    {
                        "name": "pattern", "mapping_type": "args", "location": "0", "value_type": "string",
                        "required": False, "default": "{{ word }}", "description": None,
                    }
                ],
                **OWN,
            }
        ]
    },
    "/v2/clusters": {
        "clusters": [
            {
                "id": "c1",
                "name": "night",
                **PLUGIN,
                **OWN,
                "status": "Active",
                "cluster_template_id": TEMPLATE,
                "default_image_id": IMAGE,
                "neutron_management_network": NETWORK,
                "user_keypair_id": "operator",
                "node_groups": [{**GROUP, "count": 5, "instances": []}],
                "cluster_configs": {},
                "use_autoconfig": True,
            }
        ]
    },
    "/compute/v2.1/flavors/5": {"flavor": {"id": "5", "name": "m1.large"}},
    "/compute/v2.1/flavors": {"flavors": [{"id": "5", "name": "m1.large"}]},
    f"/image/v2/images/{IMAGE}": {"id": IMAGE, "name": "ubuntu"},
    "/image/v2/images": {"images": [{"id": IMAGE, "name": "ubuntu"}]},
    f"/network/v2.0/networks/{NETWORK}": {"network": {"id": NETWORK, "name": "public", "router:external": True}},
    "/network/v2.0/networks": {"networks": [{"id": NETWORK, "name": "public", "router:external": True}]},
}  # fmt: skip

Save = Callable[..., dict[str, Any]]


@pytest.fixture
def cloud() -> Iterator[EmptyCloud]:
    with EmptyCloud(REPLIES) as cloud:
        yield cloud


@pytest.fixture
def save(cloud: EmptyCloud) -> Save:
    """Runs a task with the defaults of the options that it omits."""

    def save(check_mode: bool = False, **options: Any) -> dict[str, Any]:
        spec = sahara_save.SPEC["argument_spec"]
        defaults = {name: option.get("default") for name, option in spec.items()}
        given = {**defaults, "cloud": {"auth": cloud.auth}, "api_version": "2", **options}
        return execute(sahara_save.run, AnsibleTask(given, check_mode))

    return save
