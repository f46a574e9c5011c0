# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the tools find the collection.

Ansible and Python look for `ansible_collections/<namespace>/<name>`. A checkout can be anywhere
and have any name, so the tools use a link in `.dev/tree`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / ".dev" / "tree"
COLLECTION = Path("ansible_collections", "sahara", "dataprocessing")


def linked_tree() -> Path:
    """The folder that contains `ansible_collections/sahara/dataprocessing`, a link to this checkout."""
    link = TREE / COLLECTION
    link.parent.mkdir(parents=True, exist_ok=True)
    # A relative link stays valid when the checkout is moved. Two processes may create it at once.
    if not link.is_symlink():
        with suppress(FileExistsError):
            link.symlink_to(Path(*[".."] * 4), target_is_directory=True)
    return TREE


def ansible_environment() -> dict[str, str]:
    """Variables that let Ansible's programs find this collection, and none of the user's files."""
    return {
        "ANSIBLE_COLLECTIONS_PATH": str(linked_tree()),
        "ANSIBLE_CONFIG": str(ROOT / "tests" / "ansible.cfg"),
        "ANSIBLE_HOME": str(ROOT / ".dev" / "ansible"),
    }
