# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From records to hosts and groups. Fresh and cached inventories are both made here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...module_utils.saharaclient.texts import shortened
from .names import OWN_GROUPS, GroupKey, group_names, host_names
from .problem import InventoryProblem
from .reach import address_of, gateway_of, needs_gateway, ssh_arguments, user_of
from .records import INSTANCE_FIELDS, Record, matcher

EVERYTHING: GroupKey = ("sahara",)

# Sahara's own id of an instance is of no use anywhere.
INSTANCE_FACTS = {name: f"sahara_{name}" for name in INSTANCE_FIELDS if name != "id"}
# Facts of a node group whose own names would not say what they are of.
NODE_GROUP_FACTS = {"name": "sahara_node_group"}


@dataclass(frozen=True)
class LayoutOptions:
    """What the user chose; see the documentation of the plugin."""

    hostnames: Sequence[str] = ("instance_name",)
    addresses: Sequence[str] = ("management_ip", "internal_ip")
    node_processes: Sequence[str] = ()
    proxy_gateway: bool = True
    gateway_ssh_args: str = ""
    group_prefix: str = ""
    strict: bool = False


@dataclass(frozen=True)
class Known:
    """What other sources have put into the inventory that came from Sahara too.

    hosts: names -> ids of instances. groups: names -> ids of clusters.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


NOTHING = Known()


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
class Nodes:
    """Hosts that are alike: the variables that all have, and the names of the groups that they are
    directly in, that of their cluster first."""

    variables: Mapping[str, Any]
    groups: tuple[str, ...]
    hosts: list[Host]


@dataclass(frozen=True)
class Layout:
    """groups: parents stand before their children."""

    groups: list[Group]
    nodes: list[Nodes]
    warnings: list[str]


@dataclass(frozen=True)
class PopulatedGroup:
    """A node group with its instances in the order of their names."""

    cluster: Record
    node_group: Record
    instances: list[Record]

    @property
    def own_keys(self) -> tuple[GroupKey, ...]:
        """The groups that the instances are directly in, that of the cluster first."""
        processes = [("process", process) for process in self.node_group["node_processes"]]
        return (
            ("cluster", self.cluster["id"]),
            ("node_group", self.node_group["name"]),
            *processes,
        )

    @property
    def tree(self) -> dict[GroupKey, tuple[GroupKey, ...]]:
        """The parents of each group, parents first."""
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


def layout_of(records: Iterable[Record], options: LayoutOptions, known: Known = NOTHING) -> Layout:
    """Hosts and groups, in an order that only the records decide.

    Raises InventoryProblem: for names that can not be told apart, if strict; for a bad pattern.
    """
    populated = list(populated_groups(records, options.node_processes))
    groups, confused = named_groups(populated, options.group_prefix, known)
    names, duplicates = named_hosts(populated, options.hostnames, known, groups.values())
    problems = [f"In the inventory of Sahara {sentence}." for sentence in confused]
    if duplicates:
        problems.append(
            f"The host names {shortened(duplicates)} belong to several instances, to a host of an "
            "earlier inventory source, to a group or to this machine, so the ids of the "
            "instances are put behind them."
        )
    if problems and options.strict:
        raise InventoryProblem(" ".join(problems) + " The option 'strict' makes that an error.")
    nodes = [nodes_of(group, names, groups, options) for group in populated]
    return Layout(groups_of(populated, groups), nodes, problems + without_user(populated))


def populated_groups(
    records: Iterable[Record], processes: Sequence[str]
) -> Iterator[PopulatedGroup]:
    """Every node group that has instances and, if any are given, runs one of the processes."""
    wanted = matcher(processes)
    for cluster in records:
        for group in cluster["node_groups"]:
            if group["instances"] and (not processes or any(map(wanted, group["node_processes"]))):
                ordered = sorted(
                    group["instances"], key=lambda one: (one["instance_name"] or "", one["id"])
                )
                yield PopulatedGroup(cluster, group, ordered)


def identity_of(instance: Record) -> str:
    """Nova's id of an instance, or Sahara's as long as there is none."""
    return str(instance["instance_id"] or instance["id"])


def named_groups(
    populated: Iterable[PopulatedGroup], prefix: str, known: Known
) -> tuple[dict[GroupKey, str], list[str]]:
    """A name for each group that has hosts, and sentences on those that are not what one expects."""
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
    # The processes are what plays are for: they have their bare names.
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
    """sahara_cluster_<field> of everything that the record has of the cluster itself."""
    return {
        f"sahara_cluster_{name[8:] if name.startswith('cluster_') else name}": value
        for name, value in cluster.items()
        if name != "node_groups"
    }


def named_hosts(
    populated: Iterable[PopulatedGroup],
    preferences: Sequence[str],
    known: Known,
    groups: Collection[str],
) -> tuple[dict[str, str], list[str]]:
    """The name of each host by its identity, and the names that several wanted."""
    wanted = {}
    for group in populated:
        for instance in group.instances:
            choices = (instance[name] for name in (*preferences, "instance_name"))
            wanted[identity_of(instance)] = next(filter(None, choices), identity_of(instance))
    return host_names(wanted, known.hosts, groups)


def nodes_of(
    group: PopulatedGroup,
    names: Mapping[str, str],
    groups: Mapping[GroupKey, str],
    options: LayoutOptions,
) -> Nodes:
    """The hosts of a node group, with their facts and how to reach them."""
    shared = {
        NODE_GROUP_FACTS.get(name, f"sahara_{name}"): value
        for name, value in group.node_group.items()
        if name != "instances"
    }
    user = user_of(group.node_group)
    if user:
        shared["ansible_user"] = user
    through = through_gateway(group, options)
    hosts = [
        Host(names[identity_of(one)], instance_variables(one, through, options))
        for one in group.instances
    ]
    return Nodes(shared, tuple(groups[key] for key in group.own_keys), hosts)


def instance_variables(
    instance: Record, through: str | None, options: LayoutOptions
) -> dict[str, Any]:
    """What an instance does not share with the others of its node group."""
    variables = {fact: instance[name] for name, fact in INSTANCE_FACTS.items()}
    address = address_of(instance, options.addresses)
    if address:
        variables["ansible_host"] = address
    if through and needs_gateway(instance, address):
        variables["ansible_ssh_common_args"] = through
    return variables


def through_gateway(group: PopulatedGroup, options: LayoutOptions) -> str | None:
    """The arguments for ssh with which instances of this node group are reached, if they need any."""
    if not options.proxy_gateway or group.node_group["is_proxy_gateway"]:
        return None
    gateway = gateway_of(group.cluster)
    return ssh_arguments(gateway, options.gateway_ssh_args) if gateway else None


def without_user(populated: Iterable[PopulatedGroup]) -> list[str]:
    """A sentence when the images were read and say of no user to log in as."""
    images = {
        str(group.node_group["image_id"])
        for group in populated
        if group.node_group["image_username"] is not None and not user_of(group.node_group)
    }
    if not images:
        return []
    return [
        f"No user is registered in Sahara, or none that one could log in as, with the images {shortened(images)}: "
        "'ansible_user' is not set for their instances."
    ]
