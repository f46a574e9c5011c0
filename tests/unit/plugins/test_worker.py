# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task that runs in the controller's process prints and returns."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils import in_process


@pytest.mark.parametrize(
    ("hosts", "line"),
    [
        (None, "Waiting"),
        (["one"], "Waiting"),
        (["one", "two"], "[one] Waiting"),
    ],
)
def test_lines_have_the_host_if_the_play_has_several(
    monkeypatch: pytest.MonkeyPatch, hosts: list[str] | None, line: str
) -> None:
    printed: list[tuple[str, bool]] = []

    def display(text: str, stderr: bool = False) -> None:
        printed.append((text, stderr))

    monkeypatch.setattr(in_process.display, "display", display)
    task_vars = {"ansible_play_hosts": hosts, "inventory_hostname": "one"}
    in_process.line_printer(task_vars)("Waiting")
    assert printed == [(line, True)]


def test_only_values_that_can_be_secret_are_censored() -> None:
    secrets = {"True", "None", "7", "secret"}
    result: dict[str, Any] = {
        "changed": True,
        "failed": False,
        "cluster": None,
        "msg": "the secret",
        "nested": {"password": "secret"},
    }
    censored = in_process.censored_result(result, secrets)
    assert (censored["changed"], censored["failed"], censored["cluster"]) == (True, False, None)
    assert "secret" not in f"{censored['msg']} {censored['nested']['password']}"


@pytest.mark.parametrize("secret", ['quo"ted', "back\\slash", "two\nlines", "grün", "12345"])
def test_a_secret_is_found_wherever_it_is(secret: str) -> None:
    value = int(secret) if secret.isdigit() else f"before {secret} after"
    result = {"msg": "fine", "deep": [{"key": [value]}], "changed": False}
    assert in_process.censored_result(result, {"another", secret})["deep"] != result["deep"]


class ParentOf:
    """The parent of the test's process, as multiprocessing reports it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Each pause of the clock, in seconds. No time passes otherwise."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr("time.monotonic", lambda: 100.0 + sum(pauses))
    return pauses


def test_pauses_of_a_worker_are_short_and_together_as_long_as_wanted(slept: list[float]) -> None:
    in_process.WorkerClock().sleep(2.5)
    assert slept == [1.0, 1.0, 0.5]


@pytest.mark.parametrize(("parent", "ends"), [(None, False), (41, False), (40, True)])
def test_a_worker_ends_in_its_pause_once_its_parent_has_ended(
    monkeypatch: pytest.MonkeyPatch, slept: list[float], parent: int | None, ends: bool
) -> None:
    def exit_now(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr("os.getppid", lambda: 41)
    monkeypatch.setattr("os._exit", exit_now)
    process = None if parent is None else ParentOf(parent)
    monkeypatch.setattr("multiprocessing.parent_process", lambda: process)
    clock = in_process.WorkerClock()
    if ends:
        with pytest.raises(SystemExit):
            clock.sleep(1)
        assert slept == []
    else:
        clock.sleep(1)
        assert slept == [1.0]
