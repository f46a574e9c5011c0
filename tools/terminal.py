# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The terminal session on the front page of the documentation: commands, and what they print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tools.tree import ROOT

FILE = ROOT / "docs" / "docsite" / "terminal.txt"
PROMPT = "$ "


class Command(NamedTuple):
    line: str
    printed: str


def session() -> Iterator[Command]:
    _head, *commands = f"\n{FILE.read_text(encoding='utf-8')}".split(f"\n{PROMPT}")
    for command in commands:
        line, _, printed = command.partition("\n")
        yield Command(line, printed.strip("\n") + "\n")


def text(commands: Iterable[Command]) -> str:
    return "\n".join(f"{PROMPT}{line}\n{printed.strip()}\n" for line, printed in commands)
