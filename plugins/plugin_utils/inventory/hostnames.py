# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``hostnames``: fields of instances and expressions, in order of preference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable

from .problem import InventoryProblem
from .records import Record

# The fields of an instance that are names without an expression.
NAME_FIELDS = ("instance_name", "dns_hostname", "internal_ip", "management_ip", "instance_id")
KEYS = ("name", "prefix", "separator")
VARIABLE = re.compile(r"[A-Za-z_]\w*")
# How the variables of a host begin.
OF_A_HOST = ("sahara_", "ansible_")

# Evaluates an expression with these variables.
Evaluate = Callable[[str, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Preference:
    """A field or an expression, and the same for what comes before it."""

    name: str
    prefix: str = ""
    separator: str = "_"

    def host_name(self, value_of: Callable[[str], str]) -> str:
        """The host name; "" if there is no value. value_of: returns the value of a field or an expression."""
        name = value_of(self.name)
        prefix = value_of(self.prefix) if name and self.prefix else ""
        return f"{prefix}{self.separator}{name}" if prefix else name


def preferences_of(entries: Iterable[Any]) -> list[Preference]:
    """Raises InventoryProblem for an entry that is invalid."""
    return [preference_of(entry) for entry in entries]


def preference_of(entry: Any) -> Preference:
    given = {"name": entry} if isinstance(entry, str) else entry
    if (
        not isinstance(given, Mapping)
        or not given.get("name")
        or not set(given) <= set(KEYS)
        or not all(isinstance(value, str) for value in given.values())
    ):
        raise InventoryProblem(
            "An entry of 'hostnames' is not valid. It must be a string, or a dictionary with 'name' "
            "and perhaps 'prefix' and 'separator', each of which is a string."
        )
    preference = Preference(**given)
    for text in (preference.name, preference.prefix):
        check_expression(text)
    return preference


def check_expression(text: str) -> None:
    """Raises InventoryProblem. Otherwise, a misspelled field would just be an undefined variable."""
    if "{{" in text:
        raise InventoryProblem(
            f"'{text}' in 'hostnames' has braces. Write the expression without them."
        )
    if VARIABLE.fullmatch(text) and text not in NAME_FIELDS and not text.startswith(OF_A_HOST):
        raise InventoryProblem(
            f"'{text}' in 'hostnames' is neither a field nor a host variable. Use one of "
            f"{', '.join(NAME_FIELDS)}, or a variable that begins with 'sahara_'."
        )


def plain_fields(preferences: Sequence[Preference]) -> list[str] | None:
    """The fields, if there are no expressions and prefixes."""
    fields = [one.name for one in preferences if one.name in NAME_FIELDS and not one.prefix]
    return fields if len(fields) == len(preferences) else None


def value_reader(
    instance: Record, variables: Callable[[], Mapping[str, Any]], evaluate: Evaluate
) -> Callable[[str], str]:
    """A function that returns the value of a field or an expression for this instance; "" without one."""

    def value_of(text: str) -> str:
        found = instance[text] if text in NAME_FIELDS else evaluate(text, variables())
        return str(found).strip() if isinstance(found, (str, int, float)) else ""

    return value_of
