# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP of the stand-in cloud: routes, requests, errors."""

from __future__ import annotations

import json
import re
import time
import traceback
import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox import contents
from sandbox.http_server import JSON, Exchange

ROUTES: list[tuple[str, re.Pattern, Callable, bool]] = []
OPERATORS = {"member", "admin"}


class HttpError(Exception):
    """The server responds with this status and message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Call:
    """A request: the cloud, the owner of the token, the query, the headers, the body, the URLs.

    base: of the server. url: of the request, without the query.
    """

    def __init__(
        self,
        cloud: Any,
        who: Any,
        query: dict,
        headers: Mapping[str, str],
        body: Any,
        base: str,
        path: str,
    ) -> None:
        self.cloud = cloud
        self.who = who
        self.query = query
        self.headers = headers
        self.body = body
        self.base = base
        self.url = base + path

    @property
    def project(self) -> str:
        return self.who.project

    @property
    def is_admin(self) -> bool:
        return "admin" in self.who.roles

    def may_use(self, project: str) -> bool:
        """Whether the user may use what only this project may use; "" stands for every project."""
        return not project or self.is_admin or self.cloud.project_id(project) == self.project

    def own(self, items: Iterable[dict], key: str = "tenant_id") -> list[dict]:
        """Those of the project; all for an admin."""
        return [i for i in items if i[key] == self.project or self.is_admin]

    def must_write(self) -> None:
        """Refuse the request if the user may only read."""
        if not self.who.roles & OPERATORS:
            raise HttpError(403, "Policy does not allow this request to be performed.")


def route(method: str, pattern: str, public: bool = False) -> Callable:
    """Serve this method and path with the function, which gets a Call and the groups of the path.

    The function returns the body, or (status, body), or None for status 204.
    """

    def decorator(function: Callable) -> Callable:
        ROUTES.append((method, re.compile(pattern + "/?$"), function, public))
        return function

    return decorator


def find(items: Iterable[dict], id: str, what: str) -> dict:
    """The item with this id; status 404 if it does not exist."""
    for item in items:
        if item["id"] == id:
            return item
    raise HttpError(404, f"{what} {id} could not be found.")


def matching(query: Mapping[str, str], items: Iterable[dict]) -> list[dict]:
    """The items that match the query. It ignores fields that an item does not have."""
    return [
        item
        for item in items
        if all(str(item[key]) == value for key, value in query.items() if key in item)
    ]


def page(
    call: Call, items: Iterable[dict], longest: int = contents.PAGE, key: str = "id"
) -> tuple[list[dict], str | None]:
    """The page that `limit` and `marker` select, and the query of the next one if the page is full.

    key: the field that is the marker. As in the real services, a full page has a next one even if
    that is empty, the query keeps its other fields, and an unknown marker is an error.
    """
    found, marker = list(items), call.query.get("marker")
    if marker is not None:
        markers = [str(item[key]) for item in found]
        if marker not in markers:
            raise HttpError(400, f"marker [{marker}] not found")
        found = found[markers.index(marker) + 1 :]
    limit = min(int(call.query.get("limit", longest)), longest)
    found = found[:limit]
    if not found or len(found) < limit:
        return found, None
    return found, urllib.parse.urlencode({**call.query, "marker": found[-1][key]})


def next_link(call: Call, query: str | None) -> list[dict]:
    """The links to other pages, as Nova and Cinder send them."""
    return [] if query is None else [{"rel": "next", "href": f"{call.url}?{query}"}]


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def version(call: Call, id: str, path: str, highest: str = "") -> dict:
    """An entry in a service's list of versions. `highest` is its highest microversion."""
    return {
        "id": id,
        "status": "CURRENT",
        "version": highest,
        "min_version": highest and "2.1",
        "updated": "2023-10-04T00:00:00Z",
        "links": [{"rel": "self", "href": call.base + path}],
    }


class Services:
    """All services of the cloud: finds the route of each request, and replies with its result."""

    def __init__(self, cloud: Any, tokens: Any) -> None:
        self.cloud = cloud
        self.tokens = tokens

    def answer(self, exchange: Exchange) -> None:
        try:
            status, body = self.dispatch(exchange)
        except HttpError as error:
            fields = {"code": error.status, "message": str(error), "title": "Error"}
            status, body = error.status, {"error": fields}
        except Exception as error:
            traceback.print_exc()
            status = 500
            body = {"error": {"code": 500, "message": f"{type(error).__name__}: {error}"}}
        exchange.reply(status, b"" if body is None else json.dumps(body).encode(), [JSON])

    def dispatch(self, exchange: Exchange) -> tuple[int, Any]:
        method = "GET" if exchange.command == "HEAD" else exchange.command
        url = urllib.parse.urlsplit(exchange.path)
        for verb, pattern, function, public in ROUTES:
            match = pattern.match(url.path.rstrip("/"))
            if verb != method or not match:
                continue
            call = Call(
                self.cloud,
                None if public else self.tokens.validate(exchange.headers.get("X-Auth-Token")),
                dict(urllib.parse.parse_qsl(url.query)),
                exchange.headers,
                _json(exchange.content),
                "http://" + exchange.headers.get("Host", "127.0.0.1"),
                url.path,
            )
            result = function(call, *match.groups())
            if result is None:
                return 204, None
            return result if isinstance(result, tuple) else (200, result)
        exchange.log_message("no route for %s %s", method, exchange.path)
        raise HttpError(404, f"The sandbox does not support {method} {exchange.path}.")


def _json(text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        raise HttpError(400, "The body is not JSON.") from error


@route("GET", "", public=True)
def index(call: Call) -> dict:
    return {"services": ["compute", "network", "image", "volume", "orchestration"]}
