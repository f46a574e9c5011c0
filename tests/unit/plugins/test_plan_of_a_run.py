# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ansible-playbook in check mode, on an empty cloud: later tasks see what earlier ones would do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.support.scripted import EmptyCloud

PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")
PREFIX = "sahara.dataprocessing.sahara_"


Play = Callable[..., str]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    """Runs tasks (module -> options) in check mode, and returns the output. None of them may write."""
    with EmptyCloud() as cloud:

        def run(*tasks: dict[str, Any], in_process: bool = True) -> str:
            defaults = {"cloud": {"auth": cloud.auth}, "api_version": "2"}
            plays = [
                {
                    "hosts": "localhost",
                    "gather_facts": False,
                    "vars": {
                        "sahara_in_process": in_process,
                        "ansible_python_interpreter": sys.executable,
                    },
                    "module_defaults": {"group/sahara.dataprocessing.sahara": defaults},
                    "tasks": list(tasks),
                }
            ]
            (tmp_path / "play.yml").write_text(json.dumps(plays))
            done = subprocess.run(
                [PLAYBOOK, "--check", "--diff", "-i", "localhost,", "-c", "local", "play.yml"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert {call.method for call in cloud.calls} <= {"GET"}
            return done.stdout + done.stderr

        yield run


def source(name: str, **options: Any) -> dict[str, Any]:
    given = {"name": name, **options}
    if options.get("state") != "absent":
        given.update(type="hdfs", url="hdfs://namenode/logs")
    return {f"{PREFIX}data_source": given}


def template(default: str) -> dict[str, Any]:
    argument = {"name": "Input", "mapping_type": "args", "location": "0", "required": False}
    interface = [{**argument, "value_type": "data_source", "default": default}]
    options = {"name": "count", "type": "Java", "libs": [], "job_interface": interface}
    return {f"{PREFIX}job_template": {**options, "libs": ["program.jar"]}}


BINARY = {f"{PREFIX}job_binary": {"name": "program.jar", "url": "swift://programs/program.jar"}}


def changed(output: str) -> str:
    return re.findall(r"changed=(\d+)", output)[0]


@pytest.mark.slow
def test_references_to_planned_objects_resolve(play: Play) -> None:
    output = play(source("logs"), BINARY, template("logs"), source("logs"))
    assert "failed=0" in output and changed(output) == "3", output
    assert '"default": "known after apply (data source \'logs\')"' in output


@pytest.mark.slow
def test_misspelt_reference_is_an_error(play: Play) -> None:
    output = play(source("logs"), BINARY, template("log"))
    assert "No data source named 'log'; did you mean 'logs'?" in output
    assert "failed=1" in output


@pytest.mark.slow
def test_planned_objects_can_be_deleted(play: Play) -> None:
    output = play(source("logs"), source("logs", state="absent"), source("logs"))
    assert "failed=0" in output and changed(output) == "3", output


@pytest.mark.slow
def test_missing_object_is_a_warning_for_a_task_that_cannot_see_the_plan(play: Play) -> None:
    output = play(source("logs"), BINARY, template("logs"), in_process=False)
    assert "failed=0" in output and changed(output) == "3", output
    flat = " ".join(output.split())
    assert (
        "No data source named 'logs'; none exist. In check mode, a task that runs as a module"
        in flat
    )
