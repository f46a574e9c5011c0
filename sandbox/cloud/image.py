# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Glance: the images, some of which are registered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sandbox import contents
from sandbox.cloud.web import Call, HttpError, find, matching, now, page, route, version

PREFIX = "/image/v2"
FIELDS = (
    *(
        "id",
        "name",
        "status",
        "visibility",
        "os_hidden",
        "min_disk",
        "min_ram",
        "size",
        "tags",
        "owner",
    ),
    *("container_format", "disk_format", "file", "protected", "created_at", "updated_at"),
    *("self", "schema"),
)


class Images:
    """{id: image}. The ids are the same in every sandbox.

    The owner of an image is the name of a project. project_id: looks up its id.
    """

    def __init__(self, project_id: Callable[[str], str]) -> None:
        self.project_id = project_id
        self.images: dict[str, dict] = {}
        self.members: dict[str, dict[str, str]] = {}
        for image in contents.IMAGES:
            self._add(image)

    def shown(self, image: dict) -> dict:
        return image | {"owner": self.project_id(image["owner"])}

    def usable(self, call: Call) -> list[dict]:
        """The images that the user may read by their ids: some of them are in no list."""
        shown = [self.shown(image) for image in self.images.values()]
        return [
            image
            for image in shown
            if image["visibility"] in ("public", "community")
            or self.is_own(call, image)
            or self.membership(call, image)
        ]

    def listed(self, call: Call) -> list[dict]:
        """The images in a list: by default without hidden, community and unaccepted images."""
        hidden = call.query.get("os_hidden", "false").lower() == "true"
        wanted = call.query.get("visibility")
        return [
            image
            for image in self.usable(call)
            if image["os_hidden"] == hidden
            and wanted in (None, "all", image["visibility"])
            and (
                self.is_own(call, image)
                or image["visibility"] == "public"
                or (image["visibility"] == "community" and wanted)
                or self.membership(call, image) == "accepted"
            )
        ]

    def is_own(self, call: Call, image: dict) -> bool:
        return call.is_admin or image["owner"] == call.project

    def membership(self, call: Call, image: dict) -> str | None:
        """The status of the project as a member of the image; None if it is not a member."""
        members = self.members[image["id"]] if image["visibility"] == "shared" else {}
        return next(
            (state for name, state in members.items() if self.project_id(name) == call.project),
            None,
        )

    def _add(self, image: contents.Image) -> None:
        id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{len(self.images)}.{image.name}"))
        self.members[id] = dict(image.shared_with)
        self.images[id] = {
            "id": id,
            "name": image.name,
            "status": "active",
            "visibility": image.visibility,
            "os_hidden": image.hidden,
            "min_disk": 0,
            "min_ram": 0,
            "size": 1024,
            "tags": [],
            "container_format": "bare",
            "disk_format": "qcow2",
            "protected": False,
            "owner": image.owner,
            "created_at": now(),
            "updated_at": now(),
            "file": f"/v2/images/{id}/file",
            "self": f"/v2/images/{id}",
            "schema": "/v2/schemas/image",
            **image.properties,
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
    filters = {k: v for k, v in call.query.items() if k not in ("os_hidden", "visibility")}
    found, following = page(call, matching(filters, call.cloud.images.listed(call)))
    more = {} if following is None else {"next": f"/v2/images?{following}"}
    return {"images": found, "first": "/v2/images", "schema": "/v2/schemas/images"} | more


@route("GET", PREFIX + "/images/([^/]+)")
def get_image(call: Call, id: str) -> dict:
    return find(call.cloud.images.usable(call), id, "Image")


@route("PATCH", PREFIX + "/images/([^/]+)")
def update_image(call: Call, id: str) -> dict:
    call.must_write()
    if not call.cloud.images.is_own(call, get_image(call, id)):
        raise HttpError(403, "You are not authorized to complete modify_image action.")
    image = call.cloud.images.images[id]
    for change in call.body:
        key = change["path"].lstrip("/").replace("~1", "/").replace("~0", "~")
        if change["op"] == "remove":
            image.pop(key, None)
        else:
            image[key] = change["value"]
    image["updated_at"] = now()
    return call.cloud.images.shown(image)
