# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Glance: the images, some of which are registered."""

from __future__ import annotations

import uuid

from sandbox.cloud.web import Call, find, matching, now, page, route, version

PREFIX = "/image/v2"
# Sahara stores a registration in the properties _sahara_username and _sahara_tag_<tag>.
# Name: (user name, plugin, plugin version).
REGISTERED = {
    "fake-0.1-ubuntu": ("ubuntu", "fake", "0.1"),
    "testbed-0.1-ubuntu": ("root", "testbed", "0.1"),
    "vanilla-2.7.5-ubuntu": ("ubuntu", "vanilla", "2.7.5"),
    "spark-2.3-ubuntu": ("ubuntu", "spark", "2.3"),
}
# Two have the same name, so that this name is ambiguous.
OTHERS = (
    "fake-0.1-unregistered",
    "unregistered",
    "duplicate",
    "duplicate",
    "spare-1",
    "spare-2",
    "spare-3",
)
FIELDS = (
    *("id", "name", "status", "visibility", "min_disk", "min_ram", "size", "tags", "owner"),
    *("container_format", "disk_format", "file", "protected", "created_at", "updated_at"),
    *("self", "schema"),
)


class Images:
    """{id: image}. The ids are the same in every sandbox."""

    def __init__(self) -> None:
        self.images: dict[str, dict] = {}
        for name, (username, *tags) in REGISTERED.items():
            properties = {f"_sahara_tag_{tag}": "True" for tag in tags}
            properties["_sahara_username"] = username
            properties["_sahara_description"] = f"For the plugin {tags[0]}"
            self._add(name, properties)
        for name in OTHERS:
            self._add(name, {})

    def _add(self, name: str, properties: dict[str, str]) -> None:
        id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{len(self.images)}.{name}"))
        self.images[id] = {
            "id": id,
            "name": name,
            "status": "active",
            "visibility": "public",
            "min_disk": 0,
            "min_ram": 0,
            "size": 1024,
            "tags": [],
            "container_format": "bare",
            "disk_format": "qcow2",
            "protected": False,
            "owner": None,
            "created_at": now(),
            "updated_at": now(),
            "file": f"/v2/images/{id}/file",
            "self": f"/v2/images/{id}",
            "schema": "/v2/schemas/image",
            **properties,
        }


@route("GET", "/image", public=True)
@route("GET", PREFIX, public=True)
def versions(call: Call) -> dict:
    return {"versions": [version(call, "v2.9", "/image/v2/")]}


@route("GET", PREFIX + "/schemas/image")
def schema(call: Call) -> dict:
    return {
        "name": "image",
        "additionalProperties": {"type": "string"},
        "properties": {key: {} for key in FIELDS},
    }


@route("GET", PREFIX + "/images")
def list_images(call: Call) -> dict:
    found, following = page(call, matching(call, call.cloud.images.images.values()))
    more = {} if following is None else {"next": f"/v2/images?{following}"}
    return {"images": found, "first": "/v2/images", "schema": "/v2/schemas/images"} | more


@route("GET", PREFIX + "/images/([^/]+)")
def get_image(call: Call, id: str) -> dict:
    return find(call.cloud.images.images.values(), id, "Image")


@route("PATCH", PREFIX + "/images/([^/]+)")
def update_image(call: Call, id: str) -> dict:
    """Update an image. Unlike in the real Glance, every member may change every image."""
    call.must_write()
    image = get_image(call, id)
    for change in call.body:
        key = change["path"].lstrip("/").replace("~1", "/").replace("~0", "~")
        if change["op"] == "remove":
            image.pop(key, None)
        else:
            image[key] = change["value"]
    image["updated_at"] = now()
    return image
