# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Private files are private from the first moment. Locks work between processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sandbox.files import locked, write_private
from tests.sandbox.support import CHECKOUT, until

HOLD = """
import sys
from pathlib import Path
from sandbox.files import locked
with locked(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_only_its_owner_can_read_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    path.parent.mkdir()
    path.write_text("old, and readable by everyone")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret"]


def test_a_second_process_waits_for_the_lock_and_reports_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with locked(lock, lambda: None):
        other = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(lock)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout.readline() == "waiting\n"
    with other:
        assert other.stdout.readline() == "held\n"
        waited = []
        other.stdin.close()
        with locked(lock, lambda: waited.append(True)):
            until(other.poll, lambda status: status is not None)
