# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns an HTTP reply into values, or into the right error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from .errors import (
    APIError,
    BadRequest,
    BadResponse,
    Conflict,
    Forbidden,
    InUse,
    NotFound,
    QuotaExceeded,
    ReferenceNotFound,
    RouteNotFound,
    ServerError,
    Unauthorized,
)
from .texts import ERROR_ID, printable, without_html

READING_METHODS = frozenset(("GET", "HEAD"))

EXCERPT_CHARACTERS = 200
# A page may begin with a long style sheet.
EXCERPT_BYTES = 16 * 1024
MESSAGE_CHARACTERS = 4000

# INVALID_REFERENCE, DELETION_FAILED and UPDATE_FAILED have many meanings; with these sentences,
# they mean "in use". "... deletion failed" means a violated foreign key (Sahara 19:
# service/validations/{cluster,node_group}_templates.py, edp/data_source.py, db/sqlalchemy/api.py).
IN_USE_NAMES = frozenset(("INVALID_REFERENCE", "DELETION_FAILED", "UPDATE_FAILED"))
IN_USE = re.compile(
    r"\bin use by\b|\bis used in a\b|\breferenced (by|and)\b|^(Data Source|Job) deletion failed"
)

# A handler that finds nothing returns a reply where its caller expects values. Sahara then sends
# the representation of that reply as a JSON string with status 200 (Sahara 19: utils/api.py
# to_wrapped_dict). This happens if the object is deleted between the check and the read.
VANISHED = re.compile(r"^<Response .*\b404 NOT FOUND\b")

BY_NAME: Mapping[str, type[APIError]] = {
    "NAME_ALREADY_EXISTS": Conflict,
    "DB_DUPLICATE_ENTRY": Conflict,
    "QUOTA_ERROR": QuotaExceeded,
    "FORBIDDEN": Forbidden,
}


class Vanished(NotFound):
    """The object was deleted while Sahara was reading it."""


class Reply(NamedTuple):
    """One HTTP reply. url: without credentials and query. headers: by lower-case name."""

    method: str
    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = {}

    @property
    def request_id(self) -> str:
        """The id to search for in Sahara's log; "" if the server sent none."""
        return printable(self.headers.get("x-openstack-request-id", ""), 100)

    def json(self) -> Any:
        """The value of the JSON body. Raises BadResponse, which quotes the start of the body."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise self.unexpected("with a body that is not JSON") from None

    def value(self) -> Any:
        """The same, if the object of the request still exists. Raises Vanished, BadResponse."""
        body = self.json()
        if isinstance(body, str) and VANISHED.match(body):
            raise Vanished(
                "The object was deleted by someone else during the request.",
                method=self.method,
                url=self.url,
            )
        return body

    def unexpected(self, what: str) -> BadResponse:
        """The error for a reply that Sahara does not send to this request.

        what: the end of a sentence that starts with "GET ... returned HTTP 200".
        """
        error = BadResponse(
            f"{self.method} {self.url} returned HTTP {self.status} {what}: "
            f"{excerpt(self.body)}. Check the URL and any proxy in between.",
            status=self.status,
            request_id=self.request_id,
            method=self.method,
            url=self.url,
        )
        error.unsure = self.method not in READING_METHODS and self.status < 300
        return error

    def enveloped(self, envelope: str) -> dict[str, Any]:
        """The body, an object with the key `envelope`. Raises Vanished, BadResponse."""
        body = self.value()
        if not isinstance(body, dict) or envelope not in body:
            raise self.unexpected(f'without the key "{envelope}"')
        return body

    def object(self, envelope: str) -> dict[str, Any]:
        """The one object in the body."""
        value = self.enveloped(envelope)[envelope]
        if not isinstance(value, dict):
            raise self.unexpected(f'without an object in "{envelope}"')
        return value

    def objects(self, envelope: str) -> list[dict[str, Any]]:
        """The list of objects in the body."""
        return self.page(envelope)[0]

    def page(self, envelope: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The list of objects in the body, and the markers of the adjacent pages."""
        body = self.enveloped(envelope)
        items, markers = body[envelope], body.get("markers") or {}
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.unexpected(f'without a list of objects in "{envelope}"')
        if not isinstance(markers, dict) or not all(
            isinstance(markers.get(side), (str, type(None))) for side in ("prev", "next")
        ):
            raise self.unexpected("with invalid page markers")
        return items, markers


def redacted_url(url: str) -> str:
    """The URL without user, password and query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def excerpt(body: bytes) -> str:
    """The first characters of a body, on one line and safe to show; of a web page, those of its text."""
    if not body:
        return "an empty body"
    start = without_html(body[:EXCERPT_BYTES].decode("utf-8", "backslashreplace"))
    return f"'{printable(' '.join(start.split()), EXCERPT_CHARACTERS)}'"


def api_error(reply: Reply) -> APIError:
    """The error for a reply with a status of 400 or more.

    Sahara's error_name decides first, because Sahara sends nearly every error as a 400.
    """
    fields = _error_fields(reply.body)
    name = str(fields.get("error_name") or "")
    sentence = printable(_sentence(fields), MESSAGE_CHARACTERS)
    found = ERROR_ID.search(sentence)
    message = ERROR_ID.sub("", sentence).strip()
    kind = _kind(reply, name, message, "error_name" in fields)
    return kind(
        message or _fallback(reply),
        status=reply.status,
        name=name,
        error_id=found.group("id") if found else "",
        request_id=reply.request_id,
        method=reply.method,
        url=reply.url,
    )


def _error_fields(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _sentence(fields: Mapping[str, Any]) -> str:
    """The message, in any known format: Sahara's two, the Keystone middleware's, or WebOb's."""
    nested = fields.get("error")
    inner = nested.get("message") if isinstance(nested, dict) else None
    for value in (fields.get("error_message"), inner, fields.get("message")):
        if isinstance(value, str) and value.strip():
            return without_html(value)
    return ""


def _fallback(reply: Reply) -> str:
    if reply.status == 401 or is_unavailable(reply.status):
        # The sentences of these errors already have the URL and the status.
        return f"The server returned {excerpt(reply.body)}"
    return f"{reply.method} {reply.url} failed with HTTP {reply.status}: {excerpt(reply.body)}."


def is_unavailable(status: int) -> bool:
    """Whether the status means that the server, or a proxy in front of it, failed or is overloaded."""
    return status >= 500 or status == 429


def _kind(reply: Reply, name: str, message: str, by_sahara: bool) -> type[APIError]:
    status = reply.status
    if name in BY_NAME:
        return BY_NAME[name]
    if name in IN_USE_NAMES and IN_USE.search(message):
        return InUse
    if status == 400 and name == "NOT_FOUND":
        # Without a body, the request refers only to the object in its path, which was just deleted.
        return NotFound if reply.method in ("GET", "DELETE") else ReferenceNotFound
    if status == 404:
        return NotFound if by_sahara else RouteNotFound
    if is_unavailable(status):
        return ServerError
    return {400: BadRequest, 401: Unauthorized, 403: Forbidden, 405: RouteNotFound}.get(
        status, APIError
    )
