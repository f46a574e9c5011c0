# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting with a deadline in seconds, for something that can fail on the way."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Generic, TypeVar

from ...saharaclient.errors import ConnectionFailed, KeystoneFailed, SaharaError, ServerError

Seen = TypeVar("Seen")

FIRST_INTERVAL = 0.5
GROWTH = 1.5
# Longer than the restart of a service, or of the proxy before it.
LONGEST_FAILURE_S = 120.0


class Clock:
    """The time as waits see it; tests have their own."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)


class WaitFailed(SaharaError):
    """What is waited for ended otherwise than it should; last_seen: how it was, by the key of the result."""

    def __init__(self, message: str, last_seen: Mapping[str, Any] | None = None):
        super().__init__(message)
        self.last_seen = last_seen or {}


class WaitTimeout(WaitFailed):
    """The deadline passed; the object is left as it is."""


@dataclass(frozen=True)
class Wait(Generic[Seen]):
    """How to wait for one thing.

    fetch: asks once how it is; it is told how many seconds are left.
    done: whether that is the end; it raises when that is a failure.
    late: the sentence for a timeout, from what was seen last (None: nothing ever was).
    deadline: by the clock's monotonic time. interval: seconds; it grows up to that from half a second.
    unanswered: told each time that there is no answer.
    """

    fetch: Callable[[float], Seen]
    done: Callable[[Seen], bool]
    late: Callable[[Seen | None], SaharaError]
    deadline: float
    interval: float
    unanswered: Callable[[], None] | None = None

    def run(self, clock: Any = Clock) -> Seen:
        """What was seen at the end.

        A lost connection is no news until the deadline; a server that fails, for a while.
        Raises what ``done`` raises, what ``late`` returns, ServerError and KeystoneFailed.
        """
        pause = min(FIRST_INTERVAL, self.interval)
        seen: Seen | None = None
        answered = clock.monotonic()
        while True:
            try:
                seen = self.fetch(max(0.0, self.deadline - clock.monotonic()))
            except (ConnectionFailed, ServerError, KeystoneFailed) as error:
                failing = clock.monotonic() - answered
                if failing > LONGEST_FAILURE_S and not isinstance(error, ConnectionFailed):
                    raise
                if self.unanswered:
                    self.unanswered()
            else:
                answered = clock.monotonic()
                if self.done(seen):
                    return seen
            left = self.deadline - clock.monotonic()
            if left <= 0:
                raise self.late(seen)
            clock.sleep(min(pause, left))
            pause = min(pause * GROWTH, self.interval)
