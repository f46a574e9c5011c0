# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of the project, without those that tools leave in the checkout.

Does not use git, so that it also works in a copy of the project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tools.tree import ROOT

# As in .gitignore: environments, caches, the state of a sandbox, build results.
NOT_OURS = frozenset({".ansible", ".dev", ".git", ".sandbox", "__pycache__"})


def project_files(*suffixes: str) -> Iterator[Path]:
    """All files of the project, or those with one of the suffixes: sorted paths below its root."""
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = sorted(
            name for name in subfolders if name not in NOT_OURS and not name.endswith("_cache")
        )
        # In a git worktree, .git is a file.
        for name in sorted(set(names) - NOT_OURS):
            if name.endswith(suffixes or "") and not name.endswith((".pyc", ".tar.gz")):
                yield Path(folder, name).relative_to(ROOT)


def python_files() -> list[Path]:
    return [*project_files(".py"), Path("dev")]
