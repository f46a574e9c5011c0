# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports the tarball as Galaxy does. A warning fails too, because Galaxy shows it on the page of the collection."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.artifact import build

STATE = Path(sys.prefix).parent / "imported"
# As Galaxy sets them, except for ansible-test, which `./dev sanity` runs.
SETTINGS = {
    "RUN_FLAKE8": "True",
    "RUN_ANSIBLE_LINT": "True",
    "CHECK_REQUIRED_TAGS": "True",
    "CHECK_CHANGELOG": "True",
    "REQUIRE_V1_OR_GREATER": "True",
}
PROBLEMS = ("ERROR", "WARNING")


def main() -> int:
    tarball = build(STATE)
    settings = {f"GALAXY_IMPORTER_{name}": value for name, value in SETTINGS.items()}
    # With this variable, it could find another copy of the collection that it imports.
    environment = {**os.environ, **settings}
    environment.pop("ANSIBLE_COLLECTIONS_PATH", None)
    done = subprocess.run(
        [sys.executable, "-m", "galaxy_importer.main", tarball],
        cwd=STATE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout)
    return done.returncode or any(line.startswith(PROBLEMS) for line in done.stdout.splitlines())


if __name__ == "__main__":
    sys.exit(main())
