# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images of Glance's that are registered in Sahara: user name, description, tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .manager import EditableManager, Fields
from .resource import Page, Resource


class Image(Resource):
    resource_name = "Image"
    defaults = {"description": ""}


class _ImageManager(EditableManager[Image]):
    resource_class = Image
    path = "/images"
    envelope = "image"
    collection = "images"
    paginated = False

    # Registering again changes the registration.
    update_method = "POST"

    def list(self, search_opts: Fields | None = None) -> Page[Image]:
        """The registered images. search_opts: name (a part of it), tags (a list)."""
        return self._page(search_opts)

    def get(self, id: str) -> Image:
        """One image. Not registered: BadRequest IMAGE_NOT_REGISTERED; unknown: NotFound."""
        return self._get(id)

    def create_raw(self, fields: Fields) -> Image:
        """Register the image with the id `id` with exactly the other fields."""
        registration = dict(fields)
        return self.update_raw(registration.pop("id"), registration)

    def update_image(self, image_id: str, user_name: str, desc: str | None = None) -> Image:
        """Register the image, or change its registration; the result is in its envelope.

        Without desc a description stays as it is.
        """
        fields = {"username": user_name}
        if desc is not None:
            fields["description"] = desc
        return self._send_wrapped("POST", self._at(image_id), fields)

    def unregister_image(self, image_id: str) -> None:
        """Remove user name, description and all tags. The image itself stays in Glance."""
        self._delete(image_id)

    def delete(self, image_id: str) -> None:
        """The same as `unregister_image`, under the name that all managers have for it."""
        self._delete(image_id)


class ImageManagerV1(_ImageManager):
    def add_tags(self, image_id: str, tags: Iterable[str]) -> Image:
        """Add tags; those that are there already do not matter."""
        return self._send("POST", self._at(image_id, "tag"), {"tags": [*tags]})

    def remove_tags(self, image_id: str, tags: Iterable[str]) -> Image:
        """Remove tags; those that are not there do not matter."""
        return self._send("POST", self._at(image_id, "untag"), {"tags": [*tags]})

    def update_tags(self, image_id: str, new_tags: Iterable[str]) -> Image:
        """Make these the image's tags: what is missing is added, then what is too much removed."""
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
        # None are sent as an empty object (Sahara 19: utils/api.py render).
        tags = reply.json() or []
        if not isinstance(tags, list):
            raise reply.unexpected("no list of tags")
        return tags

    def update_tags(self, image_id: str, new_tags: Iterable[str]) -> Image:
        """Make these the image's tags; the result is in its envelope."""
        return self._send_wrapped("PUT", self._at(image_id, "tags"), {"tags": [*new_tags]})

    def delete_tags(self, image_id: str) -> None:
        """Remove all tags."""
        self.api.request("DELETE", self._at(image_id, "tags"))
