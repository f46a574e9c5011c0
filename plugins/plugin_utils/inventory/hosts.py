# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns records into hosts and groups, for new and for cached inventories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...module_utils._internal.cloud.patterns import matcher
from ...module_utils.saharaclient.texts import shortened
from .hostnames import Evaluate, Preference, plain_fields, preferences_of, value_reader
from .names import OWN_GROUPS, GroupKey, group_names, host_names
from .problem import InventoryProblem
from .reach import address_of, gateway_of, needs_gateway, ssh_arguments, user_of
from .records import INSTANCE_FIELDS, Record

EVERYTHING: GroupKey = ("sahara",)

# Sahara's own id of an instance has no use elsewhere.
INSTANCE_FACTS = {name: f"sahara_{name}" for name in INSTANCE_FIELDS if name != "id"}
# Fields of a node group that need a clearer name as facts.
NODE_GROUP_FACTS = {"name": "sahara_node_group"}


@dataclass(frozen=True)
class LayoutOptions:
    """The user's options; see the documentation of the plugin."""

    hostnames: Sequence[Any] = ("instance_name",)
    addresses: Sequence[str] = ("management_ip", "internal_ip")
    node_processes: Sequence[str] = ()
    proxy_gateway: bool = True
    gateway_ssh_args: str = ""
    group_prefix: str = ""
    strict: bool = False


@dataclass(frozen=True)
class Known:
    """The hosts and groups from Sahara that other sources have already added to the inventory.

    hosts: name -> id of the instance. groups: name -> id of the cluster.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def with_layout(self, layout: Layout) -> Known:
        """These, and the hosts and groups of a layout."""
        hosts = {
            host.name: host.variables[INSTANCE_FACTS["instance_id"]]
            for node_group in layout.node_groups
            for host in node_group.hosts
        }
        groups = {
            group.name: group.variables["sahara_cluster_id"]
            for group in layout.groups
            if group.variables
        }
        return Known({**self.hosts, **only_set(hosts)}, {**self.groups, **groups})


NOTHING_KNOWN = Known()


def only_set(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def no_expressions(expression: str, _variables: Mapping[str, Any]) -> Any:
    raise InventoryProblem(f"The expression {expression!r} cannot be evaluated here.")


@dataclass(frozen=True)
class Group:
    name: str
    parents: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Host:
    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class NodeGroupHosts:
    """The hosts of a node group.

    variables: those that all hosts share. groups: the names of their direct groups, with the group
    of the cluster first.
    """

    variables: Mapping[str, Any]
    groups: tuple[str, ...]
    hosts: list[Host]


@dataclass(frozen=True)
class Layout:
    """The content of the inventory. groups: parents before their children."""

    groups: list[Group]
    node_groups: list[NodeGroupHosts]
    warnings: list[str]


@dataclass(frozen=True)
class PopulatedGroup:
    """A node group that has instances, in the order of their names."""

    cluster: Record
    node_group: Record
    instances: list[Record]

    @property
    def own_keys(self) -> tuple[GroupKey, ...]:
        """The direct groups of the instances, with the group of the cluster first."""
        processes = [("process", process) for process in self.node_group["node_processes"]]
        return (
            ("cluster", self.cluster["id"]),
            ("node_group", self.node_group["name"]),
            *processes,
        )

    @property
    def tree(self) -> dict[GroupKey, tuple[GroupKey, ...]]:
        """The parents of each group. Parents come before their children."""
        plugin: GroupKey = ("plugin", self.cluster["plugin_name"])
        version: GroupKey = ("plugin_version", *plugin[1:], self.cluster["plugin_version"])
        status: GroupKey = ("status", self.cluster["status"])
        cluster, *others = self.own_keys
        return {
            EVERYTHING: (),
            plugin: (EVERYTHING,),
            version: (plugin,),
            status: (EVERYTHING,),
            cluster: (version, status),
            **dict.fromkeys(others, (EVERYTHING,)),
        }


def layout_of(
    records: Iterable[Record],
    options: LayoutOptions,
    known: Known = NOTHING_KNOWN,
    evaluate: Evaluate = no_expressions,
) -> Layout:
    """Hosts and groups, in an order that depends only on the records.

    evaluate: evaluates an expression of the option ``hostnames``; None if it has no value.
    Raises InventoryProblem for ambiguous names if strict, and InvalidPattern.
    """
    populated = list(populated_groups(records, options.node_processes))
    groups, renamed = name_groups(populated, options.group_prefix, known)
    wanted = wanted_names(populated, options, evaluate)
    names, duplicates = host_names(wanted, known.hosts, groups.values())
    problems = [f"In the inventory of Sahara, {sentence}." for sentence in renamed]
    if duplicates:
        problems.append(
            f"The host names {shortened(duplicates)} belong to several instances, to a host of an "
            "earlier inventory source, to a group or to this machine; the instance ids are appended."
        )
    if problems and options.strict:
        raise InventoryProblem(" ".join(problems) + " This is an error because 'strict' is set.")
    node_groups = [hosts_of(group, names, groups, options) for group in populated]
    return Layout(groups_of(populated, groups), node_groups, problems + user_warnings(populated))


def populated_groups(
    records: Iterable[Record], processes: Sequence[str]
) -> Iterator[PopulatedGroup]:
    """The node groups that have instances and, if processes are given, run one of them."""
    wanted = matcher(processes)
    for cluster in records:
        for group in cluster["node_groups"]:
            if group["instances"] and (not processes or any(map(wanted, group["node_processes"]))):
                ordered = sorted(
                    group["instances"], key=lambda one: (one["instance_name"] or "", one["id"])
                )
                yield PopulatedGroup(cluster, group, ordered)


def identity_of(instance: Record) -> str:
    """The instance's id in Nova, or its id in Sahara until it has one."""
    return str(instance["instance_id"] or instance["id"])


