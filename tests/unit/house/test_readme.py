# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README matches the project, and links in Markdown files work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.support.noxfile import table
from tools.files import project_files
from tools.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text between a heading and the next heading of the same level."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_readme_lists_each_module_inventory_plugin_and_playbook() -> None:
    listed = re.findall(
        r"^\| `sahara\.dataprocessing\.(\w+)` \|", section("Included content"), re.M
    )
    kinds = (("plugins", "modules"), ("plugins", "inventory"))
    existing = [path.stem for path in project_files(".py") if path.parts[:2] in kinds]
    playbooks = [path.stem for path in (ROOT / "playbooks").glob("*.yml")]
    existing += [name for name in playbooks if not name.startswith("demo")]
    assert sorted(listed) == sorted(existing)


def test_the_readme_installs_the_requirements() -> None:
    required = re.findall(r"^\w.*$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    installed = re.findall(r"'([^']+)'", section("Installation"))
    assert sorted(installed) == sorted(required)


def test_the_table_of_releases_matches_the_matrix() -> None:
    pythons = table("PYTHONS")
    rows = re.findall(r"^\| (2\.\d+) \| ([^|]+) \|", section("Testing"), re.M)
    assert {core: tuple(listed.split(", ")) for core, listed in rows} == pythons
    assert ", ".join(pythons) in section("Requirements")


@pytest.mark.parametrize("document", list(project_files(".md")), ids=str)
def test_relative_links_work(document: Path) -> None:
    folder = (ROOT / document).parent
    links = re.findall(r"\]\((?!http)([^)#]+)", (ROOT / document).read_text(encoding="utf-8"))
    assert [link for link in links if not (folder / link).exists()] == []
