# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of a cluster before the first write: what Sahara, or Heat after it, would refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...cloud.roles import READER, only_reads
from ...engine.contracts import State, Task, Values
from ..names import HOSTNAME_FORM, KEYPAIR_FORM
from ..templates.group_checks import check_groups
from ..templates.node_groups import NodeGroup
from ..templates.plugin_checks import check_enabled, check_offered

if TYPE_CHECKING:
    from .cluster import Cluster

# The limit for a host name with its domain, which is a setting of Sahara and has at least one character.
LONGEST_HOST_NAME = 64
SHORTEST_DOMAIN = 1


def check_creation(cluster: Cluster, wanted: Values) -> None:
    """Note everything in the description of a new cluster that Sahara would refuse."""
    task, named = cluster.task, wanted.get("cluster_template")
    template = cluster.template(named)
    if not named and not wanted.get("plugin_name"):
        # The task probably means an existing cluster, so what else a new one needs is beside the point.
        what = f"{cluster.label} does not exist; creating it"
        if cluster.replaces_failed:
            what = f"re-creating {cluster.label}"
        task.problem(f"{what} requires 'cluster_template' or 'plugin_name'")
    elif template or not named:
        check_description(cluster, wanted, template)
    keypair = wanted.get("user_keypair")
    if keypair and not KEYPAIR_FORM.fits(keypair):
        task.problem(
            f"Sahara does not accept the name of keypair '{keypair}': {KEYPAIR_FORM.words}"
        )
    check_user(task)


def check_user(task: Task) -> None:
    """Note a user who cannot create clusters: nobody could delete the failed cluster that Heat's refusal leaves."""
    if only_reads(task.cloud):
        task.problem(
            f"the user has only the role '{READER}' in the project and cannot create clusters; use a user "
            "with another role, for example 'member'"
        )


def check_replacement(cluster: Cluster, current: State) -> None:
    """Raises Refused if Sahara, or Heat after it, would refuse to create an existing cluster again."""
    check_enabled(cluster.task, current.get("plugin_name"), current.get("plugin_version"))
    check_user(cluster.task)
    cluster.task.raise_problems()


def check_description(cluster: Cluster, wanted: Values, template: State) -> None:
    """Note what is missing or wrong in the values of a new cluster and of its template."""
    task = cluster.task
    cluster.require(wanted, "plugin_name", "plugin_version")
    for option in ("default_image", "neutron_management_network"):
        if not wanted.get(option) and not template.get(cluster.field(option).wire):
            lacking = "the cluster template does not set it"
            why = lacking if template else "no cluster template is set"
            task.problem(f"'{option}' is required because {why}")
    check_groups(task, [group for group in wanted.get("node_groups", ()) if group["count"]])
    groups = wanted.get("node_groups") or cluster.groups_of(template)
    check_host_names(task, str(wanted.get("name")), groups)
    check_enabled(task, wanted.get("plugin_name"), wanted.get("plugin_version"))
    check_offered(task, wanted.get("plugin_name"), wanted.get("plugin_version"), wanted)


def check_new_groups(cluster: Cluster, wanted: Values, current: State) -> None:
    """Note everything that Sahara would refuse in the node groups to add to a cluster."""
    names = {group["name"] for group in current["node_groups"]}
    new = [
        group
        for group in wanted.get("node_groups", ())
        if group["name"] not in names and group["count"]
    ]
    check_groups(cluster.task, new)
    check_host_names(cluster.task, str(wanted.get("name", current["name"])), new)


def check_host_names(task: Task, cluster: str, groups: Iterable[NodeGroup]) -> None:
    """Note the node groups whose instances would have host names that are too long with any domain."""
    for group in groups:
        host = f"{cluster}-{group['name']}-{group['count']:03d}."
        # An invalid name is a problem of its own.
        is_valid = HOSTNAME_FORM.fits(cluster) and HOSTNAME_FORM.fits(group["name"])
        if is_valid and len(host) + SHORTEST_DOMAIN > LONGEST_HOST_NAME:
            task.problem(
                f"the host names of node group '{group['name']}' would be longer than {LONGEST_HOST_NAME} "
                f"characters, for example '{host}' with the domain; shorten the name of the cluster or the node group"
            )
