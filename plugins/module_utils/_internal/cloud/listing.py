# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the lists of Nova, Neutron, Glance and Cinder, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable, NamedTuple
from urllib.parse import parse_qs, urlsplit

from ...saharaclient.errors import BadRequest, RouteNotFound
from ...saharaclient.paging import each_once
from ...saharaclient.replies import Reply
from ...saharaclient.resource import Page
from ...saharaclient.transport import Transport

Found = Mapping[str, Any]
# How a service finds an object by its name.
PATH, QUERY = "path", "query"

# The replies if the object of the marker was deleted: Nova and Glance send 400, Neutron and Cinder
# 404. They do not send the error names that distinguish Sahara's two kinds of 404.
MARKER_ERRORS = (BadRequest, RouteNotFound)


class ServiceKind(NamedTuple):
    """A kind of object in another service, and where that service lists it.

    noun: the name in sentences. service: the service type in the catalog. path: below the
    versioned URL. key: of the list in replies. identity: the field that Sahara uses as the id.
    query: of every page. links: the key of the links to other pages; by default, that of the list
    and "_links". unwrap: the envelope of each item, if any. keep: selects the items.
    asked_by: how the service finds an object by its name: QUERY, a filter of the list; PATH, that
    of a single object; "" if it cannot. equals: the operator for names with a colon, if the
    service takes what precedes a colon for an operator. elsewhere: the queries of the lists with
    objects that the ordinary list leaves out.
    """

    noun: str
    service: str
    version: str
    path: str
    key: str
    identity: str = "id"
    name: str = "name"
    query: Mapping[str, str] = {}
    links: str = ""
    unwrap: str = ""
    asked_by: str = ""
    equals: str = ""
    elsewhere: Sequence[Mapping[str, str]] = ()
    keep: Callable[[Found], bool] = lambda item: True


def read_all(
    transport: Transport, kind: ServiceKind, project_id: str, **query: str
) -> Iterator[Found]:
    """All objects of the kind, each once. Pages are requested when they are needed.

    query: of the first page; the links to the others include it. Raises BadResponse if the pages repeat endlessly.
    """
    path = kind.path.format(project_id=project_id)

    def page_after(marker: str | None) -> Page[Found]:
        more = query if marker is None else parse_qs(marker, keep_blank_values=True)
        reply = transport.request("GET", path, query={**kind.query, **more})
        return page_of(reply, kind)

    def id_of(item: Found) -> str | None:
        identity = item.get(kind.identity)
        return None if identity is None else str(identity)

    found = each_once(page_after, id_of, f"The service '{kind.service}'", MARKER_ERRORS)
    return (item for item in found if kind.keep(item))


def page_of(reply: Reply, kind: ServiceKind) -> Page[Found]:
    """The page of a reply. Its marker is the query of the next page, which the service wrote."""
    items: list[Any] = list(reply.objects(kind.key))
    if kind.unwrap:
        items = [item.get(kind.unwrap) for item in items]
    try:
        marker = next_query(reply.json(), kind.links or f"{kind.key}_links")
    except (AttributeError, KeyError, TypeError, ValueError):
        raise reply.unexpected("with invalid links to other pages") from None
    return Page([item for item in items if isinstance(item, Mapping)], next=marker)


def next_query(body: Mapping[str, Any], links: str) -> str | None:
    """The query of the next page. Glance links to it in "next", other services in a list of links."""
    found = body.get(links) or [{"rel": "next", "href": body.get("next")}]
    hrefs = [link["href"] for link in found if link.get("rel") == "next" and link.get("href")]
    return urlsplit(hrefs[0]).query if hrefs else None
