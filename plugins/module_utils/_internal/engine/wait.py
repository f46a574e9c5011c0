# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking again and again until a deadline, for something that can fail on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Generic, TypeVar

from ...saharaclient.errors import ConnectionFailed, KeystoneFailed, SaharaError, ServerError
from ...saharaclient.retry import SYSTEM_CLOCK, Clock

Seen = TypeVar("Seen")

FIRST_INTERVAL_S = 0.5
GROWTH = 1.5
# Longer than the restart of a service, or of the proxy before it.
LONGEST_FAILURE_S = 120.0


class WaitFailed(SaharaError):
    """The end was not the wanted one. last_seen: the object under the key of the result."""

    def __init__(self, message: str, last_seen: Mapping[str, Any] | None = None):
        super().__init__(message)
        self.last_seen = last_seen or {}


class WaitTimeout(WaitFailed):
    """The deadline passed; the object was left unchanged."""


@dataclass(frozen=True)
class Wait(Generic[Seen]):
    """How to wait for one thing.

    fetch: asks once for its state; its argument is the number of seconds left.
    done: whether that is the end; it raises when that is a failure.
    late: the error for a timeout, from the state seen last (None: nothing was seen).
    deadline: by the clock's monotonic time. interval_s: the longest pause; pauses grow up to it.
    unanswered: called each time that there is no answer.
    """

    fetch: Callable[[float], Seen]
    done: Callable[[Seen], bool]
    late: Callable[[Seen | None], SaharaError]
    deadline: float
    interval_s: float
    unanswered: Callable[[], None] | None = None

    def run(self, clock: Clock = SYSTEM_CLOCK) -> Seen:
        """What was seen at the end.

        A lost connection is tolerated until the deadline; a server that fails, for a while.
        Raises what ``done`` raises, what ``late`` returns, ServerError and KeystoneFailed.
        """
        pause = min(FIRST_INTERVAL_S, self.interval_s)
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
            pause = min(pause * GROWTH, self.interval_s)
