# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that the modules and the inventory plugin share."""

from __future__ import annotations

from textwrap import indent

# What a node group template and a node group of a cluster or cluster template may both set.
GROUP_OPTIONS = """\
flavor:
  description: The name or id of the flavor. Required to create a node group template.
  type: str
image:
  description: The name or id of the image. It must be registered, with the tags of the plugin. An empty string removes it from a template.
  type: str
node_processes:
  description: The processes that run on each instance, in any order. Required to create a node group template.
  type: list
  elements: str
node_configs:
  description: The configuration of the processes, as V({service, {name, value}}).
  type: dict
volumes_per_node:
  description: How many volumes each instance has.
  type: int
volumes_size:
  description: The size of each volume, in GiB. Required if there are volumes.
  type: int
volume_type:
  description: The type of the volumes. An empty string removes it from a template.
  type: str
volumes_availability_zone:
  description: The availability zone of the volumes. An empty string removes it from a template.
  type: str
volume_mount_prefix:
  description: The path under which the volumes are mounted.
  type: str
volume_local_to_instance:
  description: Whether the volumes are on the host of their instance.
  type: bool
floating_ip_pool:
  description: The name or id of the external network of the floating addresses. An empty string removes it from a template.
  type: str
security_groups:
  description: The names or ids of the security groups.
  type: list
  elements: str
auto_security_group:
  description: Whether Sahara creates a security group with what the processes need.
  type: bool
availability_zone:
  description: The availability zone of the instances. An empty string removes it from a template.
  type: str
is_proxy_gateway:
  description: Whether Sahara reaches the other instances of the cluster through this group.
  type: bool
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
      description: What the instances may do with the share, read and write or only read.
      type: str
      choices: [rw, ro]
      default: rw
use_autoconfig:
  description: Whether Sahara tunes the configuration to the size of the instances.
  type: bool
"""


class ModuleDocFragment:
    # What every module has: how to reach the cloud.
    DOCUMENTATION = r"""
options:
  cloud:
    description:
      - The name of a cloud in C(clouds.yaml), or a dictionary with the content that such an entry has.
      - When omitted, the cloud is the one that the environment variable E(OS_CLOUD) names, the one that the other C(OS_*)
        variables describe, or the only one in C(clouds.yaml).
      - The files are those that openstacksdk reads, E(OS_CLIENT_CONFIG_FILE), C(clouds.yaml) in the working directory,
        in C(~/.config/openstack) and in C(/etc/openstack), each with C(secure.yaml) beside it.
    type: raw
  auth:
    description:
      - What the authentication plugin needs, for example C(auth_url), C(username), C(password) and C(project_name).
      - It is added to what O(cloud) says.
    type: dict
  auth_type:
    description: The keystoneauth plugin to authenticate with, for example V(v3applicationcredential).
    type: str
  region_name:
    description: The region of the cloud.
    type: str
  interface:
    description: Which of the endpoints in the catalog to use.
    type: str
    choices: [public, internal, admin]
  validate_certs:
    description: Whether to verify TLS certificates. They are, unless this or the configuration of the cloud says otherwise.
    type: bool
  ca_cert:
    description: A file with the certificates of the authorities to trust.
    type: path
  client_cert:
    description: A file with a client certificate.
    type: path
  client_key:
    description: A file with the key of the client certificate.
    type: path
  api_timeout:
    description: How long to wait for the answer to one request, in seconds.
    type: int
  sahara_url:
    description: The URL of Sahara, for when the one in the catalog cannot be used.
    type: str
  service_type:
    description: The type under which the catalog lists Sahara.
    type: str
    default: data-processing
  api_version:
    description:
      - The version of the API to use. V(auto) is the newest that the cloud offers.
      - Options and results have the words of version 2, whichever is used.
    type: str
    choices: [auto, '1.1', '2']
    default: auto
  token_cache:
    description:
      - Whether to keep the token in a file and to use it again in later tasks and runs, until it expires. A task then
        sends one request less, or two where Keystone's URL has no version.
      - The file is in the folder C(ansible-sahara-dataprocessing) in E(XDG_CACHE_HOME) or in C(~/.cache), on the host where
        the task runs. Only its owner may read it, but whoever can, as root or with a backup, has all rights of the token
        until it expires. The folder may be deleted at any time.
      - A token serves only tasks with the same account, password, scope and TLS options. One that was revoked is replaced.
        What else changes in Keystone, a new role or another endpoint, is seen with the next token only.
      - Without effect for authentication plugins that cannot do it, as those for federations, and where the folder
        cannot be kept from others.
    type: bool
    default: false
requirements:
  - openstacksdk >= 1.0.0
  - keystoneauth1 >= 5.0.0
"""

    ATTRIBUTES = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
  idempotent:
    description: When run twice in a row with the same arguments, the second run changes nothing.
    support: full
  action_group:
    description: Use C(group/sahara.dataprocessing.sahara) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - sahara.dataprocessing.sahara
