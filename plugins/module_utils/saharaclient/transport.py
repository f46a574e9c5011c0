# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests, and handles tokens, timeouts, repetition and redirects."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import IO, Any, Callable, TypeVar, Union
from urllib.parse import urlencode, urljoin

from . import identity
from .endpoint import ApiVersion, offered_versions, root_url, same_origin
from .errors import BadResponse, ConnectionFailed, NotFound, SaharaError
from .replies import READING_METHODS, Reply, api_error, redacted_url
from .retry import SYSTEM_CLOCK, Clock, Outcome, Patience, may_be_done, may_repeat

# Redirects that keep the method, as in keystoneauth1. A 303 would turn it into GET.
REDIRECT_STATUSES = frozenset((301, 302, 307, 308))
MAX_REDIRECTS = 5
REPEATABLE_METHODS = READING_METHODS | {"DELETE"}

# method, URL without query and credentials, status (None without a reply), seconds
Trace = Callable[[str, str, Union[int, None], float], None]
Content = Union[bytes, IO[bytes]]
Failure = TypeVar("Failure", bound=SaharaError)


@dataclass(frozen=True)
class Request:
    """A request. body: sent as JSON. content: bytes, or a file, which is rewound to `start`."""

    method: str
    url: str
    body: Any = None
    content: Content | None = None
    start: int = 0
    repeatable: bool = True

    def payload(self) -> dict[str, Any]:
        """The body as arguments for keystoneauth1. A file that was already sent is rewound."""
        if self.content is None:
            return {} if self.body is None else {"json": self.body}
        if not isinstance(self.content, bytes):
            self.content.seek(self.start)
        return {"data": self.content}


