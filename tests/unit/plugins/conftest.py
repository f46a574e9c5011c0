# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs tasks in a real ansible-playbook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.support.scripted import ScriptedCloud
from tests.unit.support.ways import WAYS, Play, Results

KEEP = """
import json
from ansible.plugins.callback import CallbackBase

class CallbackModule(CallbackBase):
    CALLBACK_VERSION, CALLBACK_TYPE, CALLBACK_NAME = 2.0, "aggregate", "keep"

    def v2_runner_on_ok(self, result, ignore_errors=False):
        with open("logged", "a") as file:
            file.write(json.dumps(result._result, default=str) + "\\n")

    v2_runner_on_failed = v2_runner_on_ok
"""


@pytest.fixture
def play(cloud: ScriptedCloud, tmp_path: Path) -> Play:
    """Runs tasks (module, options)."""
    (tmp_path / "callback_plugins").mkdir()
    (tmp_path / "callback_plugins" / "keep.py").write_text(KEEP)

    def play(way: str, *tasks: tuple[str, dict[str, Any]]) -> tuple[Results, Results, str]:
        (tmp_path / "logged").unlink(missing_ok=True)
        account = {"auth": cloud.auth, "api_version": "2"}
        written = [
            {
                f"sahara.dataprocessing.{module}": {**account, **options},
                "register": f"result_{number}",
                "ignore_errors": True,
            }
            for number, (module, options) in enumerate(tasks)
        ]
        kept = "".join(f"result_{number}, " for number in range(len(tasks)))
        copy = {"content": f"{{{{ [{kept}] | to_json }}}}", "dest": str(tmp_path / "results")}
        written.append({"ansible.builtin.copy": copy, "no_log": True})
        book = {"hosts": "localhost", "gather_facts": False, "tasks": written}
        (tmp_path / "play.yml").write_text(
            json.dumps([{**book, "vars": {"sahara_in_process": WAYS[way]}}])
        )
        done = subprocess.run(
            [Path(sys.executable).with_name("ansible-playbook"), "-vvv", "--diff", "play.yml"],
            cwd=tmp_path,
            env={**os.environ, "ANSIBLE_NOCOLOR": "true", "ANSIBLE_CALLBACKS_ENABLED": "keep"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        logged = [json.loads(line) for line in (tmp_path / "logged").read_text().splitlines()]
        registered = json.loads((tmp_path / "results").read_text())
        return registered, logged[: len(tasks)], done.stdout + done.stderr

    return play
