# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option like: which values come from the old job execution, and when a new one is started."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.relaunch import (
    merged_inputs,
)

from tests.unit.support.jobs import (
    CLUSTER,
    TEMPLATE,
    JobRunner,
    execution_of,
    expect_executions_with,
    expect_refresh,
)
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud

T, C, OLD_ID = (f"{digit * 8}-1111-4111-8111-111111111111" for digit in "123")
SECRET = "fs.swift.service.sahara.password"
JOB_CONFIGS = {"configs": {"size": "1"}, "params": {"P": "x"}, "args": ["a", "b"]}
HERE = {"job_id": T, "cluster_id": C}


def old_one(status: str = "SUCCEEDED", **fields: Any) -> dict[str, Any]:
    facts = {"job_template_id": T, "cluster_id": C, "job_configs": JOB_CONFIGS, **fields}
    return execution_of(status, OLD_ID, **facts)


@pytest.fixture
def relaunch(cloud: ScriptedCloud) -> Any:
    run = JobRunner(cloud)

    def relaunch(old: dict[str, Any], body: Any = None, **params: Any) -> dict[str, Any]:
        """Runs a task like the old one. body: of the request that starts a new one; None if none is started."""
        cloud.expect("GET", f"/v2/jobs/{OLD_ID}", {"job": old})
        cloud.expect("GET", f"/v2/job-templates/{T}", {"job_template": {**TEMPLATE, "id": T}})
        cloud.expect("GET", f"/v2/clusters/{C}", {"cluster": {**CLUSTER, "id": C}})
        expect_executions_with(cloud, HERE, old)
        if body is not None:
            new = {**old, **body, "id": "new"}
            cloud.expect("GET", f"/v2/clusters/{C}", {"cluster": {**CLUSTER, "id": C}})
            cloud.expect("POST", "/v2/jobs", Answer({"job": new}, 202), body=body)
            if params.get("rerun") != "always":
                expect_executions_with(cloud, HERE, new, old)
        return run(**{**LIKE, **params})

    return relaunch


LIKE = {"job_template": None, "cluster": None, "state": "started", "like": OLD_ID}
BODY = {"job_template_id": T, "cluster_id": C, "job_configs": JOB_CONFIGS}


def test_a_successful_one_is_not_started_again(relaunch: Any) -> None:
    result = relaunch(old_one())
    assert (result["changed"], result["job_execution"]["id"]) == (False, OLD_ID)


@pytest.mark.parametrize(("status", "rerun"), [("FAILED", "on_failure"), ("SUCCEEDED", "always")])
def test_one_that_the_rules_allow_is_started_again(relaunch: Any, status: str, rerun: str) -> None:
    result = relaunch(old_one(status), BODY, rerun=rerun)
    assert (result["changed"], result["job_execution"]["id"]) == (True, "new")
    assert result["diff"]["after"] == {
        "job_template": "count",
        "cluster": "hadoop",
        **JOB_CONFIGS,
    }


def test_options_of_the_task_take_precedence(relaunch: Any) -> None:
    given = {"configs": {"more": "2"}, "params": {"P": "y"}, "args": []}
    stored = {"configs": {"size": "1", "more": "2"}, "params": {"P": "y"}}
    assert relaunch(old_one(), {**BODY, "job_configs": stored}, **given)["changed"] is True


def test_another_cluster_can_run_it(cloud: ScriptedCloud) -> None:
    other = {**CLUSTER, "id": "other", "name": "new"}
    old = old_one(cluster_id=None)
    body = {**BODY, "cluster_id": "other"}
    cloud.expect("GET", f"/v2/jobs/{OLD_ID}", {"job": old})
    cloud.expect("GET", f"/v2/job-templates/{T}", {"job_template": {**TEMPLATE, "id": T}})
    cloud.expect("GET", "/v2/clusters", {"clusters": [other]})
    expect_executions_with(cloud, {"job_id": T, "cluster_id": "other"})
    cloud.expect("GET", "/v2/clusters/other", {"cluster": other})
    new = {**old, "id": "new", "cluster_id": "other"}
    cloud.expect("POST", "/v2/jobs", Answer({"job": new}, 202), body=body)
    expect_executions_with(cloud, {"job_id": T, "cluster_id": "other"}, new)
    assert JobRunner(cloud)(**{**LIKE, "cluster": "new"})["changed"] is True


