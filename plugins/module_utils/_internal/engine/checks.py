# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks before a change: whether the object is ours, protected, or in use."""

from __future__ import annotations

from collections.abc import Iterable

from ...saharaclient.errors import InUse, SaharaError
from ...saharaclient.texts import shortened
from .contracts import Owned, State, Values


class Refused(SaharaError):
    """The request cannot be carried out. Nothing was written to Sahara."""


class Ambiguous(SaharaError):
    """The name in the task matches several objects."""

    def __init__(self, nouns: str, name: str, ids: Iterable[str]):
        found = sorted(ids)
        super().__init__(
            f"{len(found)} {nouns} are named '{name}': {', '.join(found)}. Use the id instead."
        )


def require_own(resource: Owned, current: State, wants_name: bool = False) -> None:
    """Raises Refused if the object belongs to another project.

    wants_name: whether the task would create an object of its own if the name were free.
    """
    if resource.is_own(current):
        return
    taken = " The name is taken; choose another." if wants_name else ""
    raise Refused(
        f"{resource.subject} is public but belongs to project {current.get('project_id')}, "
        f"so only that project can change it.{taken}"
    )


def require_unprotected(
    resource: Owned, current: State, wanted: Values, touched: Iterable[str]
) -> None:
    """Raises Refused if the object is protected, unless the task also ends the protection."""
    if not current.get("is_protected") or wanted.get("is_protected") is False:
        return
    if set(touched) <= set(resource.free_of_protection):
        return
    raise Refused(
        f"{resource.subject} is protected. "
        "Set 'is_protected: false' in the same task to change or delete it."
    )


def require_removable(resource: Owned, current: State, wanted: Values) -> None:
    """Raises Refused or InUse if the object cannot be deleted."""
    require_unprotected(resource, current, wanted, ["state"])
    users = resource.users(current)
    if users:
        raise InUse(
            f"{resource.subject} cannot be deleted while it is in use by {shortened(users)}."
        )
