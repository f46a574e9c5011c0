# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation that the modules share."""

from __future__ import annotations

from textwrap import indent

# The end of the attributes of every module, and the notes.
ATTRIBUTES_OF_ALL = """\
  idempotent:
    description: When run twice in a row with the same arguments, the second run changes nothing.
    support: full
  action_group:
    description: Use C(group/sahara.dataprocessing.sahara) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - sahara.dataprocessing.sahara
notes:
  - On C(localhost) with the connection V(local), tasks run in the controller's own process, which is many times faster.
    This requires openstacksdk in the Python environment of Ansible. To run them as ordinary modules instead, set the
    variable C(sahara_in_process) to V(false).
  - An option that is null counts as omitted. If a name, an id or another reference is empty, the task fails, because an
    undefined variable is often the cause. An empty string is allowed only where the option says so.
  - The C(environment) of a task has the same effect in either case. Tasks with C(become) or C(async), or with variables that
    only a new process reads, such as E(PYTHONPATH), run as ordinary modules.
"""

# The options that clusters, cluster templates and node groups have in common, each without its name.
SHARES = """\
description: The Manila shares to mount on the instances. Their order does not matter.
type: list
elements: dict
suboptions:
  id:
    description: The id of the share.
    type: str
    required: true
  path:
    description: The mount path. By default, Sahara chooses a path below C(/mnt).
    type: str
  access_level:
    description: "What the instances may do with the share: read and write (V(rw)), or only read (V(ro))."
    type: str
    choices: [rw, ro]
    default: rw
"""
USE_AUTOCONFIG = """\
description: Whether to have Sahara tune the configuration to the size of the instances.
type: bool
"""

# What a node group template and a node group of a cluster or cluster template may both set.
GROUP_OPTIONS = f"""\
flavor:
  description: The name or id of the flavor. Required to create a node group template.
  type: str
image:
  description:
    - The name or id of the image. It must be registered and have the tags that the plugin requires.
    - An empty string removes it from a template.
  type: str
node_processes:
  description:
    - The processes that run on each instance. Their order does not matter.
    - Required to create a node group template.
  type: list
  elements: str
node_configs:
  description:
    - The configuration of the processes, with a dictionary of names and values for each service.
    - In results and diffs, a mask replaces the value of a setting like C(Admin password).
  type: dict
volumes_per_node:
  description: The number of volumes of each instance.
  type: int
volumes_size:
  description: The size of each volume, in GiB. Required if the instances have volumes, otherwise V(0) or omitted.
  type: int
volume_type:
  description: The type of the volumes. An empty string removes it from a template.
  type: str
volumes_availability_zone:
  description: The availability zone of the volumes. An empty string removes it from a template.
  type: str
volume_mount_prefix:
  description: The prefix of the paths where the volumes are mounted, for example C(/data/disk). Sahara appends a number.
  type: str
volume_local_to_instance:
  description: Whether to place the volumes on the same compute host as their instance.
  type: bool
floating_ip_pool:
  description: The name or id of the external network of the floating addresses. An empty string removes it from a template.
  type: str
security_groups:
  description: The names or ids of the security groups of the instances.
  type: list
  elements: str
auto_security_group:
  description: Whether to have Sahara create a security group with the rules that the processes need.
  type: bool
availability_zone:
  description: The availability zone of the instances. An empty string removes it from a template.
  type: str
is_proxy_gateway:
  description: Whether to use this node group as the proxy gateway, through which Sahara reaches the other instances of the cluster.
  type: bool
shares:
{indent(SHARES, "  ")}\
use_autoconfig:
{indent(USE_AUTOCONFIG, "  ")}"""


