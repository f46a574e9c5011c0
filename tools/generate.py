# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generates RETURN in the modules, the guide to the playbooks and, with `--release`, the list of released options."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.tree import ROOT, linked_tree

sys.path.insert(0, str(linked_tree()))

from tools import playbooks, released, returns  # noqa: E402 - imports the collection
from tools.resources import RESOURCES  # noqa: E402


def update_modules() -> list[Path]:
    """Updates RETURN in each module. Returns the files that changed."""
    changed = []
    for path in sorted(returns.MODULES.glob("sahara_*.py")):
        source = path.read_text(encoding="utf-8")
        updated = returns.renewed(source, path.stem, RESOURCES)
        if updated != source:
            path.write_text(updated, encoding="utf-8")
            changed.append(path)
    return changed


def main(arguments: list[str]) -> int:
    written = [*update_modules(), *playbooks.update()]
    if "--release" in arguments:
        released.record()
        written.append(released.FILE)
    for path in written:
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
