# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the managers return: resources, and pages of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar


class Resource:
    """An object in Sahara, with its fields as attributes.

    For some calls, python-saharaclient returns the object inside its envelope:
    `clusters.scale(...).cluster["name"]`. Here, the inner fields are attributes too, so
    `clusters.scale(...).name` also works. `to_dict()` returns what Sahara sent.

    request_id: of the request that returned it, to search for in Sahara's log. Two resources of a
    kind are equal if Sahara sent the same fields. Copied and unpickled ones have no manager.
    """

    # What is not a field is outside of `vars()`.
    __slots__ = ("__dict__", "__weakref__", "_info", "manager", "request_id")

    resource_name = "Something"
    defaults: Mapping[str, Any] = {}

    def __init__(self, manager: Any, info: Mapping[str, Any], request_id: str = "") -> None:
        self.manager = manager
        self.request_id = request_id
        self._info: Mapping[str, Any] = info
        if self.defaults and not self._enveloped():
            self._info = {**self.defaults, **info}
        # A field must not replace a method, whatever names a server gives to its fields.
        kind: Any = type(self)
        reserved = reserved_names(kind)
        fields = self._info if reserved.isdisjoint(self._info) else {}
        self.__dict__ = {**fields}

    def _enveloped(self) -> Mapping[str, Any]:
        """The fields of the inner object, if this is an envelope."""
        inner = next(iter(self._info.values())) if len(self._info) == 1 else None
        return inner if isinstance(inner, Mapping) else {}

    # A type checker knows the fields of each resource, and reports any other attribute.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field of the inner object, or one that Python has not found in `vars()`."""
            # "_info" itself is missing until __init__ sets it.
            found = {**self._enveloped(), **self._info} if name != "_info" else {}
            if name in found:
                return found[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._enveloped()}

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return bool(self._info == other._info)

    def __hash__(self) -> int:
        fields = {**self._enveloped(), **self._info}
        return hash((type(self), str(fields.get("id", fields.get("name")))))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._info, self.request_id)

    def to_dict(self) -> dict[str, Any]:
        """A deep copy of everything that Sahara sent. The caller may change it."""
        return copy.deepcopy({**self._info})

    def __str__(self) -> str:
        """All fields, as in python-saharaclient. They may contain credentials."""
        return f"{self.resource_name} {self._info}"

    def __repr__(self) -> str:
        """Name and id only: other fields may contain credentials (`extra` of a job does)."""
        fields = {**self._enveloped(), **self._info}
        shown = (str(fields[key]) for key in ("name", "id") if fields.get(key) is not None)
        return f"<{' '.join((self.resource_name, *shown))}>"


@cache
def reserved_names(kind: type) -> frozenset[str]:
    """The names that a class defines, which no field replaces."""
    return frozenset(dir(kind))


def fields_of(resource: Resource) -> Mapping[str, Any]:
    """What Sahara sent, without a copy: for readers that change nothing. A large cluster is megabytes."""
    return resource._info


T = TypeVar("T")
R = TypeVar("R", bound=Resource)


class Page(list[T]):
    """A whole list, or one page of it.

    prev, next: the markers of the adjacent pages; None if there is no such page, or if no limit
    was given. limit: the requested one. request_id: see `Resource`.
    """

    def __init__(
        self,
        items: Iterable[T],
        prev: str | None = None,
        next: str | None = None,
        limit: int | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(items)
        self.prev = prev
        self.next = next
        self.limit = limit
        self.request_id = request_id


class NotUpdated:
    """The type of NOT_UPDATED: "leave this field unchanged", for fields where None is a value."""

    def __repr__(self) -> str:
        return "NotUpdated"


NOT_UPDATED = NotUpdated()


def given(**fields: Any) -> dict[str, Any]:
    """The fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def updated(**fields: Any) -> dict[str, Any]:
    """The fields to update. None is a value."""
    return {name: value for name, value in fields.items() if not isinstance(value, NotUpdated)}
