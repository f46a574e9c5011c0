# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves a project as task files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from ..engine.contracts import Task
from ..resources.local_file import file_errors
from .directory import Difference
from .project import Project


def save(task: Task) -> dict[str, Any]:
    """The result of sahara_save. All is read and written to a temporary directory before anything else changes."""
    directory = Path(task.params["dest"])
    project = Project(task)
    project.read()
    workplace = None if task.check_mode else nearest_directory(directory)
    with file_errors("write to", directory), temporary_directory(workplace) as temporary:
        project.write(Path(temporary))
        difference = Difference(directory, Path(temporary))
        diff = difference.diff()
        if difference and not task.check_mode:
            difference.carry_out(task.note_write)
    return {
        "changed": bool(difference),
        "diff": diff,
        "counts": {name: len(found) for name, found in project.objects.items()},
        "secrets": sorted(project.variables.secrets),
    }


def temporary_directory(workplace: Path | None) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=".saving-", dir=workplace)


def nearest_directory(path: Path) -> Path:
    """The directory itself, or the nearest above it that exists: files can be moved from there in one step."""
    return next(candidate for candidate in (path, *path.absolute().parents) if candidate.is_dir())
