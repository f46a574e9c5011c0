# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command of `openstack dataprocessing` does the same with python-saharaclient and with our client."""

from __future__ import annotations

import json
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from tests.integration.support.sandbox import Sandbox
from tests.peers.commands import COMMANDS, DIFFERENCES, FILES, Command
from tests.peers.programs import output_of

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?"
ADDRESS = r"127\.2[01]\.\d+\.\d+"
# OSC loads all commands that are installed, and reports one of another project that it cannot load.
FOREIGN = re.compile(r"^Could not load .*\n", re.MULTILINE)
CASES = [
    pytest.param(version, number, id=f"v{version} {command.line}")
    for version, commands in COMMANDS.items()
    for number, command in enumerate(commands)
]


@pytest.fixture(scope="session")
def outcomes(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Client and version -> the folder with the files, and the outcome of each command."""
    return {
        f"{client} {version}": run(sandbox, tmp_path_factory.mktemp("openstack"), client, version)
        for version in COMMANDS
        for client in ("theirs", "ours")
    }


def run(sandbox: Sandbox, folder: Path, client: str, version: str) -> tuple[Path, list[Any]]:
    for name, content in FILES.items():
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    lines = json.dumps([command.line for command in COMMANDS[version]])
    output = output_of(
        "openstack_program.py", client, version, folder=folder, sandbox=sandbox, given=lines
    )
    return folder, json.loads(output)


@pytest.mark.parametrize(("version", "number"), CASES)
def test_command(outcomes: dict[str, Any], version: str, number: int) -> None:
    command: Command = COMMANDS[version][number]
    (theirs, output, errors), (ours, our_output, our_errors) = (
        outcomes[f"{client} {version}"][1][number] for client in ("theirs", "ours")
    )
    if theirs and not command.failure and command.line.endswith("--wait"):
        # python-saharaclient read an object while Sahara deleted it, and misunderstood the reply.
        assert not ours, our_errors
        return
    assert bool(theirs) == bool(command.failure), (output, errors)
    assert ours == theirs, our_errors
    assert comparable(our_output) == comparable(output)
    assert_same_errors(plain(our_errors), plain(errors))


@pytest.mark.parametrize("version", COMMANDS)
def test_files(outcomes: dict[str, Any], version: str) -> None:
    """Downloads and exports are the same."""
    theirs, ours = (outcomes[f"{client} {version}"][0] for client in ("theirs", "ours"))
    written = {file.name for file in theirs.iterdir()}
    assert {file.name for file in ours.iterdir()} == written
    assert len(written - FILES.keys()) == (5 if version == "1.1" else 4)
    for name in written:
        assert comparable((ours / name).read_text()) == comparable((theirs / name).read_text())


@pytest.mark.parametrize("version", COMMANDS)
def test_exported_templates_can_be_imported(
    outcomes: dict[str, Any], sandbox: Sandbox, version: str
) -> None:
    """The modules take the files that the real commands wrote."""
    folder = outcomes[f"theirs {version}"][0]
    output = output_of("import_program.py", version, folder=folder, sandbox=sandbox)
    changes = [True, False, True, False, True, True]
    assert json.loads(output) == [[changed, None] for changed in changes]


@pytest.mark.parametrize(("version", "count"), [("1.1", 55), ("2", 56)])
def test_every_command_is_used(version: str, count: int) -> None:
    group = f"openstack.data_processing.v{version[0]}"
    names = {
        one.name.replace("dataprocessing_", "").replace("_", " ")
        for one in entry_points(group=group)
    }
    assert len(names) == count
    lines = [command.line.removeprefix("admin ") for command in COMMANDS[version]]
    assert {
        name for name in names if not any(f"{line} ".startswith(f"{name} ") for line in lines)
    } == set()


def assert_same_errors(ours: str, theirs: str) -> None:
    for expected, better, _reason in DIFFERENCES:
        if re.fullmatch(better, ours):
            assert re.fullmatch(expected, theirs)
            return
    assert ours == theirs


def plain(text: str) -> str:
    """Without ids, times and addresses, which differ in each run."""
    for pattern, name in (
        (ID, "<id>"),
        (r"\btb-[0-9a-f]+", "<job>"),
        (TIME, "<time>"),
        (ADDRESS, "<address>"),
    ):
        text = re.sub(pattern, name, text)
    return FOREIGN.sub("", text).strip()


def comparable(output: str) -> Any:
    """The output as a value. Objects of the same second are in the order of their ids."""
    try:
        value = json.loads(plain(output))
    except ValueError:
        return plain(output)
    return sorted(value, key=json.dumps) if isinstance(value, list) else value
