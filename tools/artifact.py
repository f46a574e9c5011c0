# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tarball that users install, as `ansible-galaxy` builds it from this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.tree import COLLECTION, ROOT, ansible_environment


def ansible(*command: str, collections: Path | None = None) -> str:
    """The output of one of Ansible's programs.

    collections: the folder where it looks for collections, instead of this checkout.
    """
    environment = {**os.environ, **ansible_environment()}
    if collections:
        environment["ANSIBLE_COLLECTIONS_PATH"] = str(collections)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> Path:
    """Empties the folder, and builds the tarball in it."""
    shutil.rmtree(folder, ignore_errors=True)
    ansible("ansible-galaxy", "collection", "build", "--output-path", str(folder), str(ROOT))
    (tarball,) = folder.glob("*.tar.gz")
    return tarball


def install(tarball: Path, tree: Path) -> Path:
    """Installs the tarball below the folder, as users do. Returns the folder of the collection."""
    # Without `collections`, ansible-galaxy finds the checkout and installs nothing.
    command = ["ansible-galaxy", "collection", "install", "--offline", "--force", "-p", str(tree)]
    ansible(*command, str(tarball), collections=tree)
    return tree / COLLECTION
