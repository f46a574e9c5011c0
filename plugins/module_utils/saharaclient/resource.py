# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the managers return: resources, and pages of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar


class Resource:
    """An object of Sahara's, its fields as attributes.

    Some calls answer with the object inside an envelope, and python-saharaclient hands that on:
    `clusters.scale(...).cluster["name"]`. Here the inner fields are attributes as well, so
    `clusters.scale(...).name` works too; `to_dict()` is what was sent.
    """

    resource_name = "Something"
    defaults: Mapping[str, Any] = {}

    def __init__(self, manager: Any, info: Mapping[str, Any]) -> None:
        self.manager = manager
        self._info: dict[str, Any] = {**info}
        if not self._enveloped():
            self._info = {**self.defaults, **info}

    def _enveloped(self) -> Mapping[str, Any]:
        """The fields of the one object inside, when this is an envelope."""
        inner = next(iter(self._info.values())) if len(self._info) == 1 else None
        return inner if isinstance(inner, Mapping) else {}

    def __getattr__(self, name: str) -> Any:
        # Asked before __init__ when the resource is being copied or unpickled.
        info: Mapping[str, Any] = self.__dict__.get("_info", {})
        if name in info:
            return info[name]
        inner = self._enveloped() if info else {}
        if name in inner:
            return inner[name]
        raise AttributeError(f"{self.resource_name} has no field {name!r}")

    def to_dict(self) -> dict[str, Any]:
        """A copy of all that Sahara sent, for the caller to keep and to change."""
        return copy.deepcopy(self._info)

    def __repr__(self) -> str:
        """Name and id only: other fields may hold credentials (a job's `extra` does)."""
        fields = {**self._enveloped(), **self._info}
        shown = (str(fields[key]) for key in ("name", "id") if fields.get(key) is not None)
        return f"<{' '.join((self.resource_name, *shown))}>"


R = TypeVar("R", bound=Resource)


class Page(list[R]):
    """A list, or a part of it. prev, next: markers of the pages around, None when there is none
    or no limit was given. limit: what was asked for."""

    def __init__(
        self,
        items: Iterable[R],
        prev: str | None = None,
        next: str | None = None,
        limit: int | None = None,
    ) -> None:
        super().__init__(items)
        self.prev = prev
        self.next = next
        self.limit = limit


class NotUpdated:
    """The type of the value that stands for "leave this field alone", where None is a value."""

    def __repr__(self) -> str:
        return "NotUpdated"


NOT_UPDATED = NotUpdated()


def given(**fields: Any) -> dict[str, Any]:
    """Those of the fields that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


def updated(**fields: Any) -> dict[str, Any]:
    """Those of the fields that are to be updated, None among them."""
    return {name: value for name, value in fields.items() if not isinstance(value, NotUpdated)}
