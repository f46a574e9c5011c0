# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All processes of a sandbox are found and killed, in any session. No others are."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import processes
from sandbox.layout import Layout
from tests.sandbox.support import until

# A child, a child in a new session, and a process whose parent has ended.
TREE = "sleep 60 & setsid sleep 61 & (setsid sleep 62 &) ; wait"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "own", tmp_path / "cache")
    layout.state.mkdir(parents=True)
    return layout


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[subprocess.Popen]:
    """A process of another sandbox, whose directory starts with the same characters."""
    other = Layout(tmp_path / "own2", tmp_path / "cache")
    other.state.mkdir(parents=True)
    child = processes.start(other, "other", ["sleep", "60"])
    yield child
    child.kill()
    child.wait()


def test_all_processes_are_stopped_but_no_stranger(
    layout: Layout, stranger: subprocess.Popen
) -> None:
    tree = processes.start(layout, "tree", ["bash", "-c", TREE])
    until(lambda: processes.members(layout.directory), lambda found: len(found) >= 4)
    assert processes.stop(layout.directory) is True
    tree.wait()
    assert processes.members(layout.directory) == set()
    assert stranger.poll() is None
    assert processes.stop(layout.directory) is False


def test_services_do_not_inherit_unwanted_variables(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwanted = {"OS_CLOUD": "x", "OS_DATABASE__CONNECTION": "x", "https_proxy": "x"}
    unwanted |= dict.fromkeys(processes.UNWANTED, "x")
    for name, value in unwanted.items():
        monkeypatch.setenv(name, value)
    found = processes.environment(layout, OS_OWN="kept")
    assert not found.keys() & unwanted.keys()
    assert found["OS_OWN"] == "kept"
    assert found["PATH"] == os.environ["PATH"]


def test_the_log_gets_output_and_errors(layout: Layout) -> None:
    processes.start(layout, "talker", ["bash", "-c", "seq 1 100; echo end >&2"]).wait()
    assert processes.tail(layout.log("talker"), lines=3) == "99\n100\nend"
    assert processes.tail(layout.log("silent")) == ""


def test_memory_includes_the_whole_session(layout: Layout) -> None:
    child = processes.start(layout, "tree", ["bash", "-c", TREE])
    until(lambda: processes.rss_mib(child.pid), lambda found: found > 0)
    processes.stop(layout.directory)
    child.wait()
    assert processes.rss_mib(child.pid) == 0
