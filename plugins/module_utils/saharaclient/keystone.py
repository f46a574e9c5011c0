# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session of authentication plugins: as patient and careful as the client's own requests.

keystoneauth1 asks Keystone once, and follows redirects to any server with the password.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .endpoint import MAX_REDIRECTS, redirect_target
from .errors import ConnectionFailed
from .exchange import exchange, reply_of
from .retry import MAX_JSON_BYTES, Clock, Outcome, Patience, Repetitions

with suppress(ImportError):  # See identity.require_library.
    from keystoneauth1 import exceptions as keystone_errors

# keystoneauth1 follows these, and keeps the method for each of them.
FOLLOWED_STATUSES = frozenset((301, 302, 303, 307, 308))


class KeystoneSession:
    """A session for the requests of an authentication plugin. For all else, it uses the given one.

    Asking for a token or for Keystone's versions is safe to repeat. A request is repeated while
    Keystone is busy or the connection is lost, until the deadline, but never after a rejection.
    where: Keystone and its URL, for errors. deadline: in the clock's monotonic time.
    """

    def __init__(
        self, session: Any, where: str, patience: Patience, clock: Clock, deadline: float
    ) -> None:
        self._session = session
        self._where = where
        self._patience = patience
        self._clock = clock
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def get(self, url: str, **options: Any) -> Any:
        return self.request(url, "GET", **options)

    def post(self, url: str, **options: Any) -> Any:
        return self.request(url, "POST", **options)

    def request(
        self, url: str, method: str, raise_exc: bool = True, redirect: Any = None, **options: Any
    ) -> Any:
        """The response of requests. The options are those of keystoneauth1's session.

        Raises what keystoneauth1 raises for the status, ConnectionFailed, and BadResponse.
        """
        follow = redirect is None or bool(redirect)
        repetitions = Repetitions(self._patience, self._clock, self._deadline)
        while True:
            response, outcome = self._attempt(method, url, follow, options)
            delay = repetitions.next_delay_s(outcome)
            if delay is None:
                break
            self._clock.sleep(delay)
        if isinstance(outcome, ConnectionFailed):
            raise outcome
        if raise_exc and response.status_code >= 400:
            raise keystone_errors.from_response(response, method, url)
        return response

    def _attempt(
        self, method: str, url: str, follow: bool, options: Mapping[str, Any]
    ) -> tuple[Any, Outcome]:
        """The response, and what it means for a repetition."""
        try:
            response = self._once(method, url, options)
            for _hop in range(MAX_REDIRECTS if follow else 0):
                location = response.headers.get("location")
                if response.status_code not in FOLLOWED_STATUSES or location is None:
                    break
                url = redirect_target("Keystone", url, location)
                response = self._once(method, url, options)
        except ConnectionFailed as failure:
            return None, failure
        return response, reply_of(method, url, response)

    def _once(self, method: str, url: str, options: Mapping[str, Any]) -> Any:
        limits = self._patience.limits(self._deadline - self._clock.monotonic(), MAX_JSON_BYTES)
        return exchange(self._session, self._where, method, url, limits, **options)
