# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that are measured from start to end."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Mapping, Sequence

from tools.tree import ROOT, ansible_environment, linked_tree

FOREIGN_VARIABLES = ("ANSIBLE_", "OS_", "PYTHON")


class ProgramFailed(Exception):
    """A program failed, so it cannot be measured; the message has the end of its output."""


def environment(**variables: str) -> dict[str, str]:
    """The given variables and the caller's, except those that would affect the measurement."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN_VARIABLES)}
    python_path = f"{linked_tree()}{os.pathsep}{ROOT}"
    return {**kept, **ansible_environment(), "PYTHONPATH": python_path, **variables}


def run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> str:
    """The output of the command. Raises ProgramFailed."""
    done = subprocess.run(
        command, env=environment(**(variables or {})), cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise ProgramFailed(f"{command[-1]} failed: {(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


def processor_seconds(command: Sequence[str], variables: Mapping[str, str] | None = None) -> float:
    """The processor time of the command and of everything that it starts.

    Unlike wall-clock time, it hardly depends on what else the machine does.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, variables)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
