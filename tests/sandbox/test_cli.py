# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands, without a running sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.faults import FAULTS, slowness, triggers
from tests.sandbox.support import Sandbox


@pytest.fixture
def stopped(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path / "sandbox")


def test_status_of_a_sandbox_that_never_ran(stopped: Sandbox) -> None:
    assert "not running" in stopped.run("status", status=1).stdout
    found = stopped.status()
    assert found["running"] is False
    assert set(found["services"]) == {"keystone", "sahara", "cloud"}
    assert found["services"]["sahara"]["pid"] is None
    assert not stopped.directory.exists()


def test_env_explains_how_to_start_the_sandbox(stopped: Sandbox) -> None:
    done = stopped.run("env", status=1)
    assert done.stdout == ""
    assert "`python -m sandbox up`" in done.stderr
    assert "Traceback" not in done.stderr


def test_down_of_a_sandbox_that_never_ran(stopped: Sandbox) -> None:
    assert "nothing is running" in stopped.run("down").stdout


def test_purge_keeps_the_files_of_others(stopped: Sandbox) -> None:
    stopped.directory.mkdir()
    foreign = stopped.directory / "foreign.txt"
    foreign.touch()
    stopped.run("down", "--purge")
    assert list(stopped.directory.iterdir()) == [foreign]


def test_a_directory_that_cannot_be_created_is_an_error_without_traceback(stopped: Sandbox) -> None:
    stopped.directory.write_text("a file")
    errors = stopped.run("up", status=1).stderr
    assert str(stopped.directory) in errors
    assert "SAHARA_SANDBOX_DIR" in errors
    assert "Traceback" not in errors


def test_an_unknown_user_is_refused(stopped: Sandbox) -> None:
    assert "demo" in stopped.run("env", "--user", "nobody", status=2).stderr


def test_faults_are_listed(stopped: Sandbox) -> None:
    out = stopped.run("faults").stdout
    for name, effect in FAULTS.items():
        assert f"{name} " in out
        assert effect in out


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("a", 0), ("slow7", 7), ("my-SLOW12-b", 12), ("slow", 0), ("slow9999", 600)],
)
def test_the_slowness_that_a_name_triggers(name: str, seconds: int) -> None:
    assert slowness(name) == seconds


def test_a_part_of_the_name_triggers_a_fault() -> None:
    assert triggers("my-HeatFail-1", "heatfail")
    assert not triggers("my-cluster", "heatfail")
