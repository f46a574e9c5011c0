# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's programs of the Python that runs the tests, and what they print."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 600
FOREIGN = ("OS_", "PYTHONDONTWRITEBYTECODE", "STORED_")


@dataclass(frozen=True)
class Done:
    """An ended program. output: on the standard output; errors: beside it."""

    status: int
    output: str
    errors: str

    @property
    def everything(self) -> str:
        """For a failed test; and warnings, which are broken into lines, as one."""
        return " ".join((self.output + self.errors).split())


def program(name: str) -> str:
    """Not the one on the PATH, which may be another release's."""
    return str(Path(sys.executable).with_name(name))


def own_environment() -> dict[str, str]:
    """The tests' own, without what the user has set for other clouds."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


def run(folder: Path, environment: Mapping[str, str], *command: str) -> Done:
    """A program, whatever it ends with."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LONGEST_S,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
