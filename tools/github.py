# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether GitHub understands the files in .github, and whether the workflows are safe.

check-jsonschema compares the files with the schemas that it ships. zizmor looks for permissions,
actions and scripts that others could use against the project. Both work without a network.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.tree import ROOT

FOLDER = ROOT / ".github"


def commands() -> Iterator[list[str]]:
    workflows = sorted(FOLDER.glob("workflows/*"))
    settings = FOLDER / "ISSUE_TEMPLATE" / "config.yml"
    forms = sorted({*settings.parent.iterdir()} - {settings})
    yield schema("vendor.github-workflows", *workflows)
    yield schema("custom.github-workflows-require-timeout", *workflows)
    yield schema("vendor.github-issue-config", settings)
    yield schema("vendor.github-issue-forms", *forms)
    yield schema("vendor.dependabot", FOLDER / "dependabot.yml")
    audit = ["zizmor", "--offline", "--quiet", "--strict-collection", "--pedantic"]
    yield [*audit, str(FOLDER), str(ROOT / ".pre-commit-config.yaml")]


def schema(name: str, *files: Path) -> list[str]:
    return ["check-jsonschema", "--builtin-schema", name, *map(str, files)]


def failed(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode != 0


if __name__ == "__main__":
    # All commands run, even after one has failed.
    sys.exit(sum(map(failed, commands())) > 0)
