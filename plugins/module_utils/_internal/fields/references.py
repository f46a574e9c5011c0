# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References to objects of Sahara and of other services, by name or id."""

from __future__ import annotations

from typing import Any

from ..engine.contracts import Task
from .field import Field


class Reference(Field):
    """The id of an object; the user may write its name instead.

    kind: the kind of the object, as in the look-ups.
    removable: whether an empty string removes the reference.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        meaning: str = "",
        sample: Any = None,
        *,
        removable: bool = False,
        **facts: Any,
    ):
        facts.setdefault("wire", f"{name}_id")
        super().__init__(name, meaning, sample, may_be_empty=removable, **facts)
        self.kind = kind
        self.removable = removable

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        if self.removable and value == "":
            return None
        return task.resolve(self.kind, value, current)

    def option_value(self, value: Any, inherited: Any, task: Task) -> str:
        return task.lookups.reference(self.kind, value) if value else ""

    def render(self, value: Any, task: Task) -> Any:
        return task.name_of(self.kind, value)


class References(Field):
    """Ids in any order; the user may write names instead."""

    option_type = "list"
    option_elements = "str"

    def __init__(self, name: str, kind: str, meaning: str = "", sample: Any = None, **facts: Any):
        super().__init__(name, meaning, sample, **facts)
        self.kind = kind

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        known = set(current or [])
        return sorted({item if item in known else task.resolve(self.kind, item) for item in value})

    def current(self, value: Any) -> Any:
        return sorted(set(value or []))

    def option_value(self, value: Any, inherited: Any, task: Task) -> list[str]:
        return sorted(task.lookups.reference(self.kind, item) for item in value)

    def render(self, value: Any, task: Task) -> Any:
        """In alphabetical order of the names, because the order of the ids is random."""
        return sorted(str(task.name_of(self.kind, item)) for item in value or [])
