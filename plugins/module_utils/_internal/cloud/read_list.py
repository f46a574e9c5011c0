# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list that is read only as far as it is needed, and only once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain

from .listing import Found

# How long later items of a loop may use a list.
RECENT_S = 30


class ReadList:
    """The objects in a list. Those that were read are kept."""

    def __init__(self, items: Iterator[Found]):
        self._read: list[Found] = []
        self._rest = items
        self._begun_at = time.monotonic()

    def __iter__(self) -> Iterator[Found]:
        yield from tuple(self._read)
        for item in self._rest:
            self._read.append(item)
            yield item

    @property
    def is_recent(self) -> bool:
        return time.monotonic() - self._begun_at < RECENT_S

    def first(self, name: str) -> Found | None:
        """The first object with this name, or else the first with this id.

        An id is wanted less often than a name, and the whole list is read only if no object has the name.
        """
        by_name = (item for item in self if item["name"] == name)
        by_id = (item for item in self if name in (item["id"], item["own_id"]))
        return next(chain(by_name, by_id), None)
