# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live lines on what one waits for: each piece of news once, and now and then a sign of life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable

HEARTBEAT_S = 30.0
# Topics of news; the steps of a cluster have their ids.
STATUS, CONNECTION = "status", "connection"
News = Iterable["tuple[Any, str]"]


class Progress:
    """Says what is new about an object. say: prints a line. clock: monotonic seconds."""

    def __init__(self, label: str, say: Callable[[str], None], clock: Any):
        self._label = label
        self._say = say
        self._clock = clock
        self._began = clock.monotonic()
        self._last_line = self._began
        # Topic -> what was said of it last.
        self._said: dict[Any, str] = {}

    def tell(self, status: str, steps: News = ()) -> None:
        """Print what differs from what was said last; when nothing does for long, the status.

        steps: the topic of each piece of news, and the line.
        """
        if self._said.pop(CONNECTION, None):
            self._said.pop(STATUS, None)  # That it answers again is news.
        self._print([*steps, (STATUS, status)], f"still {status}")

    def unanswered(self) -> None:
        """The server does not answer, and is asked again."""
        self._print([(CONNECTION, "no answer, asking again")], "still no answer")

    def _print(self, news: News, otherwise: str) -> None:
        fresh = [(topic, line) for topic, line in news if self._said.get(topic) != line]
        self._said.update(fresh)
        now = self._clock.monotonic()
        lines = [line for _topic, line in fresh]
        if not lines and now - self._last_line >= HEARTBEAT_S:
            lines = [otherwise]
        for line in lines:
            self._say(f"{printable(self._label)}: {printable(line)} ({elapsed(now - self._began)})")
            self._last_line = now


class StepProgress(Progress):
    """The status of a cluster and the steps of its provisioning, as they start and end."""

    def begin(self, cluster: Mapping[str, Any]) -> None:
        """What is over already when the wait begins is no news."""
        steps = cluster.get("provision_progress") or ()
        self._over = {step.get("id") for step in steps if step.get("successful") is not None}

    def see(self, cluster: Mapping[str, Any]) -> None:
        self.tell(str(cluster["status"]), self._steps(cluster))

    def _steps(self, cluster: Mapping[str, Any]) -> News:
        for step in cluster.get("provision_progress") or ():
            if step.get("id") not in self._over:
                yield step.get("id"), self._line(step)

    @staticmethod
    def _line(step: Mapping[str, Any]) -> str:
        name, total = step.get("step_name"), step.get("total") or 0
        if step.get("successful") is not None:
            return f"{name}: {f'{total} of {total} done' if step['successful'] else 'failed'}"
        done = sum(event.get("successful") is True for event in step.get("events") or ())
        return f"{name}: {done} of {total}"


def printable(text: str) -> str:
    """Without what would move the cursor of the terminal: the server chose the words."""
    return "".join(character if character.isprintable() else " " for character in text)


def elapsed(seconds: float) -> str:
    """Seconds as a person says them: 42 s, 3 min 07 s, 1 h 02 min."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
