# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new since the last release is announced in a fragment, and its documentation says since when it exists."""

from __future__ import annotations

import json
import re

import yaml

from tools.artifact import ansible
from tools.released import FRAGMENTS, current_options, new_options, released_options
from tools.tree import ROOT

VERSION = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]


def new_since_the_release() -> list[tuple[str, str]]:
    released = released_options()
    # Before the first release, everything is new with its module.
    return [] if released is None else new_options(current_options(), released)


def test_new_options_are_announced() -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in FRAGMENTS.glob("*.yml"))
    names = {option.rpartition(".")[2] for _module, option in new_since_the_release()}
    missing = sorted(name for name in names if not re.search(rf"\b{name}\b", texts))
    assert not missing, f"changelogs/fragments: no fragment names the new options {missing}"


def test_new_options_say_since_when_they_exist() -> None:
    silent = [
        f"plugins/modules/{module}.py: the option {option!r} needs 'version_added: {VERSION}'"
        for module, option in new_since_the_release()
        if version_added(module, option) != VERSION
    ]
    assert not silent, "; ".join(silent)


def version_added(module: str, option: str) -> str | None:
    name = f"sahara.dataprocessing.{module}"
    options = json.loads(ansible("ansible-doc", "--json", name))[name]["doc"]["options"]
    found: dict[str, str] = {}
    for part in option.split("."):
        found = options.get(part, {})
        options = found.get("suboptions") or {}
    return found.get("version_added")


def test_only_options_of_released_modules_are_new() -> None:
    released = {"sahara_image": ["name"]}
    current = {"sahara_image": ["name", "tags", "tags.colour"], "sahara_new": ["name"]}
    assert new_options(current, released) == [
        ("sahara_image", "tags"),
        ("sahara_image", "tags.colour"),
    ]
    assert new_options(released, released) == []
