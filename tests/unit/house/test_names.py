# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names at the top level of the files of module_utils and of the inventory are unique."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tools.files import project_files
from tools.tree import ROOT

CLIENT = "plugins/module_utils/saharaclient"
FOLDERS = ("plugins/module_utils", "plugins/plugin_utils", "plugins/inventory")
# python-saharaclient has two classes of this name: one for API v1.1 and one for v2.
BOTH_VERSIONS = {"Job"}


def defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def shared_names() -> dict[str, list[str]]:
    """The names that several files define: name -> files."""
    found = defaultdict(list)
    for path in project_files(".py"):
        if str(path).startswith(FOLDERS):
            for name in set(defined(ast.parse((ROOT / path).read_text(encoding="utf-8")))):
                found[name].append(str(path))
    return {name: files for name, files in found.items() if len(files) > 1}


@pytest.mark.slow
def test_names_are_unique() -> None:
    wrong = {
        name: files
        for name, files in shared_names().items()
        # A class of the client and the resource that manages its objects may share a name.
        if sum(not file.startswith(CLIENT) for file in files) > 1
        or (sum(file.startswith(CLIENT) for file in files) > 1 and name not in BOTH_VERSIONS)
        or not name[0].isupper()
    }
    assert wrong == {}
