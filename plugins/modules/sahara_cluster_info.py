#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster_info
short_description: Information on clusters of Sahara
version_added: 0.1.0
description:
  - Lists clusters of OpenStack data processing (Sahara) with their node groups and instances, the URLs of their services, how
    long the steps of their provisioning took, and what the last check of their health has found.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the cluster.
    type: str
  id:
    description: The id of the cluster.
    type: str
  plugin_name:
    description: Only clusters of this plugin.
    type: str
  plugin_version:
    description: Only clusters of this version of their plugin.
    type: str
  status:
    description: Only clusters with this status, for example V(Active).
    type: str
"""

EXAMPLES = r"""
- name: All clusters that can be used
  sahara.dataprocessing.sahara_cluster_info:
    cloud: mycloud
    status: Active
  register: found

- name: The addresses of one
  ansible.builtin.debug:
    msg: "{{ found.clusters[0].node_groups | map(attribute='instances') | flatten | map(attribute='management_ip') }}"
  when: found.clusters | length > 0

- name: What the last check of each found that is not well
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ item.health.checks | rejectattr('status', '==', 'GREEN') | map(attribute='description') | join(' ') }}"
  loop: "{{ found.clusters | selectattr('health') | selectattr('health.status', '!=', 'GREEN') }}"
  loop_control:
    label: "{{ item.name }}"

- name: How long the steps of each took
  ansible.builtin.debug:
    msg: "{{ dict(item.provision_progress | map(attribute='step_name') | zip(item.provision_progress | map(attribute='seconds'))) }}"
  loop: "{{ found.clusters }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
clusters:
  description: The clusters, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
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
    status:
      description: The status, for example V(Active) or V(Error).
      type: str
      sample: Active
    status_description:
      description: The reason for the status, if Sahara gives one.
      type: str
      sample: ''
    info:
      description: The URLs of the services, as V({service, {name, URL}}).
      type: dict
      sample:
        HDFS:
          Web UI: http://203.0.113.20:50070
    provision_progress:
      description: The steps of the provisioning and of later scalings.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the step.
          type: str
          sample: 2f6a1c88-0c1b-4b9d-8f5e-6a7b8c9d0e1f
        step_name:
          description: What is done.
          type: str
          sample: Configure instances
        step_type:
          description: Whether it is a step of Sahara's engine or of the plugin, and of what.
          type: str
          sample: 'Plugin: configure cluster'
        total:
          description: The number of instances that it is done on.
          type: int
          sample: 4
        successful:
          description: Whether it succeeded; null while it is under way.
          type: bool
          sample: true
        created_at:
          description: When it began, in UTC.
          type: str
          sample: '2026-11-27 09:42:10'
        updated_at:
          description: When it ended, in UTC; null until then.
          type: str
          sample: '2026-11-27 09:44:55'
        seconds:
          description: How long it took; null until it has ended.
          type: int
          sample: 165
        events:
          description: What happened on the instances. Sahara keeps it for a step that is under way or has failed, and shows
            it only to a task that waits.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the server in Nova.
              type: str
              sample: b3d5f7a9-1c2e-4d6f-8a0b-9c8d7e6f5a4b
            instance_name:
              description: The name of the instance.
              type: str
              sample: analytics-worker-0
            event_info:
              description: What went wrong.
              type: str
              sample: Connection timed out
            successful:
              description: Whether it succeeded.
              type: bool
              sample: false
            created_at:
              description: When it began, in UTC.
              type: str
              sample: '2026-11-27 09:42:11'
            updated_at:
              description: When it ended, in UTC.
              type: str
              sample: '2026-11-27 09:44:50'
    health:
      description: The result of the last health check; null before the first. Sahara checks a cluster when it becomes Active,
        and from time to time.
      type: dict
      contains:
        status:
          description: The worst of the checks, V(GREEN), V(YELLOW) or V(RED); V(CHECKING) until all are done.
          type: str
          sample: GREEN
        checks:
          description: The checks, by name.
          type: list
          elements: dict
          contains:
            name:
              description: What is checked.
              type: str
              sample: Check of the DataNodes
            status:
              description: V(GREEN), V(YELLOW), V(RED) or V(CHECKING).
              type: str
              sample: GREEN
            description:
              description: What was found, as a sentence.
              type: str
              sample: All DataNodes are live.
        created_at:
          description: When the check began, in UTC.
          type: str
          sample: '2026-11-27 09:50:00'
        updated_at:
          description: When it ended, in UTC.
          type: str
          sample: '2026-11-27 09:50:04'
    name:
      description: The name.
      type: str
      sample: analytics
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
      sample: Nightly reports
    cluster_template_id:
      description: The id of the cluster template.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    default_image_id:
      description: The id of the image.
      type: str
      sample: 0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11
    neutron_management_network:
      description: The id of the network.
      type: str
      sample: e0a1f9b8-5c7d-4a2e-93f6-7d8c1b2a3f45
    user_keypair_id:
      description: The name of the keypair.
      type: str
      sample: operator
    node_groups:
      description: The node groups, by name.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the group.
          type: str
          sample: worker
        count:
          description: The number of its instances.
          type: int
          sample: 3
        node_group_template_id:
          description: The id of its node group template.
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
        instances:
          description: The instances of the group.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the server in Nova.
              type: str
              sample: b3d5f7a9-1c2e-4d6f-8a0b-9c8d7e6f5a4b
            instance_name:
              description: The name.
              type: str
              sample: analytics-worker-0
            internal_ip:
              description: The address inside the network.
              type: str
              sample: 10.0.0.12
            management_ip:
              description: The address that Sahara uses.
              type: str
              sample: 203.0.113.20
            dns_hostname:
              description: The name in Designate; null without Designate.
              type: str
              sample: analytics-worker-0.hadoop.example.org.
            storage_devices_number:
              description: How many volumes are mounted.
              type: int
              sample: 2
            id:
              description: Sahara's own id of the instance, which no option takes.
              type: str
              sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
            created_at:
              description: When it was created, in UTC.
              type: str
              sample: '2026-11-27 09:41:02'
            updated_at:
              description: When it was last changed, in UTC; null until then.
              type: str
              sample: '2026-11-27 09:41:02'
    cluster_configs:
      description: The configuration of the cluster, as V({service, {name, value}}).
      type: dict
      sample:
        HDFS:
          dfs.replication: 2
    anti_affinity:
      description: The processes whose instances run on different hosts.
      type: list
      elements: str
      sample:
        - datanode
    domain_name:
      description: The domain of the instances.
      type: str
      sample: hadoop.example.org.
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
    use_autoconfig:
      description: Whether Sahara tunes the configuration to the size of the instances.
      type: bool
      sample: true
    is_transient:
      description: Whether Sahara deletes the cluster once all its jobs have ended.
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
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    IDENTITY_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {
        "plugin_name": {"type": "str"},
        "plugin_version": {"type": "str"},
        "status": {"type": "str"},
    },
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, Cluster(task), "plugin_name", "plugin_version", "status")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
