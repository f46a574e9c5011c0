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
from typing import IO, Any, Callable, Union
from urllib.parse import urlencode

from . import identity
from .endpoint import MAX_REDIRECTS, ApiVersion, offered_versions, redirect_target, root_url
from .errors import ConnectionFailed, NotFound
from .exchange import send
from .keystone import KeystoneSession
from .refusals import error_with_pause, redirect_loop, token_refusal, with_doubt
from .replies import READING_METHODS, Reply, api_error, redacted_url
from .retry import (
    MAX_CONTENT_BYTES,
    MAX_JSON_BYTES,
    SYSTEM_CLOCK,
    Clock,
    Outcome,
    Patience,
    may_be_done,
    next_delay_s,
)

# Redirects that keep the method, as in keystoneauth1. A 303 would turn it into GET.
REDIRECT_STATUSES = frozenset((301, 302, 307, 308))
REPEATABLE_METHODS = READING_METHODS | {"DELETE"}

# method, URL without query and credentials, status (None without a reply), seconds
Trace = Callable[[str, str, Union[int, None], float], None]
Content = Union[bytes, IO[bytes]]


@dataclass(frozen=True)
class Request:
    """A request. body: sent as JSON. content: bytes, or a file, which is rewound to `start`.

    max_bytes: the longest reply.
    """

    method: str
    url: str
    body: Any = None
    content: Content | None = None
    start: int = 0
    repeatable: bool = True
    max_bytes: int = MAX_JSON_BYTES

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
        self.patience = patience or Patience()
        self._clock = clock
        self._latest = math.inf

    @property
    def root(self) -> str:
        """The service's URL without a version. The catalog is read on first use."""
        if self._root is None:
            with self._keystone() as session:
                self._root = root_url(identity.catalog_url(session, self._auth, self._catalog))
        return self._root

    @property
    def project_id(self) -> str:
        """The project of the token."""
        with self._keystone() as session:
            return identity.project_id(session, self._auth)

    @property
    def access(self) -> Any:
        """Keystone's description of the token, a keystoneauth1 AccessInfo. None for a fixed token."""
        with self._keystone() as session:
            return identity.access_of(session, self._auth)

    def discover(self) -> list[ApiVersion]:
        """The API versions that this Sahara offers. Needs no token if the URL is known."""
        with self.within(self.patience.deadline_s):
            return offered_versions(self._deliver(Request("GET", f"{self.root}/"), {}))

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside this context, calls end after that many seconds, tokens and replies included.

        A call that starts just before that, or after it, gets a few seconds and is not repeated.
        """
        before = self._latest
        self._latest = min(before, self._clock.monotonic() + seconds)
        try:
            yield
        finally:
            self._latest = before

    @contextmanager
    def _keystone(self) -> Iterator[KeystoneSession]:
        """The session for requests to Keystone, until the deadline of the call."""
        with self.within(self.patience.deadline_s):
            yield identity.patient_session(
                self._session, self._auth, self.patience, self._clock, self._latest
            )

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: Content | None = None,
        repeatable: bool | None = None,
        download: bool = False,
    ) -> Reply:
        """The service's reply, which has a 2xx status.

        path: below the version, quoted. query: None values are omitted, lists repeat the key.
        body: sent as JSON. content: sent unchanged. repeatable: whether sending it twice has the
        same effect as once; the default is true for GET, HEAD and DELETE. download: whether the
        reply is content, which may be larger and take longer than JSON.
        Raises APIError and its subclasses, ConnectionFailed, Timeout, BadResponse,
        AuthenticationFailed, EndpointNotFound.
        """
        transfers = download or content is not None
        with self.within(self.patience.transfer_s if transfers else self.patience.deadline_s):
            url = f"{self.root}/v{self.api_version}{path}" + query_string(query or {})
            request = Request(
                method,
                url,
                body,
                *rewindable(content),
                method in REPEATABLE_METHODS if repeatable is None else repeatable,
                MAX_CONTENT_BYTES if download else MAX_JSON_BYTES,
            )
            reply = self._authenticated(request)
        if reply.status >= 400:
            error = error_with_pause(reply, self._clock)
            raise with_doubt(error, request.method, request.repeatable, reply)
        if not 200 <= reply.status < 300:
            raise reply.unexpected("instead of a 2xx status")
        if request.method == "DELETE" and reply.body:
            reply.json()  # Raises BadResponse if it is a page of a proxy, which has deleted nothing.
        return reply

    def _authenticated(self, request: Request) -> Reply:
        """The reply to the request with a token. After a 401, it is sent again with a new token.

        Raises Unauthorized if that one is refused too, or if there is no new one.
        """
        reply = self._deliver(request, self._token())
        renewed = reply.status == 401 and identity.forget_token(self._session, self._auth)
        if renewed:
            reply = self._deliver(request, self._token())
        if reply.status == 401:
            raise token_refusal(self.service, reply, renewed)
        return reply

    def _token(self) -> Mapping[str, str]:
        with self._keystone() as session:
            return identity.token_headers(session, self._auth)

    def _deliver(self, request: Request, token: Mapping[str, str]) -> Reply:
        """The reply. The request is repeated while that is safe, useful, and within the deadline."""
        deadline = min(self._clock.monotonic() + self.patience.deadline_s, self._latest)
        maybe_done = False
        for attempt in count(1):
            outcome = self._attempt(request, token)
            if maybe_done and request.method == "DELETE" and is_not_found(outcome):
                return Reply(request.method, redacted_url(request.url), 204, b"")
            delay = next_delay_s(
                self.patience, attempt, outcome, self._clock, deadline, request.repeatable
            )
            if delay is None:
                break
            maybe_done = maybe_done or may_be_done(outcome)
            self._clock.sleep(delay)
        if isinstance(outcome, ConnectionFailed):
            raise with_doubt(outcome, request.method, request.repeatable, outcome)
        return outcome

    def _attempt(self, request: Request, token: Mapping[str, str]) -> Outcome:
        """The outcome of sending it once, and of following redirects on the same server."""
        start = request.url
        try:
            for _hop in range(MAX_REDIRECTS + 1):
                reply = self._send(request, token)
                if reply.status not in REDIRECT_STATUSES or "location" not in reply.headers:
                    return reply
                target = redirect_target(self.service, request.url, reply.headers["location"])
                request = replace(request, url=target)
        except ConnectionFailed as failure:
            return failure
        raise redirect_loop(self.service, start, MAX_REDIRECTS + 1, request.url)

    def _send(self, request: Request, token: Mapping[str, str]) -> Reply:
        """Send one request, and count, time and trace it."""
        self.requests += 1
        started = self._clock.monotonic()
        status = None
        try:
            reply = send(
                self._session,
                self._auth,
                self.service,
                request.method,
                request.url,
                self.patience.limits(self._latest - started, request.max_bytes),
                headers={**self._headers, **token},
                **request.payload(),
                **self._options,
            )
            status = reply.status
        finally:
            if self.trace:
                seconds = self._clock.monotonic() - started
                self.trace(request.method, redacted_url(request.url), status, seconds)
        return reply


def query_string(query: Mapping[str, Any]) -> str:
    pairs = sorted((key, value) for key, value in query.items() if value is not None)
    return "?" + urlencode(pairs, doseq=True) if pairs else ""


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


def is_not_found(outcome: Outcome) -> bool:
    """Whether Sahara itself, not a proxy, reports that the object does not exist."""
    return (
        isinstance(outcome, Reply)
        and outcome.status == 404
        and isinstance(api_error(outcome), NotFound)
    )