notes:
  - A task on C(localhost) with the connection V(local) runs in the controller's own process, if openstacksdk is installed
    beside Ansible; it is many times faster so. Set the variable C(sahara_in_process) to V(false) to run it as an ordinary module.
"""

    ATTRIBUTES_INFO = r"""
attributes:
  check_mode:
    description: Can run in C(check_mode); it never changes anything.
    support: full
  diff_mode:
    description: Will return details on what has changed, when in diff mode.
    support: N/A
    details: It never changes anything.
  idempotent:
    description: When run twice in a row with the same arguments, the second run changes nothing.
    support: full
  action_group:
    description: Use C(group/sahara.dataprocessing.sahara) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - sahara.dataprocessing.sahara
notes:
  - A task on C(localhost) with the connection V(local) runs in the controller's own process, if openstacksdk is installed
    beside Ansible; it is many times faster so. Set the variable C(sahara_in_process) to V(false) to run it as an ordinary module.
"""

    STATE = r"""
options:
  state:
    description: Whether the object shall be there.
    type: str
    choices: [present, absent]
    default: present
"""

    IMMUTABLE = r"""
options:
  on_immutable_change:
    description:
      - What to do when an option differs from the object and Sahara will not change it.
      - V(fail) says which option it is and what it is now; V(recreate) deletes the object and creates it anew, with all that the
        task does not say taken over; V(ignore) warns, and leaves the option as it is.
    type: str
    choices: [fail, recreate, ignore]
    default: fail
"""

    SHARING = r"""
options:
  is_public:
    description: Whether other projects see the object and may use it.
    type: bool
  is_protected:
    description:
      - Whether the object is protected from changes and from deletion.
      - A task that changes or deletes a protected object fails, unless it says V(false) here.
    type: bool
"""

    SECRETS = r"""
options:
  update_secrets:
    description:
      - When to send the credentials. Sahara never shows them, so they cannot be compared.
      - V(on_create) sends them when the object is created, and when they are for something else than before; V(always)
        sends them in each run, which then counts as a change.
    type: str
    choices: [on_create, always]
    default: on_create
"""

    WAIT = r"""
options:
  wait:
    description: Whether to wait until the operation is over, and to fail when it fails.
    type: bool
    default: true
  poll_interval:
    description: How often to ask for the state while waiting, in seconds. The first questions come sooner.
    type: int
    default: 5
  progress:
    description:
      - Whether to print a line for each step that starts or ends while the task waits.
      - The lines go to the standard error, with the host before them where the play has several.
      - Only tasks that run in the controller's process can print; others do the same work silently.
    type: bool
    default: true
"""

    # Annotated, because ansible-test expects every plain assignment to be a literal.
    GROUP: str = f"""
options:
{indent(GROUP_OPTIONS, "  ")}"""

    NODE_GROUPS: str = f"""
options:
  node_groups:
    description:
      - The node groups, in any order.
      - The list of a cluster template is complete. Groups of a cluster that are not named stay as they are, or are made as the
        cluster template says; a count of 0 removes a group.
      - A group is made of a node group template, and what is given beside it overrides the template; or it is described
        here, with at least O(node_groups[].flavor) and O(node_groups[].node_processes).
      - What a task does not say of a group that is there already stays as it is.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name of the group.
        type: str
        required: true
      count:
        description: The number of its instances.
        type: int
        required: true
      node_group_template:
        description:
          - The name or id of the node group template.
          - In a cluster template an empty string takes a group off its template; otherwise the group stays as it is.
        type: str
{indent(GROUP_OPTIONS, "      ")}"""
