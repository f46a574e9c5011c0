# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live progress lines while a task waits: each change once, and a heartbeat when nothing changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable

from ...saharaclient.retry import Clock
from ...saharaclient.texts import clean_line, elapsed
from .contracts import State

HEARTBEAT_S = 30.0
# Topics of news. The other topics are ids of steps.
STATUS, CONNECTION = "status", "connection"
# The topic of each piece of news, and the line.
News = Iterable["tuple[Any, str]"]


class Progress:
    """Prints what has changed about an object. say: prints a line."""

    def __init__(self, label: str, say: Callable[[str], None], clock: Clock):
        self._label = label
        self._say = say
        self._clock = clock
        self._began = clock.monotonic()
        self._last_line = self._began
        # Topic -> the line that was printed last.
        self._printed: dict[Any, str] = {}

    def begin(self, current: State) -> None:
        """Note what ended before the wait began; it is not news."""

    def see(self, current: State) -> None:
        """Print what has changed; if nothing has for a while, the status."""
        if self._printed.pop(CONNECTION, None):
            self._printed.pop(STATUS, None)  # An answer after a silence is news.
        status = str(current["status"])
        self._print([*self.news(current), (STATUS, status)], f"still {status}")

    def news(self, current: State) -> News:
        """What may have changed besides the status."""
        return ()

    def unanswered(self) -> None:
        """Report that the server does not answer and the request is repeated."""
        self._print([(CONNECTION, "no answer, trying again")], "still no answer")

    def _print(self, news: News, otherwise: str) -> None:
        fresh = [(topic, line) for topic, line in news if self._printed.get(topic) != line]
        self._printed.update(fresh)
        now = self._clock.monotonic()
        lines = [line for _topic, line in fresh]
        if not lines and now - self._last_line >= HEARTBEAT_S:
            lines = [otherwise]
        for line in lines:
            text = f"{self._label}: {line} ({elapsed(now - self._began)})"
            self._say(clean_line(text))
            self._last_line = now
