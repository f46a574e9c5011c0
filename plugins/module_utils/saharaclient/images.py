# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registered images: Glance images that have a user name, a description and tags in Sahara."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .fields import ImageFields
from .manager import EditableManager, Fields
from .resource import Page, Resource


class Image(ImageFields, Resource):
    resource_name = "Image"
    defaults = {"description": ""}


class _ImageManager(EditableManager[Image]):
    resource_class = Image
    path = "/images"
    envelope = "image"
    collection = "images"
    paginated = False

    # Registering an image again updates its registration.
    update_method = "POST"
    update_repeatable = True

    def list(self, search_opts: Fields | None = None) -> Page[Image]:
        """The registered images. search_opts: `name`, a part of the name; `tags`, a list."""
        return self._page(search_opts)

    def get(self, id: str) -> Image:
        """One registered image.

        Raises NotFound, and BadRequest (IMAGE_NOT_REGISTERED) if the image is not registered.
        """
        return self._get(id)

    def create_raw(self, fields: Fields) -> Image:
        """Register the image whose id is in the field `id`, with exactly the other fields."""
        registration = dict(fields)
        return self.update_raw(registration.pop("id"), registration)

    def update_image(self, image_id: str, user_name: str, desc: str | None = None) -> Image:
        """Register the image, or update its registration. The result is in its envelope.

        desc: the description; None leaves it unchanged.
        """
        fields = {"username": user_name}
        if desc is not None:
            fields["description"] = desc
        return self._update_wrapped(image_id, fields)

    def unregister_image(self, image_id: str) -> None:
        """Remove the user name, the description and all tags. The image remains in Glance."""
        self._delete(image_id)

    def delete(self, image_id: str) -> None:
        """The same as `unregister_image`, under the name that all managers use."""
        self._delete(image_id)


class ImageManagerV1(_ImageManager):
    def add_tags(self, image_id: str, tags: Iterable[str]) -> Image:
        """Add tags. Tags that the image already has are ignored."""
        path = self._at(image_id, "tag")
        return self._send("POST", path, {"tags": [*tags]}, repeatable=True)

    def remove_tags(self, image_id: str, tags: Iterable[str]) -> Image:
        """Remove tags. Tags that the image does not have are ignored."""
        path = self._at(image_id, "untag")
        return self._send("POST", path, {"tags": [*tags]}, repeatable=True)

    def update_tags(self, image_id: str, new_tags: Iterable[str]) -> Image:
        """Replace the image's tags: add the missing ones, then remove the others."""
        image = self.get(image_id)
        wanted = set(new_tags)
        present = {str(tag) for tag in getattr(image, "tags", None) or ()}
        if wanted - present:
            image = self.add_tags(image_id, sorted(wanted - present))
        if present - wanted:
            image = self.remove_tags(image_id, sorted(present - wanted))
        return image


class ImageManagerV2(_ImageManager):
    def get_tags(self, image_id: str) -> Any:
        """The list of the image's tags."""
        reply = self.api.request("GET", self._at(image_id, "tags"))
        # Sahara sends an empty list as an empty object (Sahara 19: utils/api.py render).
        tags = reply.json() or []
        if not isinstance(tags, list):
            raise reply.unexpected("without a list of tags")
        return tags

    def update_tags(self, image_id: str, new_tags: Iterable[str]) -> Image:
        """Replace the image's tags. The result is in its envelope."""
        path = self._at(image_id, "tags")
        return self._send_wrapped("PUT", path, {"tags": [*new_tags]}, repeatable=True)

    def delete_tags(self, image_id: str) -> None:
        """Remove all tags."""
        self.api.request("DELETE", self._at(image_id, "tags"))
