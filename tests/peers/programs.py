# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the programs of this folder, each in a process of its own, because a process can load only one of the clients."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.support.sandbox import Sandbox
from tools.tree import linked_tree


def output_of(
    program: str, *arguments: str, folder: Path, sandbox: Sandbox | None = None, given: str = ""
) -> str:
    """What the program writes. folder: where it runs. given: what it reads."""
    environment = {**os.environ, "PYTHONPATH": str(linked_tree())}
    if sandbox:
        environment |= {"OS_CLIENT_CONFIG_FILE": str(sandbox.clouds_file), "OS_CLOUD": "demo"}
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name(program)), *arguments]
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
