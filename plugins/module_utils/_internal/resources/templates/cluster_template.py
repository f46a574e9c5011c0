# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster template: the node groups of a cluster and their configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...cloud.kinds import CLUSTER, CLUSTER_TEMPLATE, NODE_GROUP_TEMPLATE
from ...engine.contracts import State, Task, Values
from ...engine.plan import Change
from ...fields.common import SHARES, SHARING, description, plugin_fields
from ...fields.configs import Configs
from ...fields.field import Field, Flag, Names, Text
from ...fields.references import Reference
from ...fields.value import IMAGE_SAMPLE, NETWORK_SAMPLE
from ..names import HOSTNAME_FORM
from .group_checks import check_groups
from .node_group_template import template_ids
from .node_groups import (
    FIELDS,
    TEMPLATE,
    NodeGroup,
    NodeGroupList,
    NodeGroups,
    differing,
    encoded,
    template_of,
)
from .plugin_checks import check_offered
from .template import TemplateResource


class TemplateGroups(NodeGroupList):
    """The complete list; Sahara replaces it as a whole. A group keeps the options that a task omits."""

    def wanted(self, value: Any, task: Task, current: Any) -> NodeGroups:
        groups = super().wanted(value, task, current)
        if not current or not differing(groups, current):
            return groups
        known = {group["name"]: group for group in current}
        return [
            {**kept_values(known[group["name"]], group, task), **group}
            if group["name"] in known
            else group
            for group in groups
        ]

    def overrides(self, group: NodeGroup, field: Field) -> bool:
        """Null is sent too: it removes the value of the template."""
        return field.wire in group

    def encode(self, wanted: Any) -> Any:
        """Sahara refuses a null template in a group that has none, so the key is left out."""
        return [
            {key: value for key, value in encoded(group).items() if key != TEMPLATE.wire or value}
            for group in wanted
        ]


def kept_values(known: NodeGroup, group: NodeGroup, task: Task) -> dict[str, Any]:
    """The values that a group overrides in its template; all values if it loses its template."""
    # Read even if the group loses it, because the diff names it.
    template = template_of(known, task)
    if TEMPLATE.wire in group and group[TEMPLATE.wire] is None:
        template = {}
    return {
        field.wire: known[field.wire]
        for field in FIELDS
        if not field.same(known[field.wire], field.current(template.get(field.wire)))
    }


class ClusterTemplate(TemplateResource):
    kind = CLUSTER_TEMPLATE
    name_form = HOSTNAME_FORM
    fields = (
        Text("name", "The name of the object.", "hadoop"),
        *plugin_fields(),
        description("A master and three workers"),
        Reference("default_image", "image", "The id of the default image.", IMAGE_SAMPLE, removable=True),
        TemplateGroups("node_groups", "The node groups, sorted by name."),
        Configs("cluster_configs", "The configuration of the cluster, with a dictionary of names and values for each service.",
                {"HDFS": {"dfs.replication": 2}}),
        Names("anti_affinity", "Processes whose instances must run on different compute hosts.", ["datanode"]),
        Reference("neutron_management_network", "network", "The id of the network of the instances.", NETWORK_SAMPLE,
                  wire="neutron_management_network", removable=True),
        Text("domain_name", "The domain of the instances.", "hadoop.example.org.", may_be_empty=True),
        SHARES,
        Flag("use_autoconfig", "Whether Sahara tunes the configuration to the size of the instances.", default=True),
        *SHARING,
    )  # fmt: skip

    def check(self, wanted: Values, current: State | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "plugin_name", "plugin_version")
        check_groups(self.task, self._changed_groups(wanted, current))
        merged = {**(current or {}), **wanted}
        if wanted.get("is_public"):
            self._warn_of_private_templates(merged)
        check_offered(self.task, merged.get("plugin_name"), merged.get("plugin_version"), wanted)

    def _changed_groups(self, wanted: Values, current: State | None) -> NodeGroups:
        """The node groups to write. Unless one of them changes, they are incomplete, and none is written."""
        groups: NodeGroups = wanted.get("node_groups") or []
        field = self.field("node_groups")
        known = field.current(current.get(field.wire)) if current else None
        return [] if known and field.same(groups, known) else groups

    def _warn_of_private_templates(self, values: Values) -> None:
        """For a cluster of another project, Sahara does not find private node group templates."""
        state_of = self.task.lookups.state_of
        used = [state_of(NODE_GROUP_TEMPLATE.name, identity) for identity in template_ids(values)]
        private = sorted(
            template["name"] for template in used if template and not template.get("is_public")
        )
        if private:
            self.task.warn(
                f"Other projects can see {self.label} but cannot create clusters from it. "
                f"Make its node group templates public too: {', '.join(private)}."
            )

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        users = self.users(current)
        reason = f"it is in use by {', '.join(users)}"
        return {change.option: reason for change in changes} if users else {}

    def users(self, current: State) -> list[str]:
        return sorted(
            f"cluster {cluster.name}"
            for cluster in CLUSTER.find(self.cloud, cluster_template_id=current["id"])
        )
