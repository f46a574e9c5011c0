# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Python in a new process, for tests of imports."""

from __future__ import annotations

import os
import subprocess
import sys


def python(program: str, **variables: str) -> str:
    """Run the program in a new interpreter with the same `sys.path`, and return what it prints.

    variables: added to its environment.
    """
    program = f"import sys; sys.path[:0] = {sys.path!r}\n{program}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
