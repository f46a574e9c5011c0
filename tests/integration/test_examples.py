# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the examples of the modules' documentation in order, in a project that no other test uses."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tests.integration.support.planned_roles import planned_tasks
from tests.integration.support.plans import deviations
from tests.integration.support.playbook import (
    COLLECTION,
    IN_PROCESS,
    INTEGRATION,
    PLANNED,
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
# The fake job ends at once, so there is nothing to cancel; the other examples only wait, check or read.
UNCHANGED = (
    "Get the first ten data sources",
    "Cancel a job execution",
    "Get the password of Ambari",
    "Check the health of the cluster",
    "Wait until each of them is Active",
)
# The clusters of the sandbox are healthy and have no Ambari, and its jobs write no error output.
SKIPPED = (
    "Show which commands print the logs of the Spark, Shell and Oozie jobs among them",
    "Show the problems that the last health check of each cluster found",
    "Use it without showing it",
)
# The cloud of the examples -> that of a sandbox user. Examples for administrators keep theirs.
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
    """The examples, with values of the sandbox instead of those that they mention."""
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
        {"block": list(all_tasks()), "always": list(cleanup())},
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


def cleanup() -> Iterator[dict[str, Any]]:
    """Deletes all named objects; those that use others come first."""
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
            "name": f"Delete {name} (whether it is there depends on timing)",
            action: {"name": name, "state": "absent"},
            "loop": items,
            "ignore_errors": True,
        }


@pytest.fixture(scope="module")
def run(playbooks: Playbooks) -> Run:
    return playbooks.run("examples", Variant(IN_PROCESS, "2"), play())


@pytest.mark.nightly
def test_the_plan_equals_the_run(playbooks: Playbooks, run: Run) -> None:
    (played,) = json.loads(play())
    tasks = list(planned_tasks(played["tasks"], ()))
    plan = json.dumps([{**played, "tasks": tasks}])
    planned = playbooks.run("examples", Variant(PLANNED, "2"), plan)
    assert planned.exit_status == 0, planned.output[-3000:]
    # A transient cluster deletes itself.
    found = deviations(planned, run)
    assert [line for line in found if "List all Active clusters" not in line] == []


def test_each_module_is_included() -> None:
    assert sorted(settings()) == list(MODULES)


def test_examples_run(run: Run) -> None:
    assert run.exit_status == 0, run.output[-3000:]


@pytest.mark.parametrize("module", MODULES)
def test_each_example_runs_and_has_an_effect(run: Run, module: str) -> None:
    done = {record.task: record for record in run.records}
    for task in tasks_of(module):
        record = done[f"{module}: {task['name']}"]
        assert record.outcome == ("skipped" if task["name"] in SKIPPED else "ok")
        acts = module in record.action and not module.endswith("_info")
        assert record.result["changed"] is True or not acts or task["name"] in UNCHANGED
