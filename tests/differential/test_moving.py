# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guide for users of python-saharaclient is complete."""

from __future__ import annotations

import re
from importlib.metadata import entry_points

import pytest

from tests.differential.test_same_calls import METHODS
from tools.guides import rows_of
from tools.tree import ROOT

GUIDE = "guide_moving"
COMMANDS = list(rows_of(GUIDE, "Commands"))
CALLS = list(rows_of(GUIDE, "Client calls"))
ACTIONS = list(rows_of(GUIDE, "Dashboard"))
PREFIX = "dataprocessing_"


def quoted(text: str) -> list[str]:
    return re.findall(r"``([^`]+)``", text)


def test_each_command_is_in_the_table_once() -> None:
    groups = [entry_points(group=f"openstack.data_processing.v{version}") for version in "12"]
    commands = {
        entry.name.removeprefix(PREFIX).replace("_", " ") for one in groups for entry in one
    }
    assert len(commands) == 56
    assert sorted(word for command, _ours in COMMANDS for word in quoted(command)) == sorted(
        commands
    )


def test_each_call_is_in_the_table() -> None:
    calls = {f"{manager}.{method}" for _version, manager, method in METHODS}
    assert {word for call, _ours in CALLS for word in quoted(call)} == calls


@pytest.mark.parametrize(("theirs", "ours"), COMMANDS + CALLS + ACTIONS)
def test_replacement_exists(theirs: str, ours: str) -> None:
    """Checks modules and playbooks by name, and calls against the client. antsibull-docs checks the options."""
    modules = re.findall(r"<sahara\.dataprocessing\.(\w+)#module>", ours)
    playbooks = re.findall(r"``sahara\.dataprocessing\.(\w+)``", ours)
    others = ("client", "same", ":ref:", "options of the module", "``is_public``")
    assert modules or playbooks or any(word in ours for word in others), theirs
    assert [name for name in modules if not (ROOT / f"plugins/modules/{name}.py").is_file()] == []
    missing = {name for name in playbooks if not (ROOT / f"playbooks/{name}.yml").is_file()}
    assert missing == set()


@pytest.mark.parametrize(("theirs", "ours"), COMMANDS + CALLS)
def test_calls_exist(theirs: str, ours: str) -> None:
    calls = {f"{manager}.{method}" for _version, manager, method in METHODS}
    named = [text for text in quoted(ours) if not text.startswith("sahara.dataprocessing.")]
    assert set(named) <= calls, theirs


def test_each_action_is_in_the_table_once() -> None:
    actions = [action for action, _ours in ACTIONS]
    assert len(actions) == len(set(actions)) > 30
