# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples in the modules' documentation run, one after the other, in a project where nobody else is."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tests.integration.support.playbook import (
    COLLECTION,
    IN_PROCESS,
    INTEGRATION,
    Playbooks,
    Run,
    Variant,
)
from tools.tree import ROOT

MODULES = tuple(sorted(file.stem for file in (ROOT / "plugins" / "modules").glob("*.py")))
SECRETS = {
    f"vault_{name}": f"planted-{name}"
    for name in ("loader_password", "archive_key", "programs_key")
}
WAITING = ("sahara_cluster", "sahara_job_execution")
PROGRAMS = ("wordcount.jar", "udf.jar")
# The fake job is over at once, so that there is nothing left to end; and two wait or look.
UNCHANGED = (
    "Cancel a job execution",
    "Check the health of the cluster",
    "Wait until each of them is Active",
)
# Nothing is the matter with the clusters of the sandbox.
WITHOUT_ITEMS = ("Show the problems that the last health check of each cluster found",)
# Of the users of the sandbox; the examples of administrators stay theirs.
CLOUD = {"cloud: mycloud": "cloud: alt"}


@cache
def settings() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        (INTEGRATION / "support" / "examples.yml").read_text()
    )
    return found


def examples_of(module: str) -> str:
    for statement in ast.parse((ROOT / "plugins" / "modules" / f"{module}.py").read_text()).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "EXAMPLES":
            return str(ast.literal_eval(statement.value))
    raise AssertionError(f"{module} has no EXAMPLES")


def tasks_of(module: str) -> list[dict[str, Any]]:
    """The examples with what the sandbox has in the place of what they mention."""
    text = examples_of(module)
    for old, new in {**CLOUD, **settings()[module].get("replaced", {})}.items():
        assert old in text or old in CLOUD, f"the examples of {module} do not mention {old}"
        text = text.replace(old, new)
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def play() -> str:
    """JSON is YAML too."""
    files = [
        {
            "ansible.builtin.copy": {
                "content": f"The program {name}",
                "dest": f"files/{name}",
                "mode": "0600",
            }
        }
        for name in PROGRAMS
    ]
    defaults = {"cloud": "alt", "poll_interval": 1}
    tasks = [
        {"ansible.builtin.file": {"path": "files", "state": "directory", "mode": "0700"}},
        *files,
        {"block": list(all_tasks()), "always": list(tidying())},
    ]
    return json.dumps(
        [
            {
                "hosts": "testhost",
                "gather_facts": False,
                "vars": SECRETS,
                "module_defaults": {
                    "group/sahara.dataprocessing.sahara": {"cloud": "alt"},
                    **{f"{COLLECTION}{module}": defaults for module in WAITING},
                },
                "tasks": tasks,
            }
        ]
    )


def all_tasks() -> Iterator[dict[str, Any]]:
    for module, has in settings().items():
        for task in has.get("before", ()):
            yield {**task, "name": f"before {module}: {task['name']}"}
        for task in tasks_of(module):
            yield {**task, "name": f"{module}: {task['name']}"}


def tidying() -> Iterator[dict[str, Any]]:
    """Deletes what has a name, the users of others first."""
    for has in settings().values():
        yield from has.get("after", ())
    named: dict[tuple[str, str], list[str]] = {}
    for task in all_tasks():
        for action, options in task.items():
            if (
                action.startswith(COLLECTION)
                and "name" in options
                and not action.endswith(("_info", "_plugin"))
            ):
                named[action, options["name"]] = task.get("loop") or [""]
    for (action, name), items in reversed(named.items()):
        yield {
            action: {"name": name, "state": "absent"},
            "loop": items,
            "ignore_errors": True,
        }


@pytest.fixture(scope="module")
def run(playbooks: Playbooks) -> Run:
    return playbooks.run("examples", Variant(IN_PROCESS, "2"), play())


def test_no_module_is_forgotten() -> None:
    assert sorted(settings()) == list(MODULES)


def test_they_run(run: Run) -> None:
    assert run.exit_status == 0, run.output[-3000:]


@pytest.mark.parametrize("module", MODULES)
def test_each_is_run_and_does_something(run: Run, module: str) -> None:
    done = {record.task: record for record in run.records}
    for task in tasks_of(module):
        record = done[f"{module}: {task['name']}"]
        assert record.outcome == ("skipped" if task["name"] in WITHOUT_ITEMS else "ok")
        does = module in record.action and not module.endswith("_info")
        assert record.result["changed"] is True or not does or task["name"] in UNCHANGED
