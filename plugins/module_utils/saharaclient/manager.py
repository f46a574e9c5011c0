# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all managers have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Generic
from urllib.parse import quote

from .errors import NotFound, NotUnique, ServerError
from .paging import PAGE_SIZE, each_once
from .replies import Reply, Vanished
from .resource import NOT_UPDATED, Page, R
from .transport import Transport

Fields = Mapping[str, Any]

# The filter by name is a regular expression on some databases (MySQL, PostgreSQL). These
# characters mean themselves there, or, the dot, at least find the name among others.
PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Manager(Generic[R]):
    """The calls for one kind of resource.

    path: of the list's route. envelope, collection: the keys around one object and around the
    list in Sahara's replies. filters_by_name: whether the list's route takes `name`.
    paginated: whether it takes `limit` and `marker`.
    """

    resource_class: type[R]
    path: str
    envelope: str
    collection: str
    filters_by_name = True
    paginated = True
    NotUpdated = NOT_UPDATED

    def __init__(self, api: Transport) -> None:
        self.api = api

    # -- finding ---------------------------------------------------------------------------------

    def iterate(self, limit: int = PAGE_SIZE, **filters: Any) -> Iterator[R]:
        """All resources, each once, fetched in pages of `limit` as they are needed.

        filters: those that the route takes. The order is by id, the only one besides the name
        that Sahara pages by rightly.
        """
        unsound = {"sort_by", "reverse", "marker"} & set(filters)
        if unsound:
            raise TypeError(f"iterate() can not page with {', '.join(sorted(unsound))}")
        if not self.paginated:
            return iter(self._page(filters))
        return each_once(lambda marker: self._page(filters, limit=limit, marker=marker))

    def find(self, name: str | None = None, **attributes: Any) -> R:
        """The one resource whose fields are exactly these.

        Unlike python-saharaclient's `find`, which is `find_all` here. Raises NotFound, and
        NotUnique with the ids of all that fit.
        """
        if name is not None:
            attributes["name"] = name
        found = self.find_all(**attributes)
        kind = self.resource_class.resource_name.lower()
        wanted = ", ".join(f"{field} {value!r}" for field, value in attributes.items())
        if not found:
            raise NotFound(f"There is no {kind} with {wanted}", method="GET", url=self.path)
        if len(found) > 1:
            ids = [str(getattr(item, "id", None)) for item in found]
            raise NotUnique(
                f"{len(ids)} objects of the kind {kind} have {wanted}: {', '.join(ids)}", ids
            )
        return found[0]

    def find_unique(self, **attributes: Any) -> R:
        """python-saharaclient's name for `find`."""
        return self.find(**attributes)

    def find_all(self, **attributes: Any) -> list[R]:
        """All resources whose fields are exactly these."""
        name = attributes.get("name")
        by_name = self.filters_by_name and isinstance(name, str) and PLAIN_NAME.fullmatch(name)
        items = self.iterate(name=name) if by_name else self.iterate()
        return [item for item in items if _has(item, attributes)]

    # -- what the managers' methods are made of ----------------------------------------------------

    def _at(self, *segments: str) -> str:
        """The path of something below the list's route. Raises NotFound for what can be no id."""
        for segment in segments:
            if segment in (None, "", ".", ".."):
                kind = self.resource_class.resource_name.lower()
                raise NotFound(f"There is no {kind} {segment!r}", url=self.path)
        return "/".join((self.path, *(quote(str(segment), safe="") for segment in segments)))

    def _get(self, *segments: str, query: Fields | None = None) -> R:
        """One object. Raises NotFound.

        While an object is deleted, the check before the reading may still see it: then v1 answers
        200 with an error in a string, and v2 500. Reading once more tells (Sahara 19: utils/api.py
        to_wrapped_dict).
        """
        path = self._at(*segments)
        try:
            return self._object(self.api.request("GET", path, query=query))
        except Vanished:
            pass
        except ServerError as error:
            if error.status != 500:
                raise
        return self._object(self.api.request("GET", path, query=query))

    def _page(
        self,
        filters: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[R]:
        """A list, or the part of it that limit and marker say."""
        order = f"-{sort_by}" if sort_by and reverse else sort_by
        query = {"limit": limit, "marker": marker, "sort_by": order, **(filters or {})}
        reply = self.api.request("GET", self.path, query=query)
        found, markers = reply.page(self.collection)
        items = (self.resource_class(self, item) for item in found)
        return Page(items, markers.get("prev"), markers.get("next"), limit)

    def _send(self, method: str, path: str, body: Fields | None = None) -> R:
        """The object in the reply to a change."""
        return self._object(self.api.request(method, path, body=body))

    def _send_wrapped(self, method: str, path: str, body: Fields | None = None) -> R:
        """The reply to a change with its envelope, where python-saharaclient keeps that."""
        return self._wrapped(self.api.request(method, path, body=body), self.envelope)

    def _object(self, reply: Reply) -> R:
        return self.resource_class(self, reply.object(self.envelope))

    def _wrapped(self, reply: Reply, envelope: str) -> R:
        return self.resource_class(self, {envelope: reply.object(envelope)})


class EditableManager(Manager[R]):
    """A manager of what can be created, changed and deleted.

    update_method: that of the route which changes an object.
    """

    update_method = "PATCH"

    def create_raw(self, fields: Fields) -> R:
        """Create one of exactly these fields, named as Sahara names them."""
        return self._send("POST", self.path, fields)

    def update_raw(self, obj_id: str, fields: Fields) -> R:
        """Change exactly these fields, named as Sahara names them; None is null."""
        return self._send(self.update_method, self._at(obj_id), fields)

    def _delete(self, obj_id: str) -> None:
        """Delete it. Raises NotFound, and InUse while others refer to it."""
        self.api.request("DELETE", self._at(obj_id))


def _has(item: Any, attributes: Fields) -> bool:
    missing = object()
    return all(getattr(item, name, missing) == value for name, value in attributes.items())
