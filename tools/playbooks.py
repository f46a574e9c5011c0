# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the guide to the playbooks from the comments at their tops, which document their variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.tree import ROOT

PLAYBOOKS = ROOT / "playbooks"
GUIDE = ROOT / "docs" / "docsite" / "rst" / "guide_playbooks.rst"
NAME = "sahara.dataprocessing"
# In the order in which people need them; the demonstrations are not listed.
ORDER = (
    "provision",
    "run_job",
    "job_logs",
    "scale",
    "run_once",
    "expire",
    "save",
    "restore",
    "teardown",
)
BEGINNING = """\
..
  Copyright (c) 2026, the sahara.dataprocessing contributors
  GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later

.. _ansible_collections.sahara.dataprocessing.docsite.guide_playbooks:

Playbooks
=========

The collection contains playbooks that you can run or import. Each has a name like ``sahara.dataprocessing.provision``.
All of them run in check mode too. A second run changes nothing, except with ``run_once``, which starts over each time.
"""
COMMENT = re.compile(r"\n---\n((?:#.*\n)+)")
# An item below "Required:" or "Optional:": names, and what they mean.
ITEM = re.compile(r"  (?P<names>[^ :][^:]*): (?P<meaning>.+)")


def guide() -> str:
    text = BEGINNING + "".join(section(name) for name in ORDER)
    return re.sub(r"\n{3,}", "\n\n", text)


def section(name: str) -> str:
    """The part of the guide about one playbook."""
    found = COMMENT.search((PLAYBOOKS / f"{name}.yml").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"playbooks/{name}.yml has no comment at its top")
    lines = [line.removeprefix("#").removeprefix(" ") for line in found[1].splitlines()]
    return f"\n{name}\n{'-' * len(name)}\n\n" + "\n".join(as_rst(joined(lines))) + "\n"


def joined(lines: list[str]) -> Iterator[str]:
    """The items, and the other lines, without line breaks inside them."""
    whole: list[str] = []
    for line in lines:
        is_continued = whole and line.startswith("    ")
        is_text = (
            whole and line[:1].strip() and whole[-1][:1].strip() and not whole[-1].endswith(":")
        )
        if is_continued or is_text:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line)
    return iter(whole)


def as_rst(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        item = ITEM.fullmatch(line)
        if item:
            names = re.sub(r"\w+(?=,|$| or )", r"``\g<0>``", item["names"])
            yield f"* {names}: {marked(item['meaning'])}"
        elif line.startswith("  "):
            yield f"* {marked(line.strip())}"
        elif line.endswith(":"):
            yield f"\n{marked(line)}\n"
        else:
            yield marked(line)


def marked(text: str) -> str:
    """Code and names of modules in the markup of the guides."""
    text = re.sub(r"`([^`]+)`", r"``\1``", text)
    return re.sub(r"\b(module )(sahara_\w+)", rf"\1:ansplugin:`\2 <{NAME}.\2#module>`", text)


def update() -> list[Path]:
    """Writes the guide if it is out of date. Returns the files that changed."""
    text = guide()
    if GUIDE.exists() and GUIDE.read_text(encoding="utf-8") == text:
        return []
    GUIDE.write_text(text, encoding="utf-8")
    return [GUIDE]
