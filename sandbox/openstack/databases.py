# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The databases of the services: saved with what the cloud contains, and copied at each start."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from sandbox import contents
from sandbox.files import copy_database
from sandbox.keystone import Saved as SavedKeystone
from sandbox.layout import CODE, Layout
from sandbox.openstack.configs import DATABASES
from sandbox.openstack.distribution import REQUIREMENTS
from sandbox.ports import address_range

HERE = Path(__file__).parent
# In seconds: the services, which already run, may lock a database.
TIMEOUT = 60
# What decides the content of the databases.
SOURCES = ("configs.py", "seed.py", "services/create_tables.py")


class Saved:
    """The saved databases. They refer to the projects of the saved Keystone, so they are in its directory."""

    def __init__(self, layout: Layout) -> None:
        digest = hashlib.sha256()
        for path in (REQUIREMENTS, CODE / "contents.py", *(HERE / name for name in SOURCES)):
            digest.update(path.read_bytes())
        self.directory = SavedKeystone(layout).directory / f"openstack-{digest.hexdigest()[:16]}"
        self.state = layout.state

    def load(self) -> bool:
        """Copy them into the state. Returns False if none are saved yet."""
        if not self.directory.is_dir():
            return False
        for name in DATABASES:
            copy_database(_file(self.directory, name), _file(self.state, name))
        return True

    def save(self) -> None:
        """Save those in the state, unless another sandbox has just saved them."""
        part = self.directory.with_name(f"{self.directory.name}.{os.getpid()}.part")
        part.mkdir(mode=0o700)
        try:
            for name in DATABASES:
                copy_database(_file(self.state, name), _file(part, name))
            part.rename(self.directory)
        except OSError:
            shutil.rmtree(part)
            if not self.directory.exists():
                raise


def adapt(state: Path, ssh_port: int, public_key: str) -> None:
    """Write what differs from sandbox to sandbox: the addresses of the instances, and the keypairs."""
    numbers = contents.numbers(address_range(ssh_port))
    ends = (numbers[0], numbers[-1])
    with sqlite3.connect(_file(state, "neutron"), TIMEOUT) as neutron:
        for table in ("ipallocationpools", "ipamallocationpools"):
            for prefix in (contents.PRIVATE_NET, contents.PUBLIC_NET):
                first, last = (contents.address(prefix, number) for number in ends)
                neutron.execute(
                    f"UPDATE {table} SET first_ip = ?, last_ip = ? WHERE first_ip LIKE ?",
                    (first, last, f"{prefix}.%"),
                )
    neutron.close()
    with sqlite3.connect(_file(state, "nova_api"), TIMEOUT) as nova:
        nova.execute("UPDATE key_pairs SET public_key = ?", (public_key,))
    nova.close()


def _file(directory: Path, name: str) -> Path:
    return directory / f"{name}.sqlite"
