# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks show of their secrets, in real playbooks and in both ways of running a task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.plugins.inventory.samples import cluster
from tests.unit.support.scripted import ScriptedCloud

pytestmark = pytest.mark.slow

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
WAYS = {"in-process": True, "as a module": False}
TEMPLATE = "6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90"
EXECUTION = "f1a2b3c4-58f2-4c7b-9a36-2f1f6a1f2b91"
Results = list[dict[str, Any]]
# What "register" has, what callback plugins get, and what is printed.
Play = Callable[..., "tuple[Results, Results, str]"]

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


def in_both_ways(
    play: Play, expect: Callable[[], None], *tasks: Any
) -> tuple[Results, Results, str]:
    """What tasks return and print. Both ways must return the same."""
    found = []
    for way in WAYS:
        expect()
        found.append(play(way, *tasks))
    (one, logged, printed), (other, logged_too, printed_too) = found
    for result in (*one, *other, *logged, *logged_too):
        # Ansible adds it to the failures of modules.
        result.pop("exception", None)
    assert one == other
    assert logged == logged_too
    return one, logged, printed + printed_too


def test_refused_options_are_masked_and_named(cloud: ScriptedCloud, play: Play) -> None:
    hidden = "verySecret99"
    group = {"name": "w", "count": 1, "config": {"Hive": {"password": hidden}}}
    rejected = [
        ("sahara_data_source", "credentials", hidden),
        ("sahara_data_source", "credentials", {"secret_key": hidden}),
        ("sahara_data_source", "credential", {"secretkey": hidden}),
        ("sahara_cluster", "cluster_configs", hidden),
        ("sahara_cluster", "node_groups", [group]),
        ("sahara_cluster", "auth", hidden),
    ]
    misplaced = [
        ("sahara_cluster_info", "cloud", f'"auth": {{"password": "{hidden}"'),
        ("sahara_cluster_info", "cloud", [hidden]),
        ("sahara_cluster_info", "auth_type", f"{{password: {hidden}}}"),
        ("sahara_cluster_info", "sahara_url", f"password = {hidden}"),
    ]
    given = [*rejected, *misplaced]
    tasks = [(module, {"name": "x", option: value}) for module, option, value in given]
    registered, results, printed = in_both_ways(play, lambda: None, *tasks)
    assert all(result["failed"] for result in registered)
    for result, (_module, option, _value) in zip(results, given, strict=True):
        assert f"'{option}'" in result["msg"] or f" {option}" in result["msg"], result["msg"]
        assert result["invocation"]["module_args"][option] == MASK
    for result in results[: len(rejected)]:
        assert result["invocation"]["module_args"]["auth"] == MASK
    assert hidden not in printed
    assert cloud.auth["password"] not in printed


CONSOLE = {
    "Ambari Console": {"Web UI": "http://172.24.0.1:8080", "Username": "admin", "Password": "hunter2"}
}  # fmt: skip
CONFIGS = {
    "configs": {
        "tb.seconds": "1",
        "fs.swift.service.sahara.password": "",
        "fs.azure.account.key.store": "planted-1",
        "dfs.block.access.token.enable": "true",
    },
    "params": {"PWD": "1"},
    "args": ["--password", "planted-2", "in"],
}
MASKED_CONFIGS = {
    "configs": {**CONFIGS["configs"], "fs.azure.account.key.store": MASK},
    "params": {"PWD": MASK},
    "args": ["--password", MASK, "in"],
}


def expect_tasks(cloud: ScriptedCloud) -> None:
    template = {"id": TEMPLATE, "name": "count", "type": "Java", "project_id": "p", "interface": []}
    execution = {
        "id": EXECUTION,
        "job_template_id": TEMPLATE,
        "cluster_id": TEMPLATE,
        "info": {"status": "SUCCEEDED"},
        "job_configs": CONFIGS,
    }
    cloud.expect("GET", "/v2/clusters", {"clusters": []}, times=2)
    cloud.expect("GET", f"/v2/job-templates/{TEMPLATE}", {"job_template": template})
    found = {"id": TEMPLATE, "name": "demo", "status": "Active"}
    cloud.expect("GET", f"/v2/clusters/{TEMPLATE}", {"cluster": found})
    cloud.expect("GET", "/v2/jobs", {"jobs": [execution]})
    cloud.expect("GET", "/v2/clusters", {"clusters": [cluster(info=CONSOLE)]}, times=2)


def test_secrets_are_masked_and_everything_else_is_returned(
    cloud: ScriptedCloud, play: Play
) -> None:
    as_yaml = "auth:\n" + "".join(f"  {name}: {value}\n" for name, value in cloud.auth.items())
    equal = {"job_template": TEMPLATE, "cluster": TEMPLATE, "rerun": "never", **CONFIGS}
    registered, logged, printed = in_both_ways(
        play,
        lambda: expect_tasks(cloud),
        ("sahara_cluster_info", {"cloud": json.dumps({"auth": cloud.auth}), "auth": None}),
        ("sahara_cluster_info", {"cloud": as_yaml, "auth": None}),
        ("sahara_job_execution", equal),
        ("sahara_cluster_info", {}),
        ("sahara_cluster_info", {"show_passwords": True}),
    )
    assert not any(result["failed"] for result in registered), registered
    as_json, as_yaml, executed, masked, hidden = logged
    assert as_json["invocation"]["module_args"]["cloud"]["auth"]["password"] == MASK
    assert as_json["invocation"] == as_yaml["invocation"]
    assert executed["changed"] is False
    assert executed["job_execution"]["id"] == EXECUTION
    # Sahara blanks passwords itself, so a blank one is masked too.
    blank = {"fs.swift.service.sahara.password": MASK}
    assert executed["job_execution"]["job_configs"] == {
        **MASKED_CONFIGS,
        "configs": {**MASKED_CONFIGS["configs"], **blank},
    }
    arguments = executed["invocation"]["module_args"]
    assert {name: arguments[name] for name in MASKED_CONFIGS} == MASKED_CONFIGS
    console = {**CONSOLE["Ambari Console"], "Password": MASK}
    assert masked["clusters"][0]["info"] == {"Ambari Console": console}
    # A task that asks for passwords returns them to "register", and prints nothing.
    assert registered[-1]["clusters"][0]["info"] == CONSOLE
    assert "clusters" not in hidden and "invocation" not in hidden
    assert "the output has been hidden" in printed
    for secret in ("hunter2", "planted-", cloud.auth["password"]):
        assert secret not in printed
