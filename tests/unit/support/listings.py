# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each service lists the objects that a name can stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.support.identity import PROJECT


@dataclass(frozen=True)
class Listing:
    """Where the objects of a kind are listed, one of them, its name, and the value that Sahara wants."""

    kind: str
    path: str
    key: str
    item: Mapping[str, Any]
    name: str
    wanted: str
    api: str = "2"
    query: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.api}"


VOLUMES = f"/volume/v3/{PROJECT}"
OUTSIDE = {"id": "n2", "name": "public", "router:external": True}


def zone(name: str) -> dict[str, Any]:
    return {"zoneName": name, "zoneState": {"available": True}}


OF_SERVICES = [
    Listing("flavor", "/compute/v2.1/flavors", "flavors", {"id": "2", "name": "m1.small"}, "m1.small", "2"),
    Listing("keypair", "/compute/v2.1/os-keypairs", "keypairs", {"keypair": {"name": "operator"}}, "operator", "operator"),
    Listing("availability_zone", "/compute/v2.1/os-availability-zone", "availabilityZoneInfo", zone("nova"), "nova", "nova"),
    Listing("image", "/image/v2/images", "images", {"id": "i1", "name": "ubuntu"}, "ubuntu", "i1"),
    Listing("network", "/network/v2.0/networks", "networks", {"id": "n1", "name": "private"}, "private", "n1"),
    Listing("floating_ip_pool", "/network/v2.0/networks", "networks", OUTSIDE, "public", "n2", query={"router:external": "True"}),
    Listing("security_group", "/network/v2.0/security-groups", "security_groups", {"id": "g1", "name": "default"}, "default", "g1"),
    Listing("volume_type", f"{VOLUMES}/types", "volume_types", {"id": "t1", "name": "ssd"}, "ssd", "ssd"),
    Listing("volume_availability_zone", f"{VOLUMES}/os-availability-zone", "availabilityZoneInfo", zone("cinder"), "cinder", "cinder"),
]  # fmt: skip


SAHARA_PATHS = {
    "node_group_template": ("node-group-templates", "node_group_templates"),
    "cluster_template": ("cluster-templates", "cluster_templates"),
    "data_source": ("data-sources", "data_sources"),
    "job_binary": ("job-binaries", "binaries"),
    "cluster": ("clusters", "clusters"),
}
JOB_TEMPLATES = {"1.1": ("jobs", "jobs"), "2": ("job-templates", "job_templates")}
OF_SAHARA = [
    Listing(kind, f"/v{api}/{path}", key, {"id": "s1", "name": "mine"}, "mine", "s1", api, PAGES)
    for api in ("1.1", "2")
    for kind, (path, key) in {**SAHARA_PATHS, "job_template": JOB_TEMPLATES[api]}.items()
]
BY_KIND = {(listing.kind, listing.api): listing for listing in OF_SERVICES + OF_SAHARA}
