# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a task from changing an object: other owners, protection, use by others."""

from __future__ import annotations

from collections.abc import Iterable

from ...saharaclient.errors import InUse, SaharaError
from ...saharaclient.texts import shortened
from .contracts import Owned, State, Values


class Refused(SaharaError):
    """The task asks for what cannot be done. Nothing was written."""


class Ambiguous(SaharaError):
    """Several objects have the name that the task gives."""

    def __init__(self, noun: str, name: str, ids: Iterable[str]):
        found = sorted(ids)
        super().__init__(
            f"There are {len(found)} objects '{name}' ({noun}): {', '.join(found)}. Give the 'id' of one."
        )


def require_own(resource: Owned, current: State) -> None:
    """Raises Refused when the object belongs to another project."""
    if resource.is_own(current):
        return
    taken = ", and its name is taken. Choose another name" if resource.has_name else ""
    raise Refused(
        f"The {resource.label} belongs to project {current.get('project_id')}, which made it public: "
        f"only that project can change it{taken}."
    )


def require_unprotected(
    resource: Owned, current: State, wanted: Values, touched: Iterable[str]
) -> None:
    """Sahara refuses changes to a protected object, except one that ends the protection."""
    if not current.get("is_protected") or wanted.get("is_protected") is False:
        return
    if set(touched) <= set(resource.free_of_protection):
        return
    raise Refused(
        f"The {resource.label} is protected. Set 'is_protected: false' in the same task to change it."
    )


def require_removable(resource: Owned, current: State, wanted: Values) -> None:
    """Raises Refused or InUse when the object cannot be deleted."""
    require_unprotected(resource, current, wanted, ["state"])
    users = resource.users(current)
    if users:
        raise InUse(
            f"The {resource.label} cannot be deleted while it is in use by {shortened(users)}."
        )