def name_groups(
    populated: Iterable[PopulatedGroup], prefix: str, known: Known
) -> tuple[dict[GroupKey, str], list[str]]:
    """A name for each group that has hosts, and a sentence about each unexpected name."""
    labels: dict[GroupKey, str] = {EVERYTHING: f"{prefix}sahara"}
    for group in populated:
        for key in group.tree:
            labels.setdefault(key, prefix + label_of(key, group.cluster["name"]))
    taken: dict[str, GroupKey | None] = dict.fromkeys(OWN_GROUPS)
    taken.update({name: ("cluster", cluster) for name, cluster in known.groups.items()})
    taken[labels[EVERYTHING]] = EVERYTHING
    return group_names(labels, taken)


def label_of(key: GroupKey, cluster_name: str) -> str:
    kind, *values = key
    if kind == "cluster":
        return f"cluster_{cluster_name}"
    if kind == "plugin_version":
        return "_".join(("plugin", *values))
    # Plays usually target processes, so the names of their groups are the bare process names.
    return "_".join(values if kind == "process" else key)


def groups_of(populated: Iterable[PopulatedGroup], names: Mapping[GroupKey, str]) -> list[Group]:
    tree: dict[GroupKey, tuple[GroupKey, ...]] = {EVERYTHING: ()}
    facts: dict[GroupKey, dict[str, Any]] = {}
    for group in populated:
        tree.update(group.tree)
        facts[group.own_keys[0]] = cluster_facts(group.cluster)
    return [
        Group(names[key], tuple(names[parent] for parent in parents), facts.get(key, {}))
        for key, parents in tree.items()
    ]


def cluster_facts(cluster: Record) -> dict[str, Any]:
    """sahara_cluster_<field> for each field of the record, except the node groups."""
    return {
        f"sahara_cluster_{name[8:] if name.startswith('cluster_') else name}": value
        for name, value in cluster.items()
        if name != "node_groups"
    }


def wanted_names(
    populated: Iterable[PopulatedGroup], options: LayoutOptions, evaluate: Evaluate
) -> dict[str, str]:
    """The preferred name of each host by its identity."""
    preferences = preferences_of(options.hostnames)
    fields = plain_fields(preferences)

    def choices(group: PopulatedGroup, instance: Record) -> Iterable[str | None]:
        if fields is None:
            return expressed_names(group, instance, preferences, options, evaluate)
        return (instance[name] for name in fields)

    wanted = {}
    for group in populated:
        for instance in group.instances:
            name = next(filter(None, choices(group, instance)), instance["instance_name"])
            wanted[identity_of(instance)] = name or identity_of(instance)
    return wanted


def expressed_names(
    group: PopulatedGroup,
    instance: Record,
    preferences: Sequence[Preference],
    options: LayoutOptions,
    evaluate: Evaluate,
) -> Iterator[str]:
    """The values of the preferences for an instance."""

    def variables() -> Mapping[str, Any]:
        gateway_args = gateway_arguments(group, options)
        own = instance_variables(instance, gateway_args, options)
        return {**cluster_facts(group.cluster), **shared_variables(group), **own}

    value_of = value_reader(instance, variables, evaluate)
    return (preference.host_name(value_of) for preference in preferences)


def hosts_of(
    group: PopulatedGroup,
    names: Mapping[str, str],
    groups: Mapping[GroupKey, str],
    options: LayoutOptions,
) -> NodeGroupHosts:
    """The hosts of a node group, with their facts and the variables to connect to them."""
    gateway_args = gateway_arguments(group, options)
    hosts = [
        Host(names[identity_of(one)], instance_variables(one, gateway_args, options))
        for one in group.instances
    ]
    direct = tuple(groups[key] for key in group.own_keys)
    return NodeGroupHosts(shared_variables(group), direct, hosts)


def shared_variables(group: PopulatedGroup) -> dict[str, Any]:
    """The variables that all instances of a node group have."""
    shared = {
        NODE_GROUP_FACTS.get(name, f"sahara_{name}"): value
        for name, value in group.node_group.items()
        if name != "instances"
    }
    user = user_of(group.node_group)
    return {**shared, "ansible_user": user} if user else shared


def instance_variables(
    instance: Record, gateway_args: str | None, options: LayoutOptions
) -> dict[str, Any]:
    """The variables that differ between the instances of a node group."""
    variables = {fact: instance[name] for name, fact in INSTANCE_FACTS.items()}
    address = address_of(instance, options.addresses)
    if address:
        variables["ansible_host"] = address
    if gateway_args and needs_gateway(instance, address):
        variables["ansible_ssh_common_args"] = gateway_args
    return variables


def gateway_arguments(group: PopulatedGroup, options: LayoutOptions) -> str | None:
    """The ssh arguments to reach this node group through its cluster's gateway, if it has one."""
    if not options.proxy_gateway or group.node_group["is_proxy_gateway"]:
        return None
    gateway = gateway_of(group.cluster)
    return ssh_arguments(gateway, options.gateway_ssh_args) if gateway else None


def user_warnings(populated: Iterable[PopulatedGroup]) -> list[str]:
    """A warning about the images that were read and have no valid user name."""
    images = {
        str(group.node_group["image_id"])
        for group in populated
        if group.node_group["image_username"] is not None and not user_of(group.node_group)
    }
    if not images:
        return []
    return [
        f"The images {shortened(images)} have no registered user name, or an invalid one; "
        "'ansible_user' is not set for their instances."
    ]
