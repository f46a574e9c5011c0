# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node group template: the flavor, processes, volumes and other properties of a node group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...cloud.kinds import CLUSTER, CLUSTER_TEMPLATE, NODE_GROUP_TEMPLATE, Kind
from ...engine.checks import Refused
from ...engine.contracts import State, Task, Values
from ...engine.plan import UPDATE, Change, Plan
from ...fields.common import SHARES, SHARING, description
from ...fields.configs import Configs
from ...fields.field import V2_ONLY, Field, Flag, Names, Number, Text
from ...fields.references import Reference, References
from ..names import HOSTNAME_FORM, MOUNT_PREFIX_FORM
from ..resource import ManagedResource
from .exported import with_exported
from .plugin_checks import check_offered, plugin_fields


class VolumeSize(Number):
    """The size of volumes. Sahara shows 0 where there are no volumes, but accepts only null for it."""

    def encode(self, wanted: Any) -> Any:
        return wanted or None


# A node group of a cluster or cluster template has these too, under API v2's names in both versions.
GROUP_FIELDS: tuple[Field, ...] = (
    Reference("flavor", "flavor", "The id of the flavor.", "3"),
    Reference(
        "image", "image", "The id of the image.", "0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11", removable=True
    ),
    Names("node_processes", "The processes that run on each instance.", ["datanode", "nodemanager"]),
    Configs(
        "node_configs",
        "The configuration of the processes, with a dictionary of names and values for each service.",
        {"HDFS": {"DataNode Heap Size": 2048}},
    ),
    Number("volumes_per_node", "The number of volumes of each instance.", 2, default=0),
    VolumeSize("volumes_size", "The size of each volume, in GiB.", 100, default=0),
    Reference("volume_type", "volume_type", "The type of the volumes.", "ssd",
              wire="volume_type", removable=True),
    Reference("volumes_availability_zone", "volume_availability_zone", "The availability zone of the volumes.", "nova",
              wire="volumes_availability_zone", removable=True),
    Text("volume_mount_prefix", "The prefix of the paths where the volumes are mounted.", "/volumes/disk",
         default="/volumes/disk"),
    Flag("volume_local_to_instance", "Whether the volumes are on the same compute host as their instance."),
    Reference("floating_ip_pool", "floating_ip_pool", "The id of the external network that provides the floating addresses.",
              "b4e1d0c2-90a5-4a0e-bb2f-1b8a6c7d3e52", wire="floating_ip_pool", removable=True),
    References("security_groups", "security_group", "The ids of the security groups of the instances.",
               ["c2a7e9f4-1d3b-4f6a-9e08-5b7c6d4e3f21"]),
    Flag("auto_security_group", "Whether Sahara creates a security group with the rules that the processes need."),
    Reference("availability_zone", "availability_zone", "The availability zone of the instances.", "nova",
              wire="availability_zone", removable=True),
    Flag("is_proxy_gateway", "Whether this node group is the proxy gateway, through which Sahara reaches the other instances of the cluster."),
    Flag("use_autoconfig", "Whether Sahara tunes the configuration to the size of the instances.", default=True),
    SHARES,
)  # fmt: skip


class NodeGroupTemplate(ManagedResource):
    kind = NODE_GROUP_TEMPLATE
    name_form = HOSTNAME_FORM
    sent_together = {**ManagedResource.sent_together, "volumes_per_node": "volumes_size"}
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

    def __init__(self, task: Task):
        super().__init__(task)
        self.params = with_exported(type(self), task.params)

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


def template_ids(owner: State) -> set[Any]:
    """The ids of the node group templates in a cluster or cluster template."""
    return {group.get("node_group_template_id") for group in owner.get("node_groups") or ()}


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
