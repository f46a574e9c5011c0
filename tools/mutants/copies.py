# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies of the project in which its files may be changed, and the processes that do so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.files import project_files
from tools.tree import ROOT

# Removes the folder on request, and when its parent has ended: a run may be killed.
JANITOR = 'read -r word || sleep 3; rm -rf -- "$0"'


@contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mutants-")).resolve()
    janitor = subprocess.Popen(
        ["sh", "-c", JANITOR, str(folder)], stdin=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield folder
    finally:
        janitor.communicate("now\n")


def copy_project(target: Path) -> Path:
    """The project itself, without what tools have left in it."""
    for path in project_files():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target / path)
    return target


class Worker:
    """A process that mutates the project in one copy of it, and runs tests there."""

    def __init__(self, project: Path):
        # A seed, so that the order of sets does not make a second run different.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.mutants.worker"],
            cwd=project, env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def carry_out(self, **order: Any) -> Mapping[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