class ModuleDocFragment:
    # Annotated, because ansible-test expects every plain assignment to be a literal.
    ATTRIBUTES: str = f"""
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
{ATTRIBUTES_OF_ALL}\
  - A task that fails returns C(changed=true) if it changed something before, for example if it started a job that failed.
"""

    ATTRIBUTES_INFO: str = f"""
attributes:
  check_mode:
    description: Can run in C(check_mode); the module never changes anything.
    support: full
  diff_mode:
    description: Will return details on what has changed, when in diff mode.
    support: N/A
    details: The module never changes anything.
{ATTRIBUTES_OF_ALL}"""

    # What identifies an object

    IDENTITY = r"""
options:
  name:
    description:
      - The name of the object. Required without O(id), unless a template takes it from a file.
      - Together with O(id), the new name of the object.
    type: str
  id:
    description: The id of an existing object.
    type: str
"""

    EXPORTED = r"""
options:
  src:
    description:
      - A JSON file on the host of the task, to which the dashboard or C(openstack dataprocessing) exported the template. The
        options of the task take precedence over those in the file.
      - Set the options that the file lacks. For a node group template, these are the flavor, the image, the security groups and
        the pool of floating addresses. For a cluster template, these are the default image and the node groups.
    type: path
"""

    BY_NAME = r"""
options:
  name:
    description: Return only objects with exactly this name.
    type: str
"""

    BY_ID = r"""
options:
  id:
    description: Return only the object with this id.
    type: str
"""

    WITH_OPTIONS = r"""
options:
  with_options:
    description:
      - Whether to return the options that describe each object, for tasks that keep, copy or restore it.
      - They contain names instead of ids, so the module requests the objects that the ids refer to.
    type: bool
    default: false
"""

    BY_NAMES = r"""
options:
  names:
    description:
      - Return only objects whose names match one of these patterns.
      - A pattern may have wildcards as in file names. C(*) matches any characters, C(?) matches one character, and C([...])
        matches one of several.
      - A pattern that starts with C(~) is a regular expression, which must match from the first character of the name.
    type: list
    elements: str
"""

    BY_STATUS = r"""
options:
  statuses:
    description:
      - Return only objects with one of these statuses, for example V(Active) for clusters or V(FAILED) for job executions.
      - An entry may have wildcards as in file names, or be a regular expression that starts with C(~).
    type: list
    elements: str
    aliases: [status]
"""

    BY_PLUGIN = r"""
options:
  plugin_names:
    description:
      - Return only objects for one of these plugins, for example V(spark).
      - An entry may have wildcards as in file names, or be a regular expression that starts with C(~).
    type: list
    elements: str
    aliases: [plugin_name]
  plugin_version:
    description: Return only objects for this version of their plugin.
    type: str
"""

    # What a task does

    STATE = r"""
options:
  state:
    description: Whether the object should exist.
    type: str
    choices: [present, absent]
    default: present
"""

    IMMUTABLE = r"""
options:
  on_immutable_change:
    description:
      - What to do if the task sets an option to a new value and Sahara does not allow changing it.
      - With V(fail), the task fails and reports the option and its current value.
      - V(recreate) deletes and re-creates the object. Options that you omit keep their current values.
      - V(ignore) leaves the option unchanged and warns.
    type: str
    choices: [fail, recreate, ignore]
    default: fail
"""

    SECRETS = r"""
options:
  update_secrets:
    description:
      - When to send the credentials. Sahara never returns them, so the module cannot compare them.
      - V(on_create) sends them when the object is created, and when it moves to another kind of storage.
      - V(always) sends them every time, so the task always reports a change.
    type: str
    choices: [on_create, always]
    default: on_create
"""

    WAIT = r"""
options:
  poll_interval:
    description: Longest time between two status requests, in seconds. The first requests follow more quickly.
    type: int
    default: 5
  progress:
    description:
      - Whether to print progress while the task waits. A line reports each change of the status,
        and each step of a cluster that starts or ends.
      - Lines are written to standard error, prefixed with the host name if the play has several hosts.
      - Only tasks that run in the controller's process can print. Other tasks do the same work silently.
    type: bool
    default: true
"""

    # What an object has

    DESCRIPTION = r"""
options:
  description:
    description: A description of the object. An empty string removes it.
    type: str
"""

    SHARING = r"""
options:
  is_public:
    description: Whether to let other projects see and use the object.
    type: bool
  is_protected:
    description:
      - Whether to protect the object from changes and deletion.
      - A task that deletes a protected object, or changes anything but O(is_public), fails unless it sets this option to
        V(false).
    type: bool
"""

    PLUGIN = r"""
options:
  plugin_name:
    description:
      - The name of the plugin. Required to create a template, or a cluster without a cluster template.
      - Other clusters take it from their cluster template.
    type: str
  plugin_version:
    description:
      - The version of the plugin. Required to create a template, or a cluster without a cluster template.
      - Other clusters take it from their cluster template.
    type: str
"""

    CLUSTER: str = f"""
options:
  default_image:
    description:
      - The name or id of the image for node groups that do not set an image.
      - An empty string removes it from a template.
    type: str
  cluster_configs:
    description:
      - The configuration of the cluster, with a dictionary of names and values for each service.
      - In results and diffs, a mask replaces the value of a setting like C(Admin password).
    type: dict
  anti_affinity:
    description: Processes whose instances must run on different compute hosts. Their order does not matter.
    type: list
    elements: str
  neutron_management_network:
    description: The name or id of the network of the instances. An empty string removes it from a template.
    type: str
  domain_name:
    description: The domain of the instances, if the cloud has Designate. It may be an empty string.
    type: str
  shares:
{indent(SHARES, "    ")}\
  use_autoconfig:
{indent(USE_AUTOCONFIG, "    ")}"""

    GROUP: str = f"""
options:
{indent(GROUP_OPTIONS, "  ")}"""

    NODE_GROUPS: str = f"""
options:
  node_groups:
    description:
      - The node groups. Their order does not matter.
      - The list of a cluster template is complete. Node groups that it omits are removed from the template.
      - The list of a cluster may be partial. Node groups that it omits are left unchanged or, in a new cluster, come from
        the cluster template. O(node_groups[].count=0) removes a node group.
      - A node group comes from a node group template, whose values its other options override. Without a template,
        it requires at least O(node_groups[].flavor) and O(node_groups[].node_processes).
      - Options that you omit for an existing node group are left unchanged.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name of the node group. The rules for names of clusters apply.
        type: str
        required: true
      count:
        description: The number of instances in the node group.
        type: int
        required: true
      node_group_template:
        description:
          - The name or id of the node group template.
          - In a cluster template, an empty string detaches the node group from its node group template.
            Its values are left unchanged.
        type: str
{indent(GROUP_OPTIONS, "      ")}"""
