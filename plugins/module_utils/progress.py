# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live lines on what one waits for: each piece of news once, and now and then a sign of life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable

HEARTBEAT_S = 30.0


class Progress:
    """Says what is new about an object. say: prints a line. clock: monotonic seconds."""

    def __init__(self, label: str, say: Callable[[str], None], clock: Any):
        self._label = label
        self._say = say
        self._clock = clock
        self._began = clock.monotonic()
        self._last_line = self._began
        self._said: set[tuple[Any, str]] = set()

    def tell(self, status: str, news: Iterator[tuple[Any, str]]) -> None:
        """Print what was not printed before; when nothing is new for long, the status.

        news: what it is about (an id), and the line.
        """
        fresh = [item for item in news if item not in self._said]
        self._said.update(fresh)
        lines = [line for _about, line in fresh]
        if not lines and self._clock.monotonic() - self._last_line >= HEARTBEAT_S:
            lines = [f"still {status}"]
        for line in lines:
            self._say(f"{self._label}: {line} ({elapsed(self._clock.monotonic() - self._began)})")
            self._last_line = self._clock.monotonic()


class StepProgress(Progress):
    """The status of a cluster and the steps of its provisioning, as they start and end."""

    def begin(self, cluster: Mapping[str, Any]) -> None:
        """What is over already when the wait begins is no news."""
        steps = cluster.get("provision_progress") or ()
        self._over = {step.get("id") for step in steps if step.get("successful") is not None}

    def see(self, cluster: Mapping[str, Any]) -> None:
        self.tell(str(cluster["status"]), self._news(cluster))

    def _news(self, cluster: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
        for step in cluster.get("provision_progress") or ():
            if step.get("id") not in self._over:
                yield step.get("id"), self._line(step)
        yield "status", str(cluster["status"])

    @staticmethod
    def _line(step: Mapping[str, Any]) -> str:
        name, total = step.get("step_name"), step.get("total") or 0
        if step.get("successful") is not None:
            return f"{name}: {f'{total} of {total} done' if step['successful'] else 'failed'}"
        done = sum(event.get("successful") is True for event in step.get("events") or ())
        return f"{name}: {done} of {total}"


def elapsed(seconds: float) -> str:
    """Seconds as a person says them: 42 s, 3 min 07 s, 1 h 02 min."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
