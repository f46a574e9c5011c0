# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The terminal session on the front page of the documentation: each command prints what the page shows."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.support import programs
from tests.integration.support.plays import Plays
from tests.integration.support.sandbox import Sandbox
from tools import terminal

pytestmark = pytest.mark.nightly

# Which steps a wait sees, and when, depends on the machine.
PROGRESS = re.compile(r"^cluster '.*\)\n", re.MULTILINE)
LAST_STATUS = re.compile(r"^cluster '.*': (\w+) \(.*\)\n(?!cluster)", re.MULTILINE)


def test_each_command_prints_what_the_page_shows(tmp_path: Path, sandbox: Sandbox) -> None:
    plays = Plays(tmp_path, sandbox)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = plays.environment(PATH=path, OS_CLOUD="demo")
    session = list(terminal.session())
    printed = [
        terminal.Command(line, run(line, shown, tmp_path, environment)) for line, shown in session
    ]
    assert plays.play("teardown", cluster_name="analytics").status == 0
    renewed = tmp_path / terminal.FILE.name
    licence = terminal.FILE.read_text().partition(terminal.PROMPT)[0]
    renewed.write_text(licence + terminal.text(printed))
    for one, other in zip(session, printed, strict=True):
        assert comparable(one) == comparable(other), f"If {renewed} is right, keep it."


def run(command: str, shown: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What the command prints. Instead of `cat`, it writes the file that the page shows."""
    program, _, arguments = command.partition(" ")
    if program == "cat":
        (folder / arguments).write_text(shown)
        return shown
    done = programs.run(folder, environment, *command.split(), merged=True)
    # As on a terminal, without the spaces at the end of lines.
    return re.sub(r" +$", "", done.output, flags=re.MULTILINE)


def comparable(command: terminal.Command) -> tuple[str, list[str], str]:
    last = LAST_STATUS.findall(command.printed + "\n")
    return command.line, last, PROGRESS.sub("", command.printed).strip()
