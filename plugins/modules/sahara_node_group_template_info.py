#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_node_group_template_info
short_description: Get information about Sahara node group templates
version_added: 1.0.0
description:
  - Lists node group templates in OpenStack data processing (Sahara), including public ones of other projects.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
  - sahara.dataprocessing.sahara.by_id
  - sahara.dataprocessing.sahara.with_options
  - sahara.dataprocessing.sahara.by_plugin
seealso:
  - module: sahara.dataprocessing.sahara_node_group_template
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_saving
    description: Keeping a project as code, and copying it.
"""

EXAMPLES = r"""
- name: List all node group templates for a plugin
  sahara.dataprocessing.sahara_node_group_template_info:
    cloud: mycloud
    plugin_name: vanilla
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.node_group_templates | map(attribute='name') }}"
"""

RETURN = r"""
node_group_templates:
  description: The node group templates, sorted by name; empty if none match.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the object.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    project_id:
      description: The id of the project that owns the object.
      type: str
      sample: 4f2b0c7d9e1a4c55a4c8d3b6f0e7a912
    created_at:
      description: When the object was created, in UTC.
      type: str
      sample: '2026-11-27T09:41:02'
    updated_at:
      description: When the object was last changed, in UTC; null if never.
      type: str
      sample: '2026-11-27T10:05:44'
    name:
      description: The name of the object.
      type: str
      sample: worker
    plugin_name:
      description: The name of the plugin.
      type: str
      sample: vanilla
    plugin_version:
      description: The version of the plugin.
      type: str
      sample: 2.7.5
    description:
      description: The description of the object.
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
      description: The processes that run on each instance.
      type: list
      elements: str
      sample:
        - datanode
        - nodemanager
    node_configs:
      description: The configuration of the processes, with a dictionary of names and values for each service.
      type: dict
      sample:
        HDFS:
          DataNode Heap Size: 2048
    volumes_per_node:
      description: The number of volumes of each instance.
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
      description: The prefix of the paths where the volumes are mounted.
      type: str
      sample: /volumes/disk
    volume_local_to_instance:
      description: Whether the volumes are on the same compute host as their instance.
      type: bool
      sample: false
    floating_ip_pool:
      description: The id of the external network that provides the floating addresses.
      type: str
      sample: b4e1d0c2-90a5-4a0e-bb2f-1b8a6c7d3e52
    security_groups:
      description: The ids of the security groups of the instances.
      type: list
      elements: str
      sample:
        - c2a7e9f4-1d3b-4f6a-9e08-5b7c6d4e3f21
    auto_security_group:
      description: Whether Sahara creates a security group with the rules that the processes need.
      type: bool
      sample: false
    availability_zone:
      description: The availability zone of the instances.
      type: str
      sample: nova
    is_proxy_gateway:
      description: Whether this node group is the proxy gateway, through which Sahara reaches the other instances of the cluster.
      type: bool
      sample: false
    use_autoconfig:
      description: Whether Sahara tunes the configuration to the size of the instances.
      type: bool
      sample: true
    shares:
      description: The Manila shares that are mounted on the instances.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the share.
          type: str
          sample: 8a9f9a3e-7c0e-4e61-9d0a-4f9a52f1c6ab
        path:
          description: The mount path; null for the default below C(/mnt).
          type: str
          sample: /mnt/data
        access_level:
          description: 'What the instances may do with the share: read and write (V(rw)), or only read (V(ro)).'
          type: str
          sample: rw
    boot_from_volume:
      description: Whether the instances boot from a volume.
      type: bool
      sample: false
    boot_volume_type:
      description: The type of the boot volume.
      type: str
      sample: ssd
    boot_volume_availability_zone:
      description: The availability zone of the boot volume.
      type: str
      sample: nova
    boot_volume_local_to_instance:
      description: Whether the boot volume is on the same compute host as its instance.
      type: bool
      sample: false
    is_public:
      description: Whether other projects can see and use the object.
      type: bool
      sample: false
    is_protected:
      description: Whether the object is protected from changes and deletion.
      type: bool
      sample: false
    options:
      description: The options that describe the object. You can pass them to the module that creates such objects. Defaults
        and secrets are left out. Null unless O(with_options=true).
      type: dict
      sample:
        name: example
        is_public: true
    secret_options:
      description: The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns is
        listed if it may have any. Null unless O(with_options=true).
      type: list
      elements: str
      sample:
        - node_configs.NameNode.Admin password
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
      type: str
      sample: Refused
    status:
      description: The HTTP status of the error response.
      type: int
      sample: 400
    name:
      description: The name that Sahara gives the error.
      type: str
      sample: INVALID_REFERENCE
    message:
      description: The error message from Sahara.
      type: str
      sample: Requested flavor 'm1.hge' not found
    error_id:
      description: The id of the error in Sahara's log.
      type: str
      sample: 9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2
    request_id:
      description: The id of the request.
      type: str
      sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
    method:
      description: The HTTP method of the request.
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
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    IDENTITY_OPTIONS,
    NAMES_OPTION,
    PLUGIN_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    WITH_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    WITH_OPTIONS,
    NAMES_OPTION,
    PLUGIN_OPTIONS,
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, NodeGroupTemplate(task), "plugin_version")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
