# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster template: which node groups a cluster has, and how they are configured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .base import Resource
from .fields import Configs, Flag, Names, Reference, Shares, Text
from .node_groups import NodeGroups, check_described
from .plugin import check_offered


class ClusterTemplate(Resource):
    kind = "cluster_template"
    plural = "cluster_templates"
    noun = "cluster template"
    fields = (
        Text("name"),
        Text("plugin_name"),
        Text("plugin_version"),
        Text("description"),
        Reference("default_image", "image"),
        NodeGroups("node_groups"),
        Configs("cluster_configs"),
        Names("anti_affinity"),
        Reference("neutron_management_network", "network", wire="neutron_management_network"),
        Text("domain_name"),
        Shares("shares"),
        Flag("use_autoconfig", default=True),
        Flag("is_public"),
        Flag("is_protected"),
    )

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        if current is None:
            self.require(wanted, "plugin_name", "plugin_version")
        check_described(self.task, wanted.get("node_groups"))
        merged = {**(current or {}), **wanted}
        check_offered(self.task, merged.get("plugin_name"), merged.get("plugin_version"), wanted)

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        users = self.users(current)
        return dict.fromkeys(changes, f"it is in use by {', '.join(users)}") if users else {}

    def users(self, current: Mapping[str, Any]) -> list[str]:
        return sorted(
            f"cluster {cluster['name']}"
            for cluster in self.everything("clusters")
            if cluster.get("cluster_template_id") == current["id"]
        )
