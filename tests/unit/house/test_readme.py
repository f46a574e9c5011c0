# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The README tells what there is."""

from __future__ import annotations

import re

from tools.files import project_files
from tools.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text between a heading and the next one of its level."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_it_lists_each_module_and_inventory_plugin() -> None:
    listed = re.findall(
        r"^\| `sahara\.dataprocessing\.(\w+)` \|", section("Included content"), re.M
    )
    kinds = (("plugins", "modules"), ("plugins", "inventory"))
    there = [path.stem for path in project_files(".py") if path.parts[:2] in kinds]
    assert sorted(listed) == sorted(there)


def test_it_installs_what_the_requirements_say() -> None:
    required = re.findall(r"^\w.*$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    installed = re.findall(r"'([^']+)'", section("Installation"))
    assert sorted(installed) == sorted(required)


def test_its_links_lead_to_files() -> None:
    files = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert files
    assert [name for name in files if not (ROOT / name).is_file()] == []
