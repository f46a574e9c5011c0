# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plugin of pytest: which test runs each line, and how long each test takes.

A program that a test starts counts for the test: the settings of its coverage take the context from
the environment. What a fixture of several tests runs counts for all of them.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import coverage
import pytest

TEST = "MUTANTS_TEST"
# Ansible forks for each task, and ends the fork without cleaning up.
SETTINGS = """\
[run]
source = {project}/plugins
data_file = {state}/data
parallel = true
core = ctrace
patch = fork, _exit
context = ${{{test}-}}
disable_warnings = module-not-imported, no-data-collected
"""


def state_of(project: Path) -> Path:
    """Where the data of a copy of the project are."""
    return project / ".dev" / "mutants"


def settings(project: Path) -> str:
    return SETTINGS.format(project=project, state=state_of(project), test=TEST)


def durations_of(project: Path) -> Path:
    return state_of(project) / "durations.json"


class Durations:
    """The seconds that each test takes, with what it sets up."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        durations_of(self.project).write_text(json.dumps(self.seconds), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations(config.rootpath))


def note(test: str) -> None:
    running = coverage.Coverage.current()
    if running:
        running.switch_context(test)
    os.environ[TEST] = test


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    note(item.nodeid)
    result = yield
    note("")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    test = os.environ[TEST]
    if fixturedef.scope != "function":
        note(request.node.nodeid)
    try:
        return (yield)
    finally:
        note(test)
