# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of a resource, declared once: its option, its names on the wire, its comparison, its meaning.

A field knows three forms of a value: what the user wrote, the *canonical* form (references
are ids, lists have one order), in which the wanted and the current state are compared, and what
goes over the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cloud.vocabulary import v1_name
from ..engine.contracts import Task
from .value import Value

BOTH = ("1.1", "2")
V2_ONLY = ("2",)
Option = Mapping[str, Any]
# An argument spec.
Options = dict[str, dict[str, Any]]


class Field:
    """A value that is compared as it is.

    name: the option, and the key in diffs.
    meaning, sample: what RETURN says of the value in results.
    option: facts of the option besides its type, as in an argument spec (choices, no_log ...).
    wire: the key in API v2 and in results; the option's name unless given. wire_v1: that in API v1.1.
    default: what the server stores where nothing is sent; it predicts results in check mode.
    versions: the API versions that accept the field.
    updatable: whether the API ever changes it on an existing object.
    secret: write-only; never compared, shown or returned.
    sent: whether bodies have it. returned: whether results have it.
    """

    option_type = "str"
    option_elements = ""
    value_type = ""
    value_contains: tuple[Value, ...] = ()

    def __init__(
        self,
        name: str,
        meaning: str = "",
        sample: Any = None,
        *,
        option: Option | None = None,
        wire: str = "",
        default: Any = None,
        versions: tuple[str, ...] = BOTH,
        updatable: bool = True,
        secret: bool = False,
        sent: bool = True,
        returned: bool = True,
    ):
        self.name = name
        self.meaning = meaning
        self.sample = sample
        self.option = dict(option or {})
        self.wire = wire or name
        self.wire_v1 = v1_name(self.wire)
        self.default = default
        self.versions = versions
        self.updatable = updatable
        self.secret = secret
        self.sent = sent
        self.returned = returned and not secret

    # What it is to Ansible

    def options(self) -> Options:
        """The argument spec of the option, or of the options that the field is written in."""
        elements = {"elements": self.option_elements} if self.option_elements else {}
        return {self.name: {"type": self.option_type, **elements, **self.option}}

    def value(self) -> Value:
        """The key in results."""
        kind = self.value_type or self.option_type
        elements = (
            ("dict" if self.value_contains else self.option_elements) if kind == "list" else ""
        )
        return Value(self.wire, self.meaning, self.sample, kind, elements, self.value_contains)

    # What it is on the wire

    def wire_name(self, api_version: str) -> str:
        return self.wire if api_version == "2" else self.wire_v1

    def encode(self, wanted: Any) -> Any:
        """The canonical form as the server takes it."""
        return wanted

    # What the task wants, and what exists

    def is_given(self, value: Any) -> bool:
        """Whether the user wrote anything: what was omitted is never compared or changed."""
        return value is not None

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        """The canonical form of what the user wrote; current helps to avoid look-ups."""
        return value

    def current(self, value: Any) -> Any:
        """The canonical form of what the server sent."""
        return self.default if value is None else value

    def same(self, wanted: Any, current: Any) -> bool:
        return bool(wanted == current)

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        """The canonical form of what the server will send once ``wanted`` is written."""
        return wanted

    # What a person reads

    def render(self, value: Any, task: Task) -> Any:
        """The canonical form as a diff shows it."""
        return value

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        """Both sides of a difference, without what they have in common."""
        return self.render(before, task), self.render(wanted, task)


class Text(Field):
    """A string; null and the empty string are the same."""

    def same(self, wanted: Any, current: Any) -> bool:
        return (wanted or "") == (current or "")


class Flag(Field):
    """A boolean; null is the default, which is false unless given."""

    option_type = "bool"

    def __init__(self, name: str, meaning: str = "", sample: Any = None, **facts: Any):
        default = facts.pop("default", False)
        sample = default if sample is None else sample
        super().__init__(name, meaning, sample, default=default, **facts)


class Number(Field):
    """An integer."""

    option_type = "int"


class Names(Field):
    """Strings whose order means nothing."""

    option_type = "list"
    option_elements = "str"

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        return sorted(set(value))

    def current(self, value: Any) -> Any:
        return sorted(set(value or []))
