# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node group template: the flavor, processes, volumes and other properties of a node group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...cloud.kinds import CLUSTER, CLUSTER_TEMPLATE, NODE_GROUP_TEMPLATE, Kind
from ...engine.checks import Refused
from ...engine.contracts import State, Task, Values
from ...engine.plan import UPDATE, Change, Plan
from ...fields.common import SHARING, description, plugin_fields
from ...fields.field import V2_ONLY, Flag, Text
from ...fields.references import Reference
from ..names import HOSTNAME_FORM, MOUNT_PREFIX_FORM
from .group_fields import GROUP_FIELDS
from .plugin_checks import check_offered
from .template import TemplateResource


class NodeGroupTemplate(TemplateResource):
    kind = NODE_GROUP_TEMPLATE
    name_form = HOSTNAME_FORM
    sent_together = {**TemplateResource.sent_together, "volumes_per_node": "volumes_size"}
    fields = (
        Text("name", "The name of the object.", "worker"),
        *plugin_fields(),
        description("Workers with local disks"),
        *GROUP_FIELDS,
        Flag("boot_from_volume", "Whether the instances boot from a volume.", versions=V2_ONLY),
        Reference("boot_volume_type", "volume_type", "The type of the boot volume.", "ssd",
                  wire="boot_volume_type", versions=V2_ONLY),
        Reference("boot_volume_availability_zone", "volume_availability_zone",
                  "The availability zone of the boot volume.", "nova",
                  wire="boot_volume_availability_zone", versions=V2_ONLY),
        Flag("boot_volume_local_to_instance", "Whether the boot volume is on the same compute host as its instance.",
             versions=V2_ONLY),
        *SHARING,
    )  # fmt: skip

    def check(self, wanted: Values, current: State | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "plugin_name", "plugin_version", "flavor", "node_processes")
        merged = {**(current or {}), **wanted}
        check_offered(self.task, merged.get("plugin_name"), merged.get("plugin_version"), wanted)
        check_volumes(self.task, merged)

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        clusters = sorted(owner["name"] for owner in self._built_from(current, CLUSTER.name))
        reason = f"it is in use by cluster {', '.join(clusters)}"
        return {change.option: reason for change in changes} if clusters else {}

    def users(self, current: State) -> list[str]:
        return [
            f"{kind.noun} {name}"
            for kind in (CLUSTER, CLUSTER_TEMPLATE)
            for name in sorted(owner["name"] for owner in self._built_from(current, kind.name))
        ]

    def consequences(self, current: State) -> Iterable[str]:
        """On each update, Sahara resets the node groups made from the template, names and overrides included."""
        affected = [owner["name"] for owner in self._built_from(current, CLUSTER_TEMPLATE.name)]
        if not affected:
            return
        sentence = (
            f"Updating {self.label} resets the node groups made from it in the cluster templates "
            f"{', '.join(sorted(affected))} to the template, including names and overrides."
        )
        if self.params.get("on_affected_templates") == "fail":
            raise Refused(
                f"{sentence} Nothing was changed because 'on_affected_templates' is 'fail'."
            )
        yield sentence

    def side_effects(self, plan: Plan, preview: Values) -> Iterable[tuple[Kind, str, State | None]]:
        """See ``consequences``."""
        if plan.action != UPDATE:
            return
        reset = {field.wire: preview[field.wire] for field in GROUP_FIELDS}
        for owner in self._built_from(plan.current, CLUSTER_TEMPLATE.name):
            groups = [
                {**group, **reset, "name": preview["name"]}
                if group.get("node_group_template_id") == plan.current["id"]
                else group
                for group in owner["node_groups"]
            ]
            yield CLUSTER_TEMPLATE, owner["id"], {**owner, "node_groups": groups}

    def _built_from(self, current: State, kind: str) -> list[State]:
        """The clusters or cluster templates that have node groups made from the template."""
        owners = self.task.lookups.objects(kind)
        return [owner for owner in owners if current["id"] in template_ids(owner)]


def template_ids(owner: State) -> list[str]:
    """The ids of the node group templates in a cluster or cluster template, in the order of its groups."""
    ids = (group.get("node_group_template_id") for group in owner.get("node_groups") or ())
    return list(dict.fromkeys(filter(None, ids)))


def check_volumes(task: Task, values: Values, owner: str = "") -> None:
    """Note everything in the options of volumes that Sahara would refuse. owner: " of ...", in sentences."""
    for option in ("volumes_per_node", "volumes_size"):
        if (values.get(option) or 0) < 0:
            task.problem(f"'{option}'{owner} must not be negative: {values[option]}")
    if (values.get("volumes_per_node") or 0) > 0 and not values.get("volumes_size"):
        task.problem(f"'volumes_per_node'{owner} requires 'volumes_size'")
    prefix = values.get("volume_mount_prefix")
    if prefix and not MOUNT_PREFIX_FORM.fits(prefix):
        task.problem(
            f"'volume_mount_prefix'{owner} cannot be '{prefix}': {MOUNT_PREFIX_FORM.words}"
        )
