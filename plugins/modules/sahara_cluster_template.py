#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster_template
short_description: Manage cluster templates of Sahara
version_added: 0.1.0
description:
  - Creates, changes and deletes templates of clusters in OpenStack data processing (Sahara).
  - What a task does not say stays as it is.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.node_groups
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
  default_image:
    description: The name or id of the image for the groups that have none of their own. An empty string removes it.
    type: str
  cluster_configs:
    description: The configuration of the cluster, as V({service, {name, value}}).
    type: dict
  anti_affinity:
    description: The processes of which no two shall run on the same host, in any order.
    type: list
    elements: str
  neutron_management_network:
    description: The name or id of the network that the instances are in. An empty string removes it.
    type: str
  domain_name:
    description: The domain of the instances, where the cloud has Designate.
    type: str
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
notes:
  - Sahara does not change a template that a cluster was made with; see O(on_immutable_change).
"""

EXAMPLES = r"""
- name: A cluster of one master and three workers
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
"""

RETURN = r"""
cluster_template:
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
    CLUSTER_OPTIONS,
    PLUGIN_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    PLUGIN_OPTIONS,
    CLUSTER_OPTIONS,
    required_one_of=[("name", "id")],
)


def run(task):
    return converge(task, ClusterTemplate(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
