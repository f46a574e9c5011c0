# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polls until something is done or a deadline passes, and tolerates failures on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Generic, TypeVar

from ...saharaclient.errors import ConnectionFailed, KeystoneFailed, SaharaError, ServerError
from ...saharaclient.retry import Clock

Seen = TypeVar("Seen")

FIRST_INTERVAL_S = 0.5
GROWTH = 1.5
# Longer than a service, or the proxy in front of it, takes to restart.
LONGEST_FAILURE_S = 120.0


class WaitFailed(SaharaError):
    """The wait ended in failure. last_seen: the object under its key in results."""

    def __init__(self, message: str, last_seen: Mapping[str, Any] | None = None):
        super().__init__(message)
        self.last_seen = last_seen or {}


class WaitTimeout(WaitFailed):
    """The deadline passed; the object was left unchanged."""


@dataclass(frozen=True)
class Wait(Generic[Seen]):
    """How to wait for one thing.

    fetch: gets the state once; its argument is the number of seconds left.
    done: whether this state ends the wait; raises if it is a failure.
    timeout_error: the error for a timeout, from the last state (None if there was no answer at all)
    and the seconds since it was read; 0 if the last request was answered.
    deadline: in the clock's monotonic time. interval_s: the longest pause; pauses grow up to it.
    unanswered: called each time the server does not answer.
    """

    fetch: Callable[[float], Seen]
    done: Callable[[Seen], bool]
    timeout_error: Callable[[Seen | None, float], SaharaError]
    deadline: float
    interval_s: float
    unanswered: Callable[[], None] | None = None

    def run(self, clock: Clock) -> Seen:
        """The state that ended the wait.

        Lost connections are tolerated until the deadline; server errors, for a limited time.
        Raises what ``done`` raises, what ``timeout_error`` returns, ServerError and KeystoneFailed.
        """
        pause = min(FIRST_INTERVAL_S, self.interval_s)
        seen: Seen | None = None
        answered = clock.monotonic()
        while True:
            try:
                seen = self.fetch(max(0.0, self.deadline - clock.monotonic()))
            except (ConnectionFailed, ServerError, KeystoneFailed) as error:
                silence_s = clock.monotonic() - answered
                if silence_s > LONGEST_FAILURE_S and not isinstance(error, ConnectionFailed):
                    raise
                if self.unanswered:
                    self.unanswered()
            else:
                answered, silence_s = clock.monotonic(), 0.0
                if self.done(seen):
                    return seen
            left = self.deadline - clock.monotonic()
            if left <= 0:
                raise self.timeout_error(seen, silence_s)
            clock.sleep(min(pause, left))
            pause = min(pause * GROWTH, self.interval_s)
