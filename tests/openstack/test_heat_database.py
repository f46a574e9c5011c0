# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat's transactions in SQLite, some of which fail if they run at the same time."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sandbox.layout import CHECKOUT, Layout
from sandbox.openstack import distribution

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).parent / "files" / "two_changes.py"
OTHERS = ("waits", "is between")


def changed(other: str, database: Path, *plugins: str) -> subprocess.CompletedProcess[str]:
    python = distribution.ensure(Layout.from_environment(), print) / "bin" / "python"
    return subprocess.run(
        [python, PROGRAM, other, database, *plugins],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("other", OTHERS)
def test_both_changes_are_made(tmp_path: Path, other: str) -> None:
    done = changed(other, tmp_path / "heat.sqlite", "database")
    assert (done.returncode, done.stdout) == (0, "DELETE new\n"), done.stderr


@pytest.mark.parametrize("other", OTHERS)
def test_without_the_plugin_one_fails(tmp_path: Path, other: str) -> None:
    assert "database is locked" in changed(other, tmp_path / "heat.sqlite").stderr
