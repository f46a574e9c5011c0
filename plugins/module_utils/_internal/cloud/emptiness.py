# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses empty names, ids and references, in tasks and in the inventory.

An empty value often comes from an undefined variable. Without this check, it would select everything:
all clusters instead of one, for example before a loop that deletes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...saharaclient.errors import SaharaError


class EmptyOption(SaharaError):
    """An option is set but has an empty value."""


def require_values(options: Iterable[tuple[str, Any]]) -> None:
    """Raises EmptyOption if one of the options, each given by name and value, is or contains an empty string."""
    empty = sorted({f"'{name}'" for name, value in options if has_empty(value)})
    if len(empty) == 1:
        raise EmptyOption(
            f"The option {empty[0]} has an empty value. Set a value, or omit the option."
        )
    if empty:
        raise EmptyOption(
            f"The options {', '.join(empty)} have empty values. Set values, or omit the options."
        )


def has_empty(value: Any) -> bool:
    """Whether a text consists of nothing but spaces, or a list has such a text or a null."""
    if isinstance(value, (list, tuple)):
        return any(item is None or has_empty(item) for item in value)
    return isinstance(value, str) and not value.strip()