class Transport:
    """Sends requests to one service, in one version of its API.

    service: its name, for errors. requests: how many were sent so far, including repetitions,
    but not those to Keystone. trace: called after each of them.
    """

    def __init__(
        self,
        session: Any,
        auth: Any,
        api_version: str,
        *,
        sahara_url: str | None = None,
        catalog: Mapping[str, str | None],
        headers: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
        patience: Patience | None = None,
        clock: Clock = SYSTEM_CLOCK,
        trace: Trace | None = None,
        service: str = "Sahara",
    ) -> None:
        identity.require_library()
        self.api_version = api_version
        self.requests = 0
        self.trace = trace
        self.service = service
        self._session = session
        self._auth = auth
        self._catalog = catalog
        self._root = root_url(sahara_url) if sahara_url else None
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._options = dict(options or {})
        self._patience = patience or Patience()
        self._clock = clock
        self._latest = math.inf

    @property
    def root(self) -> str:
        """The service's URL without a version. The catalog is read on first use."""
        if self._root is None:
            self._root = root_url(identity.catalog_url(self._session, self._auth, self._catalog))
        return self._root

    def discover(self) -> list[ApiVersion]:
        """The API versions that this Sahara offers. Needs no token if the URL is known."""
        return offered_versions(self._deliver(Request("GET", f"{self.root}/"), {}))

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside this context, no request is repeated after that many seconds.

        For callers that repeat their requests until a deadline of their own.
        """
        before = self._latest
        self._latest = min(before, self._clock.monotonic() + seconds)
        try:
            yield
        finally:
            self._latest = before

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: Content | None = None,
        repeatable: bool | None = None,
    ) -> Reply:
        """The service's reply, which has a 2xx status.

        path: below the version, quoted. query: None values are omitted, lists repeat the key.
        body: sent as JSON. content: sent unchanged. repeatable: whether sending it twice has the
        same effect as once; the default is true for GET, HEAD and DELETE.
        Raises APIError and its subclasses, ConnectionFailed, Timeout, BadResponse,
        AuthenticationFailed, EndpointNotFound.
        """
        url = f"{self.root}/v{self.api_version}{path}"
        pairs = sorted((key, value) for key, value in (query or {}).items() if value is not None)
        if pairs:
            url += "?" + urlencode(pairs, doseq=True)
        if repeatable is None:
            repeatable = method in REPEATABLE_METHODS
        request = Request(method, url, body, *rewindable(content), repeatable)
        reply = self._authenticated(request)
        if reply.status >= 400:
            raise with_doubt(api_error(reply), request, reply)
        if not 200 <= reply.status < 300:
            raise reply.unexpected("instead of a 2xx status")
        return reply

    def _authenticated(self, request: Request) -> Reply:
        """The reply to the request with a token. After a 401, it is sent again with a new token."""
        reply = self._deliver(request, identity.token_headers(self._session, self._auth))
        if reply.status == 401 and identity.forget_token(self._session, self._auth):
            reply = self._deliver(request, identity.token_headers(self._session, self._auth))
        return reply

    def _deliver(self, request: Request, token: Mapping[str, str]) -> Reply:
        """The reply. The request is repeated while that is safe, useful, and within the deadline."""
        deadline = min(self._clock.monotonic() + self._patience.deadline_s, self._latest)
        maybe_done = False
        for attempt in count(1):
            outcome = self._attempt(request, token)
            if maybe_done and request.method == "DELETE" and is_not_found(outcome):
                return Reply(request.method, redacted_url(request.url), 204, b"")
            if attempt >= self._patience.attempts or not may_repeat(outcome, request.repeatable):
                break
            delay = self._patience.delay_s(attempt, outcome, self._clock)
            if self._clock.monotonic() + delay > deadline:
                break
            maybe_done = maybe_done or may_be_done(outcome)
            self._clock.sleep(delay)
        if isinstance(outcome, ConnectionFailed):
            raise with_doubt(outcome, request, outcome)
        return outcome

    def _attempt(self, request: Request, token: Mapping[str, str]) -> Outcome:
        """The outcome of sending it once, and of following redirects on the same server."""
        try:
            reply = self._send(request, token)
            for _hop in range(MAX_REDIRECTS):
                if reply.status not in REDIRECT_STATUSES or "location" not in reply.headers:
                    break
                request = replace(request, url=redirect_target(self.service, request.url, reply))
                reply = self._send(request, token)
        except ConnectionFailed as failure:
            return failure
        return reply

    def _send(self, request: Request, token: Mapping[str, str]) -> Reply:
        """Send one request, and count, time and trace it."""
        self.requests += 1
        started = self._clock.monotonic()
        status = None
        try:
            reply = identity.send(
                self._session,
                self._auth,
                self.service,
                request.method,
                request.url,
                headers={**self._headers, **token},
                timeout=(self._patience.connect_s, self._patience.read_s),
                **request.payload(),
                **self._options,
            )
            status = reply.status
        finally:
            if self.trace:
                seconds = self._clock.monotonic() - started
                self.trace(request.method, redacted_url(request.url), status, seconds)
        return reply


def rewindable(content: Content | None) -> tuple[Content | None, int]:
    """The content in a form that can be sent twice, and its start.

    A pipe is read to its end, because Sahara does not accept a body of unknown length (Sahara 19:
    utils/api.py request_data).
    """
    if content is None or isinstance(content, bytes):
        return content, 0
    if content.seekable():
        return content, content.tell()
    return content.read(), 0


def redirect_target(service: str, url: str, reply: Reply) -> str:
    """Where the reply to `url` redirects to. Raises BadResponse if that is another server."""
    try:
        target = urljoin(url, reply.headers["location"])
        if same_origin(url, target):
            return target
    except ValueError:
        target = "an invalid URL"
    raise BadResponse(
        f"{service} at {redacted_url(url)} redirects to another server ({redacted_url(target)}); "
        f"the token is not sent there. If that server is {service}, use its URL."
    )


def with_doubt(error: Failure, request: Request, outcome: Outcome) -> Failure:
    """The error, marked as unsure if the service may have carried out the write."""
    reads = request.method in READING_METHODS and request.repeatable
    error.unsure = not reads and may_be_done(outcome)
    return error


def is_not_found(outcome: Outcome) -> bool:
    """Whether Sahara itself, not a proxy, reports that the object does not exist."""
    return (
        isinstance(outcome, Reply)
        and outcome.status == 404
        and isinstance(api_error(outcome), NotFound)
    )
