# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster template: which node groups a cluster has, and how they are configured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...cloud.lookups import UUID
from ...fields.fields import Configs, Field, Flag, Names, Reference, Shares, Text
from ..names import HOST_NAME
from ..resource import Resource
from .node_group_template import template_ids
from .node_groups import FIELDS, Group, NodeGroups, check_described, differing
from .plugin_checks import check_offered

TEMPLATE = "node_group_template_id"


class TemplateGroups(NodeGroups):
    """The complete list, which Sahara replaces as a whole; a group keeps what a task does not say of it."""

    def wanted(self, value: Any, scope: Any, current: Any) -> list[dict[str, Any]]:
        groups = super().wanted(value, scope, current)
        if not current or not differing(groups, current):
            return groups
        known = {group["name"]: group for group in current}
        return [
            {**kept_values(known[group["name"]], group, scope), **group}
            if group["name"] in known
            else group
            for group in groups
        ]

    def says(self, group: Group, field: Field) -> bool:
        """Null is sent: it takes away what the template has."""
        return field.wire in group

    def encode(self, wanted: Any) -> Any:
        """A group that is described has no template, not even none."""
        return [
            {key: value for key, value in group.items() if key != TEMPLATE or value}
            for group in wanted
        ]


def kept_values(known: Group, group: Group, scope: Any) -> dict[str, Any]:
    """What a group says itself; the rest is its template's, or all when it is to have none."""
    templates = {item["id"]: item for item in scope.lookups.objects("node_group_template")}
    loses_template = TEMPLATE in group and group[TEMPLATE] is None
    template = {} if loses_template else templates.get(known[TEMPLATE], {})
    return {
        field.wire: known[field.wire]
        for field in FIELDS
        if not field.same(known[field.wire], field.current(template.get(field.wire)))
    }


def check_names(task: Any, groups: Any) -> None:
    """Note the names that no node group can have."""
    for group in groups or ():
        if not HOST_NAME.pattern.fullmatch(group["name"]):
            task.problem(f"'{group['name']}' is no name for a node group: {HOST_NAME.words}")


def check_templates(task: Any, groups: Any) -> None:
    """Note the ids of node group templates that are none: at an update Sahara fails with 500 over them."""
    ids = {group.get(TEMPLATE) for group in groups or ()}
    unseen = {identity for identity in ids if identity and UUID.match(identity)}
    known = task.lookups.objects("node_group_template") if unseen else []
    for identity in sorted(unseen - {template["id"] for template in known}):
        task.problem(f"there is no node group template '{identity}'")


class ClusterTemplate(Resource):
    kind = "cluster_template"
    plural = "cluster_templates"
    noun = "cluster template"
    name_form = HOST_NAME
    fields = (
        Text("name"),
        Text("plugin_name"),
        Text("plugin_version"),
        Text("description"),
        Reference("default_image", "image", removable=True),
        TemplateGroups("node_groups"),
        Configs("cluster_configs"),
        Names("anti_affinity"),
        Reference(
            "neutron_management_network",
            "network",
            wire="neutron_management_network",
            removable=True,
        ),
        Text("domain_name"),
        Shares("shares"),
        Flag("use_autoconfig", default=True),
        Flag("is_public"),
        Flag("is_protected"),
    )

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "plugin_name", "plugin_version")
        check_described(self.task, wanted.get("node_groups"))
        check_names(self.task, wanted.get("node_groups"))
        check_templates(self.task, wanted.get("node_groups"))
        merged = {**(current or {}), **wanted}
        if wanted.get("is_public"):
            self._warn_of_private_templates(merged)
        check_offered(self.task, merged.get("plugin_name"), merged.get("plugin_version"), wanted)

    def _warn_of_private_templates(self, values: Mapping[str, Any]) -> None:
        """Sahara finds no private node group templates for a cluster of another project."""
        private = sorted(
            template["name"]
            for template in self.task.lookups.objects("node_group_template")
            if template["id"] in template_ids(values) and not template.get("is_public")
        )
        if private:
            self.task.warn(
                f"Other projects see the {self.label}, but can make no clusters of it until its node group "
                f"templates are public too: {', '.join(private)}."
            )

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        users = self.users(current)
        return dict.fromkeys(changes, f"it is in use by {', '.join(users)}") if users else {}

    def users(self, current: Mapping[str, Any]) -> list[str]:
        return sorted(
            f"cluster {cluster['name']}"
            for cluster in self.everything("clusters")
            if cluster.get("cluster_template_id") == current["id"]
        )
