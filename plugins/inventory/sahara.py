# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The instances of Sahara's clusters as hosts."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: sahara
short_description: Instances of Sahara clusters as hosts
version_added: 1.0.0
description:
  - Creates a host for each instance of the clusters of a project in OpenStack data processing (Sahara).
  - The configuration file is named C(sahara.yml) or C(sahara.yaml), or its name ends in C(.sahara.yml) or C(.sahara.yaml).
  - The group C(sahara) has all hosts. The groups C(cluster_<name>), C(node_group_<name>), C(plugin_<name>),
    C(plugin_<name>_<version>) and C(status_<status>) have the matching hosts. Each process has a group of the
    same name, for example C(namenode).
  - In group names, every character except letters, digits and underscores becomes an underscore, as with O(keyed_groups).
  - All groups are below C(sahara). The group of a cluster is a child of the groups of its plugin version and its
    status. Variables of C(cluster_demo) therefore take precedence over those of C(plugin_spark).
  - Different names can lead to the same group name, for example those of the clusters C(a-b) and C(a.b). Their hosts still
    get separate groups. The group whose name needs no change keeps it, and eight hexadecimal digits are appended to the
    others. The digits are always the same for the same name or cluster id. A warning names these groups.
  - If several instances have the same host name, the id of each instance is appended to its host name. A warning lists them.
  - The group of a cluster has the variables C(sahara_cluster_id), C(sahara_cluster_name), C(sahara_cluster_description),
    C(sahara_cluster_project_id) and C(sahara_cluster_created_at).
  - The name of its cloud in C(clouds.yaml) and its region are in C(sahara_cluster_cloud) and C(sahara_cluster_region).
  - The state of the cluster is in C(sahara_cluster_status), C(sahara_cluster_status_description), C(sahara_cluster_health)
    and C(sahara_cluster_info). The last one has the URLs of its services, without passwords.
  - Its settings are in C(sahara_cluster_plugin_name), C(sahara_cluster_plugin_version), C(sahara_cluster_template_id),
    C(sahara_cluster_default_image_id), C(sahara_cluster_neutron_management_network), C(sahara_cluster_user_keypair_id),
    C(sahara_cluster_domain_name), C(sahara_cluster_anti_affinity), C(sahara_cluster_is_transient),
    C(sahara_cluster_is_public) and C(sahara_cluster_is_protected).
  - A host has the variables C(sahara_instance_id), C(sahara_instance_name), C(sahara_internal_ip), C(sahara_management_ip)
    and C(sahara_dns_hostname).
  - Its node group is described by C(sahara_node_group), C(sahara_node_processes), C(sahara_flavor_id), C(sahara_image_id),
    C(sahara_image_username), C(sahara_availability_zone), C(sahara_is_proxy_gateway), C(sahara_volumes_per_node) and
    C(sahara_volume_mount_prefix).
  - The options O(addresses), O(image_user) and O(proxy_gateway) control C(ansible_host), C(ansible_user) and
    C(ansible_ssh_common_args).
  - Values from Sahara are never evaluated as templates.
  - A cache entry is used only with the same user, project, cloud, region and filters. It has no passwords or tokens, and
    only the owner can read its file.
  - An entry is not used if its file or folder belongs to another user, or if other users may write to it. A warning states
    the reason, and the inventory is read from Sahara.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [sahara.dataprocessing.sahara]
  clusters:
    description:
      - Include only clusters with these names.
      - An entry may have wildcards as in file names. C(*) matches any characters, C(?) matches one character, and C([...])
        matches one of several.
      - An entry that starts with C(~) is a regular expression, which must match from the first character of the name.
    type: list
    elements: str
    default: []
  statuses:
    description:
      - Include only clusters with these statuses, for example V(Active). Patterns work as in O(clusters).
      - By default, all clusters are included except those that are being deleted.
    type: list
    elements: str
    default: []
  plugin_names:
    description: Include only clusters of these Sahara plugins, for example V(spark). Patterns work as in O(clusters).
    type: list
    elements: str
    default: []
  node_processes:
    description: Include only instances that run one of these processes, for example V(namenode). Patterns work as in O(clusters).
    type: list
    elements: str
    default: []
  public_clusters:
    description: Whether to include public clusters of other projects.
    type: bool
    default: false
  hostnames:
    description:
      - Where host names come from, in order of preference. The first value that an instance has becomes its host name.
      - An entry is V(instance_name), V(dns_hostname), V(internal_ip), V(management_ip), V(instance_id), or a Jinja2
        expression without braces. It can use the variables of the host and of its cluster, for example
        C(sahara_node_group ~ '-' ~ sahara_internal_ip).
      - An entry can also be a dictionary with a C(name) and perhaps a C(prefix), each of which is a value or an expression as
        above. If the prefix has a value, the host name consists of the prefix, the C(separator) and the name. The separator is
        C(_) by default.
      - If an instance has none of them, the host name is the instance name. An instance without a name yet uses its id.
      - An expression takes longer than the other entries. If it fails, the next entry is used, unless O(strict) is set.
    type: list
    elements: raw
    default: [instance_name]
  addresses:
    description:
      - Where C(ansible_host) comes from, in order of preference. The first value that an instance has is used.
        If it has none, C(ansible_host) is not set.
      - The management address is the floating address. For instances without one, it is the internal address.
    type: list
    elements: str
    choices: [management_ip, internal_ip, dns_hostname]
    default: [management_ip, internal_ip]
  image_user:
    description:
      - Whether to set C(ansible_user) to the user of the registered image of the instance.
      - This takes one more request.
    type: bool
    default: true
  proxy_gateway:
    description:
      - Whether to reach instances through the proxy gateway of their cluster, if it has one and C(ansible_host) is not a floating
        address.
      - This sets C(ansible_ssh_common_args), which replaces C(ssh_common_args) in C(ansible.cfg).
    type: bool
    default: true
  gateway_ssh_args:
    description:
      - The arguments of C(ssh) for the connection to the proxy gateway, for example C(-i ~/.ssh/demo).
      - Ansible's settings for keys and host keys apply only to the instances. Set what the gateway needs here or in
        C(~/.ssh/config), or use an agent.
    type: str
    default: ''
  clouds:
    description:
      - Several clouds, or several regions of a cloud, that this source reads. Without this option, it reads one.
      - Each has a cache entry of its own. Filters and all other options apply to each of them.
      - A group like C(namenode) has the hosts of all clouds. Set O(clouds[].group_prefix) to keep them apart, or use
        C(sahara_cluster_cloud) and C(sahara_cluster_region) in O(keyed_groups).
      - If several clouds have a cluster of the same name, the groups of the later ones get other names, unless each cloud has a
        different O(clouds[].group_prefix).
    type: list
    elements: dict
    suboptions:
      cloud:
        description: As O(cloud). An entry can set any connection option. Those that it omits come from the source.
        type: raw
      region_name:
        description: As O(region_name).
        type: str
      group_prefix:
        description: As O(group_prefix).
        type: str
      on_error:
        description:
          - What to do if this cloud cannot be read, for whatever reason, and no cache entry replaces it.
          - With V(fail), the whole source fails. With V(warn), the source warns and continues without the hosts of this cloud.
        type: str
        choices: [fail, warn]
        default: fail
      stale_if_error:
        description: As O(stale_if_error).
        type: bool
  group_prefix:
    description:
      - The prefix of the names of all groups that the plugin creates, except those from O(groups) and O(keyed_groups).
      - Set it to keep the groups of several clouds apart.
    type: str
    default: ''
  strict:
    description:
      - If V(true), invalid entries in O(compose), O(groups) and O(keyed_groups) are errors. Names that several hosts or
        groups would share are errors too.
    type: bool
    default: false
  stale_if_error:
    description:
      - Whether to use the cached inventory, with a warning, if Sahara or Keystone does not respond or fails. The age of
        the cache does not matter. Requires O(cache).
      - Rejected credentials remain an error.
    type: bool
    default: false
