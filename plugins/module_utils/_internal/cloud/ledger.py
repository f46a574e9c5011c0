# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In check mode, tasks read what earlier tasks of the run would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

# What only the server knows, in the results of a run in check mode. Made-up ids begin with it.
UNKNOWN = "known after apply"


class Ledger(Protocol):
    """Shared by all tasks of a run. place: see ``Kind.place_in``. kind: the name of a Kind."""

    def manager(self, place: str, project_id: str, kind: str, manager: Any) -> Any:
        """A client's manager whose reads include what is recorded and the project can see.

        It must not be used for writes.
        """

    def record(self, place: str, kind: str, identity: str | None, state: Mapping[str, Any]) -> str:
        """Record an object as it would be. Returns its id.

        identity: of an existing object; None for a new one, whose id is made up unless the state has it.
        """

    def record_deletion(self, place: str, kind: str, identity: str) -> None:
        """Record that the object would no longer exist."""
