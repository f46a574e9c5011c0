# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a directory into the state of another one, and reports the difference."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..engine.checks import Refused
from ..resources.local_file import sha256
from .yaml_text import HEADER

# Where saved files are. Whatever else is in the directory belongs to the user.
TASKS, VARIABLES, CONTENTS = "tasks", "vars", "files"


def saved_files(directory: Path) -> set[str]:
    """The paths, below the directory, of all files that a task has saved there."""
    tasks = [file for part in (TASKS, VARIABLES) for file in (directory / part).glob("*.yml")]
    ours = {file for file in tasks if file.read_text(errors="replace").startswith(HEADER)}
    if directory / TASKS / "main.yml" in ours:
        ours.update(file for file in (directory / CONTENTS).glob("*/*") if file.is_file())
    return {file.relative_to(directory).as_posix() for file in ours}


def check_overwriting(directory: Path, new: set[str]) -> None:
    """Raises Refused if a file that no task has saved is in the way."""
    if directory.exists() and not directory.is_dir():
        raise Refused(f"'{directory}' is not a directory. Set 'dest' to the path of one.")
    others = sorted(name for name in new - saved_files(directory) if (directory / name).exists())
    if others:
        raise Refused(
            f"'{directory / others[0]}' exists and was not saved by this module. Remove it, or set 'dest' to another directory."
        )


class Difference:
    """What differs between a saved directory and a new version of it."""

    def __init__(self, directory: Path, new: Path):
        self._directory, self._new = directory, new
        old_files, new_files = saved_files(directory), set(files_below(new))
        check_overwriting(directory, new_files)
        self.removed = sorted(old_files - new_files)
        self.written = sorted(
            name
            for name in new_files
            if name not in old_files or not filecmp.cmp(directory / name, new / name, shallow=False)
        )

    def __bool__(self) -> bool:
        return bool(self.removed or self.written)

    def diff(self) -> list[dict[str, Any]]:
        """The differences as Ansible shows those of files."""
        return [
            {
                "before": shown(self._directory / name),
                "after": shown(self._new / name),
                "before_header": str(self._directory / name),
                "after_header": str(self._directory / name),
            }
            for name in sorted([*self.removed, *self.written])
        ]

    def carry_out(self, note_write: Callable[[], None]) -> None:
        """Replace each file in one step, and note it. The new version must be on the same file system."""
        for name in self.written:
            (self._directory / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._new / name, self._directory / name)
            note_write()
        for name in self.removed:
            (self._directory / name).unlink()
            note_write()


def files_below(directory: Path) -> Iterator[str]:
    return (
        file.relative_to(directory).as_posix() for file in directory.rglob("*") if file.is_file()
    )


def shown(file: Path) -> str:
    """The text of a file with tasks or variables, or the checksum of stored content. Empty without a file."""
    if not file.exists():
        return ""
    if file.parent.name in (TASKS, VARIABLES):
        return file.read_text(errors="replace")
    return f"sha256:{sha256(file)}\n"