notes:
  - By default, Ansible continues without a source that fails. To stop instead, set
    C(any_unparsed_is_failed = true) in the section C([inventory]) of C(ansible.cfg), or set
    E(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED).
seealso:
  - module: sahara.dataprocessing.sahara_cluster
  - module: sahara.dataprocessing.sahara_cluster_info
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_inventory
    description: Hosts and groups from clusters.
"""

EXAMPLES = r"""
# The file is named sahara.yml, or its name ends in .sahara.yml. For all clusters of the project, the first two lines are
# enough. The inventory guide of the collection has more sources, for caches, gateways and several clouds.
---
plugin: sahara.dataprocessing.sahara
cloud: mycloud
# Only the clusters of two teams
clusters:
  - analytics-*
  - ~stream\d+
# Only Active clusters
statuses: [Active]
# Only instances that run one of these processes
node_processes: [datanode, nodemanager]
# A group for each flavor
keyed_groups:
  - key: sahara_flavor_id
    prefix: flavor
# A group of the instances with volumes
groups:
  with_volumes: sahara_volumes_per_node > 0
# A variable with the Python interpreter, and one with the directories of the volumes
compose:
  ansible_python_interpreter: "'/usr/bin/python3'"
  data_dirs: range(1, sahara_volumes_per_node + 1) | map('regex_replace', '^', sahara_volume_mount_prefix) | list
