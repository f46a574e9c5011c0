# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of a resource, declared once: its option, its wire names, its comparison and its meaning.

A field knows three forms of a value: what the user wrote, the *canonical* form and the wire format.
In the canonical form, references are ids and lists have a fixed order. The wanted and the current
state are compared in this form.
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
# An argument spec. Its options may also have the key below.
Options = dict[str, dict[str, Any]]
# The key of an option in which empty strings are allowed. Everywhere else, they are refused.
MAY_BE_EMPTY = "may_be_empty"


class Field:
    """A field whose values are compared without conversion.

    name: the option, and the key in diffs.
    meaning, sample: the description and the sample in RETURN.
    option: what else the argument spec contains besides the type (choices, no_log ...).
    wire: the key in API v2 and in results; by default the name of the option. wire_v1: the key in API v1.1.
    default: what the server stores if the field is not sent; check mode predicts results from it.
    may_be_empty: whether an empty string is a value of the option, for example because it clears the field.
    versions: the API versions that accept the field.
    updatable: whether the API can change it on an existing object.
    secret: write-only; never compared, rendered or returned.
    sent: whether it is part of request bodies. returned: whether it is part of results.
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
        may_be_empty: bool = False,
        versions: tuple[str, ...] = BOTH,
        updatable: bool = True,
        secret: bool = False,
        sent: bool = True,
        returned: bool = True,
    ):
        self.name = name
        self.meaning = meaning
        self.sample = sample
        self.option = {**(option or {}), **({MAY_BE_EMPTY: True} if may_be_empty else {})}
        self.wire = wire or name
        self.wire_v1 = v1_name(self.wire)
        self.default = default
        self.versions = versions
        self.updatable = updatable
        self.secret = secret
        self.sent = sent
        self.returned = returned and not secret

    # For Ansible

    def options(self) -> Options:
        """The argument spec of the option, or options, that set the field."""
        elements = {"elements": self.option_elements} if self.option_elements else {}
        return {self.name: {"type": self.option_type, **elements, **self.option}}

    def value(self) -> Value:
        """The value in results."""
        kind = self.value_type or self.option_type
        elements = (
            ("dict" if self.value_contains else self.option_elements) if kind == "list" else ""
        )
        return Value(self.wire, self.meaning, self.sample, kind, elements, self.value_contains)

    # On the wire

    def wire_name(self, api_version: str) -> str:
        return self.wire if api_version == "2" else self.wire_v1

    def encode(self, wanted: Any) -> Any:
        """The wire format of a canonical form."""
        return wanted

    # Wanted and current state

    def is_given(self, value: Any) -> bool:
        """Whether the user set the option. Omitted options are never compared or changed."""
        return value is not None

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        """The canonical form of what the user wrote. current: the current value, which saves look-ups."""
        return value

    def current(self, value: Any) -> Any:
        """The canonical form of what the server sent."""
        return self.default if value is None else value

    def same(self, wanted: Any, current: Any) -> bool:
        return bool(wanted == current)

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        """The canonical form of what the server will return once ``wanted`` is written."""
        return wanted

    # What a user would write

    def as_options(self, value: Any, inherited: Any, task: Task) -> dict[str, Any]:
        """The options, by name, that set the field to a canonical value; none if it is inherited."""
        if self.same(value, inherited):
            return {}
        return {self.name: self.option_value(value, inherited, task)}

    def option_value(self, value: Any, inherited: Any, task: Task) -> Any:
        """A canonical value as a user would write it."""
        return value

    # For a person to read

    def render(self, value: Any, task: Task) -> Any:
        """The canonical form as diffs show it."""
        return value

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        """Both sides of a difference, without their common parts."""
        return self.render(before, task), self.render(wanted, task)


class Text(Field):
    """A string. Null equals the empty string."""

    def same(self, wanted: Any, current: Any) -> bool:
        return (wanted or "") == (current or "")


class Flag(Field):
    """A boolean. Null equals the default, which is false unless declared otherwise."""

    option_type = "bool"

    def __init__(self, name: str, meaning: str = "", sample: Any = None, **facts: Any):
        default = facts.pop("default", False)
        sample = default if sample is None else sample
        super().__init__(name, meaning, sample, default=default, **facts)


class Number(Field):
    """An integer."""

    option_type = "int"


class Names(Field):
    """Strings in any order."""

    option_type = "list"
    option_elements = "str"

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        return sorted(set(value))

    def current(self, value: Any) -> Any:
        return sorted(set(value or []))
