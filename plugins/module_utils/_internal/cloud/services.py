# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of objects in Nova, Neutron, Glance and Cinder that options refer to."""

from __future__ import annotations

from typing import Any

from .listing import PATH, QUERY, Found, ServiceKind


def is_external(network: Found) -> bool:
    return bool(network.get("router:external"))


# Glance lists these only on request, but everyone can use them.
UNLISTED_IMAGES = ({"os_hidden": "true"}, {"visibility": "community"})

# An image here is Glance's, not its registration in Sahara.
# Every cloud since OpenStack Mitaka (2016) has these versions of Nova, Neutron, Glance and Cinder.
# Nova and Cinder cannot filter flavors and volume types by name.
SERVICE_KINDS = {
    "flavor": ServiceKind("flavor", "compute", "2.1", "/flavors", "flavors"),
    "keypair": ServiceKind(
        "keypair", "compute", "2.1", "/os-keypairs", "keypairs", "name", unwrap="keypair", asked_by=PATH
    ),
    "availability_zone": ServiceKind(
        "availability zone", "compute", "2.1", "/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
    "image": ServiceKind(
        "image", "image", "2", "/images", "images", asked_by=QUERY, equals="eq:", elsewhere=UNLISTED_IMAGES
    ),
    "network": ServiceKind("network", "network", "2.0", "/networks", "networks", asked_by=QUERY),
    "floating_ip_pool": ServiceKind(
        "external network", "network", "2.0", "/networks", "networks",
        query={"router:external": "True"}, keep=is_external, asked_by=QUERY,
    ),
    "security_group": ServiceKind(
        "security group", "network", "2.0", "/security-groups", "security_groups", asked_by=QUERY
    ),
    "volume_type": ServiceKind(
        "volume type", "block-storage", "3", "/{project_id}/types", "volume_types", "name", links="volume_type_links"
    ),
    "volume_availability_zone": ServiceKind(
        "volume availability zone", "block-storage", "3", "/{project_id}/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
}  # fmt: skip


def of_service(kind: ServiceKind, item: Found) -> dict[str, Any]:
    """An object of another service, in the form of ``Lookups.named``."""
    names = {"id": item.get(kind.identity), "name": item.get(kind.name)}
    return {**item, **names, "own_id": item.get("id"), "project_id": owner(item)}


def owner(item: Found) -> str | None:
    """The project of an object. Glance calls it owner; Neutron has both other keys."""
    return item.get("project_id") or item.get("tenant_id") or item.get("owner")
