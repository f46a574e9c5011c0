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
    cluster_template_id:
      description: The id of the template that it was made of.
      type: str
    user_keypair_id:
      description: The name of the keypair.
      type: str
    is_transient:
      description: Whether it goes when its jobs are done.
      type: bool
    status:
      description: The status, for example V(Active) or V(Error).
      type: str
    status_description:
      description: Why it has that status, where Sahara says so.
      type: str
    info:
      description: URLs of the services, as V({service, {name, URL}}).
      type: dict
    provision_progress:
      description: The steps of the provisioning, and of later scalings.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the step.
          type: str
        step_name:
          description: What is done, for example V(Create Heat stack) or V(Configure instances).
          type: str
        step_type:
          description: Whose step it is, Sahara's engine's or the plugin's, and of what.
          type: str
        total:
          description: On how many instances it is done.
          type: int
        successful:
          description: Whether it went well; null while it is under way.
          type: bool
        created_at:
          description: When it began, in UTC.
          type: str
        updated_at:
          description: When it ended, in UTC; null until then.
          type: str
        seconds:
          description: How long it took; null until it has ended.
          type: int
        events:
          description:
            - What happened on the instances. Sahara keeps it of a step that is under way or has failed, and tells it to a task
              that waits.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the server in Nova.
              type: str
            instance_name:
              description: The name of the instance.
              type: str
            event_info:
              description: What went wrong.
              type: str
            successful:
              description: Whether it went well.
              type: bool
            created_at:
              description: When it began, in UTC.
              type: str
            updated_at:
              description: When it ended, in UTC.
              type: str
    health:
      description:
        - What the last check of the health has found; null before the first. Sahara checks each cluster when it gets Active, and
          now and then.
      type: dict
      contains:
        status:
          description: V(GREEN), V(YELLOW) or V(RED), whichever is the worst of the checks; V(CHECKING) until they are over.
          type: str
        checks:
          description: The checks, by name.
          type: list
          elements: dict
          contains:
            name:
              description: What is checked.
              type: str
            status:
              description: V(GREEN), V(YELLOW), V(RED) or V(CHECKING).
              type: str
            description:
              description: What it has found, in a sentence.
              type: str
        created_at:
          description: When the check began, in UTC.
          type: str
        updated_at:
          description: When it ended, in UTC.
          type: str
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
        instances:
          description: The instances of the group.
          type: list
          elements: dict
          contains:
            instance_id:
              description: The id of the server in Nova.
              type: str
            instance_name:
              description: The name.
              type: str
            internal_ip:
              description: The address inside the network.
              type: str
            management_ip:
              description: The address that Sahara uses.
              type: str
            dns_hostname:
              description: The name in Designate; null without it.
              type: str
            storage_devices_number:
              description: How many volumes are mounted.
              type: int
            id:
              description: Sahara's own id of it, which no option takes.
              type: str
            created_at:
              description: When it was created, in UTC.
              type: str
            updated_at:
              description: When it was changed, in UTC; null until then.
              type: str
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
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
