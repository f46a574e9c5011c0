# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors of the client and the collection, in one hierarchy.

    SaharaError
        MissingLibrary            a Python package cannot be imported
        UnsupportedVersion        the client does not support this version of the API
        ConnectionFailed          the service cannot be reached, or it closed the connection
            TLSFailed             the certificate is not trusted
            Timeout               no response in time
        AuthenticationFailed      Keystone issued no token
            KeystoneFailed        ... because it is unavailable, or is not Keystone
        EndpointNotFound          the catalog has no such service
        APIError                  what was asked for is not possible; has the HTTP status and other facts
            BadResponse           the response is not JSON, or not Sahara's
            NotUnique             several objects match
            BadRequest            400
                ReferenceNotFound 400 NOT_FOUND: the body refers to an object that does not exist
            Unauthorized          401
            Forbidden             403
            NotFound              404 from Sahara, or nothing matches: the object does not exist
            RouteNotFound         404 or 405 from the server: the path or method does not exist
            Conflict              the name is taken
            InUse                 other objects refer to it
            QuotaExceeded         the quota of the project is used up
            ServerError           5xx, or 429
        WaitFailed                what was waited for failed; with the last known state
            WaitTimeout           ... or did not end in time
    Only in the collection:
        ConfigurationError        cloud.given: the connection options are invalid or incomplete
        EmptyOption               cloud.emptiness: an option has an empty value
        InvalidPattern            cloud.patterns: a pattern is not a valid regular expression
        NoMatch                   cloud.lookups: no object, or several, have the name
        Ambiguous, Refused        engine.checks: before the first write
        ClusterFailed, ClusterGone, ClusterUnhealthy, ClusterTimeout, JobFailed, JobTimeout
                                  kinds of WaitFailed

``error.sentence`` is the message for people, on one line. ``str(error)`` is the same, except that
it has Sahara's "Error ID" on a second line. ``error.result`` has the facts of the failure for
programs, as plain values. None of them contains a token or a password.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .texts import on_one_line


class SaharaError(Exception):
    """The base class of all errors of the client and the collection.

    unsure: whether the service may have carried out the write in spite of this error, for example
    because only its answer was lost. Always false for requests that only read.
    """

    unsure = False

    @property
    def sentence(self) -> str:
        """The message for people."""
        return str(self)

    @property
    def result(self) -> Mapping[str, Any]:
        """The facts of the failure, as plain values. Empty if there are none beyond the message."""
        return {}


class MissingLibrary(SaharaError):
    """A required Python package cannot be imported. reason: the text of the ImportError."""

    def __init__(self, package: str, reason: str) -> None:
        python = sys.executable or "python3"
        super().__init__(
            f"The Python package {package} is required ({reason}). "
            f"Install it with '{python} -m pip install {package}'."
        )


class UnsupportedVersion(SaharaError):
    """The client does not support the requested version of the API."""


class ConnectionFailed(SaharaError):
    """The service cannot be reached, or it closed the connection.

    never_sent: whether it is certain that no connection was established. If so, the server has
    not seen the request, and even a write may be repeated.
    """

    def __init__(self, message: str, never_sent: bool = False) -> None:
        super().__init__(message)
        self.never_sent = never_sent


class TLSFailed(ConnectionFailed):
    """The TLS connection cannot be set up, for example because the certificate is not trusted."""


class Timeout(ConnectionFailed):
    """The service did not respond in time. It may have carried out the request anyway."""


class AuthenticationFailed(SaharaError):
    """Keystone issued no token."""


class KeystoneFailed(AuthenticationFailed):
    """Keystone is unavailable, or the server is not Keystone. No credentials were rejected."""


class EndpointNotFound(SaharaError):
    """The catalog has no such service for this interface and region, or the URL is invalid."""


class APIException(SaharaError):
    """What programs for python-saharaclient catch or raise with these arguments; see `APIError`."""

    def __init__(
        self,
        error_code: int | None = None,
        error_name: str | None = None,
        error_message: str | None = None,
    ) -> None:
        super().__init__(error_message)
        self.error_code = error_code
        self.error_name = error_name
        self.error_message = error_message


