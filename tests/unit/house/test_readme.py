# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README tells what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.support.noxfile import table
from tools.files import project_files
from tools.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text between a heading and the next one of its level."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_it_lists_each_module_inventory_plugin_and_playbook() -> None:
    listed = re.findall(
        r"^\| `sahara\.dataprocessing\.(\w+)` \|", section("Included content"), re.M
    )
    kinds = (("plugins", "modules"), ("plugins", "inventory"))
    there = [path.stem for path in project_files(".py") if path.parts[:2] in kinds]
    playbooks = [path.stem for path in (ROOT / "playbooks").glob("*.yml")]
    there += [name for name in playbooks if not name.startswith("demo")]
    assert sorted(listed) == sorted(there)


def test_it_installs_what_the_requirements_say() -> None:
    required = re.findall(r"^\w.*$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    installed = re.findall(r"'([^']+)'", section("Installation"))
    assert sorted(installed) == sorted(required)


def test_its_table_of_releases_is_what_the_matrix_runs() -> None:
    pythons = table("PYTHONS")
    rows = re.findall(r"^\| (2\.\d+) \| ([^|]+) \|", section("Testing"), re.M)
    assert {core: tuple(listed.split(", ")) for core, listed in rows} == pythons
    assert ", ".join(pythons) in section("Requirements")


@pytest.mark.parametrize("text", list(project_files(".md")), ids=str)
def test_links_of_texts_lead_to_what_is_there(text: Path) -> None:
    place = (ROOT / text).parent
    links = re.findall(r"\]\((?!http)([^)#]+)", (ROOT / text).read_text(encoding="utf-8"))
    assert [link for link in links if not (place / link).exists()] == []