# Cache the inventory in files for ten minutes
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/ansible/sahara
cache_timeout: 600
# Use the cache for longer while the cloud cannot be reached
stale_if_error: true
"""

import gc
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import (
    BaseInventoryPlugin,
    Cacheable,
    Constructable,
    get_cache_plugin,
)
from ansible.utils.unsafe_proxy import wrap_var

try:
    from ansible.template import trust_as_template as plain_text
except ImportError:
    plain_text = str

from ..module_utils._internal.cloud.cloud import Cloud
from ..module_utils._internal.cloud.emptiness import require_values
from ..module_utils._internal.cloud.given import CONNECTION
from ..module_utils.saharaclient.errors import (
    BadResponse,
    ConnectionFailed,
    KeystoneFailed,
    RouteNotFound,
    SaharaError,
    ServerError,
    TLSFailed,
)
from ..module_utils.saharaclient.resource import fields_of
from ..module_utils.saharaclient.texts import clean_line, elapsed, trace_line
from ..plugin_utils.inventory.clouds import FAIL, CloudSource, cloud_sources
from ..plugin_utils.inventory.hostnames import preferences_of
from ..plugin_utils.inventory.hosts import Known, Layout, LayoutOptions, layout_of
from ..plugin_utils.inventory.problem import InventoryProblem
from ..plugin_utils.inventory.records import (
    Filters,
    add_usernames,
    chosen,
    has_instances,
    record,
)
from ..plugin_utils.inventory.store import Entry, cache_key, distrust, entry_of

FILE_NAME = re.compile(r"(.*\.)?sahara\.ya?ml")
PREFIX = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?")
PATTERNS = ("clusters", "statuses", "plugin_names", "node_processes")
CONSTRUCTED = ("compose", "groups", "keyed_groups")

# A string of these characters cannot be a template, whatever delimiters a task sets.
PLAIN = re.compile(r"[A-Za-z0-9 _.,:/+-]*")

# The errors that mean that Sahara or Keystone is unavailable.
OUTAGES = (ConnectionFailed, KeystoneFailed, ServerError, BadResponse)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Inside this context, Python does not search for garbage: nearly all that is created stays in the inventory."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "sahara.dataprocessing.sahara"

    def verify_file(self, path: str) -> bool:
        return bool(super().verify_file(path) and FILE_NAME.fullmatch(os.path.basename(path)))

    @collection_paused()
    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        self._read_options(path)
        try:
            self._check_options()
            layouts = self._layouts(cache)
        except SaharaError as error:
            raise AnsibleParserError(clean_line(error.sentence)) from None
        except InventoryProblem as problem:
            raise AnsibleParserError(clean_line(str(problem))) from None
        for layout in layouts:
            for sentence in layout.warnings:
                self._warn(sentence)
            self._add_groups(layout)
            self._add_hosts(layout)
            self._join_groups(layout)
            self._construct(layout)

    def _layouts(self, may_use_cache: bool) -> list[Layout]:
        """What each cloud contributes. Nothing is added before all of them are read."""
        sources = self._sources()
        records = [self._records_of(source, may_use_cache) for source in sources]
        layouts: list[Layout] = []
        known = self._known()
        for source, found in zip(sources, records):
            options = self._layout_options(source)
            layouts.append(layout_of(found, options, known, self._evaluate))
            known = known.with_layout(layouts[-1]) if len(sources) > 1 else known
        return layouts

    # Options

    def _read_options(self, path: str) -> None:
        try:
            with private_umask():
                # This creates the folder of the cache.
                self._read_config_data(path)
        except AnsibleError as error:
            # Ansible repeats the value, which may be a password.
            if re.search(r"\bauth\b", str(error)):
                raise AnsibleParserError(
                    "The value of 'auth' is not a dictionary. It is not shown, because it may contain secrets."
                ) from None
            raise

    def _check_options(self) -> None:
        require_values((name, self.get_option(name)) for name in PATTERNS)
        preferences_of(self.get_option("hostnames"))
        for source in self._sources():
            if not PREFIX.fullmatch(source.group_prefix):
                raise InventoryProblem(
                    "The option 'group_prefix' may contain only letters, digits and underscores and must not start "
                    "with a digit."
                )
            if source.stale_if_error and not self.get_option("cache"):
                raise InventoryProblem("The option 'stale_if_error' requires 'cache: true'.")

    def _layout_options(self, source: CloudSource) -> LayoutOptions:
        own = {"group_prefix": source.group_prefix}
        names = [option.name for option in fields(LayoutOptions) if option.name not in own]
        return LayoutOptions(**{name: self.get_option(name) for name in names}, **own)

    def _sources(self) -> list[CloudSource]:
        """The clouds to read. Each connection option may be a template, for example to look up a secret."""
        connection = {name: self._plain(self.get_option(name)) for name in CONNECTION}
        rules = {name: self.get_option(name) for name in ("group_prefix", "stale_if_error")}
        return cloud_sources(self._plain(self.get_option("clouds")), connection, rules)

    def _plain(self, value: Any) -> Any:
        return plain(self.templar.template(value))

    def _filters(self) -> dict[str, list[str]]:
        return {name: self.get_option(name) for name in ("clusters", "statuses", "plugin_names")}

    def _known(self) -> Known:
        """The hosts and groups from Sahara that other sources have already added."""
        hosts, groups = self.inventory.hosts.items(), self.inventory.groups.items()
        return Known(
            {name: host.vars["sahara_instance_id"] for name, host in hosts if host.vars.get("sahara_instance_id")},
            {name: group.vars["sahara_cluster_id"] for name, group in groups if group.vars.get("sahara_cluster_id")},
        )  # fmt: skip

    # Records

    def _records_of(self, source: CloudSource, may_use_cache: bool) -> list[dict[str, Any]]:
        """The records of a cloud; none if it cannot be read and may be left out."""
        cloud = Cloud(source.connection, self._trace)
        try:
            records = self._records(cloud, source, may_use_cache)
            place = {"cloud": cloud.region.name, "region": cloud.selection()["region_name"]}
        except SaharaError as error:
            if not source.label:
                raise
            if source.on_error == FAIL:
                raise InventoryProblem(f"Reading {source.label} failed: {error.sentence}") from None
            self._warn(f"The inventory does not include {source.label}: {error.sentence}")
            return []
        for one in records:
            one.update(place)
        return records

    def _records(
        self, cloud: Cloud, source: CloudSource, may_use_cache: bool
    ) -> list[dict[str, Any]]:
        """The records from the cache or from Sahara; in an outage, from an expired cache entry."""
        if not self.get_option("cache"):
            return self._read(cloud)
        key = self._cache_key(cloud)
        entry = self._cached(key)
        timeout = self.get_option("cache_timeout")
        if may_use_cache and entry and entry.is_fresh(time.time(), timeout):
            return entry.records
        try:
            records = self._read(cloud)
        except OUTAGES as error:
            if not entry or not source.stale_if_error or isinstance(error, TLSFailed):
                raise
            age = elapsed(time.time() - entry.read_at)
            place = f" of {source.label}" if source.label else ""
            self._warn(
                f"Using a cached inventory{place} that is {age} old because Sahara is unavailable: {error.sentence}"
            )
            return entry.records
        self._store(key, Entry(records, time.time()))
        return records

    def _read(self, cloud: Cloud) -> list[dict[str, Any]]:
        try:
            return self._read_version(cloud)
        except RouteNotFound:
            if not cloud.fall_back():
                raise
            return self._read_version(cloud)

    def _read_version(self, cloud: Cloud) -> list[dict[str, Any]]:
        project = None if self.get_option("public_clusters") else cloud.project_id
        read = (record(fields_of(cluster)) for cluster in cloud.client.clusters.iterate())
        records = chosen(read, Filters(**self._filters(), project_id=project))
        if self.get_option("image_user") and has_instances(records):
            images = [image.to_dict() for image in cloud.client.images.list()]
            add_usernames(records, {image.get("id"): image.get("username") for image in images})
        return records

    def _trace(self, *request: Any) -> None:
        self.display.vvv(clean_line(trace_line(*request)))

    def _warn(self, sentence: str) -> None:
        self.display.warning(clean_line(sentence))

    # Cache

    def _cache_key(self, cloud: Cloud) -> str:
        others = {
            **cloud.selection(),
            "auth_type": cloud.region.config.get("auth_type"),
            **{name: self.get_option(name) for name in ("public_clusters", "image_user")},
            **self._filters(),
        }
        return cache_key(cloud.region.get_auth_args(), others)

    def _cached(self, key: str) -> Entry | None:
        """The entry, whatever its age; None if others may have written it."""
        self._cache = self._open_cache()
        try:
            for file in self._cache_files(key):
                reason = distrust(file)
                if reason:
                    self.display.warning(
                        f"The cached inventory is not used because {reason}. Set 'cache_connection' to a folder "
                        "that only you can write to."
                    )
                    return None
            return entry_of(self._cache.get(key))
        except Exception as error:  # Cache plugins raise various exceptions. Sahara has the data.
            self._warn(f"The inventory cache cannot be read and will be re-created: {error}")
            return None

    def _open_cache(self) -> Any:
        """The cache without a timeout. With one, the cache plugins would hide an expired entry."""
        options = {
            "_uri": self.get_option("cache_connection"),
            "_prefix": self.get_option("cache_prefix"),
            "_timeout": 0,
        }
        given = {name: value for name, value in options.items() if value is not None}
        return get_cache_plugin(self.get_option("cache_plugin"), **given)

    def _cache_files(self, key: str) -> list[str]:
        """The files of the entry. Only some cache plugins store files."""
        folder = os.path.expanduser(os.path.expandvars(self.get_option("cache_connection") or ""))
        names = os.listdir(folder) if os.path.isdir(folder) else ()
        return [os.path.join(folder, name) for name in names if name.endswith(key)]

    def _store(self, key: str, entry: Entry) -> None:
        self._cache[key] = entry.stored()
        self._cache.set_cache()
        # Ansible's cache plugins create files that other users can read.
        for file in self._cache_files(key):
            # In a sticky folder, the file of another user stays. It is not used.
            with suppress(OSError):
                os.chmod(file, 0o600)

    # Inventory

    def _add_groups(self, layout: Layout) -> None:
        for group in layout.groups:
            self.inventory.add_group(group.name)
            for name, value in group.variables.items():
                self.inventory.groups[group.name].set_variable(name, marked(value))

    def _add_hosts(self, layout: Layout) -> None:
        # Not with the methods of InventoryData: they take a host's name for a group of that name.
        for node_group in layout.node_groups:
            shared = marked_variables(node_group.variables)
            groups = [self.inventory.groups[name] for name in node_group.groups]
            for host in node_group.hosts:
                self.inventory.add_host(host.name)
                added = self.inventory.hosts[host.name]
                added.vars.update(shared)
                added.vars.update(marked_variables(host.variables))
                for group in groups:
                    group.add_host(added)

    def _join_groups(self, layout: Layout) -> None:
        # Last, because adding a host to a group also updates every group above it, one by one.
        for group in layout.groups:
            for parent in group.parents:
                self.inventory.add_child(parent, group.name)

    def _construct(self, layout: Layout) -> None:
        compose, conditions, keys = (self.get_option(name) for name in CONSTRUCTED)
        if not (compose or conditions or keys):
            return
        strict = self.get_option("strict")
        for node_group in layout.node_groups:
            cluster = self.inventory.groups[node_group.groups[0]].get_vars()
            for name in [host.name for host in node_group.hosts]:
                variables = {**cluster, **self.inventory.hosts[name].get_vars()}
                self._set_composite_vars(compose, variables, name, strict)
                # Only new variables of the host have to be read again.
                self._add_host_to_composed_groups(
                    conditions, variables, name, strict, bool(compose)
                )
                self._add_host_to_keyed_groups(keys, variables, name, strict, bool(compose))

    def _evaluate(self, expression: str, variables: Mapping[str, Any]) -> Any:
        """The value of an expression of ``hostnames``; None if it has none."""
        try:
            return self._compose(expression, marked_variables(variables))
        except Exception as error:  # Jinja raises what the expression raises.
            if self.get_option("strict"):
                raise InventoryProblem(
                    f"The expression {expression!r} in 'hostnames' failed: {error}. This is an error because "
                    "'strict' is set."
                ) from None
            return None

    def _compose(self, template: Any, variables: Mapping[str, Any], *options: Any) -> Any:
        """The value of an expression. Ansible calls this for each host.

        Most keys of ``keyed_groups`` are just names of variables. Reading a value that cannot be a template is
        much quicker than evaluating an expression.
        """
        value = variables.get(template) if isinstance(template, str) else None
        if isinstance(value, str) and PLAIN.fullmatch(value) and template not in self._vars:
            return value
        return super()._compose(template, variables, *options)


@contextmanager
def private_umask() -> Iterator[None]:
    """Inside this context, only this user can use the files and folders that are created."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def marked_variables(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with marked values. Their names come from this plugin and need no mark."""
    return {name: marked(value) for name, value in facts.items()}


def marked(value: Any) -> Any:
    """The value in a form that Ansible never evaluates as a template.

    ansible-core before 2.19 evaluates every string of an inventory that is not marked as unsafe.
    Later versions evaluate only strings that are marked as trusted. Either mark appears in the
    output of ansible-inventory, so strings that cannot be templates become plain ones.
    """
    if isinstance(value, str):
        return plain_text(value) if PLAIN.fullmatch(value) else wrap_var(value)
    if isinstance(value, Mapping):
        return {marked(key): marked(item) for key, item in value.items()}
    return [marked(item) for item in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """The value of an option, decrypted and without the types that Ansible adds."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, (int, float)) else str(value)
