# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node group template: what the instances of one node group are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...engine.converge import Refused
from ...fields.fields import (
    V2_ONLY,
    Configs,
    Field,
    Flag,
    Names,
    Number,
    Reference,
    References,
    Shares,
    Text,
)
from ..names import HOST_NAME
from ..resource import Resource
from .plugin_checks import check_offered

# What a node group of a cluster or cluster template may say itself; in v1.1's form even in v2.
GROUP_FIELDS: tuple[Field, ...] = (
    Reference("flavor", "flavor"),
    Reference("image", "image", removable=True),
    Names("node_processes"),
    Configs("node_configs"),
    Number("volumes_per_node", default=0),
    Number("volumes_size", default=0),
    Reference("volume_type", "volume_type", wire="volume_type", removable=True),
    Reference(
        "volumes_availability_zone",
        "volume_availability_zone",
        wire="volumes_availability_zone",
        removable=True,
    ),
    Text("volume_mount_prefix", default="/volumes/disk"),
    Flag("volume_local_to_instance"),
    Reference("floating_ip_pool", "floating_ip_pool", wire="floating_ip_pool", removable=True),
    References("security_groups", "security_group"),
    Flag("auto_security_group"),
    Reference("availability_zone", "availability_zone", wire="availability_zone", removable=True),
    Flag("is_proxy_gateway"),
    Flag("use_autoconfig", default=True),
    Shares("shares"),
)


class NodeGroupTemplate(Resource):
    kind = "node_group_template"
    plural = "node_group_templates"
    noun = "node group template"
    name_form = HOST_NAME
    beside = {**Resource.beside, "volumes_per_node": "volumes_size"}
    fields = (
        Text("name"),
        Text("plugin_name"),
        Text("plugin_version"),
        Text("description"),
        *GROUP_FIELDS,
        Flag("boot_from_volume", versions=V2_ONLY),
        Reference("boot_volume_type", "volume_type", wire="boot_volume_type", versions=V2_ONLY),
        Reference(
            "boot_volume_availability_zone",
            "volume_availability_zone",
            wire="boot_volume_availability_zone",
            versions=V2_ONLY,
        ),
        Flag("boot_volume_local_to_instance", versions=V2_ONLY),
        Flag("is_public"),
        Flag("is_protected"),
    )

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "plugin_name", "plugin_version", "flavor", "node_processes")
        merged = {**(current or {}), **wanted}
        check_offered(self.task, merged.get("plugin_name"), merged.get("plugin_version"), wanted)
        if merged.get("volumes_per_node") and not merged.get("volumes_size"):
            self.task.problem("'volumes_size' is required with 'volumes_per_node'")

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        clusters = self._made_with_it(current, "clusters")
        reason = f"it is in use by cluster {', '.join(clusters)}"
        return dict.fromkeys(changes, reason) if clusters else {}

    def users(self, current: Mapping[str, Any]) -> list[str]:
        return [
            *(f"cluster {name}" for name in self._made_with_it(current, "clusters")),
            *(
                f"cluster template {name}"
                for name in self._made_with_it(current, "cluster_templates")
            ),
        ]

    def consequences(self, current: Mapping[str, Any]) -> Iterable[str]:
        """Sahara rewrites the node groups made of a template whenever it is updated, overrides and names included."""
        affected = self._made_with_it(current, "cluster_templates")
        if not affected:
            return
        sentence = (
            f"Changing the {self.label} rewrites its node groups in the cluster templates "
            f"{', '.join(affected)}: their names and overrides become this template's."
        )
        if self.params.get("on_affected_templates") == "fail":
            raise Refused(f"{sentence} Nothing was changed, as 'on_affected_templates' says.")
        yield sentence

    def _made_with_it(self, current: Mapping[str, Any], plural: str) -> list[str]:
        """The names of the clusters or cluster templates with node groups made of the template."""
        return sorted(
            owner["name"]
            for owner in self.everything(plural)
            if current["id"] in template_ids(owner)
        )


def template_ids(owner: Mapping[str, Any]) -> set[Any]:
    """The node group templates that a cluster or cluster template is made of."""
    return {group.get("node_group_template_id") for group in owner.get("node_groups") or ()}
