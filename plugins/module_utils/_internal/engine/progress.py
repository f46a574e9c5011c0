# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live lines on what a task waits for: each piece of news once, and now and then a sign of life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable

from ...saharaclient.retry import Clock
from ...saharaclient.texts import elapsed, on_one_line, printable
from .contracts import State

HEARTBEAT_S = 30.0
# Topics of news; other topics are the ids of steps.
STATUS, CONNECTION = "status", "connection"
# The topic of each piece of news, and the line.
News = Iterable["tuple[Any, str]"]


class Progress:
    """Prints what is new about an object. say: prints a line."""

    def __init__(self, label: str, say: Callable[[str], None], clock: Clock):
        self._label = label
        self._say = say
        self._clock = clock
        self._began = clock.monotonic()
        self._last_line = self._began
        # Topic -> the line that was printed last.
        self._printed: dict[Any, str] = {}

    def begin(self, current: State) -> None:
        """What is over already when a wait begins is not news."""

    def see(self, current: State) -> None:
        """Print what differs from the lines before; when nothing does for long, the status."""
        if self._printed.pop(CONNECTION, None):
            self._printed.pop(STATUS, None)  # That it answers again is news.
        status = str(current["status"])
        self._print([*self.news(current), (STATUS, status)], f"still {status}")

    def news(self, current: State) -> News:
        """What else than the status may be new."""
        return ()

    def unanswered(self) -> None:
        """The server does not answer, and is asked again."""
        self._print([(CONNECTION, "no answer, asking again")], "still no answer")

    def _print(self, news: News, otherwise: str) -> None:
        fresh = [(topic, line) for topic, line in news if self._printed.get(topic) != line]
        self._printed.update(fresh)
        now = self._clock.monotonic()
        lines = [line for _topic, line in fresh]
        if not lines and now - self._last_line >= HEARTBEAT_S:
            lines = [otherwise]
        for line in lines:
            text = f"{self._label}: {line} ({elapsed(now - self._began)})"
            self._say(printable(on_one_line(text, " ")))
            self._last_line = now
