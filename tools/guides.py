# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides in docs/docsite/rst, for the tests that compare them with the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from tools.tree import ROOT

FOLDER = ROOT / "docs" / "docsite" / "rst"
GUIDES = sorted(path.stem for path in FOLDER.glob("*.rst"))
# A directive, perhaps inside a list, with its options and the indented or empty lines below it.
CODE = re.compile(r"^( *)\.\. code-block:: (\w+)\n(?:\1   :.*\n)*\n((?:(?:\1   .*)?\n)+)", re.M)


def text_of(guide: str) -> str:
    return (FOLDER / f"{guide}.rst").read_text(encoding="utf-8")


def code_of(guide: str, language: str) -> Iterator[str]:
    """The code blocks in that language, in order."""
    for _margin, found, code in CODE.findall(text_of(guide) + "\n"):
        if found == language:
            yield dedent(code).strip() + "\n"


def rows_of(guide: str, title: str) -> Iterator[tuple[str, str]]:
    """The two cells of each row in the table below a title, without the header row."""
    below = text_of(guide).partition(f"\n{title}\n---")[2].partition(".. list-table::\n")[2]
    table = re.split(r"^\S", below, maxsplit=1, flags=re.M)[0]
    yield from re.findall(r"^   \* - (.*)\n     - (.*)$", table, re.M)[1:]
