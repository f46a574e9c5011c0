#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster_template
short_description: Manage Sahara cluster templates
version_added: 1.0.0
description:
  - Creates, updates and deletes cluster templates in OpenStack data processing (Sahara).
  - Options that are not set are left unchanged.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.exported
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.description
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.plugin
  - sahara.dataprocessing.sahara.cluster
  - sahara.dataprocessing.sahara.node_groups
notes:
  - Sahara does not allow changing a template that a cluster uses; see O(on_immutable_change).
seealso:
  - module: sahara.dataprocessing.sahara_cluster_template_info
  - module: sahara.dataprocessing.sahara_node_group_template
  - module: sahara.dataprocessing.sahara_cluster
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_saving
    description: Keeping a project as code, and copying it.
"""

EXAMPLES = r"""
- name: Create a template for clusters of one master and three workers
  sahara.dataprocessing.sahara_cluster_template:
    cloud: mycloud
    name: hadoop
    plugin_name: vanilla
    plugin_version: 2.7.5
    neutron_management_network: private
    cluster_configs:
      HDFS:
        dfs.replication: 2
    node_groups:
      - name: master
        node_group_template: master
        count: 1
      - name: worker
        node_group_template: worker
        count: 3

- name: Import a template that was exported from another cloud
  sahara.dataprocessing.sahara_cluster_template:
    cloud: mycloud
    src: hadoop.json
    name: imported-hadoop
    neutron_management_network: private
    node_groups:
      - name: worker
        node_group_template: worker
        count: 3
"""

RETURN = r"""
cluster_template:
  description: The cluster template; null if it does not exist.
  returned: success
  type: dict
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
      sample: hadoop
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
      sample: A master and three workers
    default_image_id:
      description: The id of the default image.
      type: str
      sample: 0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11
    node_groups:
      description: The node groups, sorted by name.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the node group.
          type: str
          sample: worker
        count:
          description: The number of instances in the node group.
          type: int
          sample: 3
        node_group_template_id:
          description: The id of the node group template.
          type: str
          sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
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
          description: Whether this node group is the proxy gateway, through which Sahara reaches the other instances of the
            cluster.
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
    cluster_configs:
      description: The configuration of the cluster, with a dictionary of names and values for each service.
      type: dict
      sample:
        HDFS:
          dfs.replication: 2
    anti_affinity:
      description: Processes whose instances must run on different compute hosts.
      type: list
      elements: str
      sample:
        - datanode
    neutron_management_network:
      description: The id of the network of the instances.
      type: str
      sample: e0a1f9b8-5c7d-4a2e-93f6-7d8c1b2a3f45
    domain_name:
      description: The domain of the instances.
      type: str
      sample: hadoop.example.org.
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
    use_autoconfig:
      description: Whether Sahara tunes the configuration to the size of the instances.
      type: bool
      sample: true
    is_public:
      description: Whether other projects can see and use the object.
      type: bool
      sample: false
    is_protected:
      description: Whether the object is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: The changes, by option; empty if nothing changes. Secrets are never included.
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
    IMMUTABLE_OPTIONS,
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.template import (
    SRC_OPTION,
)

SPEC = module_spec(
    ClusterTemplate.options(),
    SRC_OPTION,
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    required_one_of=[("name", "id", "src")],
)


def run(task):
    return converge(task, ClusterTemplate(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
