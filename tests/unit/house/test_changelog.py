# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each option that is new since the last release has a changelog fragment and a 'version_added'."""

from __future__ import annotations

import re

import yaml

from tests.unit.house.test_modules import documented
from tools.released import FRAGMENTS, current_options, new_options, released_options
from tools.tree import ROOT

VERSION = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]


def unreleased_options() -> list[tuple[str, str]]:
    released = released_options()
    # Before the first release, no option is newer than its module.
    return [] if released is None else new_options(current_options(), released)


def test_new_options_are_announced() -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in FRAGMENTS.glob("*.yml"))
    names = {option.rpartition(".")[2] for _module, option in unreleased_options()}
    missing = sorted(name for name in names if not re.search(rf"\b{name}\b", texts))
    assert not missing, f"changelogs/fragments: no fragment mentions the new options {missing}"


def test_new_options_have_version_added() -> None:
    undated = [
        f"plugins/modules/{module}.py: the option {option!r} needs 'version_added: {VERSION}'"
        for module, option in unreleased_options()
        if version_added(module, option) != VERSION
    ]
    assert not undated, "; ".join(undated)


def version_added(module: str, option: str) -> str | None:
    options = documented(module)["doc"]["options"]
    found: dict[str, str] = {}
    for part in option.split("."):
        found = options.get(part, {})
        options = found.get("suboptions") or {}
    return found.get("version_added")


def test_only_options_of_released_modules_count_as_new() -> None:
    released = {"sahara_image": ["name"]}
    current = {"sahara_image": ["name", "tags", "tags.colour"], "sahara_new": ["name"]}
    assert new_options(current, released) == [
        ("sahara_image", "tags"),
        ("sahara_image", "tags.colour"),
    ]
    assert new_options(released, released) == []
