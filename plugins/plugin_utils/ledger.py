# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger of a run in check mode: what its tasks would create, change and delete.

Each task adds to it what it would do, and reads the objects of Sahara as they would be by then. So
a later task can refer to what an earlier one would create, and does not see what it would delete.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from ..module_utils._internal.cloud.kinds import KINDS
from ..module_utils._internal.cloud.ledger import UNKNOWN
from ..module_utils._internal.cloud.vocabulary import with_v2_names
from ..module_utils.saharaclient.errors import NotFound

FILE = "sahara-ledger.sqlite"
# How long a task waits for another one that writes at the same time.
LONGEST_S = 30.0
TABLE = """
CREATE TABLE IF NOT EXISTS objects (
    place TEXT, kind TEXT, id TEXT, is_new INTEGER, name TEXT, state TEXT, PRIMARY KEY (place, kind, id)
)
"""
# An object keeps its row, because the order of the rows is that of the creations.
UPSERT = """
INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (place, kind, id)
DO UPDATE SET is_new = excluded.is_new, name = excluded.name, state = excluded.state
"""
SELECT = "SELECT id, is_new, name, state FROM objects WHERE place = ? AND kind = ? ORDER BY rowid"


@dataclass(frozen=True)
class PlannedObject:
    """An object as it would be. is_new: whether it exists only here. text: its state as JSON; null if it is deleted."""

    id: str
    is_new: bool
    name: str | None
    text: str

    @property
    def state(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = json.loads(self.text)
        return found


class DatabaseLedger:
    """See ``cloud.ledger.Ledger``. folder: the temporary folder of the run, which all its forks share.

    SQLite keeps the writes of several forks apart. Ansible deletes the folder when the run ends.
    """

    def __init__(self, folder: Path):
        self._file = folder / FILE

    def manager(self, place: str, project_id: str, kind: str, manager: Any) -> Any:
        return PlannedManager(manager, project_id, lambda: self._entries(place, kind))

    def record(self, place: str, kind: str, identity: str | None, state: Mapping[str, Any]) -> str:
        with self._open() as database:
            known = {entry.id: entry for entry in selected(database, place, kind)}
            new_id = identity or state.get("id") or made_up_id(kind, state.get("name"), known)
            earlier = known.get(new_id)
            is_new = earlier.is_new if identity and earlier else not identity
            text = json.dumps({**state, "id": new_id})
            row = (place, kind, new_id, is_new, state.get("name"), text)
            database.execute(UPSERT, row)
        return str(new_id)

    def record_deletion(self, place: str, kind: str, identity: str) -> None:
        with self._open() as database:
            database.execute(UPSERT, (place, kind, identity, False, None, json.dumps(None)))

    def _entries(self, place: str, kind: str) -> dict[str, PlannedObject]:
        if not self._file.exists():
            return {}
        with self._open() as database:
            return {entry.id: entry for entry in selected(database, place, kind)}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database, in a transaction that no other task interrupts."""
        # Configs can contain secrets.
        self._file.touch(mode=0o600)
        with closing(sqlite3.connect(self._file, LONGEST_S, isolation_level=None)) as database:
            # Nothing has to survive a crash of the machine.
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN IMMEDIATE")
            database.execute(TABLE)
            yield database
            database.execute("COMMIT")


def selected(database: sqlite3.Connection, place: str, kind: str) -> list[PlannedObject]:
    rows = database.execute(SELECT, (place, kind))
    return [
        PlannedObject(identity, bool(is_new), name, text) for identity, is_new, name, text in rows
    ]


def made_up_id(kind: str, name: str | None, taken: Mapping[str, Any]) -> str:
    """An id for an object that does not exist yet. It says so, because results show it."""
    what = KINDS[kind].noun + (f" '{name}'" if name else "")
    candidate, number = f"{UNKNOWN} ({what})", 1
    while candidate in taken:
        number += 1
        candidate = f"{UNKNOWN} ({what}, {number})"
    return candidate


class PlannedManager:
    """A manager of the client. Its reads include the ledger's entries; nothing else differs."""

    def __init__(
        self,
        manager: Any,
        project_id: str,
        entries: Callable[[], Mapping[str, PlannedObject]],
    ):
        self._manager = manager
        self._project_id = project_id
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    def get(self, identity: str, **options: Any) -> Any:
        return self._one(identity, lambda: self._manager.get(identity, **options))

    def refresh_status(self, identity: str) -> Any:
        return self._one(identity, lambda: self._manager.refresh_status(identity))

    def list(self) -> Any:
        return list(self._planned(self._manager.list(), self._entries()))

    def iterate(self, **options: Any) -> Iterator[Any]:
        return self._planned(self._manager.iterate(**options), self._entries())

    def find(self, **attributes: Any) -> Any:
        wanted = with_v2_names(attributes)
        # No object of the server refers to a made-up id; a URL can contain one.
        has_made_up = any(UNKNOWN in str(value) for value in wanted.values())
        found = [] if has_made_up else self._manager.find(**attributes)
        planned = self._planned(found, self._entries())
        return [item for item in planned if wanted.items() <= values(item).items()]

    def _one(self, identity: str, read: Callable[[], Any]) -> Any:
        entry = self._entries().get(identity)
        if entry is None:
            return read()
        state = self._visible(entry)
        if state is None:
            raise NotFound(
                f"'{identity}' would not exist: an earlier task of this run deletes or hides it."
            )
        return self._object(state if entry.is_new else {**values(read()), **state})

    def _planned(self, found: Any, entries: Mapping[str, PlannedObject]) -> Iterator[Any]:
        """The objects as they would be, then those that only the ledger has."""
        left = dict(entries)
        for item in found:
            entry = left.pop(item.id, None)
            if entry is None:
                yield item
                continue
            state = self._visible(entry)
            if state is not None:
                yield self._object({**values(item), **state})
        yield from (self._object(state) for state in map(self._visible, left.values()) if state)

    def _visible(self, entry: PlannedObject) -> dict[str, Any] | None:
        """The state of the object; None if it would be deleted, or hidden from the project.

        For an object that exists already, the server decides, unless an earlier task would hide it.
        """
        state = entry.state
        if state is None or state.get("project_id") in (None, self._project_id):
            return state
        return state if state.get("is_public", not entry.is_new) else None

    def _object(self, state: Mapping[str, Any]) -> Any:
        return self._manager.resource_class(self._manager, state)


def values(item: Any) -> dict[str, Any]:
    return with_v2_names(item.to_dict())
