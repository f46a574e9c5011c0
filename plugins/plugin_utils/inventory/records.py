# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns Sahara's clusters into plain records, which the inventory is built from and the cache stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...module_utils._internal.cloud.patterns import matcher
from ...module_utils._internal.cloud.secrets import is_hidden, without_login
from ...module_utils._internal.cloud.vocabulary import with_v2_names
from ...module_utils.saharaclient.cluster_states import DELETING

Record = Mapping[str, Any]

# The fields that become facts, under their names in API v2. Configurations are left out, because
# they contain passwords.
CLUSTER_FIELDS = (
    "id", "name", "description", "status", "status_description", "plugin_name", "plugin_version",
    "project_id", "cluster_template_id", "default_image_id", "neutron_management_network",
    "user_keypair_id", "domain_name", "anti_affinity", "is_transient", "is_public", "is_protected",
    "created_at",
)  # fmt: skip
NODE_GROUP_FIELDS = (
    "name", "node_processes", "flavor_id", "image_id", "availability_zone", "is_proxy_gateway",
    "volumes_per_node", "volume_mount_prefix",
)  # fmt: skip
INSTANCE_FIELDS = (
    "id", "instance_id", "instance_name", "dns_hostname", "internal_ip", "management_ip",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """Selects clusters. An empty list selects all.

    project_id: selects the clusters of this project; None also selects public ones of others.
    """

    clusters: Sequence[str] = ()
    statuses: Sequence[str] = ()
    plugin_names: Sequence[str] = ()
    project_id: str | None = None


def chosen(clusters: Iterable[Record], filters: Filters) -> list[Record]:
    """The records that the filters select, by name. Clusters in status Deleting are left out unless
    the filters include statuses."""
    by_name, by_plugin = matcher(filters.clusters), matcher(filters.plugin_names)
    by_status = matcher(filters.statuses)
    found = [
        cluster
        for cluster in clusters
        if filters.project_id in (None, cluster["project_id"])
        and (cluster["status"] != DELETING or filters.statuses)
        and by_name(cluster["name"])
        and by_plugin(cluster["plugin_name"])
        and by_status(cluster["status"])
    ]
    return sorted(found, key=lambda cluster: (cluster["name"], cluster["id"]))


def record(cluster: Record) -> dict[str, Any]:
    """The record of a cluster, from Sahara's reply in either version of the API.

    While a cluster is created or deleted, any field may be missing. It is then None, or an empty
    list.
    """
    sent = with_v2_names(cluster)
    kept = {name: clean(sent.get(name)) for name in CLUSTER_FIELDS}
    for name in ("id", "name", "status", "plugin_name", "plugin_version"):
        kept[name] = text(kept[name])
    verification = cluster.get("verification")
    health = verification.get("status") if isinstance(verification, Mapping) else None
    return {
        **kept,
        "health": clean(health),
        "info": without_secrets(clean(cluster.get("info") or {})),
        "node_groups": [
            node_group(item, cluster.get("default_image_id"))
            for item in mappings(cluster.get("node_groups"))
        ],
    }


def node_group(item: Record, default_image: Any) -> dict[str, Any]:
    processes = item.get("node_processes")
    instances = (instance(one) for one in mappings(item.get("instances")))
    return {
        **{name: clean(item.get(name)) for name in NODE_GROUP_FIELDS},
        "name": text(item.get("name")),
        "node_processes": sorted(map(text, processes)) if isinstance(processes, list) else [],
        "image_id": text(item.get("image_id") or default_image),
        "image_username": None,
        "instances": [one for one in instances if one["id"]],
    }


def instance(item: Record) -> dict[str, str | None]:
    return {name: text(item[name]) if item.get(name) else None for name in INSTANCE_FIELDS}


def has_instances(clusters: Iterable[Record]) -> bool:
    return any(group["instances"] for cluster in clusters for group in cluster["node_groups"])


def add_usernames(clusters: Iterable[Record], usernames: Mapping[str, Any]) -> None:
    """Store in each node group the user name of its image, "" if the image is not registered.

    usernames: by the ids of the images.
    """
    for cluster in clusters:
        for group in cluster["node_groups"]:
            group["image_username"] = text(usernames.get(group["image_id"]))


def without_secrets(value: Any) -> Any:
    """The value without entries whose names suggest secrets, and without passwords in URLs."""
    if isinstance(value, Mapping):
        return {key: without_secrets(item) for key, item in value.items() if not is_hidden(key)}
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    return without_login(value) if isinstance(value, str) else value


def mappings(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """A string that can be printed and stored, for any value."""
    string = "" if value is None else str(value)
    return string.encode("utf-8", "backslashreplace").decode("utf-8")


def clean(value: Any) -> Any:
    """The same value, in which every string can be printed and stored."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {text(key): clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list) else value
