# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For a new field, the house tests report everything that is missing, with the file that it belongs in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from tools.mutants.copies import copy_project

pytestmark = pytest.mark.slow

HOUSE_TESTS = [
    f"tests/unit/house/test_{name}.py"
    for name in ("changelog", "fields_of_modules", "matrix", "modules")
]
INTERNAL = "plugins/module_utils/_internal/resources"
# The file in which the new field is declared, and the text before which it is inserted.
SHARED = (f"{INTERNAL}/templates/group_fields.py", "    SHARES,\n)  # fmt: skip\n")
OWN = (f"{INTERNAL}/templates/node_group_template.py", "        *GROUP_FIELDS,\n")
LINE = 'Text("colour", "The colour.", "blue"),\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project just after a release."""
    copy_project(tmp_path)
    run(tmp_path, "-m", "tools.generate", "--release")
    galaxy = tmp_path / "galaxy.yml"
    galaxy.write_text(galaxy.read_text().replace("version: ", "version: 9", 1))
    return tmp_path


def run(copy: Path, *arguments: str) -> str:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("ANSIBLE_", "COV_", "PYTEST_"))
    }
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.stdout + finished.stderr


def output_of_house_tests(copy: Path) -> str:
    return run(copy, "-m", "pytest", "-q", "-p", "no:xdist", *HOUSE_TESTS)


def add(copy: Path, file: str, text: str, before: str) -> None:
    source = (copy / file).read_text()
    assert source.count(before) == 1
    (copy / file).write_text(source.replace(before, text + before))


def test_nothing_is_missing_without_a_new_field(copy: Path) -> None:
    assert " failed" not in output_of_house_tests(copy)


def add_field(copy: Path, shared: bool) -> None:
    file, before = SHARED if shared else OWN
    add(copy, file, ("    " if shared else "        ") + LINE, before)


each_kind = pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])


@each_kind
def test_what_a_new_field_needs_is_reported(copy: Path, shared: bool) -> None:
    add_field(copy, shared)
    output = output_of_house_tests(copy)
    for message in (
        "plugins/modules/sahara_node_group_template.py: RETURN is out of date. Run './dev generate'.",
        "plugins/doc_fragments: the option 'colour' is not documented",
        "tests/integration/matrix/node_group_template.yml: 'changes' has no row for ['colour']",
        "changelogs/fragments: no fragment mentions the new options ['colour']",
        "the option 'colour' needs 'version_added: 9",
    ):
        assert message in output
    assert ("plugins/modules/sahara_cluster_info.py: RETURN is out of date" in output) is shared
    assert ("the option 'node_groups.colour' is not documented" in output) is shared


@each_kind
def test_a_field_needs_a_declaration_documentation_a_row_a_fragment_and_generate(
    copy: Path, shared: bool
) -> None:
    add_field(copy, shared)
    run(copy, "-m", "tools.generate")
    version = (copy / "galaxy.yml").read_text().partition("version: ")[2].split()[0]
    text = f"colour:\n  description: The colour.\n  type: str\n  version_added: {version}\n"
    if shared:
        add(copy, "plugins/doc_fragments/sahara.py", text, "volumes_per_node:\n")
    else:
        module = "plugins/modules/sahara_node_group_template.py"
        add(copy, module, indent(text, "  "), "  on_affected_templates:\n    description")
    row = "  - set: {colour: blue}\n    was: {colour: null}\n"
    matrix = "tests/integration/matrix/node_group_template.yml"
    add(copy, matrix, row, '  - set: {name: "{{ prefix }}-two"}')
    fragment = "minor_changes:\n  - sahara_node_group_template - the option O(colour) is new.\n"
    (copy / "changelogs" / "fragments" / "colour.yml").write_text(fragment)
    assert " failed" not in output_of_house_tests(copy)
