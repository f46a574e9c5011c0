# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create Keystone's tables and its admin, with only one import of keystone-manage.

Usage: keystone_setup.py CONFIG_FILE DATABASE_FILE     (the admin's password on standard input)
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import traceback

from alembic.script import base
from keystone.cmd import cli

# Keystone joins the absolute paths of its migrations with spaces. Alembic splits at each space, even
# at one in the name of a home directory.
base._split_on_space_comma = re.compile(r" (?=/)")


def run(config: str, *command: str) -> None:
    """Run a command of keystone-manage in its own process, because its options are global."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            cli.main(argv=["keystone-manage", "--config-file", config, *command])
            code = 0
        except SystemExit as error:
            code = error.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code if isinstance(code, int) else 1)
    if os.waitpid(pid, 0)[1]:
        sys.exit(f"keystone-manage {command[0]} failed")


def main() -> None:
    config, database = sys.argv[1:]
    os.environ["OS_BOOTSTRAP_PASSWORD"] = sys.stdin.read()
    run(config, "db_sync")
    # Otherwise a request that reads on one connection and writes on another locks itself out.
    # SQLite stores this setting in the file.
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    run(config, "bootstrap")


if __name__ == "__main__":
    main()
