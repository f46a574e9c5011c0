# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every file has the header with its copyright and licence."""

from __future__ import annotations

from pathlib import Path

from tools.files import project_files
from tools.tree import ROOT

# REUSE-IgnoreStart
HEADER = (
    "Copyright (c) 2026, the sahara.dataprocessing contributors",
    "GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)",
    "SPDX-License-Identifier: GPL-3.0-or-later",
)
# REUSE-IgnoreEnd
# The licence, the files that antsibull-changelog writes, and the text that each pull request starts
# with. See REUSE.toml.
WITHOUT_HEADER = {
    ".github/PULL_REQUEST_TEMPLATE.md",
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "LICENSE",
    "LICENSES/GPL-3.0-or-later.txt",
    "changelogs/changelog.yaml",
    "tests/openstack/replies.json",
}


def has_header(text: str) -> bool:
    """Whether the three lines are together at the top. A `#!`, `<!--` or `/*` may come first."""
    lines = [line.strip("#;.* ").strip() for line in text.splitlines()[:6]]
    return any(tuple(lines[start : start + 3]) == HEADER for start in range(3))


def is_right(path: Path) -> bool:
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.parts[0] == "plugins" and path.name == "__init__.py":
        return text == ""  # as ansible-test 2.16 requires
    return has_header(text)


def test_every_file_has_the_header() -> None:
    paths = [path for path in project_files() if str(path) not in WITHOUT_HEADER]
    assert [str(path) for path in paths if not is_right(path)] == []


def test_a_header_must_be_complete_and_at_the_top() -> None:
    complete = "".join(f"# {line}\n" for line in HEADER)
    assert has_header(f"#!/usr/bin/env python3\n{complete}")
    assert has_header(complete.replace("# ", ".. "))
    assert not has_header("# " + "\n# ".join(HEADER[:2]))
    assert not has_header("\n" * 10 + complete)
