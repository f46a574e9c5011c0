# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that a node group shares with its template."""

from __future__ import annotations

from typing import Any

from ...fields.common import SHARES
from ...fields.configs import Configs
from ...fields.field import Field, Flag, Names, Number, Text
from ...fields.references import Reference, References


class VolumeSize(Number):
    """The size of volumes. Sahara shows 0 where there are no volumes, but accepts only null for it."""

    def encode(self, wanted: Any) -> Any:
        return wanted or None


# Those of node groups have API v2's names in both versions.
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
