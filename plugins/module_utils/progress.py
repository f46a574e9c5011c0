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
        self._said: set[str] = set()

    def tell(self, status: str, news: Iterator[str]) -> None:
        """Print what was not printed before; when nothing is new for long, the status."""
        lines = [line for line in news if line not in self._said]
        self._said.update(lines)
        if not lines and self._clock.monotonic() - self._last_line >= HEARTBEAT_S:
            lines = [f"still {status}"]
        for line in lines:
            self._say(f"{self._label}: {line} ({elapsed(self._clock.monotonic() - self._began)})")
            self._last_line = self._clock.monotonic()


class StepProgress(Progress):
    """The status of a cluster and the steps of its provisioning, as they start and end."""

    def see(self, cluster: Mapping[str, Any]) -> None:
        self.tell(str(cluster["status"]), self._news(cluster))

    def _news(self, cluster: Mapping[str, Any]) -> Iterator[str]:
        for step in cluster.get("provision_progress") or ():
            name, total = step.get("step_name"), step.get("total") or 0
            if step.get("successful") is True:
                yield f"{name}: {total} of {total} done"
            elif step.get("successful") is False:
                yield f"{name}: failed"
            else:
                events = step.get("events") or ()
                done = sum(event.get("successful") is True for event in events)
                yield f"{name}: {done} of {total}"
        yield str(cluster["status"])


def elapsed(seconds: float) -> str:
    """Seconds as a person says them: 42 s, 3 min 07 s, 1 h 02 min."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
