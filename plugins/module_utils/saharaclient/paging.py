# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything in a list, page by page, although the list changes and its pages have quirks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from .errors import BadResponse, NotFound
from .resource import Page, R

# As many as an inventory of some hundred clusters needs two or three requests for.
PAGE_SIZE = 200

# A marker vanishes when its object is deleted; three times in one listing is bad luck already.
MOST_RESTARTS = 3


def each_once(page_after: Callable[[str | None], Page[R]]) -> Iterator[R]:
    """Yield the items of all pages, each once.

    page_after: gives the page behind a marker, the first for None.
    - A page of jobs begins with its marker: an item that was there is left out.
    - A full last page still names a next one, which is empty: an empty page is the end.
    - A marker whose object was deleted meanwhile is not found, or is ignored and the first page
      comes again: begin again, without what was there.
    Raises BadResponse when the pages go round in a circle.
    """
    seen: set[str] = set()
    used: set[str] = set()
    marker: str | None = None
    restarts = 0
    while True:
        try:
            page = page_after(marker)
        except NotFound:
            if marker is None or restarts == MOST_RESTARTS:
                raise
            restarts += 1
            marker = None
            used.clear()
            continue
        for item in page:
            item_id = getattr(item, "id", None)
            if not isinstance(item_id, str):
                raise BadResponse(f"Sahara's list has an item without an id: {item!r}")
            if item_id not in seen:
                seen.add(item_id)
                yield item
        marker = page.next
        if not page or marker is None:
            return
        if marker in used:
            if restarts == MOST_RESTARTS:
                raise BadResponse(f"Sahara's pages go round in a circle (marker {marker!r})")
            restarts += 1
            used.clear()
        used.add(marker)
