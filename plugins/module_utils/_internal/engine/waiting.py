# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waits of a task, which share its deadline and its progress lines."""

from __future__ import annotations

from functools import cached_property
from typing import Callable, Optional

from ...saharaclient.errors import SaharaError
from .contracts import State, Waitable
from .progress import Progress
from .wait import Wait

MaybeState = Optional[State]


def nothing(_seen: MaybeState) -> None:
    """What most waits do before each look."""


class Waiting:
    """The waits of one task. Its deadline begins when this is made.

    progress_lines: the kind of lines that a person reads meanwhile.
    """

    progress_lines: type[Progress] = Progress

    def __init__(self, resource: Waitable):
        self.resource = resource
        self.task = resource.task
        self.timeout_s: int = self.task.params["timeout"]
        self.deadline = self.task.clock.monotonic() + self.timeout_s

    def limit(self, seconds: int) -> None:
        """Leave the task no more time than that."""
        if self.task.clock.monotonic() + seconds < self.deadline:
            self.timeout_s = seconds
            self.deadline = self.task.clock.monotonic() + seconds

    @cached_property
    def progress(self) -> Progress | None:
        if not self.task.say or not self.task.params.get("progress"):
            return None
        return self.progress_lines(self.resource.label, self.task.say, self.task.clock)

    def until(
        self,
        current: State,
        done: Callable[[MaybeState], bool],
        late: Callable[[State], SaharaError],
        before_each: Callable[[MaybeState], None] = nothing,
    ) -> MaybeState:
        """The object as it is when it is done; None when it is gone.

        late: the error for a timeout, from the state seen last.
        before_each: what to do before each look; its argument is what the look before has seen.

        Raises what these raise, and what ``late`` returns.
        """
        latest: MaybeState = None

        def fetch(seconds_left: float) -> MaybeState:
            nonlocal latest
            with self.task.cloud.within(seconds_left):
                before_each(latest)
                latest = self.resource.look(current["id"])
            if self.progress and latest:
                self.progress.see(latest)
            return latest

        if self.progress:
            self.progress.begin(current)
        return Wait(
            fetch,
            done,
            lambda seen: late(seen or current),
            self.deadline,
            self.task.params["poll_interval"],
            self.progress.unanswered if self.progress else None,
        ).run(self.task.clock)