class APIError(APIException):
    """Sahara rejected the request, or its response does not have what was asked for.

    status: the HTTP status; 0 if it is not known. name: Sahara's `error_name`, "" if it sent none.
    message: Sahara's text, without the line "Error ID: ...", whose id is in `error_id`.
    request_id: the id to search for in Sahara's log. method, url: of the request.

    error_code, error_name and error_message are what python-saharaclient's APIException has: the
    status, Sahara's name or None, and Sahara's whole text.
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
        super().__init__(self.status or None, self.name or None, self._with_error_id(message))

    def explained(self, sentence: str) -> APIError:
        """A copy with the same class and facts, whose text is this sentence."""
        error = copy.copy(self)
        error.explanation = sentence
        return error

    def __str__(self) -> str:
        return self._with_error_id(self.sentence)

    @property
    def sentence(self) -> str:
        return self.explanation or self._sentence()

    def _sentence(self) -> str:
        return on_one_line(self.message)

    def _with_error_id(self, text: str) -> str:
        return f"{text}\nError ID: {self.error_id}" if self.error_id else text

    @property
    def result(self) -> Mapping[str, Any]:
        fields = ("status", "name", "message", "error_id", "request_id", "method", "url")
        return {field: getattr(self, field) for field in fields if getattr(self, field)}


class BadResponse(APIError):
    """The response is not JSON, or not one that Sahara sends for this call."""

    default_status = 0


class NotUnique(APIError):
    """Several objects match where one is expected. ids: those of all matches."""

    default_status = 409

    def __init__(self, message: str, ids: Sequence[str] = (), **facts: Any) -> None:
        super().__init__(message, **facts)
        self.ids = tuple(ids)

    @property
    def result(self) -> Mapping[str, Any]:
        return {**super().result, "ids": list(self.ids)}


class BadRequest(APIError):
    """A field, a value, or the state of the object makes the request invalid."""


class ReferenceNotFound(BadRequest):
    """The body refers to an object that does not exist (400 NOT_FOUND). The one in the path exists."""

    default_name = "NOT_FOUND"


class Unauthorized(APIError):
    """Sahara rejects the token, even a new one."""

    default_status = 401


class Forbidden(APIError):
    """Sahara's policy does not allow the call for this user."""

    default_status = 403


class NotFound(APIError):
    """The object does not exist: the one in the path, or the one that `find_unique` wants."""

    default_status = 404
    default_name = "NOT_FOUND"


class RouteNotFound(APIError):
    """The server does not know the path or the method.

    This is not a NotFound, because the object may exist. Code that treats NotFound as "already
    deleted" must not be misled by a wrong URL or a proxy's error page.
    """

    default_status = 404

    def _sentence(self) -> str:
        return (
            f"The server has no such route: {self.method} {self.url} (HTTP {self.status}). "
            "Check the URL, and whether the service offers this version of its API."
        )


class Conflict(APIError):
    """The name is taken (sent as 400: NAME_ALREADY_EXISTS, DB_DUPLICATE_ENTRY)."""

    default_name = "NAME_ALREADY_EXISTS"


class InUse(APIError):
    """Other objects refer to this one, so it cannot be updated or deleted."""

    default_name = "INVALID_REFERENCE"


class QuotaExceeded(APIError):
    """The quota of the project is used up (sent as 400: QUOTA_ERROR)."""

    default_name = "QUOTA_ERROR"


class ServerError(APIError):
    """Sahara, or a proxy in front of it, failed (5xx) or is busy (429)."""

    default_status = 500

    def _sentence(self) -> str:
        where = " ".join(part for part in (self.method, self.url) if part)
        log = f"; request id in the service's log: {self.request_id}" if self.request_id else ""
        message = super()._sentence().rstrip(".")
        return f"{message} (HTTP {self.status} from {where or 'Sahara'}{log})."


class WaitFailed(SaharaError):
    """What was waited for failed. last_seen: the last known state, under the name of the object."""

    def __init__(self, message: str, last_seen: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.last_seen = last_seen or {}


class WaitTimeout(WaitFailed):
    """What was waited for did not end in time. It was left unchanged."""
