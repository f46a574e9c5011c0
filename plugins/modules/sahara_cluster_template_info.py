#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster_template_info
short_description: Information on cluster templates of Sahara
version_added: 0.1.0
description:
  - Lists cluster templates of OpenStack data processing (Sahara), those that other projects made public included.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the template. It is compared exactly.
    type: str
  id:
    description: The id of the template.
    type: str
  plugin_name:
    description: Only templates for this plugin.
    type: str
  plugin_version:
    description: Only templates for this version of their plugin.
    type: str
"""

EXAMPLES = r"""
- name: All templates for a plugin
  sahara.dataprocessing.sahara_cluster_template_info:
    cloud: mycloud
    plugin_name: vanilla
  register: found

- name: Their names
  ansible.builtin.debug:
    msg: "{{ found.cluster_templates | map(attribute='name') }}"
"""

RETURN = r"""
cluster_templates:
  description: The templates, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
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
    default_image_id:
      description: The id of the image.
      type: str
    cluster_configs:
      description: The configuration of the cluster.
      type: dict
    anti_affinity:
      description: The processes of which no two run on one host.
      type: list
      elements: str
    neutron_management_network:
      description: The id of the network.
      type: str
    domain_name:
      description: The domain of the instances.
      type: str
    shares:
      description: The shares that are mounted.
      type: list
      elements: dict
    use_autoconfig:
      description: Whether Sahara tunes the configuration.
      type: bool
    is_public:
      description: Whether other projects see it.
      type: bool
    is_protected:
      description: Whether it is protected.
      type: bool
    node_groups:
      description: The node groups, by name.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the group.
          type: str
        count:
          description: The number of its instances.
          type: int
        node_group_template_id:
          description: The id of its template.
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
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {
        "plugin_name": {"type": "str"},
        "plugin_version": {"type": "str"},
    },
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, ClusterTemplate(task), "plugin_name", "plugin_version")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
