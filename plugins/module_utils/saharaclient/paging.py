# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a whole list page by page, even if the list changes, and despite the quirks of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from .errors import BadResponse, NotFound
from .resource import Page, R

# With this size, an inventory of a few hundred clusters takes two or three requests.
PAGE_SIZE = 200

# A marker becomes invalid when its object is deleted. That is unlikely to happen more often in one listing.
MAX_RESTARTS = 3


def each_once(page_after: Callable[[str | None], Page[R]]) -> Iterator[R]:
    """Yield the items of all pages, each once.

    page_after: returns the page after a marker, and the first page for None.
    - A page of jobs includes the object of its marker. Items that were already seen are skipped.
    - A full last page still names a next page, which is empty. An empty page is the end.
    - If the object of the marker was deleted, Sahara replies with not found, or with the first
      page. The listing then starts again, without the items that were already seen.
    Raises BadResponse if the pages repeat endlessly.
    """
    seen: set[str] = set()
    used: set[str] = set()
    marker: str | None = None
    restarts = 0
    while True:
        try:
            page = page_after(marker)
        except NotFound:
            if marker is None or restarts == MAX_RESTARTS:
                raise
            restarts += 1
            marker = None
            used.clear()
            continue
        for item in page:
            item_id = getattr(item, "id", None)
            if not isinstance(item_id, str):
                raise BadResponse(f"Sahara's list has an item without an id: {item!r}.")
            if item_id not in seen:
                seen.add(item_id)
                yield item
        marker = page.next
        if not page or marker is None:
            return
        if marker in used:
            if restarts == MAX_RESTARTS:
                raise BadResponse(f"Sahara keeps sending the same pages (marker {marker!r}).")
            restarts += 1
            used.clear()
        used.add(marker)
