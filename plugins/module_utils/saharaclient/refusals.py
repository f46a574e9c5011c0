# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors for replies whose sentences need more than the reply: tokens, pauses, redirects and doubt."""

from __future__ import annotations

from typing import TypeVar

from .errors import APIError, BadResponse, SaharaError, ServerError
from .replies import READING_METHODS, Reply, api_error, redacted_url
from .retry import Clock, Outcome, may_be_done, retry_after_s
from .texts import DAY_S, elapsed

# A server may ask for any pause; a longer one is reported as this.
LONGEST_PAUSE_S = 365 * DAY_S

Failure = TypeVar("Failure", bound=SaharaError)


def token_refusal(service: str, reply: Reply, renewed: bool) -> APIError:
    """The error for a 401. renewed: whether the service refused two tokens."""
    error = api_error(reply)
    return error.explained(
        f"{service} at {reply.url} refused the token{' and its replacement' if renewed else ''} "
        f"(HTTP 401: {error.sentence.rstrip('.')}). Check that the URL belongs to the same cloud as "
        f"'auth_url'. If it does, an administrator has to check how {service} validates tokens."
    )


def missing_token(reply: Reply) -> APIError:
    """The error for a 401 to a request without a token."""
    return api_error(reply).explained(
        f"{reply.url} requires a token (HTTP 401), but the session has no authentication plugin. "
        "Pass one as 'auth', or a session that has one."
    )


def error_with_pause(reply: Reply, clock: Clock) -> APIError:
    """The error for this reply, with the pause that a busy server asks for."""
    error = api_error(reply)
    pause = retry_after_s(reply.headers.get("retry-after", ""), clock)
    if not pause or not isinstance(error, ServerError):
        return error
    return error.explained(
        f"{error.sentence} The server asks for a pause of {elapsed(min(pause, LONGEST_PAUSE_S))}; "
        "try again after that."
    )


def redirect_loop(service: str, start: str, redirects: int, last: str) -> BadResponse:
    """The error for this many redirects from the first URL, the last of them to the other URL."""
    return BadResponse(
        f"{service} at {redacted_url(start)} redirects in a loop: {redirects} redirects, the last "
        f"one to {redacted_url(last)}. Check the URL and any proxy in between."
    )


def with_doubt(error: Failure, method: str, repeatable: bool, outcome: Outcome) -> Failure:
    """The error, marked as unsure if the service may have carried out the write.

    A GET only reads if it is also repeatable: the one that cancels a job execution is not.
    """
    reads = method in READING_METHODS and repeatable
    error.unsure = not reads and may_be_done(outcome)
    return error
