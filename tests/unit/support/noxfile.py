# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of noxfile.py. The tests have no nox to import it with."""

from __future__ import annotations

import ast
from typing import Any

from tools.tree import ROOT


def table(name: str) -> Any:
    """The value of a name that noxfile.py sets once, as a literal."""
    (value,) = (
        node.value
        for node in ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
    return ast.literal_eval(value)