# Refusals


def test_an_unknown_one_is_refused(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", f"/v2/jobs/{OLD_ID}", GONE)
    refused = JobRunner(cloud)(**LIKE)
    assert refused["msg"] == f"Job execution '{OLD_ID}' does not exist. Correct 'like'."


def test_a_deleted_cluster_must_be_replaced(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", f"/v2/jobs/{OLD_ID}", {"job": old_one(cluster_id=None)})
    cloud.expect("GET", f"/v2/job-templates/{T}", {"job_template": {**TEMPLATE, "id": T}})
    refused = JobRunner(cloud)(**LIKE)
    assert refused["msg"] == (
        f"The cluster of job execution '{OLD_ID}' failed or was deleted. Set 'cluster'."
    )


BLANKED = {"configs": {SECRET: "", "size": "1"}, "params": {}, "args": []}


def test_a_secret_that_sahara_does_not_return_is_needed_to_start(relaunch: Any) -> None:
    refused = relaunch(old_one("FAILED", job_configs=BLANKED))
    assert refused["msg"] == (
        f"Sahara does not return the value of '{SECRET}'; set it in 'configs'."
    )


def test_a_secret_is_not_needed_to_adopt(relaunch: Any) -> None:
    assert relaunch(old_one(job_configs=BLANKED))["changed"] is False


def test_the_task_can_set_the_secret(relaunch: Any) -> None:
    started = {"configs": {SECRET: "planted", "size": "1"}}
    body = {**BODY, "job_configs": started}
    result = relaunch(old_one("FAILED", job_configs=BLANKED), body, configs={SECRET: "planted"})
    assert result["changed"] is True and "planted" not in str(result)


# The interface of the job template

INTERFACE = [
    {"name": "from", "mapping_type": "params", "location": "FROM"},
    {"name": "loud", "mapping_type": "configs", "location": "loud"},
    {"name": "second", "mapping_type": "args", "location": "1"},
    {"name": "first", "mapping_type": "args", "location": "0"},
]
STORED = {
    "configs": {"loud": "no", "size": "1"},
    "params": {"FROM": "source"},
    "args": ["one", "two", "three"],
}


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({}, {}),
        ({"args": []}, {"args": []}),
        ({"job_interface": {"first": "1"}}, {"job_interface": {"first": "1"}}),
        ({"configs": {"size": "2"}}, {"configs": {"size": "2"}}),
        # In both places, with the same value: otherwise, Sahara refuses it.
        ({"configs": {"loud": "yes"}}, {"configs": {"size": "1", "loud": "yes"}, "job_interface": {"loud": "yes"}}),
    ],
)  # fmt: skip
def test_values_of_the_interface_are_found_among_the_others(
    given: dict[str, Any], changed: dict[str, Any]
) -> None:
    values = {"from": "source", "loud": "no", "first": "one", "second": "two"}
    expected = {"configs": {"size": "1"}, "params": {}, "args": ["three"], **changed}
    expected["job_interface"] = {**values, **changed.get("job_interface", {})}
    assert merged_inputs(INTERFACE, {"job_configs": STORED}, given, None) == expected


def test_an_old_one_can_have_no_configs() -> None:
    empty = {"configs": {}, "params": {}, "args": [], "job_interface": {}}
    assert merged_inputs(INTERFACE, {"job_configs": None}, {}, None) == empty
    assert merged_inputs([], {"job_configs": {"configs": None}}, {}, None) == empty


# Flags of an existing job execution


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "RUNNING"])
def test_flags_change_whatever_the_status_is(cloud: ScriptedCloud, status: str) -> None:
    old = old_one(status)
    expect_refresh(cloud, old)
    flags = {"is_public": True, "is_protected": True}
    cloud.expect("PATCH", f"/v2/jobs/{OLD_ID}", Answer({"job": {**old, **flags}}, 202), body=flags)
    done = JobRunner(cloud)(id=OLD_ID, state="started", **flags)
    assert done["changed"] is True
    assert done["diff"]["after"] == flags
