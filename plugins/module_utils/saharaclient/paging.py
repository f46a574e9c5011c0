# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a whole list page by page, even if the list changes, and despite the quirks of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from .errors import BadResponse, NotFound
from .resource import Page, T

# With this size, an inventory of a few hundred clusters takes two or three requests.
PAGE_SIZE = 200

# A marker becomes invalid when its object is deleted. That is unlikely to happen more often in one listing.
MAX_RESTARTS = 3


def each_once(
    page_after: Callable[[str | None], Page[T]],
    id_of: Callable[[T], Any],
    service: str = "Sahara",
    marker_errors: tuple[type[Exception], ...] = (NotFound,),
) -> Iterator[T]:
    """Yield the items of all pages, each once.

    page_after: returns the page after a marker, and the first page for None.
    id_of: the id of an item. service: its name, for errors.
    marker_errors: what page_after raises if the object of the marker was deleted.
    - A page of jobs includes the object of its marker. Items that were already seen are skipped.
    - A full last page still names a next page, which is empty. An empty page is the end.
    - If the object of the marker was deleted, the service replies with an error, or with the first
      page. The listing then starts again, without the items that were already seen.
    Raises BadResponse if an item has no id, or if the pages repeat endlessly.
    """
    seen: set[str] = set()
    used: set[str] = set()
    marker: str | None = None
    restarts = 0
    while True:
        try:
            page = page_after(marker)
        except marker_errors:
            if marker is None or restarts == MAX_RESTARTS:
                raise
            restarts += 1
            marker = None
            used.clear()
            continue
        yield from unseen(page, id_of, seen, service)
        marker = page.next
        if not page or marker is None:
            return
        if marker in used:
            restarts += 1
            used.clear()
        if restarts > MAX_RESTARTS:
            raise BadResponse(circle(service, marker))
        used.add(marker)


def unseen(page: Page[T], id_of: Callable[[T], Any], seen: set[str], service: str) -> Iterator[T]:
    """The items of the page that were not seen yet. Their ids are added to `seen`."""
    for item in page:
        item_id = id_of(item)
        if not isinstance(item_id, str):
            raise BadResponse(f"{service} sent a list that has an item without an id.")
        if item_id not in seen:
            seen.add(item_id)
            yield item


def circle(service: str, marker: str) -> str:
    return (
        f"{service} keeps sending the same pages of a list (marker {marker!r}). Check that no proxy in "
        "between drops the query of a request."
    )
