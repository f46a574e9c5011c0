#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster
short_description: Provision clusters with Sahara
version_added: 0.1.0
description:
  - Creates and deletes clusters in OpenStack data processing (Sahara), and waits until they are Active or gone.
  - When a cluster fails, the task fails at once, with Sahara's reason and the step and the instance where it happened.
  - A cluster on which something is under way is waited for first, whoever began it; so a task that was interrupted goes on where
    it was when it is run again.
  - Where Sahara gives a deletion up, because the cluster failed while it was being deleted, a task that waits asks for it again.
  - Of a cluster that exists, Sahara changes the name, the description, the shares, who may see or change it, and the number of
    instances in its node groups. What a task does not say stays as it is.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.wait
  - sahara.dataprocessing.sahara.node_groups
options:
  name:
    description: The name. One of O(name) and O(id) is required; given beside O(id) it is the name that the object shall have.
    type: str
  id:
    description: The id of an object that exists.
    type: str
  plugin_name:
    description: The name of the plugin. Taken from the cluster template if there is one.
    type: str
  plugin_version:
    description: The version of the plugin. Taken from the cluster template if there is one.
    type: str
  description:
    description: A description.
    type: str
  default_image:
    description: The name or id of the image for the groups that have none of their own.
    type: str
  cluster_configs:
    description: The configuration of the cluster, as V({service, {name, value}}).
    type: dict
  anti_affinity:
    description: The processes of which no two shall run on the same host, in any order.
    type: list
    elements: str
  neutron_management_network:
    description: The name or id of the network that the instances are in.
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
  cluster_template:
    description: The name or id of the cluster template. What the task does not say is as the template says.
    type: str
  user_keypair:
    description: The name of the keypair for the user of the instances.
    type: str
  is_transient:
    description:
      - Whether Sahara deletes the cluster by itself when it has no job that is not over.
      - The same task run later then finds no cluster, and creates one.
    type: bool
  timeout:
    description: How long the whole operation may take, in seconds. A cluster that takes longer is left as it is.
    type: int
    default: 3600
  keep_failed:
    description:
      - Whether a cluster that this task made and that failed is kept.
      - It holds the name, and cannot be repaired; so it is deleted again unless it is wanted for a look at it.
      - Its deletion is waited for five minutes at most. Then the task fails with both reasons.
    type: bool
    default: false
  on_error:
    description:
      - What to do about a cluster that exists and is in Error. It cannot be repaired.
      - V(fail) tells why it failed; V(recreate) deletes it and creates it as the task says.
    type: str
    choices: [fail, recreate]
    default: fail
  purge_node_groups:
    description: Whether the node groups of an existing cluster that are not in O(node_groups) are removed.
    type: bool
    default: false
  instances_to_remove:
    description:
      - The names of instances that shall not be in the cluster any more. Their node groups become smaller by them, unless
        O(node_groups) says how small they shall be. Instances that are gone already are passed over.
      - Needs API version 2.
    type: list
    elements: str
  force:
    description:
      - Whether to have Sahara forget a cluster that cannot be deleted otherwise. Its stack may be left in the cloud; a warning
        names it.
      - Needs API version 2.
    type: bool
    default: false
  health:
    description:
      - Whether to have Sahara check the health of the cluster, once it is Active and as the task says.
      - V(ignore) starts no check; V(report) starts one, waits until it is over, and returns what it has found in RV(cluster.health);
        V(require) does so and fails if a check is RED, with what it has found. The cluster is left as it is then.
      - A check changes nothing, so it does not make the task C(changed). A check that is under way already is waited for instead
        of a new one. Check mode starts none.
      - Needs O(wait).
    type: str
    choices: [ignore, report, require]
    default: ignore
  update_keypair:
    description:
      - Whether to put the present key of the cluster's keypair on all instances of a cluster that exists. A cluster that the task
        creates has it anyway.
      - Sahara does not look whether it is there. It adds the key once more each time, so such a task is C(changed) each time;
        and it does not tell when it is done. So set it only when the key was changed.
      - Needs API version 2.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: A cluster
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    cluster_template: hadoop
    default_image: vanilla-2.7.5-ubuntu
    user_keypair: operator
    timeout: 1800
  register: made

- name: Where its services are
  ansible.builtin.debug:
    var: made.cluster.info

- name: Scale the workers
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    node_groups:
      - name: worker
        count: 5

- name: See whether all is well
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    health: require

- name: Put the new key of the operator's keypair on the instances
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    update_keypair: true

# All of them begin in the first task, and are waited for in the second. In a second run neither changes anything.
- name: Begin several clusters of one template
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: "team-{{ item }}"
    cluster_template: hadoop
    default_image: vanilla-2.7.5-ubuntu
    wait: false
  loop: [red, green, blue]

- name: Wait until each of them is Active
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: "team-{{ item }}"
  loop: [red, green, blue]

- name: A cluster that Sahara deletes when its jobs are done
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: nightly
    cluster_template: hadoop
    default_image: vanilla-2.7.5-ubuntu
    is_transient: true

- name: Take it down
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    state: absent
"""

RETURN = r"""
cluster:
  description: The cluster; null when it is absent. After a failure it is the cluster as it was seen last.
  returned: success, and failure of a cluster
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
      description:
        - The kind of the failure. V(ClusterFailed), V(ClusterUnhealthy), V(ClusterTimeout) and V(ClusterGone), which is deleted
          by someone else meanwhile, are those of the cluster itself.
        - Others are, for example, V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
    wait_options,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.task import (
    converge_cluster,
)

SPEC = module_spec(
    Cluster.options(),
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    wait_options(timeout=3600),
    {
        "wait": {"type": "bool", "default": True},
        "keep_failed": {"type": "bool", "default": False},
        "on_error": {"type": "str", "choices": ["fail", "recreate"], "default": "fail"},
        "purge_node_groups": {"type": "bool", "default": False},
        "instances_to_remove": {"type": "list", "elements": "str"},
        "force": {"type": "bool", "default": False},
        "health": {"type": "str", "choices": ["ignore", "report", "require"], "default": "ignore"},
    },
    required_one_of=[("name", "id")],
)


def run(task):
    return converge_cluster(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
