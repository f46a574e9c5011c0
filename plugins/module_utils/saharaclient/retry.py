# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether a request may be sent again, and after how long."""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol, Union

from .errors import ConnectionFailed, TLSFailed
from .replies import Reply

# Sent by a proxy, or by a service that is starting or overloaded. A later request may succeed.
BUSY_STATUSES = frozenset((429, 502, 503, 504))

# Sent by a proxy. Sahara itself may have carried out the request.
UNSURE_STATUSES = frozenset((502, 504))

# The longest replies are pages of 200 clusters. An instance takes about 500 bytes in them, so a page
# of clusters with 100 instances each is about 10 MB. The poll of one cluster also has the steps of
# its instances: with 1,000 instances, it is about 4.4 MB. Parsed, a reply takes several times as much
# memory, in each of Ansible's forks. A larger reply is an attack or a mistake.
MAX_JSON_BYTES = 64 * 1024 * 1024
# The content of a job binary. By default, Sahara stores at most 5 MiB; operators can raise that.
MAX_CONTENT_BYTES = 512 * 1024 * 1024

Outcome = Union[Reply, ConnectionFailed]


class Clock(Protocol):
    """The functions of time that the client uses. The module `time` is a Clock."""

    def monotonic(self) -> float:
        """Seconds that never decrease."""

    def time(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float, /) -> None:
        """Wait for that long."""


SYSTEM_CLOCK: Clock = time


class Limits(NamedTuple):
    """The limits of one request. Names that end in _s are in seconds.

    read_s: the longest silence. total_s: until the whole reply has arrived.
    """

    connect_s: float
    read_s: float
    total_s: float
    max_bytes: int


class Patience(NamedTuple):
    """How long, and how often, to try. Names that end in _s are in seconds.

    connect_s, read_s: the timeouts of one request; read_s limits the silence, not the whole reply.
    deadline_s: a call ends after this time, which includes its token, repetitions and whole replies.
    transfer_s: the same, for a call that uploads or downloads content.
    least_s: a request that starts just before a deadline gets at least this long.
    attempts: how often a request is sent at most. Failed connections and busy services are counted
    separately; connect_attempts and busy_attempts replace the number for one of them.
    first_delay_s, longest_delay_s: the wait doubles with each attempt, between these limits.
    connect_delay_s, busy_delay_s: a fixed wait instead.
    busy_statuses: the HTTP statuses after which a later request may succeed.
    """

    connect_s: float = 10.0
    read_s: float = 60.0
    deadline_s: float = 120.0
    transfer_s: float = 3600.0
    least_s: float = 2.0
    attempts: int = 5
    connect_attempts: int | None = None
    busy_attempts: int | None = None
    first_delay_s: float = 0.5
    longest_delay_s: float = 10.0
    connect_delay_s: float | None = None
    busy_delay_s: float | None = None
    busy_statuses: Collection[int] = BUSY_STATUSES

    def limits(self, left_s: float, max_bytes: int) -> Limits:
        """The limits of a request that starts so many seconds before its call's deadline."""
        total_s = max(left_s, self.least_s)
        return Limits(min(self.connect_s, total_s), min(self.read_s, total_s), total_s, max_bytes)

    def delay_s(self, attempt: int, outcome: Outcome, clock: Clock) -> float:
        """How long to wait after this attempt (1 is the first).

        The server's Retry-After decides. Without it, the waits are fixed or grow with each attempt.
        Jitter keeps many clients from repeating their requests at the same moment.
        """
        if isinstance(outcome, Reply):
            asked = retry_after_s(outcome.headers.get("retry-after", ""), clock)
            if asked is not None:
                return asked
        fixed = self.busy_delay_s if isinstance(outcome, Reply) else self.connect_delay_s
        if fixed:
            return fixed
        longest: float = min(self.longest_delay_s, self.first_delay_s * 2 ** (attempt - 1))
        return longest * random.uniform(0.5, 1.0)


class Repetitions:
    """Decides how often one request is sent.

    deadline: in the clock's monotonic time. repeatable: see `may_repeat`.
    """

    def __init__(
        self, patience: Patience, clock: Clock, deadline: float, repeatable: bool = True
    ) -> None:
        self._patience = patience
        self._clock = clock
        self._deadline = deadline
        self._repeatable = repeatable
        self._busy = self._unconnected = 0

    def next_delay_s(self, outcome: Outcome) -> float | None:
        """How long to wait before the request is sent again; None if it is not sent again."""
        if isinstance(outcome, Reply):
            attempt = self._busy = self._busy + 1
            most = self._patience.busy_attempts
        else:
            attempt = self._unconnected = self._unconnected + 1
            most = self._patience.connect_attempts
        statuses = self._patience.busy_statuses
        exhausted = attempt >= (self._patience.attempts if most is None else most)
        if exhausted or not may_repeat(outcome, self._repeatable, statuses):
            return None
        delay = self._patience.delay_s(attempt, outcome, self._clock)
        return None if self._clock.monotonic() + delay > self._deadline else delay


def may_repeat(
    outcome: Outcome, repeatable: bool, busy_statuses: Collection[int] = BUSY_STATUSES
) -> bool:
    """Whether sending the request again is safe and may help.

    repeatable: whether sending it twice has the same effect as once. If not, it may be repeated
    only if the server has certainly not seen it.
    """
    if isinstance(outcome, Reply):
        return repeatable and outcome.status in busy_statuses
    if isinstance(outcome, TLSFailed):
        return False
    return repeatable or outcome.never_sent


def may_be_done(outcome: Outcome) -> bool:
    """Whether the server may have carried out the request in spite of this outcome."""
    if isinstance(outcome, Reply):
        return outcome.status in UNSURE_STATUSES
    return not outcome.never_sent


def retry_after_s(header: str, clock: Clock) -> float | None:
    """The seconds in a Retry-After header, which is a number or a date; None if it is neither."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - clock.time())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
