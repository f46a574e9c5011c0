# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets several threads of Heat write to SQLite.

With other databases, a transaction that writes waits for another one. SQLite refuses it if the other one has written
since its first query. Moreover, a green thread that waits inside SQLite stops all others, also the one that it waits
for. Therefore, a transaction begins with its first change, and waits for others outside of SQLite.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine

CHANGES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")
WAIT_S = 60
PAUSE_S = 0.01


@event.listens_for(Engine, "connect")
def let_nobody_wait_inside(connection: Any, _record: Any) -> None:
    # A query does not prevent a commit.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA busy_timeout = 0")


@event.listens_for(SQLiteDialect_pysqlite, "do_execute")
@event.listens_for(SQLiteDialect_pysqlite, "do_executemany")
def begin_with_first_change(cursor: Any, statement: str, _parameters: Any, _context: Any) -> bool:
    """Returns whether this replaces the statement."""
    if statement.startswith(CHANGES) and not cursor.connection.in_transaction:
        begin(cursor)
    return statement == "BEGIN"


def begin(cursor: Any) -> None:
    """Begin a transaction when no other one writes. Raises what the driver raises, at the latest after a minute."""
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
            return
        except cursor.connection.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_S)
