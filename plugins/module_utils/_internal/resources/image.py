# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registration of a Glance image with Sahara: its user name, description and tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...saharaclient.errors import ServerError
from ...saharaclient.resource import fields_of
from ...saharaclient.texts import with_end
from ..cloud.kinds import IMAGE
from ..cloud.registration import registration
from ..engine.contracts import State, Task, Values
from ..engine.gather import gather
from ..engine.plan import CREATE, Plan
from ..fields.common import description
from ..fields.field import Names, Text
from ..fields.value import IMAGE_SAMPLE, TIME_SAMPLE, Value
from .names import TAG_FORM
from .resource import ManagedResource

# Sahara's name for a field -> its key in results.
RENAMED = {
    "minDisk": "min_disk",
    "minRam": "min_ram",
    "created": "created_at",
    "updated": "updated_at",
}


class Image(ManagedResource):
    """Found by the image's name or id. "present" means registered, "absent" not registered."""

    kind = IMAGE
    fields = (
        Text("username", "The user to log in as on instances of the image.", "ubuntu"),
        description("Ubuntu with Hadoop 2.7.5"),
        Names("tags", "The tags, in alphabetical order.", ["2.7.5", "vanilla"]),
    )
    generated = (
        Value("id", "The id of the image.", IMAGE_SAMPLE),
        Value("name", "The name of the image in Glance.", "ubuntu-hadoop"),
        Value("status", "The status of the image in Glance.", "ACTIVE"),
        Value("min_disk", "The minimum disk size for the image, in GiB.", 10, type="int"),
        Value("min_ram", "The minimum memory for the image, in MiB.", 1024, type="int"),
        Value("created_at", "When the image was created.", TIME_SAMPLE),
        Value("updated_at", "When the image was last changed.", TIME_SAMPLE),
    )
    extra_info_values = (
        Value("missing_tags", "The tags that O(plugin_name) requires and the image lacks; null if O(plugin_name) is not set.",
              ["vanilla"], type="list", elements="str"),
    )  # fmt: skip

    def __init__(self, task: Task):
        super().__init__(task)
        self._glance_id = ""

    def by_id(self, identity: str) -> State | None:
        found = registration(self.cloud, identity)
        return self.decode(found) if found else None

    def decode(self, found: Any) -> State:
        return renamed(fields_of(found))

    def selection_of(self, current: State) -> dict[str, Any]:
        is_only_one = len(self.named(current["name"])) == 1
        return {"name": current["name"]} if is_only_one else {"id": current["id"]}

    def can_be_created_with_id(self) -> bool:
        return True  # The image exists; only its registration is created.

    def wanted(self, current: State | None) -> dict[str, Any]:
        wanted = super().wanted(current)
        tags = set(wanted.get("tags", ())) | set(self._required_tags())
        if self.params.get("tags") is None and not tags:
            return wanted
        exact = self.params.get("tags") is not None and self.params.get("purge_tags")
        kept = set() if exact or not current else set(current["tags"])
        return {**wanted, "tags": sorted(tags | kept)}

    def _required_tags(self) -> list[str]:
        """The image tags that the plugin of the task requires."""
        name, version = self.params.get("plugin_name"), self.params.get("plugin_version")
        plugin = self.task.plugin(name, version) if name and version else None
        return list(plugin.get("required_image_tags", ())) if plugin else []

    def check(self, wanted: Values, current: State | None) -> None:
        for tag in sorted(set(wanted.get("tags", ())) - set(current["tags"] if current else ())):
            if not TAG_FORM.fits(tag):
                self.task.problem(f"'{tag}' is not a valid tag: {TAG_FORM.words}")
        if current:
            if current["description"] and wanted.get("description") == "":
                self.task.problem(
                    f"The description of {self.label} cannot be removed; change it, or omit 'description'"
                )
            return
        if not wanted.get("username"):
            self.task.problem(f"registering {self.label} requires 'username'")
        self._glance_id = self.task.resolve("image", self.params.get("id") or self.params["name"])

    def create(self, wanted: Values) -> State:
        return self._write(self._glance_id, wanted, {})

    def update(self, current: State, changes: Values) -> State:
        return self._write(current["id"], changes, current)

    def _write(self, identity: str, changes: Values, current: State) -> State:
        """To update the user name and the description, Sahara expects another registration."""
        written: dict[str, Any] = {}
        with self._explained():
            if not current or changes.keys() & {"username", "description"}:
                registration = {"username": current.get("username"), **changes}
                registration.pop("tags", None)
                written = self.manager.update_raw(identity, registration).to_dict()
                self.task.note_write()
            if "tags" in changes:
                reply = self.manager.update_tags(identity, changes["tags"]).to_dict()
                written = reply.get(
                    self.kind.name, reply
                )  # In API v2, the image is in an envelope.
        return renamed(written)

    def delete(self, current: State) -> bool:
        with self._explained():
            return super().delete(current)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """For writes. Sahara stores the registration in Glance, and reports Glance's refusal as a bare 500."""
        try:
            yield
        except ServerError as error:
            if error.status != 500:
                raise
            raise error.explained(
                f"Sahara could not write the registration of {self.label}; this happens when Glance refuses it. "
                "Run the task as a user who may change the image in Glance: a member of the owning project "
                f"or an administrator. Sahara answered: {with_end(error.sentence)}"
            ) from error

    def preview(self, plan: Plan) -> dict[str, Any]:
        preview = super().preview(plan)
        if plan.action == CREATE:
            preview["name"] = self.task.name_of("image", self._glance_id)
        return preview

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        """Who can see the image can see its registration."""
        state = super().forecast(plan, preview)
        if state is None or plan.action != CREATE:
            return state
        image = self.task.lookups.state_of("image", self._glance_id)
        is_public = image.get("visibility") != "private"
        return {**state, "id": self._glance_id, "is_public": is_public}


def renamed(image: Mapping[str, Any]) -> dict[str, Any]:
    """An image from Sahara with the keys of results."""
    return {RENAMED.get(key, key): value for key, value in image.items()}


def gather_images(task: Task) -> dict[str, Any]:
    """The result of sahara_image_info: images with all given tags, and the tags each lacks for a plugin."""
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
