# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes what follows from the code: the RETURN of the modules and, with `--release`, the list of released options."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.tree import ROOT, linked_tree

sys.path.insert(0, str(linked_tree()))

from tools import released, returns  # noqa: E402 - the collection must be found first
from tools.resources import RESOURCES  # noqa: E402


def renewed_modules() -> list[Path]:
    """Renews the RETURN of each module, and answers which files were stale."""
    stale = []
    for path in sorted(returns.MODULES.glob("sahara_*.py")):
        source = path.read_text(encoding="utf-8")
        wanted = returns.renewed(source, path.stem, RESOURCES)
        if wanted != source:
            path.write_text(wanted, encoding="utf-8")
            stale.append(path)
    return stale


def main(arguments: list[str]) -> int:
    written = renewed_modules()
    if "--release" in arguments:
        released.record()
        written.append(released.FILE)
    for path in written:
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
