#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_node_group_template
short_description: Manage node group templates of Sahara
version_added: 0.1.0
description:
  - Creates, changes and deletes templates of node groups in OpenStack data processing (Sahara).
  - What a task does not say stays as it is.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.group
options:
  name:
    description: The name. One of O(name) and O(id) is required; given beside O(id) it is the name that the object shall have.
    type: str
  id:
    description: The id of an object that exists.
    type: str
  plugin_name:
    description: The name of the plugin. Required to create.
    type: str
  plugin_version:
    description: The version of the plugin. Required to create.
    type: str
  description:
    description: A description.
    type: str
  on_affected_templates:
    description: What to do before a change that rewrites node groups of cluster templates, which the note below explains.
    type: str
    choices: [warn, fail]
    default: warn
  boot_from_volume:
    description: Whether the instances boot from a volume. Needs API version 2.
    type: bool
  boot_volume_type:
    description: The type of the volume to boot from. Needs API version 2; once set, Sahara cannot unset it.
    type: str
  boot_volume_availability_zone:
    description: The availability zone of the volume to boot from. Needs API version 2; once set, Sahara cannot unset it.
    type: str
  boot_volume_local_to_instance:
    description: Whether the volume to boot from is on the host of its instance. Needs API version 2.
    type: bool
notes:
  - Sahara does not change a template that a cluster was made with; see O(on_immutable_change).
  - Whenever Sahara changes a template, be it only its description, it rewrites all node groups made of it in cluster templates, the
    names of the groups and what they override included. The module warns of that, and names the cluster templates; see
    O(on_affected_templates).
"""

EXAMPLES = r"""
- name: A template for the workers
  sahara.dataprocessing.sahara_node_group_template:
    cloud: mycloud
    name: worker
    plugin_name: vanilla
    plugin_version: 2.7.5
    flavor: m1.large
    node_processes: [datanode, nodemanager]
    volumes_per_node: 2
    volumes_size: 100
    floating_ip_pool: public
    auto_security_group: true
"""

RETURN = r"""
node_group_template:
  description: The template; null when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description: The id.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    project_id:
      description: The id of the project that owns it.
      type: str
      sample: 4f2b0c7d9e1a4c55a4c8d3b6f0e7a912
    created_at:
      description: When it was created, in UTC.
      type: str
      sample: '2026-11-27 09:41:02'
    updated_at:
      description: When it was last changed, in UTC; null until then.
      type: str
      sample: '2026-11-27 10:05:44'
    name:
      description: The name.
      type: str
      sample: worker
    plugin_name:
      description: The plugin.
      type: str
      sample: vanilla
    plugin_version:
      description: The version of the plugin.
      type: str
      sample: 2.7.5
    description:
      description: The description.
      type: str
      sample: Workers with local disks
    flavor_id:
      description: The id of the flavor.
      type: str
      sample: '3'
    image_id:
      description: The id of the image.
      type: str
      sample: 0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11
    node_processes:
      description: The processes.
      type: list
      elements: str
      sample:
        - datanode
        - nodemanager
    node_configs:
      description: The configuration of the processes, as V({service, {name, value}}).
      type: dict
      sample:
        HDFS:
          DataNode Heap Size: 2048
    volumes_per_node:
      description: How many volumes each instance has.
      type: int
      sample: 2
    volumes_size:
      description: The size of each volume, in GiB.
      type: int
      sample: 100
    volume_type:
      description: The type of the volumes.
      type: str
      sample: ssd
    volumes_availability_zone:
      description: The availability zone of the volumes.
      type: str
      sample: nova
    volume_mount_prefix:
      description: The path below which the volumes are mounted.
      type: str
      sample: /volumes/disk
    volume_local_to_instance:
      description: Whether the volumes are on the host of their instance.
      type: bool
      sample: false
    floating_ip_pool:
      description: The id of the external network of the floating addresses.
      type: str
      sample: b4e1d0c2-90a5-4a0e-bb2f-1b8a6c7d3e52
    security_groups:
      description: The ids of the security groups.
      type: list
      elements: str
      sample:
        - c2a7e9f4-1d3b-4f6a-9e08-5b7c6d4e3f21
    auto_security_group:
      description: Whether Sahara creates a security group for the processes.
      type: bool
      sample: false
    availability_zone:
      description: The availability zone of the instances.
      type: str
      sample: nova
    is_proxy_gateway:
      description: Whether Sahara reaches the other instances of the cluster through this group.
      type: bool
      sample: false
    use_autoconfig:
      description: Whether Sahara tunes the configuration to the size of the instances.
      type: bool
      sample: true
    shares:
      description: The shares of Manila that are mounted on the instances.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the share.
          type: str
          sample: 8a9f9a3e-7c0e-4e61-9d0a-4f9a52f1c6ab
        path:
          description: Where the share is mounted; null for the default below C(/mnt).
          type: str
          sample: /mnt/data
        access_level:
          description: V(rw) for read and write, V(ro) for read only.
          type: str
          sample: rw
    boot_from_volume:
      description: Whether the instances boot from a volume.
      type: bool
      sample: false
    boot_volume_type:
      description: The type of the volume to boot from.
      type: str
      sample: ssd
    boot_volume_availability_zone:
      description: The availability zone of the volume to boot from.
      type: str
      sample: nova
    boot_volume_local_to_instance:
      description: Whether the volume to boot from is on the host of its instance.
      type: bool
      sample: false
    is_public:
      description: Whether other projects can see and use it.
      type: bool
      sample: false
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: What changes, by option; empty when nothing does. Secrets are never in it.
  returned: success
  type: dict
  contains:
    before:
      description: The options before the change.
      type: dict
      sample:
        description: Workers
    after:
      description: The options after the change.
      type: dict
      sample:
        description: Workers with local disks
failure:
  description: The facts of a failure, for playbooks to test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
      type: str
      sample: Refused
    status:
      description: The HTTP status of the refusal.
      type: int
      sample: 400
    name:
      description: Sahara's own name of the error.
      type: str
      sample: INVALID_REFERENCE
    message:
      description: Sahara's own sentence.
      type: str
      sample: Requested flavor 'm1.hge' not found
    error_id:
      description: The id to look for in Sahara's log.
      type: str
      sample: 9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2
    request_id:
      description: The id of the request.
      type: str
      sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
    method:
      description: The method of the request.
      type: str
      sample: POST
    url:
      description: The URL of the request.
      type: str
      sample: https://sahara.example.org:8386/v2/clusters
"""

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.module import (
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    IMMUTABLE_OPTIONS,
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

SPEC = module_spec(
    NodeGroupTemplate.options(),
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    {"on_affected_templates": {"type": "str", "choices": ["warn", "fail"], "default": "warn"}},
    required_one_of=[("name", "id")],
)


def run(task):
    return converge(task, NodeGroupTemplate(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
