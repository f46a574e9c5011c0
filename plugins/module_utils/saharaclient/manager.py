# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all managers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic
from urllib.parse import quote

from .content import Download, Target, sink_for
from .errors import NotFound, NotUnique, ServerError
from .paging import PAGE_SIZE, each_once
from .replies import Reply, Vanished
from .resource import NOT_UPDATED, Page, R
from .transport import Transport

Fields = Mapping[str, Any]

# With some databases (MySQL, PostgreSQL), the filters by text are regular expressions, which match
# anywhere in the value. Other characters than these match themselves. The dot, which Sahara allows
# in names, also matches other characters.
SPECIAL = re.compile(r"[\^$*+?()\[\]{}|\\]")
# Most names match few others. A page of clusters with many instances is several megabytes.
NAMESAKES = 20
# Nearly always the whole list if the filter is a reference. A page of this many job executions is
# still below the size limit of a response.
LONGEST_PAGE = 10_000
REFERENCE = re.compile(r"_id$|^url$")


class Manager(Generic[R]):
    """The calls for one kind of resource. They raise the errors of `Transport.request`.

    The arguments of every `list`: search_opts: a dictionary of filters. limit: the length of a
    page. marker: the id after which the page starts. sort_by: a field. reverse: whether to sort
    in descending order. Without limit, the whole list is one reply.

    path: of the list's route. envelope, collection: the keys around one object and around the
    list in Sahara's replies. filters: the fields by which the list's route can filter.
    paginated: whether it accepts `limit` and `marker`.
    """

    resource_class: type[R]
    path: str
    envelope: str
    collection: str
    filters: frozenset[str] = frozenset({"name"})
    paginated = True
    NotUpdated = NOT_UPDATED

    def __init__(self, api: Transport) -> None:
        self.api = api

    # -- finding ---------------------------------------------------------------------------------

    def iterate(self, limit: int = PAGE_SIZE, **filters: Any) -> Iterator[R]:
        """All resources, each once. Pages of `limit` are fetched when they are needed.

        filters: those of the route. The order is by id, because Sahara's pages are complete only
        if they are sorted by id or by name. Raises TypeError for sort_by, reverse and marker.
        """
        unreliable = {"sort_by", "reverse", "marker"} & set(filters)
        if unreliable:
            raise TypeError(f"iterate() does not accept {', '.join(sorted(unreliable))}.")
        if not self.paginated:
            return iter(self._page(filters))
        return each_once(
            lambda marker: self._page(filters, limit=limit, marker=marker),
            lambda item: getattr(item, "id", None),
        )

    def find(self, **attributes: Any) -> list[R]:
        """All resources that have exactly these values in their fields.

        If the route can filter by the name or by a reference among them, this nearly always takes
        one or two requests, however many resources there are.
        """
        filters = {
            field: value for field, value in attributes.items() if self._can_filter(field, value)
        }
        return [item for item in self._filtered(filters) if _has(item, attributes)]

    def find_unique(self, **attributes: Any) -> R:
        """The one resource that has exactly these values in its fields.

        Raises NotFound if nothing matches, and NotUnique with the ids of all matches if several do.
        """
        found = self.find(**attributes)
        kind = self.resource_class.resource_name.lower()
        wanted = ", ".join(f"{field} {value!r}" for field, value in attributes.items())
        if not found:
            message = f"No {kind} with {wanted} exists."
            raise NotFound(message, name="", method="GET", url=self.path)
        if len(found) > 1:
            ids = [str(getattr(item, "id", None)) for item in found]
            raise NotUnique(
                f"More than one {kind} has {wanted}: {', '.join(ids)}. Use the id instead.",
                ids,
                method="GET",
                url=self.path,
            )
        return found[0]

    def _can_filter(self, field: str, value: Any) -> bool:
        # MySQL refuses an empty regular expression.
        is_plain = isinstance(value, str) and value != "" and not SPECIAL.search(value)
        return is_plain and field in self.filters

    def _filtered(self, filters: Fields) -> Iterable[R]:
        """The resources that match the filters, and perhaps others whose values contain that text."""
        if not filters:
            return self.iterate()
        name = filters.get("name")
        if not self.paginated:
            return self._page(filters)
        if name is None:
            matches_few = any(REFERENCE.search(field) for field in filters)
            return self.iterate(LONGEST_PAGE if matches_few else PAGE_SIZE, **filters)
        page = self._page(filters, limit=NAMESAKES, sort_by="name")
        names = [str(getattr(item, "name", None)) for item in page]
        # The page is in the order of names: if another name follows, it has all with this name.
        if page.next is None or (name in names and names[-1].lower() != name.lower()):
            return page
        if set(names) == {name}:
            return self.iterate(**filters)
        # Other names match too, so the filter is a regular expression.
        return self._page({**filters, "name": f"^{name.replace('.', '[.]')}$"})

    # -- building blocks of the methods ------------------------------------------------------------

    def _at(self, *segments: str) -> str:
        """The quoted path below the list's route. Raises NotFound for a segment that is not an id."""
        for segment in segments:
            if segment in (None, "", ".", ".."):
                kind = self.resource_class.resource_name.lower()
                raise NotFound(f"{segment!r} is not a valid {kind} id.", url=self.path)
        return "/".join((self.path, *(quote(str(segment), safe="") for segment in segments)))

    def _get(self, *segments: str, query: Fields | None = None) -> R:
        """One object. Raises NotFound.

        If the object is deleted between Sahara's check and its read, v1 sends a 200 with an error
        in a string, and v2 sends a 500 (Sahara 19: utils/api.py to_wrapped_dict). A second request
        then returns the real state.
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
        """The whole list, or the page that limit and marker select."""
        order = f"-{sort_by}" if sort_by and reverse else sort_by
        query = {"limit": limit, "marker": marker, "sort_by": order, **(filters or {})}
        reply = self.api.request("GET", self.path, query=query)
        found, markers = reply.page(self.collection)
        request_id = reply.request_id
        items = (self.resource_class(self, item, request_id) for item in found)
        return Page(items, markers.get("prev"), markers.get("next"), limit, request_id)

    def _send(
        self, method: str, path: str, body: Fields | None = None, *, repeatable: bool = False
    ) -> R:
        """Send a write, and return the object in the reply. repeatable: see `Transport.request`."""
        return self._object(self.api.request(method, path, body=body, repeatable=repeatable))

    def _send_wrapped(
        self, method: str, path: str, body: Fields | None = None, *, repeatable: bool = False
    ) -> R:
        """Like `_send`, but keep the envelope, as some methods of python-saharaclient do."""
        reply = self.api.request(method, path, body=body, repeatable=repeatable)
        return self._wrapped(reply)

    def _download(self, path: str, target: Target) -> Download:
        with sink_for(target) as sink:
            reply = self.api.request("GET", path, sink=sink)
        return sink.download(reply.request_id)

    def _object(self, reply: Reply) -> R:
        return self.resource_class(self, reply.object(self.envelope), reply.request_id)

    def _wrapped(self, reply: Reply) -> R:
        body = {self.envelope: reply.object(self.envelope)}
        return self.resource_class(self, body, reply.request_id)


class EditableManager(Manager[R]):
    """A manager of resources that can be created, updated and deleted.

    update_method: the HTTP method of the route that updates an object. update_repeatable: whether
    an update has the same effect if it is sent twice.
    """

    update_method = "PATCH"
    update_repeatable = False

    def create_raw(self, fields: Fields) -> R:
        """Create an object with exactly these fields, under Sahara's names."""
        return self._send("POST", self.path, fields)

    def update_raw(self, obj_id: str, fields: Fields) -> R:
        """Update exactly these fields, under Sahara's names. None is sent as null."""
        path = self._at(obj_id)
        return self._send(self.update_method, path, fields, repeatable=self.update_repeatable)

    def _update_wrapped(self, obj_id: str, fields: Fields) -> R:
        """Like `update_raw`, but keep the envelope."""
        path = self._at(obj_id)
        return self._send_wrapped(
            self.update_method, path, fields, repeatable=self.update_repeatable
        )

    def _delete(self, obj_id: str) -> None:
        """Delete it. Raises NotFound, and InUse while other objects refer to it."""
        self.api.request("DELETE", self._at(obj_id))


def _has(item: Any, attributes: Fields) -> bool:
    missing = object()
    return all(getattr(item, name, missing) == value for name, value in attributes.items())
