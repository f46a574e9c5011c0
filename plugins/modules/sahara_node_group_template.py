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
  flavor:
    description: The name or id of the flavor. Required to create.
    type: str
  image:
    description: The name or id of the image. It must be registered, with the tags of the plugin. An empty string removes it.
    type: str
  node_processes:
    description: The processes that run on each instance, in any order. Required to create.
    type: list
    elements: str
  node_configs:
    description: The configuration of the processes, as V({service, {name, value}}).
    type: dict
  volumes_per_node:
    description: How many volumes each instance has.
    type: int
  volumes_size:
    description: The size of each volume, in GiB. Required with O(volumes_per_node).
    type: int
  volume_type:
    description: The type of the volumes. An empty string removes it.
    type: str
  volumes_availability_zone:
    description: The availability zone of the volumes. An empty string removes it.
    type: str
  volume_mount_prefix:
    description: The path under which the volumes are mounted.
    type: str
  volume_local_to_instance:
    description: Whether the volumes are on the host of their instance.
    type: bool
  floating_ip_pool:
    description: The name or id of the external network of the floating addresses. An empty string removes it.
    type: str
  security_groups:
    description: The names or ids of the security groups.
    type: list
    elements: str
  auto_security_group:
    description: Whether Sahara makes a security group with what the processes need.
    type: bool
  availability_zone:
    description: The availability zone of the instances. An empty string removes it.
    type: str
  is_proxy_gateway:
    description: Whether Sahara reaches the other instances of the cluster through this group.
    type: bool
  shares:
    description: The shares of Manila that are mounted on the instances, in any order.
    type: list
    elements: dict
    suboptions:
      id:
        description: The id of the share.
        type: str
        required: true
      path:
        description: Where it is mounted; by default under C(/mnt).
        type: str
      access_level:
        description: Whether the instances may write to it.
        type: str
        choices: [rw, ro]
        default: rw
  use_autoconfig:
    description: Whether Sahara tunes the configuration to the size of the instances.
    type: bool
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
    project_id:
      description: The project that it belongs to.
      type: str
    created_at:
      description: When it was created, in UTC.
      type: str
    updated_at:
      description: When it was changed, in UTC; null until then.
      type: str
    name:
      description: The name.
      type: str
    plugin_name:
      description: The plugin.
      type: str
    plugin_version:
      description: The version of the plugin.
      type: str
    description:
      description: The description.
      type: str
    flavor_id:
      description: The id of the flavor.
      type: str
    image_id:
      description: The id of the image.
      type: str
    node_processes:
      description: The processes.
      type: list
      elements: str
    node_configs:
      description: The configuration of the processes.
      type: dict
    volumes_per_node:
      description: How many volumes each instance has.
      type: int
    volumes_size:
      description: The size of each volume, in GiB.
      type: int
    volume_type:
      description: The type of the volumes.
      type: str
    volumes_availability_zone:
      description: The availability zone of the volumes.
      type: str
    volume_mount_prefix:
      description: The path under which the volumes are mounted.
      type: str
    volume_local_to_instance:
      description: Whether the volumes are on the host of their instance.
      type: bool
    floating_ip_pool:
      description: The id of the external network of the floating addresses.
      type: str
    security_groups:
      description: The security groups.
      type: list
      elements: str
    auto_security_group:
      description: Whether Sahara makes a security group.
      type: bool
    availability_zone:
      description: The availability zone of the instances.
      type: str
    is_proxy_gateway:
      description: Whether Sahara reaches the other instances through this group.
      type: bool
    shares:
      description: The shares that are mounted.
      type: list
      elements: dict
    use_autoconfig:
      description: Whether Sahara tunes the configuration.
      type: bool
    boot_from_volume:
      description: Whether the instances boot from a volume.
      type: bool
    boot_volume_type:
      description: The type of the volume to boot from.
      type: str
    boot_volume_availability_zone:
      description: Its availability zone.
      type: str
    boot_volume_local_to_instance:
      description: Whether it is on the host of its instance.
      type: bool
    is_public:
      description: Whether other projects see it.
      type: bool
    is_protected:
      description: Whether it is protected.
      type: bool
diff:
  description: What changes, by option; empty when nothing does. Secrets are never in it.
  returned: success
  type: dict
  contains:
    before:
      description: The options as they are.
      type: dict
    after:
      description: The options as they shall be.
      type: dict
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
      type: str
    status:
      description: The HTTP status of Sahara's refusal.
      type: int
    name:
      description: Sahara's own name of the error.
      type: str
    error_id:
      description: The id to look for in Sahara's log.
      type: str
    request_id:
      description: The id of the request.
      type: str
"""

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    IDENTITY_OPTIONS,
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    STATE_OPTIONS,
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.options import (
    GROUP_OPTIONS,
    PLUGIN_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    PLUGIN_OPTIONS,
    GROUP_OPTIONS,
    {
        "on_affected_templates": {"type": "str", "choices": ["warn", "fail"], "default": "warn"},
        "boot_from_volume": {"type": "bool"},
        "boot_volume_type": {"type": "str"},
        "boot_volume_availability_zone": {"type": "str"},
        "boot_volume_local_to_instance": {"type": "bool"},
    },
    required_one_of=[("name", "id")],
)


def run(task):
    return converge(task, NodeGroupTemplate(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
