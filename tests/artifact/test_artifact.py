# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tarball contains what users need and nothing else. It works where it is installed."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools.artifact import ansible
from tools.files import project_files

SHIPPED = (
    "CHANGELOG.rst",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSE",
    "LICENSES/*",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "REUSE.toml",
    "bindep.txt",
    "changelogs/changelog.yaml",
    "docs/*",
    "meta/*",
    "playbooks/*",
    "plugins/*",
    "requirements.txt",
    "tests/config.yml",
)
KINDS = {"modules": "module", "inventory": "inventory"}


def files_in(tarball: Path) -> set[str]:
    with tarfile.open(tarball) as archive:
        return {member.name for member in archive if member.isfile()}


def not_shipped(names: Iterable[str]) -> list[str]:
    return [name for name in names if not any(fnmatch(name, allowed) for allowed in SHIPPED)]


def test_the_tarball_contains_nothing_else(tarball: Path) -> None:
    assert not_shipped(files_in(tarball)) == []


def test_stray_files_are_found() -> None:
    strays = ["dev", "tests/unit/x.py", ".dev/tree/x", "sandbox/cli.py", "clouds.yaml"]
    strays += [".github/workflows/test.yml", ".pre-commit-config.yaml"]
    assert not_shipped([*strays, "plugins/modules/x.py"]) == strays


def test_the_tarball_contains_all_that_users_need(tarball: Path) -> None:
    wanted = {str(path) for path in project_files() if path.parts[0] in ("meta", "plugins")}
    wanted |= {"CHANGELOG.rst", "LICENSE", "README.md", "bindep.txt", "requirements.txt"}
    assert wanted - files_in(tarball) == set()


@pytest.mark.parametrize("folder", KINDS)
def test_the_installed_plugins_show_their_documentation(folder: str, installed: Path) -> None:
    kind = KINDS[folder]
    files = [path for path in project_files(".py") if path.parts[:2] == ("plugins", folder)]
    expected = {f"sahara.dataprocessing.{path.stem}" for path in files if path.stem != "__init__"}
    listed = ansible(
        "ansible-doc", "--json", "--list", "--type", kind, "sahara.dataprocessing",
        collections=installed,
    )  # fmt: skip
    assert set(json.loads(listed)) == expected
    if expected:
        documented = ansible(
            "ansible-doc", "--json", "--type", kind, *sorted(expected), collections=installed
        )
        assert all(entry["doc"]["options"] for entry in json.loads(documented).values())
