# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a request may be sent again, and after how long."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol, Union

from .errors import ConnectionFailed, TLSFailed
from .replies import Reply

# What a proxy, or a service that is starting or overloaded, answers: it may be better soon.
BUSY_STATUSES = frozenset((429, 502, 503, 504))

# The answer was a proxy's: Sahara itself may have done what was asked.
UNSURE_STATUSES = frozenset((502, 504))

Outcome = Union[Reply, ConnectionFailed]


class Clock(Protocol):
    """What we need of time. The module `time` is one."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def time(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float, /) -> None:
        """Let them pass."""


SYSTEM_CLOCK: Clock = time


@dataclass(frozen=True)
class Patience:
    """How long to try. All in seconds.

    connect_s and read_s: for one request; read_s is the longest silence, not the whole reply.
    deadline_s: no request is repeated when the call has lasted longer, waits included.
    """

    connect_s: float = 10.0
    read_s: float = 60.0
    deadline_s: float = 120.0
    attempts: int = 5
    first_delay_s: float = 0.5
    longest_delay_s: float = 10.0

    def delay_s(self, attempt: int, outcome: Outcome, clock: Clock) -> float:
        """How long to wait after the given attempt (1 is the first): what the server asks for,
        else ever longer, with jitter lest many clients come back at the same moment."""
        if isinstance(outcome, Reply):
            asked = retry_after_s(outcome.headers.get("retry-after", ""), clock)
            if asked is not None:
                return asked
        longest: float = min(self.longest_delay_s, self.first_delay_s * 2 ** (attempt - 1))
        return longest * random.uniform(0.5, 1.0)


def may_repeat(outcome: Outcome, repeatable: bool) -> bool:
    """Whether sending again is safe, and may help.

    repeatable: twice is as good as once. What is not may be repeated only when the server has
    certainly seen nothing of it.
    """
    if isinstance(outcome, Reply):
        return repeatable and outcome.status in BUSY_STATUSES
    if isinstance(outcome, TLSFailed):
        return False
    return repeatable or outcome.never_sent


def may_be_done(outcome: Outcome) -> bool:
    """Whether a request with this outcome may have been carried out all the same."""
    if isinstance(outcome, Reply):
        return outcome.status in UNSURE_STATUSES
    return not outcome.never_sent


def retry_after_s(header: str, clock: Clock) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or as a date; None if neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - clock.time())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
