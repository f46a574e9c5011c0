# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat's transactions in SQLite, which refuses some of those that run at the same time."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sandbox.layout import CHECKOUT, Layout
from sandbox.openstack import distribution

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).parent / "files" / "refused_transaction.py"


def updated(database: Path, *plugins: str) -> subprocess.CompletedProcess[str]:
    python = distribution.ensure(Layout.from_environment(), print) / "bin" / "python"
    return subprocess.run(
        [python, PROGRAM, database, *plugins],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_refused_transaction_is_repeated(tmp_path: Path) -> None:
    done = updated(tmp_path / "heat.sqlite", "database")
    assert (done.returncode, done.stdout) == (0, "DELETE\n"), done.stderr


def test_without_the_plugin_it_fails(tmp_path: Path) -> None:
    assert "database is locked" in updated(tmp_path / "heat.sqlite").stderr
