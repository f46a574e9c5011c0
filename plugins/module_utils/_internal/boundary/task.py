# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Ansible task as resources and fields see it, whether it runs in-process or as a module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Callable

from ...saharaclient.retry import SYSTEM_CLOCK, Clock
from ...saharaclient.texts import as_sentence, clean_line, numbered, trace_line
from ..cloud.cloud import Cloud
from ..cloud.kinds import KINDS
from ..engine.checks import Refused

if TYPE_CHECKING:
    from ..cloud.connections import Connections
    from ..cloud.ledger import Ledger
    from ..cloud.lookups import Lookups


UNSEEN = (
    "In check mode, a task that runs as a module does not see what earlier tasks would create. "
    "If none of them creates it, this task will fail."
)


def discard(_message: str) -> None:
    """Ignore a warning or a log line."""


class AnsibleTask:
    """See ``engine.contracts.Task`` for its members."""

    def __init__(
        self,
        params: Mapping[str, Any],
        check_mode: bool = False,
        warn: Callable[[str], None] = discard,
        log: Callable[[str], None] = discard,
        say: Callable[[str], None] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        ledger: Ledger | None = None,
        sees_earlier_tasks: bool = True,
        connections: Connections | None = None,
    ):
        """sees_earlier_tasks: False if an earlier task may create in a real run what this task does not find.

        connections: those that tasks of this process share.
        """
        self.params = params
        self.check_mode = check_mode
        self.say = say
        self.clock = clock
        self._warn = warn
        self._log = log
        self._ledger = ledger
        self._connections = connections
        self._sees_earlier_tasks = sees_earlier_tasks
        self._problems: list[str] = []
        # Those of them that an earlier task may solve.
        self._doubts: set[str] = set()
        # Whether the task has changed something.
        self.has_written = False

    @cached_property
    def cloud(self) -> Cloud:
        return Cloud(self.params, self._trace, self._ledger, self._connections)

    def _trace(self, *request: Any) -> None:
        self._log(clean_line(trace_line(*request)))

    @cached_property
    def lookups(self) -> Lookups:
        # Not at the top: a module compiles its imports every time, and many tasks need none.
        from ..cloud.lookups import Lookups

        return Lookups(self.cloud)

    def warn(self, message: str) -> None:
        self._warn(clean_line(message))

    def note_write(self) -> None:
        self.has_written = True

    def resolve(self, kind: str, value: str, current: str | None = None) -> str:
        if value == current:
            return value
        from ..cloud.lookups import NoMatch, Unresolved

        try:
            return self.lookups.id_of(kind, value)
        except NoMatch as problem:
            note = self.missing if kind in KINDS else self.problem
            note(str(problem))
            return Unresolved(value)

    def name_of(self, kind: str, identity: str | None) -> str | None:
        return self.lookups.name_of(kind, identity)

    def plugin(self, name: str, version: str) -> Mapping[str, Any] | None:
        from ..cloud.lookups import NoMatch

        try:
            return self.lookups.plugin(name, version)
        except NoMatch as problem:
            self.problem(str(problem))
            return None

    def problem(self, sentence: str) -> None:
        if sentence not in self._problems:
            self._problems.append(sentence)

    def missing(self, sentence: str) -> None:
        self.problem(sentence)
        if not self._sees_earlier_tasks:
            self._doubts.add(sentence)

    def drop_problems(self) -> bool:
        dropped = bool(self._problems)
        self._problems = []
        return dropped

    def raise_problems(self) -> None:
        problems, self._problems = self._problems, []
        if set(problems) <= self._doubts:
            for problem in problems:
                self.warn(f"{as_sentence(problem)} {UNSEEN}")
        elif len(problems) == 1:
            raise Refused(as_sentence(problems[0]))
        else:
            raise Refused(f"The request has {len(problems)} problems: {numbered(problems)}")
