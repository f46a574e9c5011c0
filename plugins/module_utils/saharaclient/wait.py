# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polls until something is done or a deadline passes, and tolerates failures on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Generic, TypeVar

from .errors import (
    ConnectionFailed,
    KeystoneFailed,
    NotFound,
    SaharaError,
    ServerError,
    WaitTimeout,
)
from .retry import Clock
from .transport import Transport

Seen = TypeVar("Seen")

FIRST_INTERVAL_S = 0.5
GROWTH = 1.5
# Longer than a service, or the proxy in front of it, takes to restart.
LONGEST_FAILURE_S = 120.0


@dataclass
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


def wait_for(
    api: Transport,
    read: Callable[[], Seen],
    done: Callable[[Seen | None], bool],
    late: Callable[[Seen | None], str],
    timeout_s: float,
    interval_s: float,
    progress: Callable[[Seen], None] | None,
) -> Seen | None:
    """The object when `done` is true for it; None if it does not exist.

    late: the text of the WaitTimeout, from the last state. interval_s: the longest pause between
    requests. progress: called with each state.
    """

    def fetch(seconds_left: float) -> Seen | None:
        try:
            with api.within(seconds_left):
                seen = read()
        except NotFound:
            return None
        if progress:
            progress(seen)
        return seen

    def timeout_error(seen: Seen | None, _silence_s: float) -> SaharaError:
        return WaitTimeout(late(seen))

    deadline = api.clock.monotonic() + timeout_s
    return Wait(fetch, done, timeout_error, deadline, interval_s).run(api.clock)
