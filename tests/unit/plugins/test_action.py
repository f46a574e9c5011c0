# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugin: when a task runs in the controller's process, and what it does around the module's work."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import connection_loader
from ansible.template import Templar
from ansible_collections.sahara.dataprocessing.plugins.inventory.sahara import plain_text
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.secrets import (
    MASK,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import sahara_cluster_info
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils import in_process

MODULE = "sahara.dataprocessing.sahara_cluster_info"


class Ran:
    """What the work of the module saw, and what it returns."""

    def __init__(self) -> None:
        self.task: Any = None
        self.environment: dict[str, str] = {}
        self.result: dict[str, Any] = {"changed": False, "clusters": []}

    def __call__(self, task: Any) -> dict[str, Any]:
        self.task = task
        self.environment = dict(os.environ)
        task.warn("Look out")
        return self.result


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Ran:
    ran = Ran()
    monkeypatch.setattr(sahara_cluster_info, "run", ran)
    return ran


def action(args: dict[str, Any] | None = None, **settings: Any) -> Any:
    """The action plugin of a task with these arguments and keywords."""
    loader = DataLoader()
    task = Task()
    task.action, task.args = MODULE, args or {}
    for name, value in settings.items():
        setattr(task, name, value)
    context = PlayContext()
    connection = connection_loader.get("local", context)
    return in_process.ActionModule(
        task, connection, context, loader, Templar(loader), SimpleNamespace()
    )


# In the controller's process


def test_a_task_gets_its_options_and_its_mode(work: Ran) -> None:
    result = action({"name": "a"}, check_mode=True).run(task_vars={})
    assert (result["changed"], result["clusters"]) == (False, [])
    assert (work.task.params["name"], work.task.params["show_passwords"]) == ("a", False)
    assert work.task.check_mode is True
    action().run(task_vars={})
    assert work.task.check_mode is False


def test_the_result_has_the_warnings_and_the_arguments_with_masked_secrets(work: Ran) -> None:
    work.result = {"changed": False, "clusters": [], "msg": "planted"}
    cloud = {"auth": {"password": "planted", "username": "demo"}}
    result = action({"cloud": cloud}).run(task_vars={})
    assert result["warnings"] == ["Look out"]
    arguments = result["invocation"]["module_args"]
    assert arguments["cloud"] == {"auth": {"password": MASK, "username": "demo"}}
    assert arguments["show_passwords"] is False
    assert "planted" not in result["msg"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"name": "a", "id": "1"}, "parameters are mutually exclusive: name|id"),
        ({"nam": "planted"}, f"Unsupported parameters for ({MODULE}) module: nam. "),
    ],
)
def test_invalid_options_are_refused_without_running_the_work(
    work: Ran, args: dict[str, str], message: str
) -> None:
    result = action(args).run(task_vars={})
    assert result["failed"] is True
    assert result["msg"].startswith(message)
    assert "warnings" not in result
    assert work.task is None
    assert "planted" not in str(result["invocation"])


def test_the_environment_of_the_task_applies_only_while_it_runs(
    work: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANGED", "before")
    monkeypatch.delenv("ADDED", raising=False)
    action(environment=[{"ADDED": 1, "CHANGED": "after"}]).run(task_vars={})
    assert (work.environment["ADDED"], work.environment["CHANGED"]) == ("1", "after")
    assert (os.environ.get("ADDED"), os.environ["CHANGED"]) == (None, "before")


@pytest.mark.parametrize("no_log", [False, True])
def test_progress_is_not_printed_for_a_task_with_no_log(work: Ran, no_log: bool) -> None:
    action(no_log=no_log).run(task_vars={})
    assert (work.task.say is None) is no_log


@pytest.mark.parametrize(
    ("value", "hidden"), [(None, False), (False, False), ("no", False), (True, True), ("yes", True)]
)
def test_a_task_that_shows_passwords_is_kept_out_of_the_logs(
    work: Ran, value: Any, hidden: bool
) -> None:
    """Also in "no_log" of the task, which prevents progress lines."""
    plugin = action({} if value is None else {"show_passwords": value})
    result = plugin.run(task_vars={})
    assert result.get("_ansible_no_log", False) is hidden
    assert bool(plugin._task.no_log) is hidden
    assert (work.task.say is None) is hidden


# Where the task runs


@pytest.mark.parametrize(
    ("in_this_process", "transport", "settings", "variables"),
    [
        (True, "local", {}, {}),
        (True, "local", {}, {"sahara_in_process": "yes"}),
        (False, "local", {}, {"sahara_in_process": False}),
        (False, "local", {}, {"sahara_in_process": plain_text("{{ 1 == 2 }}")}),
        (False, "ssh", {}, {}),
        (False, "local", {"async_val": 5}, {}),
    ],
)
def test_a_task_runs_as_a_module_where_it_has_to(
    work: Ran,
    monkeypatch: pytest.MonkeyPatch,
    in_this_process: bool,
    transport: str,
    settings: dict[str, Any],
    variables: dict[str, Any],
) -> None:
    plugin = action(**settings)
    executed = as_module(plugin, monkeypatch)
    plugin._connection.transport = transport
    assert plugin.run(task_vars=variables)["changed"] is (not in_this_process)
    assert bool(work.task) is in_this_process
    assert bool(executed) is not in_this_process


@pytest.mark.parametrize("obstacle", ["become", "libraries"])
def test_another_user_and_missing_libraries_prevent_running_in_this_process(
    work: Ran, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    plugin = action()
    executed = as_module(plugin, monkeypatch)
    if obstacle == "become":
        plugin._connection.become = object()
    else:
        monkeypatch.setattr(in_process, "LIBRARIES_INSTALLED", False)
    assert plugin.run(task_vars={})["changed"] is True
    assert (len(executed), work.task) == (1, None)


@pytest.mark.parametrize("seconds", [0, 5])
def test_a_module_in_the_background_keeps_its_files(
    monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    plugin = action(async_val=seconds)
    executed = as_module(plugin, monkeypatch)
    removed: list[str] = []
    monkeypatch.setattr(plugin, "_remove_tmp_path", removed.append)
    plugin.run(task_vars={"sahara_in_process": False})
    (options,) = executed
    assert (options["module_name"], options["wrap_async"]) == (MODULE, bool(seconds))
    assert options["task_vars"] == {"sahara_in_process": False}
    assert len(removed) == (0 if seconds else 1)


def as_module(plugin: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Modules are not executed. Returns the list of the options of each execution."""
    executed: list[dict[str, Any]] = []

    def execute(**options: Any) -> dict[str, Any]:
        executed.append(options)
        return {"changed": True}

    monkeypatch.setattr(plugin, "_execute_module", execute)
    return executed
