# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waits of a task, which share one deadline and one set of progress lines."""

from __future__ import annotations

from functools import cached_property
from typing import Callable, Optional

from ...saharaclient.errors import SaharaError
from ...saharaclient.texts import elapsed
from ...saharaclient.wait import Wait
from .contracts import State, Waitable
from .progress import Progress

MaybeState = Optional[State]
# The error for a timeout, from the last state and its age in seconds, which is 0 without an outage.
LateError = Callable[[State, float], SaharaError]


def nothing(_seen: MaybeState) -> None:
    """The default for ``before_each``: most waits do nothing before a request."""


def last_known(status: str, silence_s: float) -> str:
    """What a task knows when it stops waiting, and for how long it has known nothing newer."""
    if silence_s < 1:
        return f"status {status}"
    return f"last known status {status}; no valid answer for the last {elapsed(silence_s)}"


def gone(subject: str) -> str:
    return f"{subject} was deleted by someone else while the task was waiting."


class Waiting:
    """The waits of one task. Its timeout runs from the creation of this object.

    progress_lines: the class that prints progress.
    """

    progress_lines: type[Progress] = Progress

    def __init__(self, resource: Waitable):
        self.resource = resource
        self.task = resource.task
        self.timeout_s: int = self.task.params["timeout"]
        self.deadline = self.task.clock.monotonic() + self.timeout_s

    def limit(self, seconds: int) -> None:
        """Allow the task at most this many more seconds."""
        if self.task.clock.monotonic() + seconds < self.deadline:
            self.timeout_s = seconds
            self.deadline = self.task.clock.monotonic() + seconds

    @cached_property
    def progress(self) -> Progress | None:
        if not self.task.say or not self.task.params.get("progress"):
            return None
        return self.progress_lines(self.resource.label, self.task.say, self.task.clock)

    def look(self, identity: str) -> MaybeState:
        """One poll."""
        return self.resource.look(identity)

    def until(
        self,
        current: State,
        done: Callable[[MaybeState], bool],
        timeout_error: LateError,
        before_each: Callable[[MaybeState], None] = nothing,
    ) -> MaybeState:
        """The object when ``done`` is true for it; None if it no longer exists.

        before_each: called before each request, with the state from the previous one.

        Raises what these raise, and what ``timeout_error`` returns.
        """
        latest: MaybeState = None

        def fetch(seconds_left: float) -> MaybeState:
            nonlocal latest
            with self.task.cloud.within(seconds_left):
                before_each(latest)
                latest = self.look(current["id"])
            if self.progress and latest:
                self.progress.see(latest)
            return latest

        if self.progress:
            self.progress.begin(current)
        return Wait(
            fetch,
            done,
            lambda seen, silence_s: timeout_error(seen or current, silence_s),
            self.deadline,
            self.task.params["poll_interval"],
            self.progress.unanswered if self.progress else None,
        ).run(self.task.clock)
