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
      description:
        - The kind of the failure. V(ClusterFailed), V(ClusterUnhealthy), V(ClusterTimeout) and V(ClusterGone), which is deleted by
          someone else meanwhile, are those of the cluster itself.
        - Others are, for example, V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
    wait_options,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.task import (
    manage,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.options import (
    CLUSTER_OPTIONS,
    PLUGIN_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    PLUGIN_OPTIONS,
    CLUSTER_OPTIONS,
    wait_options(timeout=3600),
    {
        "cluster_template": {"type": "str"},
        "user_keypair": {"type": "str", "no_log": False},
        "is_transient": {"type": "bool"},
        "keep_failed": {"type": "bool", "default": False},
        "on_error": {"type": "str", "choices": ["fail", "recreate"], "default": "fail"},
        "purge_node_groups": {"type": "bool", "default": False},
        "instances_to_remove": {"type": "list", "elements": "str"},
        "force": {"type": "bool", "default": False},
        "health": {"type": "str", "choices": ["ignore", "report", "require"], "default": "ignore"},
        "update_keypair": {"type": "bool", "default": False, "no_log": False},
    },
    required_one_of=[("name", "id")],
)


def run(task):
    return manage(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
