# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Glance: the images, some of which are registered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sandbox.cloud.web import Call, find, matching, now, page, route, version
from sandbox.spark import distribution

PREFIX = "/image/v2"
# Sahara stores a registration in the properties _sahara_username and _sahara_tag_<tag>.
# Name: (user name, plugin, plugin version, what its description says).
PRETENDS = "Clusters become Active, without any software"
EMPTY = "Has no software: clusters do not become Active"
REGISTERED = {
    "fake-0.1-ubuntu": ("ubuntu", "fake", "0.1", PRETENDS),
    "testbed-0.1-ubuntu": ("root", "testbed", "0.1", PRETENDS),
    "vanilla-2.7.5-ubuntu": ("ubuntu", "vanilla", "2.7.5", EMPTY),
    "spark-2.3-ubuntu": ("ubuntu", "spark", "2.3", EMPTY),
    distribution.IMAGE: ("ubuntu", "spark", "2.1.0", "Real: runs HDFS and Spark"),
}
# The projects that own the public and the private images.
OPERATOR, MEMBER = "admin", "demo"
# Private images. Each has a public one of the same name: a lookup by name finds the own image.
PRIVATE = ("fake-0.1-unregistered", "unregistered")
SPARE = tuple(f"spare-{number}" for number in range(1, 7))
# Two have the same name and owner: a lookup by it is ambiguous.
OTHERS = ("duplicate", "duplicate", *SPARE, *PRIVATE)
FIELDS = (
    *("id", "name", "status", "visibility", "min_disk", "min_ram", "size", "tags", "owner"),
    *("container_format", "disk_format", "file", "protected", "created_at", "updated_at"),
    *("self", "schema"),
)


class Images:
    """{id: image}. The ids are the same in every sandbox.

    The owner of an image is the name of a project. project_id: gives the id for it.
    """

    def __init__(self, project_id: Callable[[str], str]) -> None:
        self.project_id = project_id
        self.images: dict[str, dict] = {}
        for name, (username, *tags, description) in REGISTERED.items():
            properties = {f"_sahara_tag_{tag}": "True" for tag in tags}
            properties["_sahara_username"] = username
            properties["_sahara_description"] = description
            self._add(name, properties)
        for name in PRIVATE:
            self._add(name, {"visibility": "private", "owner": MEMBER})
        for name in OTHERS:
            self._add(name, {})

    def shown(self, image: dict) -> dict:
        return image | {"owner": self.project_id(image["owner"])}

    def visible(self, call: Call) -> list[dict]:
        """The public images and those of the project; an admin sees all."""
        found = [self.shown(image) for image in self.images.values()]
        own = call.own(found, "owner")
        return [image for image in found if image["visibility"] == "public" or image in own]

    def _add(self, name: str, fields: dict[str, str]) -> None:
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
            "owner": OPERATOR,
            "created_at": now(),
            "updated_at": now(),
            "file": f"/v2/images/{id}/file",
            "self": f"/v2/images/{id}",
            "schema": "/v2/schemas/image",
            **fields,
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
    found, following = page(call, matching(call, call.cloud.images.visible(call)))
    more = {} if following is None else {"next": f"/v2/images?{following}"}
    return {"images": found, "first": "/v2/images", "schema": "/v2/schemas/images"} | more


@route("GET", PREFIX + "/images/([^/]+)")
def get_image(call: Call, id: str) -> dict:
    return find(call.cloud.images.visible(call), id, "Image")


@route("PATCH", PREFIX + "/images/([^/]+)")
def update_image(call: Call, id: str) -> dict:
    """Update an image. Unlike in the real Glance, every member may change every image that they can see."""
    call.must_write()
    image = call.cloud.images.images[get_image(call, id)["id"]]
    for change in call.body:
        key = change["path"].lstrip("/").replace("~1", "/").replace("~0", "~")
        if change["op"] == "remove":
            image.pop(key, None)
        else:
            image[key] = change["value"]
    image["updated_at"] = now()
    return call.cloud.images.shown(image)
