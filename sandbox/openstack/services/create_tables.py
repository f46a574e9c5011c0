# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create the tables of all services from their models, which takes seconds. Their migrations take minutes.

Usage: create_tables.py     (in the directory of the configuration files)
"""

from __future__ import annotations

import os
import sqlite3
import sys
import traceback
from collections.abc import Callable

import sqlalchemy

from sandbox.openstack.configs import CONNECTION, HOST

CELL = "00000000-0000-0000-0000-000000000001"


def create(name: str, metadata: sqlalchemy.MetaData) -> None:
    """Create the tables in a new file."""
    # Otherwise a request that reads on one connection and writes on another locks itself out.
    # SQLite stores this setting in the file.
    with sqlite3.connect(f"{name}.sqlite") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    metadata.create_all(sqlalchemy.create_engine(f"sqlite:///{name}.sqlite"))


def glance() -> None:
    from glance.db.sqlalchemy.models import BASE

    create("glance", BASE.metadata)


def placement() -> None:
    from placement.db.sqlalchemy.models import BASE

    create("placement", BASE.metadata)


def neutron() -> None:
    from neutron.db.migration.models import head

    create("neutron", head.get_metadata())


def cinder() -> None:
    from cinder.db.sqlalchemy.models import BASE

    create("cinder", BASE.metadata)


def heat() -> None:
    from heat.db.models import BASE

    create("heat", BASE.metadata)


def nova() -> None:
    """Also register both cells and the host, as nova-manage does."""
    from nova import config, context, objects
    from nova.db.api.models import BASE as API
    from nova.db.main.models import BASE

    create("nova_api", API.metadata)
    for cell in ("nova_cell0", "nova_cell1"):
        create(cell, BASE.metadata)
    config.parse_args(["create_tables", "--config-file", "nova.conf"])
    objects.register_all()
    admin = context.get_admin_context()
    for uuid, cell, transport in (
        (objects.CellMapping.CELL0_UUID, "nova_cell0", "none:///"),
        (CELL, "nova_cell1", "fake:///"),
    ):
        mapping = objects.CellMapping(
            admin,
            uuid=uuid,
            name=cell,
            transport_url=transport,
            database_connection=CONNECTION.format(cell),
        )
        mapping.create()
    objects.HostMapping(admin, host=HOST, cell_mapping=mapping).create()


def run(work: Callable[[], None]) -> int:
    """Start the work in its own process, because the options of the services contradict each other."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def main() -> None:
    works = {run(work): work for work in (nova, neutron, cinder, glance, heat, placement)}
    failed = [work.__name__ for pid, work in works.items() if os.waitpid(pid, 0)[1]]
    if failed:
        sys.exit(f"The tables of {', '.join(failed)} could not be created")


if __name__ == "__main__":
    main()
