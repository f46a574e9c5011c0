#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster_info
short_description: Get information about Sahara clusters
version_added: 1.0.0
description:
  - Lists clusters in OpenStack data processing (Sahara), with their node groups and instances and the URLs of their services.
  - Also returns how long the provisioning steps took, and what the last health check found.
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
  - sahara.dataprocessing.sahara.by_status
options:
  cluster_template:
    description: Return only clusters of the cluster template with this name or id.
    type: str
  public_clusters:
    description: Whether to return public clusters of other projects too.
    type: bool
    default: true
  show_passwords:
    description:
      - Whether to return the passwords that the plugin has put into RV(clusters[].info), for example those of Ambari or Cloudera
        Manager. Otherwise, a mask replaces them.
      - If V(true), Ansible hides the result of the task from its output and logs, as with C(no_log). The registered variable
        contains the passwords, so set C(no_log) for the tasks that use them.
    type: bool
    default: false
seealso:
  - module: sahara.dataprocessing.sahara_cluster
  - plugin: sahara.dataprocessing.sahara
    plugin_type: inventory
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
"""

EXAMPLES = r"""
- name: List all Active clusters
  sahara.dataprocessing.sahara_cluster_info:
    cloud: mycloud
    statuses: [Active]
  register: found

- name: Show the addresses of the first one
  ansible.builtin.debug:
    msg: "{{ found.clusters[0].node_groups | map(attribute='instances') | flatten | map(attribute='management_ip') }}"
  when: found.clusters | length > 0

- name: Show the problems that the last health check of each cluster found
  ansible.builtin.debug:
    msg: "{{ item.name }}: {{ item.health.checks | rejectattr('status', '==', 'GREEN') | map(attribute='description') | join(' ') }}"
  loop: "{{ found.clusters | selectattr('health') | selectattr('health.status', '!=', 'GREEN') }}"
  loop_control:
    label: "{{ item.name }}"

- name: List the Spark and Vanilla clusters of two teams that are Active or failed
  sahara.dataprocessing.sahara_cluster_info:
    cloud: mycloud
    names: [analytics-*, '~stream\d+']
    plugin_names: [spark, vanilla]
    statuses: [Active, Error]

- name: Get the passwords of the cluster managers
  sahara.dataprocessing.sahara_cluster_info:
    cloud: mycloud
    show_passwords: true
  register: managers

- name: Show how long the steps of each cluster took
  ansible.builtin.debug:
    msg: "{{ dict(item.provision_progress | map(attribute='step_name') | zip(item.provision_progress | map(attribute='seconds'))) }}"
  loop: "{{ found.clusters }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
clusters:
  description: The clusters, sorted by name; empty if none match.
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
    status:
      description: The status of the cluster, for example V(Active) or V(Error).
      type: str
      sample: Active
    status_description:
      description: The reason for the status, if Sahara reports one.
      type: str
      sample: ''
    info:
      description: The URLs of the services, with a dictionary of names and URLs for each service.
      type: dict
      sample:
        HDFS:
          Web UI: http://203.0.113.20:50070
    provision_progress:
      description: The steps of the provisioning and of later scaling.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the step.
          type: str
          sample: 2f6a1c88-0c1b-4b9d-8f5e-6a7b8c9d0e1f
        step_name:
          description: The name of the step.
          type: str
          sample: Configure instances
        step_type:
          description: Who runs the step, Sahara's engine or the plugin, and for which operation.
          type: str
          sample: 'Plugin: configure cluster'
        total:
          description: The number of instances that the step runs on.
          type: int
          sample: 4
        successful:
          description: Whether the step succeeded; null while it runs.
          type: bool
          sample: true
        created_at:
          description: When the step started, in UTC.
          type: str
          sample: '2026-11-27T09:42:10'
        updated_at:
          description: When the step ended, in UTC; null while it runs.
          type: str
          sample: '2026-11-27T09:44:55'
        seconds:
          description: How long the step took; null while it runs.
          type: int
          sample: 165
        events:
          description: What happened on the instances. Sahara keeps events only for steps that run or have failed. Only tasks
            that wait return them.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the instance in Nova.
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
              description: Whether the step succeeded on this instance.
              type: bool
              sample: false
            created_at:
              description: When the event began, in UTC.
              type: str
              sample: '2026-11-27T09:42:11'
            updated_at:
              description: When the event ended, in UTC.
              type: str
              sample: '2026-11-27T09:44:50'
    health:
      description: The result of the last health check; null before the first. Sahara checks a cluster when it becomes Active
        and from time to time.
      type: dict
      contains:
        status:
          description: The worst result of the checks, V(GREEN), V(YELLOW) or V(RED); V(CHECKING) until all checks have ended.
          type: str
          sample: GREEN
        checks:
          description: The checks, sorted by name.
          type: list
          elements: dict
          contains:
            name:
              description: The name of the check.
              type: str
              sample: Check of the DataNodes
            status:
              description: V(GREEN), V(YELLOW) or V(RED); V(CHECKING) while the check runs.
              type: str
              sample: GREEN
            description:
              description: What the check found, as a sentence.
              type: str
              sample: All DataNodes are live.
        created_at:
          description: When the health check started, in UTC.
          type: str
          sample: '2026-11-27T09:50:00'
        updated_at:
          description: When the health check ended, in UTC.
          type: str
          sample: '2026-11-27T09:50:04'
    name:
      description: The name of the object.
      type: str
      sample: analytics
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
      sample: Nightly reports
    cluster_template_id:
      description: The id of the cluster template.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    default_image_id:
      description: The id of the default image.
      type: str
      sample: 0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11
    neutron_management_network:
      description: The id of the network of the instances.
      type: str
      sample: e0a1f9b8-5c7d-4a2e-93f6-7d8c1b2a3f45
    user_keypair_id:
      description: The name of the keypair.
      type: str
      sample: operator
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
        instances:
          description: The instances of the node group.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the instance in Nova.
              type: str
              sample: b3d5f7a9-1c2e-4d6f-8a0b-9c8d7e6f5a4b
            instance_name:
              description: The name of the instance.
              type: str
              sample: analytics-worker-0
            internal_ip:
              description: The address in the network of the instances.
              type: str
              sample: 10.0.0.12
            management_ip:
              description: The address that Sahara connects to.
              type: str
              sample: 203.0.113.20
            dns_hostname:
              description: The name of the instance in Designate; null without Designate.
              type: str
              sample: analytics-worker-0.hadoop.example.org.
            storage_devices_number:
              description: The number of mounted volumes.
              type: int
              sample: 2
            id:
              description: Sahara's internal id of the instance. No option accepts it.
              type: str
              sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
            created_at:
              description: When the instance was created, in UTC.
              type: str
              sample: '2026-11-27T09:41:02'
            updated_at:
              description: When the instance was last changed, in UTC; null if never.
              type: str
              sample: '2026-11-27T09:41:02'
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
    is_transient:
      description: Whether Sahara deletes the cluster once all its jobs have ended.
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
    PASSWORDS_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    IDENTITY_OPTIONS,
    NAMES_OPTION,
    PLUGIN_OPTIONS,
    STATUSES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    WITH_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    WITH_OPTIONS,
    NAMES_OPTION,
    PASSWORDS_OPTIONS,
    PLUGIN_OPTIONS,
    STATUSES_OPTION,
    {
        "cluster_template": {"type": "str"},
        "public_clusters": {"type": "bool", "default": True},
    },
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, Cluster(task), "plugin_version", references=["cluster_template"])


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
