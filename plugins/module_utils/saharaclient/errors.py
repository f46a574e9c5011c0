# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong between us and Sahara: one hierarchy, one sentence each.

    SaharaError
        MissingLibrary            a Python package cannot be imported
        UnsupportedVersion        no client for that version of the API
        ConnectionFailed          not reached, or the connection broke
            TLSFailed             the certificate is not trusted
            Timeout               no answer in time
        AuthenticationFailed      Keystone gave no token
            KeystoneFailed        ... because it is unavailable, or is not Keystone
        EndpointNotFound          no such service in the catalog
        BadResponse               not JSON, or not what Sahara answers
        NotUnique                 several objects fit
        APIError                  Sahara's refusal, with its HTTP status and facts
            BadRequest            400
                ReferenceNotFound 400 NOT_FOUND: the body names what does not exist
            Unauthorized          401
            Forbidden             403
            NotFound              404 of Sahara: no such object
            RouteNotFound         404 or 405 of the server: no such path or method
            Conflict              the name is taken
            InUse                 other objects refer to it
            QuotaExceeded         no room in the project
            ServerError           5xx, or 429
    In the collection, besides:
        ConfigurationError        cloud.cloud: the options do not make a connection
        NoMatch                   cloud.lookups: no object, or several, have the name
        Ambiguous, Refused        engine.checks: before the first write
        WaitFailed, WaitTimeout   engine.wait: after a write, with the object as it was last seen
            ClusterFailed, ClusterGone, ClusterUnhealthy, ClusterTimeout, JobFailed, JobTimeout

``str(error)`` is for a person. ``error.result`` is the same for a program: what is known of the
failure, as plain values. Neither ever holds a token or a password.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from .texts import on_one_line


class SaharaError(Exception):
    """Anything that kept a call from giving its result."""

    @property
    def result(self) -> Mapping[str, Any]:
        """What is known of the failure, as plain values. Empty when the sentence says it all."""
        return {}


class MissingLibrary(SaharaError):
    """A Python package that is needed can not be imported. reason: Python's word for why."""

    def __init__(self, package: str, reason: str) -> None:
        super().__init__(
            f"The Python package {package} is needed ({reason}). "
            f"Install it for this Python, for example with: pip install {package}"
        )


class UnsupportedVersion(SaharaError):
    """There is no client for the version asked for."""


class ConnectionFailed(SaharaError):
    """The service could not be reached, or the connection broke.

    never_sent: the connection was certainly never made, so the server has seen nothing of the
    request and any request may be repeated.
    """

    def __init__(self, message: str, never_sent: bool = False) -> None:
        super().__init__(message)
        self.never_sent = never_sent


class TLSFailed(ConnectionFailed):
    """The server's certificate is not to be trusted, or it does not speak TLS."""


class Timeout(ConnectionFailed):
    """The service did not answer in time. What was asked may have been done."""


class AuthenticationFailed(SaharaError):
    """Keystone gave no token."""


class KeystoneFailed(AuthenticationFailed):
    """Keystone gave no token because it is out of order, or is none. It has refused nobody."""


class EndpointNotFound(SaharaError):
    """The catalog has no such service for this interface and region, or the URL is none."""


class BadResponse(SaharaError):
    """What answered is not JSON, or not what Sahara answers to this call."""


class NotUnique(SaharaError):
    """Several objects fit where one was looked for. `ids` are those of all of them."""

    def __init__(self, message: str, ids: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.ids = tuple(ids)

    @property
    def result(self) -> Mapping[str, Any]:
        return {"ids": list(self.ids)}


class APIError(SaharaError):
    """Sahara's refusal.

    status: the HTTP status. name: Sahara's `error_name` ("" when it gave none). message: its own
    sentence, without the line "Error ID: ...", which is in `error_id`. request_id: to look for in
    its log. method and url: of the request.
    """

    default_status = 400
    default_name = ""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        name: str | None = None,
        error_id: str = "",
        request_id: str = "",
        method: str = "",
        url: str = "",
    ) -> None:
        self.message = message
        self.status = self.default_status if status is None else status
        self.name = self.default_name if name is None else name
        self.error_id = error_id
        self.request_id = request_id
        self.method = method
        self.url = url
        self.explanation = ""
        super().__init__(message)

    def explained(self, sentence: str) -> APIError:
        """The same error, with its kind and its facts, whose text is a sentence of someone who knows more."""
        error = copy.copy(self)
        error.explanation = sentence
        return error

    def __str__(self) -> str:
        return self.explanation or self._sentence()

    def _sentence(self) -> str:
        return on_one_line(self.message)

    @property
    def result(self) -> Mapping[str, Any]:
        fields = ("status", "name", "message", "error_id", "request_id", "method", "url")
        return {field: getattr(self, field) for field in fields if getattr(self, field) != ""}

    # python-saharaclient's names for the same, so that its users' `except` blocks keep working.
    @property
    def error_code(self) -> int:
        return self.status

    @property
    def error_name(self) -> str:
        return self.name

    @property
    def error_message(self) -> str:
        return self.message


class BadRequest(APIError):
    """The request is wrong in itself: its fields, its values, or the object's state."""


class ReferenceNotFound(BadRequest):
    """The body names an object that does not exist (400 NOT_FOUND). The object in the path does."""

    default_name = "NOT_FOUND"


class Unauthorized(APIError):
    """Sahara does not take the token, not even a fresh one."""

    default_status = 401


class Forbidden(APIError):
    """Sahara's policy does not allow this user the call."""

    default_status = 403


class NotFound(APIError):
    """There is no such object: the id in the path, or what `find` looked for."""

    default_status = 404
    default_name = "NOT_FOUND"


class RouteNotFound(APIError):
    """The server does not know the path or the method.

    Not a NotFound: it says nothing about the object. Whoever takes "not found" for "already
    deleted" must not be told so by a wrong URL or by a proxy's error page.
    """

    default_status = 404

    def _sentence(self) -> str:
        return (
            f"{self.method} {self.url} is unknown there (HTTP {self.status}). "
            "Is the URL right, and does the service offer this version of its API?"
        )


class Conflict(APIError):
    """The name is taken (sent as 400: NAME_ALREADY_EXISTS, DB_DUPLICATE_ENTRY)."""

    default_name = "NAME_ALREADY_EXISTS"


class InUse(APIError):
    """Other objects refer to this one, so it can not be changed or deleted."""

    default_name = "INVALID_REFERENCE"


class QuotaExceeded(APIError):
    """The project has no room for it (sent as 400: QUOTA_ERROR)."""

    default_name = "QUOTA_ERROR"


class ServerError(APIError):
    """Sahara, or a proxy before it, failed (5xx), or is busy (429)."""

    default_status = 500

    def _sentence(self) -> str:
        where = " ".join(part for part in (self.method, self.url) if part)
        looked_up = f"; request id {self.request_id}, see Sahara's log" if self.request_id else ""
        return f"{super()._sentence()} (HTTP {self.status} from {where or 'Sahara'}{looked_up})"
