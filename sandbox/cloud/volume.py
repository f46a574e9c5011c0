# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cinder: volumes, their types and quota."""

from __future__ import annotations

import uuid

from sandbox import contents
from sandbox.cloud.web import Call, find, next_link, now, page, route, version

PREFIX = r"/volume/v3/[^/]+"
ZONE = {"zoneName": contents.ZONE, "zoneState": {"available": True}}


class Volumes:
    """{id: volume}."""

    def __init__(self) -> None:
        self.volumes: dict[str, dict] = {}

    def add(self, project: str, properties: dict) -> str:
        id = str(uuid.uuid4())
        self.volumes[id] = {
            "id": id,
            "name": properties.get("name", ""),
            "status": "available",
            "size": int(properties["size"]),
            "tenant_id": project,
            "volume_type": properties.get("volume_type"),
            "attachments": [],
            "availability_zone": properties.get("availability_zone", contents.ZONE),
            "created_at": now(),
            "bootable": "false",
            "metadata": {},
            "os-vol-tenant-attr:tenant_id": project,
        }
        return id

    def attach(self, id: str, server_id: str) -> None:
        self.volumes[id]["status"] = "in-use"
        self.volumes[id]["attachments"] = [{"server_id": server_id, "volume_id": id}]

    def detach(self, id: str) -> None:
        self.volumes[id].update(status="available", attachments=[])

    def used(self, project: str) -> tuple[int, int]:
        """(number, gigabytes) of a project's volumes."""
        sizes = [v["size"] for v in self.volumes.values() if v["tenant_id"] == project]
        return len(sizes), sum(sizes)


@route("GET", "/volume", public=True)
@route("GET", "/volume/v3", public=True)
def versions(call: Call) -> dict:
    return {"versions": [version(call, "v3.0", "/volume/v3/", "3.70")]}


@route("GET", PREFIX + "/limits")
def limits(call: Call) -> dict:
    number, gigabytes = call.cloud.volumes.used(call.project)
    absolute = {
        "maxTotalVolumes": contents.VOLUME_QUOTAS["volumes"],
        "maxTotalVolumeGigabytes": contents.VOLUME_QUOTAS["gigabytes"],
        "totalVolumesUsed": number,
        "totalGigabytesUsed": gigabytes,
    }
    return {"limits": {"rate": [], "absolute": absolute}}


@route("GET", PREFIX + "/types")
def types(call: Call) -> dict:
    """The key of the links is in the singular, as in the real Cinder.

    cinderclient looks for the plural. Sahara therefore knows only the types of the first page.
    """
    types = [t for t in _types(call) if t["is_public"] or not call.is_admin]
    found, following = page(call, types)
    links = next_link(call, following)
    return {"volume_types": found} | ({"volume_type_links": links} if links else {})


def _types(call: Call) -> list[dict]:
    """The volume types that the user may use."""
    return [
        {
            "id": str(uuid.UUID(int=0x30 + number)),
            "name": kind.name,
            "is_public": not kind.project,
            "extra_specs": {},
        }
        for number, kind in enumerate(contents.VOLUME_TYPES)
        if call.may_use(kind.project)
    ]


@route("GET", PREFIX + "/types/([^/]+)")
def get_type(call: Call, id: str) -> dict:
    return {"volume_type": find(_types(call), id, "Volume type")}


@route("GET", PREFIX + "/os-availability-zone")
def zones(call: Call) -> dict:
    return {"availabilityZoneInfo": [ZONE]}


@route("GET", PREFIX + "/volumes(?:/detail)?")
def list_volumes(call: Call) -> dict:
    return {"volumes": call.own(list(call.cloud.volumes.volumes.values()))}


@route("GET", PREFIX + "/volumes/([^/]+)")
def get_volume(call: Call, id: str) -> dict:
    return {"volume": find(list_volumes(call)["volumes"], id, "Volume")}


@route("DELETE", PREFIX + "/volumes/([^/]+)")
def delete_volume(call: Call, id: str) -> None:
    get_volume(call, id)
    call.cloud.volumes.volumes.pop(id)
