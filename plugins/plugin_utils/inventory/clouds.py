# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``clouds``: the clouds and regions of one source, each with its own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils._internal.cloud.given import CONNECTION
from ...module_utils._internal.cloud.secrets import looks_like_a_name
from .problem import InventoryProblem

FAIL, WARN = "fail", "warn"
# The options that an entry may set besides those of the connection -> their types.
OWN_RULES = {"group_prefix": str, "on_error": str, "stale_if_error": bool}


@dataclass(frozen=True)
class CloudSource:
    """A cloud or a region of it. label: what sentences call it; "" if it is the only one of its source."""

    label: str
    connection: Mapping[str, Any]
    group_prefix: str
    stale_if_error: bool
    on_error: str = FAIL


def cloud_sources(
    entries: Any, connection: Mapping[str, Any], rules: Mapping[str, Any]
) -> list[CloudSource]:
    """What the source reads. Raises InventoryProblem.

    entries: the value of the option. connection, rules: the options of the source, which entries override.
    """
    if not entries:
        return [CloudSource("", connection, **rules)]
    return [
        CloudSource(
            label_of_entry(entry, number),
            {**connection, **{name: entry[name] for name in CONNECTION if name in entry}},
            **{**rules, **{name: entry[name] for name in OWN_RULES if name in entry}},
        )
        for number, entry in checked(entries)
    ]


def checked(entries: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries with their numbers."""
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, Mapping):
            raise InventoryProblem(
                f"Entry {number} of 'clouds' is not a dictionary. Use options such as 'cloud' and 'region_name'."
            )
        unknown = sorted(str(name) for name in entry if name not in (*CONNECTION, *OWN_RULES))
        if unknown:
            raise InventoryProblem(
                f"Entry {number} of 'clouds' has unsupported options: {', '.join(unknown)}. Supported are the "
                f"connection options, {', '.join(OWN_RULES)}."
            )
        for name, kind in OWN_RULES.items():
            if not isinstance(entry.get(name, kind()), kind):
                raise InventoryProblem(
                    f"'{name}' in entry {number} of 'clouds' has the wrong type. "
                    f"It must be of type {kind.__name__}."
                )
        if entry.get("on_error", FAIL) not in (FAIL, WARN):
            raise InventoryProblem(
                f"'on_error' in entry {number} of 'clouds' must be '{FAIL}' or '{WARN}'."
            )
        yield number, entry


def label_of_entry(entry: Mapping[str, Any], number: int) -> str:
    """Values that may be secrets are not repeated."""
    parts = {"cloud": entry.get("cloud"), "region": entry.get("region_name")}
    named = [f"{noun} '{name}'" for noun, name in parts.items() if looks_like_a_name(name)]
    return ", ".join(named) or f"entry {number} of 'clouds'"
