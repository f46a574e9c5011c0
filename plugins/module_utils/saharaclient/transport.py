# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests, and handles tokens, timeouts, repetition and redirects."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Callable, Union

from . import identity
from .content import Content, Sink, rewindable
from .endpoint import MAX_REDIRECTS, ApiVersion, offered_versions, redirect_target, root_url
from .errors import ConnectionFailed, NotFound
from .exchange import send
from .keystone import KeystoneSession
from .refusals import error_with_pause, missing_token, redirect_loop, token_refusal, with_doubt
from .replies import READING_METHODS, Reply, api_error, redacted_url
from .request import Request, query_string
from .retry import (
    MAX_CONTENT_BYTES,
    MAX_JSON_BYTES,
    SYSTEM_CLOCK,
    Clock,
    Outcome,
    Patience,
    Repetitions,
    may_be_done,
)
from .texts import trace_line

# Redirects that keep the method, as in keystoneauth1. A 303 would turn it into GET.
REDIRECT_STATUSES = frozenset((301, 302, 307, 308))
REPEATABLE_METHODS = READING_METHODS | {"DELETE"}

# method, URL without query and credentials, status (None without a reply), seconds, request id ("" without one)
Trace = Callable[[str, str, Union[int, None], float, str], None]
# The logger of keystoneauth1's sessions, which programs such as `openstack --debug` show.
LOGGER = logging.getLogger("keystoneauth.session")


class Deadline(threading.local):
    """When the calls of this thread end, in the clock's monotonic time."""

    latest = math.inf


class Transport:
    """Sends requests to one service, in one version of its API. Threads may share it.

    session: a keystoneauth1 Session or Adapter. options: of keystoneauth1's Adapter. service: its
    name, for errors. requests: how many were sent so far, including repetitions, but not those to
    Keystone. trace: called after each of them. logger: gets a debug line for each of them.
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
        logger: logging.Logger | None = None,
        service: str = "Sahara",
    ) -> None:
        identity.require_library()
        self.api_version = api_version
        self.requests = 0
        self.trace = trace
        self.service = service
        self._sender = identity.adapter_for(session, options or {})
        self._session, self._auth = identity.innermost(session, auth)
        self._catalog = catalog
        self._root = root_url(sahara_url) if sahara_url else None
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._logger = logger or LOGGER
        self.patience = patience or Patience()
        self.clock = clock
        self._deadline = Deadline()
        self._counting = threading.Lock()

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
        """Inside this context, calls of this thread end after that many seconds, tokens and replies included.

        A call that starts just before that, or after it, gets a few seconds and is not repeated.
        """
        before = self._deadline.latest
        self._deadline.latest = min(before, self.clock.monotonic() + seconds)
        try:
            yield
        finally:
            self._deadline.latest = before

    @contextmanager
    def _keystone(self) -> Iterator[KeystoneSession]:
        """The session for requests to Keystone, until the deadline of the call."""
        with self.within(self.patience.deadline_s):
            yield identity.patient_session(
                self._session, self._auth, self.patience, self.clock, self._deadline.latest
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
        sink: Sink | None = None,
    ) -> Reply:
        """The service's reply, which has a 2xx status.

        path: below the version, quoted. query: None values are omitted, lists repeat the key.
        body: sent as JSON. content: sent unchanged. repeatable: whether sending it twice has the
        same effect as once; the default is true for GET, HEAD and DELETE. download: whether the
        reply is content, which may be larger and take longer than JSON. sink: takes the content,
        which may have any size; the reply's body is empty then.
        Raises APIError and its subclasses, ConnectionFailed, Timeout, BadResponse,
        AuthenticationFailed, EndpointNotFound, and OSError if the sink cannot write.
        """
        transfers = download or sink is not None or content is not None
        limit_s = self.patience.transfer_s if transfers else self.patience.deadline_s
        with self.within(limit_s), rewindable(content) as (data, start):
            request = Request(
                method,
                f"{self.root}/v{self.api_version}{path}" + query_string(query or {}),
                body,
                data,
                start,
                method in REPEATABLE_METHODS if repeatable is None else repeatable,
                MAX_CONTENT_BYTES if download else MAX_JSON_BYTES,
                sink,
            )
            reply = self._authenticated(request)
        if reply.status >= 400:
            error = error_with_pause(reply, self.clock)
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
        token = self._token()
        reply = self._deliver(request, token)
        renewed = reply.status == 401 and identity.forget_token(self._session, self._auth)
        if renewed:
            reply = self._deliver(request, self._token())
        if reply.status == 401:
            raise token_refusal(self.service, reply, renewed) if token else missing_token(reply)
        return reply

    def _token(self) -> Mapping[str, str]:
        """The headers with the token. Empty without a plugin: not every server requires one."""
        if self._root and not (self._auth or self._session.auth):
            return {}
        with self._keystone() as session:
            return identity.token_headers(session, self._auth)

    def _deliver(self, request: Request, token: Mapping[str, str]) -> Reply:
        """The reply. The request is repeated while that is safe, useful, and within the deadline."""
        deadline = min(self.clock.monotonic() + self.patience.deadline_s, self._deadline.latest)
        repetitions = Repetitions(self.patience, self.clock, deadline, request.repeatable)
        maybe_done = False
        while True:
            outcome = self._attempt(request, token)
            if maybe_done and request.method == "DELETE" and is_not_found(outcome):
                return Reply(request.method, redacted_url(request.url), 204, b"")
            delay = repetitions.next_delay_s(outcome)
            if delay is None:
                break
            maybe_done = maybe_done or may_be_done(outcome)
            self.clock.sleep(delay)
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
                request = request._replace(url=target)
        except ConnectionFailed as failure:
            return failure
        raise redirect_loop(self.service, start, MAX_REDIRECTS + 1, request.url)

    def _send(self, request: Request, token: Mapping[str, str]) -> Reply:
        """Send one request, and count, time, log and trace it."""
        with self._counting:
            self.requests += 1
        started = self.clock.monotonic()
        reply = None
        try:
            reply = send(
                self._sender,
                self._auth,
                self.service,
                request,
                self.patience.limits(self._deadline.latest - started, request.max_bytes),
                {**self._headers, **token},
            )
        finally:
            self._report(request, reply, self.clock.monotonic() - started)
        return reply

    def _report(self, request: Request, reply: Reply | None, seconds: float) -> None:
        """Log and trace a request, without its query, token and body, which may be secret."""
        method, url = request.method, redacted_url(request.url)
        status, request_id = (reply.status, reply.request_id) if reply else (None, "")
        if self._logger.isEnabledFor(logging.DEBUG):
            self._logger.debug(trace_line(method, url, status, seconds, request_id))
        if self.trace:
            self.trace(method, url, status, seconds, request_id)


def is_not_found(outcome: Outcome) -> bool:
    """Whether Sahara itself, not a proxy, reports that the object does not exist."""
    if not isinstance(outcome, Reply) or outcome.status != 404:
        return False
    return isinstance(api_error(outcome), NotFound)
