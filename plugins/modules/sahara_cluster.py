#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_cluster
short_description: Provision Sahara clusters
version_added: 1.0.0
description:
  - Creates and deletes clusters in OpenStack data processing (Sahara), and waits until they are Active or deleted.
  - If the cluster fails, the task fails at once. It reports Sahara's reason, and the step and instance that failed.
  - If an operation is already running on the cluster, the task first waits until it ends, no matter who started it.
    You can therefore run an interrupted task again, and it continues.
  - If Sahara abandons a deletion because the cluster failed while it was being deleted, a task that waits
    requests the deletion again.
  - On an existing cluster, Sahara can change the name, the description, the shares, O(is_public), O(is_protected) and
    the number of instances in the node groups. Options that are not set are left unchanged.
  - The name of a cluster has 1 to 50 letters, digits, C(-) and C(.). Each part between dots starts with a letter, and ends
    with a letter or a digit. The host names of the instances contain it, and may have at most 64 characters with their domain.
notes:
  - "If the cluster is already being deleted, a task with O(state=absent) returns C(changed=false). It requests the deletion
    again, because Sahara resumes a failed deletion only then, and waits. With O(force), it returns C(changed=true)."
  - "Sahara answers every request to delete a cluster alike. If several tasks request the deletion at the same moment, each
    of them returns C(changed=true)."
  - Users who have only the role C(reader) in the project cannot create clusters, so the task fails before it changes
    anything. Sahara would accept their request, but Heat refuses it, and then nobody can delete the failed cluster.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.description
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.plugin
  - sahara.dataprocessing.sahara.cluster
  - sahara.dataprocessing.sahara.node_groups
  - sahara.dataprocessing.sahara.wait
attributes:
  idempotent:
    support: partial
    details: O(update_keypair) sends the key in every run.
options:
  cluster_template:
    description: The name or id of the cluster template. Options that you omit come from the template.
    type: str
  user_keypair:
    description:
      - The name of the keypair for the user of the instances.
      - Sahara accepts only names with letters, digits, C(-), C(_) and spaces.
    type: str
  is_transient:
    description:
      - If V(true), Sahara deletes the cluster once all its jobs have ended.
      - If you run the same task later, it finds no cluster and creates one.
    type: bool
  wait:
    description:
      - Whether to wait until the operation ends, and to fail if the operation fails.
      - If V(false), the task fails if it is to create a cluster while another one with its name is still being deleted.
    type: bool
    default: true
  timeout:
    description:
      - Longest time for the whole operation, in seconds. If it takes longer, the task fails.
      - The cluster is left unchanged. Run the task again to keep waiting.
    type: int
    default: 3600
  keep_failed:
    description:
      - Whether to keep a cluster that this task created and that failed.
      - A failed cluster occupies its name and cannot be repaired, so it is deleted by default. Keep it to examine the failure.
      - The task waits up to five minutes for the deletion. If the deletion fails too, the task reports both reasons.
    type: bool
    default: false
  on_error:
    description:
      - What to do with an existing cluster in status Error or AwaitingTermination, which cannot be repaired.
      - With V(fail), the task fails and reports why the cluster failed.
      - V(recreate) deletes the cluster and creates a new one as the task describes it.
    type: str
    choices: [fail, recreate]
    default: fail
  purge_node_groups:
    description: Whether to remove the node groups of an existing cluster that O(node_groups) does not list.
    type: bool
    default: false
  instances_to_remove:
    description:
      - The names of instances to remove from the cluster. Instances that no longer exist are ignored.
      - Each removal reduces the count of the node group by one, unless O(node_groups) sets the count.
      - Requires API version 2.
    type: list
    elements: str
  force:
    description:
      - Whether to force the deletion of a cluster that cannot be deleted otherwise. Sahara then stops tracking the cluster.
      - The Heat stack of the cluster may remain in the cloud; a warning names it.
      - Requires API version 2.
    type: bool
    default: false
  health:
    description:
      - Whether to have Sahara check the health of the cluster once it is Active and matches the task.
      - V(ignore) starts no check.
      - V(report) starts a check, waits until it ends, and returns the findings in RV(cluster.health).
      - V(require) does the same, and fails with the findings if a check is RED. The cluster is then left unchanged.
      - A check changes nothing, so the task does not report a change. Check mode starts no check.
      - If a check is already running, the task waits for it instead of starting another.
      - Requires O(wait=true).
    type: str
    choices: [ignore, report, require]
    default: ignore
  show_passwords:
    description:
      - Whether to return the passwords that the plugin has put into RV(cluster.info), for example those of Ambari or Cloudera
        Manager. Otherwise, a mask replaces them.
      - If V(true), Ansible hides the result of the task from its output and logs, as with C(no_log). The registered variable
        contains the passwords, so set C(no_log) for the tasks that use them.
    type: bool
    default: false
  update_keypair:
    description:
      - Whether to add the current key of the cluster's keypair to all instances of an existing cluster. A new cluster
        has the key anyway.
      - Sahara does not check whether the key is already present, nor does it report completion.
      - Sahara adds the key again each time, so the task always reports a change. Set this option only after the key has changed.
      - Requires API version 2.
    type: bool
    default: false
seealso:
  - module: sahara.dataprocessing.sahara_cluster_info
  - module: sahara.dataprocessing.sahara_cluster_template
  - module: sahara.dataprocessing.sahara_job_execution
  - plugin: sahara.dataprocessing.sahara
    plugin_type: inventory
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
"""

EXAMPLES = r"""
- name: Create a cluster and wait until it is Active
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    cluster_template: hadoop
    default_image: vanilla-2.7.5-ubuntu
    user_keypair: operator
    timeout: 1800
  register: created

- name: Show the URLs of its services
  ansible.builtin.debug:
    var: created.cluster.info

- name: Scale the workers to five instances
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    node_groups:
      - name: worker
        count: 5

- name: Check the health of the cluster
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    health: require

- name: Get the password of Ambari
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    show_passwords: true
  register: analytics

- name: Use it without showing it
  ansible.builtin.uri:
    url: "{{ analytics.cluster.info['Ambari Console']['Web UI'] }}/api/v1/clusters"
    url_username: admin
    url_password: "{{ analytics.cluster.info['Ambari Console']['Password'] }}"
    force_basic_auth: true
  no_log: true
  when: "'Ambari Console' in analytics.cluster.info"

- name: Add the new key of the operator's keypair to the instances
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    update_keypair: true

# The first task starts all clusters, and the second waits for them. If you run both again, nothing changes.
- name: Start several clusters from one template
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

- name: Create a cluster that Sahara deletes once its jobs have ended
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: nightly
    cluster_template: hadoop
    default_image: vanilla-2.7.5-ubuntu
    is_transient: true

- name: Delete a cluster
  sahara.dataprocessing.sahara_cluster:
    cloud: mycloud
    name: analytics
    state: absent
"""

RETURN = r"""
cluster:
  description: The cluster; null if it does not exist. After a failure, the cluster as last seen.
  returned: success, or when the cluster fails
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
      description:
        - The kind of failure. V(ClusterFailed), V(ClusterUnhealthy) and V(ClusterTimeout) concern the cluster itself.
        - V(ClusterGone) means that someone else deleted the cluster while the task was waiting.
        - Other kinds are, for example, V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
    PASSWORDS_OPTIONS,
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
    PASSWORDS_OPTIONS,
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
