# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registration of a Glance image with Sahara: its user and its tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...saharaclient.errors import ServerError
from ..engine.converge import Refused
from ..engine.gather import gather
from ..fields.fields import Names, Text
from .resource import Resource

SHOWN = {
    "minDisk": "min_disk",
    "minRam": "min_ram",
    "created": "created_at",
    "updated": "updated_at",
}


class Image(Resource):
    """Found by the image's name or id; "present" is registered, "absent" is not registered."""

    kind = "image"
    plural = "images"
    noun = "image"
    fields = (Text("username"), Text("description"), Names("tags"))
    generated = ("id", "name", "status", "min_disk", "min_ram", "created_at", "updated_at")

    def __init__(self, task: Any):
        super().__init__(task)
        self._glance_id = ""

    def by_id(self, identity: str) -> dict[str, Any] | None:
        # Not by GET of the one: of an image that is not registered Sahara says 400.
        found = [image for image in self.manager.iterate() if image.id == identity]
        return self.read(found[0]) if found else None

    def read(self, found: Any) -> dict[str, Any]:
        return self.in_our_words(found.to_dict())

    def in_our_words(self, image: Mapping[str, Any]) -> dict[str, Any]:
        return {SHOWN.get(key, key): value for key, value in image.items()}

    def may_be_made_with_id(self) -> bool:
        return True

    def wanted(self, current: Mapping[str, Any] | None) -> dict[str, Any]:
        wanted = super().wanted(current)
        tags = set(wanted.get("tags", ())) | set(self._required_tags())
        if self.params.get("tags") is None and not tags:
            return wanted
        exact = self.params.get("tags") is not None and self.params.get("purge_tags")
        kept = set() if exact or not current else set(current["tags"])
        return {**wanted, "tags": sorted(tags | kept)}

    def _required_tags(self) -> list[str]:
        """The tags that the plugin of the task wants on its images."""
        name, version = self.params.get("plugin_name"), self.params.get("plugin_version")
        if not name:
            return []
        plugin = self.task.plugin(name, version)
        return list(plugin.get("required_image_tags", ())) if plugin else []

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        if current:
            return
        if not wanted.get("username"):
            self.task.problem("'username' is required to register an image")
        self._glance_id = self.params.get("id") or self.task.resolve("image", self.params["name"])

    def create(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        return self._write(self._glance_id, wanted, {})

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        return self._write(current["id"], changes, current)

    def _write(
        self, identity: str, changes: Mapping[str, Any], current: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Registering again is how Sahara updates the user and the description."""
        written: dict[str, Any] = {}
        with self._allowed():
            if not current or changes.keys() & {"username", "description"}:
                registration = {"username": current.get("username"), **changes}
                registration.pop("tags", None)
                written = self.manager.update_raw(identity, registration).to_dict()
            if "tags" in changes:
                reply = self.manager.update_tags(identity, changes["tags"]).to_dict()
                written = reply.get(self.kind, reply)  # v2's is in its envelope.
        return self.in_our_words(written)

    def delete(self, current: Mapping[str, Any]) -> None:
        with self._allowed():
            self.manager.unregister_image(current["id"])

    @contextmanager
    def _allowed(self) -> Iterator[None]:
        """Around writing: what is registered are properties in Glance, and its refusal is Sahara's bare 500."""
        try:
            yield
        except ServerError as error:
            if error.status != 500:
                raise
            raise Refused(
                f"Sahara could not write the registration of {self.label}, as happens when Glance refuses it: "
                "let a user do it who may change the image in Glance, which is one of the project that owns it, "
                f"or an administrator. Sahara's answer: {error}"
            ) from error

    def preview(self, plan: Any, current: Mapping[str, Any] | None) -> dict[str, Any]:
        preview = super().preview(plan, current)
        if plan.action == "create":
            preview["name"] = self.params.get("name")
        return preview


def gather_images(task: Any) -> dict[str, Any]:
    """The result of sahara_image_info: the images with all the tags, and what a plugin misses in each."""
    plugin = None
    if task.params["plugin_name"]:
        plugin = task.plugin(task.params["plugin_name"], task.params["plugin_version"])
        task.raise_problems()
    result = gather(task, Image(task))
    wanted = set(task.params["tags"] or ())
    fitting = [image for image in result["images"] if wanted <= set(image["tags"])]
    for image in fitting:
        required = set(plugin["required_image_tags"]) if plugin else set()
        image["missing_tags"] = sorted(required - set(image["tags"])) if plugin else None
    return {**result, "images": fitting}
