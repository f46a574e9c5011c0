# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Ansible's programs from the Python environment of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 900
FOREIGN = ("OS_", "PYTHONDONTWRITEBYTECODE", "STORED_")


@dataclass(frozen=True)
class Done:
    """A finished program. output: its standard output; errors: its standard error."""

    status: int
    output: str
    errors: str

    @property
    def everything(self) -> str:
        """The whole output on one line, because Ansible wraps warnings."""
        return " ".join((self.output + self.errors).split())


def program(name: str) -> str:
    """The path of the program in this environment; the one on the PATH may be of another release."""
    return str(Path(sys.executable).with_name(name))


def own_environment() -> dict[str, str]:
    """The environment without the variables that the user has set for other clouds."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}


def run(folder: Path, environment: Mapping[str, str], *command: str, merged: bool = False) -> Done:
    """Run a program, whatever its status is. merged: whether its output includes its standard error, as on a terminal."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        timeout=LONGEST_S,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr or "")


def descendants(process: int) -> Iterator[int]:
    """The ids of the processes that it has started, and of those that they have started. None if it has ended."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from descendants(child)
