# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tasks show of their secrets, in real playbooks and in both ways of running a task."""

from __future__ import annotations

import json

import pytest

from tests.unit.plugins.inventory.samples import cluster
from tests.unit.support.jobs import expect_executions_with
from tests.unit.support.scripted import ScriptedCloud
from tests.unit.support.ways import Play, in_both_ways

pytestmark = pytest.mark.slow

MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
TEMPLATE = "6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90"
EXECUTION = "f1a2b3c4-58f2-4c7b-9a36-2f1f6a1f2b91"


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
    expect_executions_with(cloud, {"job_id": TEMPLATE, "cluster_id": TEMPLATE}, execution)
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
