# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job executions: how the option `rerun` chooses one, what is refused, and what tasks return."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.gathering import (
    gather_job_executions,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import (
    CLUSTER,
    TEMPLATE,
    JobRunner,
    execution_of,
    expect_executions,
    expect_names,
    expect_refresh,
    expect_start,
)
from tests.unit.support.listings import expect_name, expect_suggestions
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer, error

SOURCE_ID = "11111111-1111-4111-8111-111111111111"
SOURCE = {"id": SOURCE_ID, "name": "logs", "project_id": PROJECT}
BODY = {"job_template_id": "t", "cluster_id": "c"}
BLANK = {"configs": {}, "params": {}, "args": []}


@pytest.fixture(name="run_task")
def run_task_fixture(cloud):
    return JobRunner(cloud)


def configured(status, identity, configs, created_at):
    job_configs = {**BLANK, "configs": configs}
    return execution_of(status, identity, job_configs=job_configs, created_at=created_at)


# Which job execution a task adopts

OLDER = configured("SUCCEEDED", "older", {"n": "1"}, "2026-01-01T00:00:00")
LATEST = configured("FAILED", "latest", {"n": "2"}, "2026-01-02T00:00:00")


@pytest.mark.parametrize(
    ("rerun", "n", "adopted"),
    [
        ("always", "1", None),
        ("on_change", "1", None),
        ("on_change", "2", "latest"),
        ("never", "1", "older"),
        ("never", "2", "latest"),
        ("never", "3", None),
        ("on_failure", "1", "older"),
        ("on_failure", "2", None),
    ],
)
def test_rerun_chooses_the_job_execution(cloud, run_task, rerun, n, adopted):
    expect_names(cloud)
    expect_executions(cloud, OLDER, LATEST)
    if adopted is None:
        body = {**BODY, "job_configs": {"configs": {"n": n}}}
        cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
        new = configured("PENDING", "new", {"n": n}, "2026-01-03T00:00:00")
        cloud.expect("POST", "/v2/jobs", Answer({"job": new}, 202), body=body)
        if rerun != "always":
            expect_executions(cloud, new)
    result = run_task(state="started", rerun=rerun, configs={"n": n})
    assert result["job_execution"]["id"] == (adopted or "new")
    assert result["changed"] is (adopted is None)
    assert run_task.warnings == []


@pytest.mark.parametrize("n", ["1", "2"])
def test_latest_of_the_same_second_are_equally_late(cloud, run_task, n):
    expect_names(cloud)
    together = {**OLDER, "created_at": LATEST["created_at"]}
    expect_executions(cloud, together, LATEST)
    assert run_task(state="started", rerun="on_change", configs={"n": n})["changed"] is False


@pytest.mark.parametrize("status", ["PENDING", "READYTORUN", "PREP", "RUNNING"])
def test_failure_reruns_unless_an_equal_job_execution_still_runs(cloud, run_task, status):
    expect_names(cloud)
    running = {**LATEST, "info": {"status": status}}
    expect_executions(cloud, running)
    expect_refresh(cloud, running)
    result = run_task(state="started", configs={"n": "2"})
    assert (result["changed"], result["job_execution"]["status"]) == (False, status)


@pytest.mark.parametrize(
    "different",
    [
        {"configs": {"n": 1, "m": 1}},
        {"params": {"n": "1"}},
        {"args": ["b", "a"]},
        {"input": SOURCE_ID},
        {"output": SOURCE_ID},
    ],
)
def test_job_execution_with_other_values_is_not_adopted(cloud, run_task, different):
    expect_names(cloud)
    if different.keys() & {"input", "output"}:
        cloud.expect("GET", f"/v2/data-sources/{SOURCE_ID}", {"data_source": SOURCE})
    job_configs = {"configs": {"n": "1"}, "params": {}, "args": ["a", "b"]}
    expect_executions(cloud, execution_of("SUCCEEDED", job_configs=job_configs))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    given = {"configs": {"n": 1}, "args": ["a", "b"], **different}
    result = run_task(check_mode=True, **given)
    assert (result["changed"], "id" in result["job_execution"]) == (True, False)


def test_data_sources_are_found_by_name_and_compared_by_id(cloud, run_task):
    known = {"input_id": SOURCE_ID, "output_id": "22222222-2222-4222-8222-222222222222"}
    report = {**SOURCE, "id": known["output_id"], "name": "report"}
    for existing in ([], [execution_of("SUCCEEDED", **known)]):
        expect_names(cloud)
        expect_name(cloud, "data_source", "logs", SOURCE)
        expect_name(cloud, "data_source", "report", report)
        expect_executions(cloud, *existing)
        if not existing:
            expect_start(cloud, {**BODY, **known}, execution_of("SUCCEEDED", **known))
        result = run_task(input="logs", output="report")
        assert result["changed"] is not bool(existing)
        assert known.items() <= result["job_execution"].items()


def test_template_without_an_interface(cloud, run_task):
    """API v1.1 can store null."""
    expect_names(cloud, {**TEMPLATE, "interface": None})
    expect_executions(cloud)
    expect_start(cloud, BODY, execution_of("SUCCEEDED"))
    assert run_task()["changed"] is True


# What is refused


@pytest.mark.parametrize("status", ["Error", "Deleting"])
def test_cluster_that_cannot_run_jobs_is_refused(cloud, run_task, status):
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": {**CLUSTER, "status": status}})
    assert run_task()["msg"] == f"Cluster 'hadoop' is in status {status} and cannot run jobs."


def test_cluster_that_was_just_deleted_is_refused(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", GONE)
    assert run_task()["msg"] == "Cluster 'hadoop' does not exist."


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("Pig", "A job of type Pig requires 'input' and 'output'"),
        ("Java", "A job of type Java requires 'edp.java.main_class' in 'configs'"),
    ],
)
def test_problems_of_a_new_job_execution(cloud, run_task, kind, problem):
    expect_names(cloud, {**TEMPLATE, "type": kind})
    expect_executions(cloud)
    assert problem in run_task()["msg"]


@pytest.mark.parametrize(
    ("url", "kind", "refused"),
    [
        ("hdfs:///a", "Pig", True),
        ("hdfs:///b", "Pig", False),
        ("hdfs:///a", "Shell", False),
    ],
)
def test_input_and_output_must_be_in_different_places(cloud, run_task, url, kind, refused):
    """Sahara compares the locations, whatever the data sources are called."""
    source = {"id": "1", "name": "in", "type": "hdfs", "url": "hdfs:///a"}
    expect_names(cloud, {**TEMPLATE, "type": kind})
    expect_name(cloud, "data_source", "in", source)
    expect_name(cloud, "data_source", "out", {**source, "id": "2", "name": "out", "url": url})
    expect_executions(cloud)
    if not refused:
        cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    result = run_task(True, input="in", output="out")
    message = "'input' and 'output' have the same location: hdfs:///a."
    assert result.get("msg") == (message if refused else None)


@pytest.mark.parametrize(
    ("known", "available"),
    [([], "it has no arguments"), (["limit", "words"], "available: limit, words")],
)
def test_unknown_argument_is_refused_before_anything_is_listed(cloud, run_task, known, available):
    arguments = [
        {"name": name, "mapping_type": "params", "location": name, "value_type": "string"}
        for name in known
    ]
    expect_names(cloud, {**TEMPLATE, "interface": arguments})
    assert run_task(job_interface={"n": 1})["msg"] == (
        f"'job_interface' sets 'n', which is not an argument of the job template; {available}."
    )


@pytest.mark.parametrize(
    ("state", "refused"),
    [("finished", True), ("started", True), ("cancelled", False), ("absent", False)],
)
def test_unknown_job_execution(cloud, run_task, state, refused):
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", GONE)
    result = run_task(id="j", state=state)
    if refused:
        assert result["msg"] == "Job execution 'j' does not exist."
    else:
        assert (result["changed"], result["job_execution"]) == (False, None)


@pytest.mark.parametrize("state", ["cancelled", "absent"])
def test_nothing_to_end_without_the_job_template(cloud, run_task, state):
    expect_name(cloud, "job_template", "count")
    expect_suggestions(cloud, "job_template")
    expect_name(cloud, "cluster", "hadoop", CLUSTER)
    result = run_task(state=state)
    assert (result["changed"], result["job_execution"]) == (False, None)


def test_sharing_of_a_job_execution_of_another_project_is_refused(cloud, run_task):
    expect_refresh(cloud, execution_of("SUCCEEDED", project_id="another", is_public=True))
    assert run_task(id="j", is_public=False)["msg"] == (
        "Job execution 'j' is public but belongs to project another, so only that project can change it."
    )


# Sharing and protection of an existing job execution


@pytest.mark.parametrize("check_mode", [False, True])
def test_flags_of_an_existing_job_execution_are_changed(cloud, run_task, check_mode):
    expect_refresh(cloud, execution_of("SUCCEEDED", is_public=False))
    if not check_mode:
        reply = Answer({"job": execution_of("SUCCEEDED", is_public=True)}, 202)
        cloud.expect("PATCH", "/v2/jobs/j", reply, body={"is_public": True})
    result = run_task(check_mode, id="j", is_public=True, is_protected=False)
    assert (result["changed"], result["job_execution"]["is_public"]) == (True, True)
    assert result["diff"] == {"before": {"is_public": False}, "after": {"is_public": True}}


def test_existing_job_execution_is_protected(cloud, run_task):
    expect_refresh(cloud, execution_of("SUCCEEDED"))
    reply = Answer({"job": execution_of("SUCCEEDED", is_protected=True)}, 202)
    cloud.expect("PATCH", "/v2/jobs/j", reply, body={"is_protected": True})
    result = run_task(id="j", is_protected=True)
    assert (result["changed"], result["job_execution"]["is_protected"]) == (True, True)


def test_failing_look_for_equal_job_executions_does_not_fail_the_task(cloud, run_task):
    """The job execution has started; only a warning could be missing."""
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    new = execution_of("PENDING", "new")
    cloud.expect("POST", "/v2/jobs", Answer({"job": new}, 202), body=BODY)
    refusal = error(400, "INVALID_DATA", "Not today")
    cloud.expect("GET", "/v1.1/job-executions", refusal)
    result = run_task(state="started")
    assert (result["changed"], result["job_execution"]["id"]) == (True, "new")


# Check mode


def test_check_mode_predicts_a_new_job_execution(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    result = run_task(check_mode=True, params={"p": "1"}, args=["a"], is_public=True)
    assert result["changed"] is True
    assert result["diff"]["before"] == {}
    after = result["diff"]["after"]
    assert set(after) == {"job_template", "cluster", "params", "args", "is_public"}
    assert (after["params"], after["args"]) == ({"p": "1"}, ["a"])
    found = result["job_execution"]
    assert (found["job_template_id"], found["cluster_id"]) == ("t", "c")
    assert found["job_configs"] == {"configs": {}, "params": {"p": "1"}, "args": ["a"]}
    assert not found.keys() & {"id", "status", "info", "created_at"}


def test_check_mode_does_not_wait(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"))
    result = run_task(check_mode=True, id="j")
    assert (result["changed"], result["job_execution"]["status"]) == (False, "RUNNING")


@pytest.mark.parametrize("state", ["cancelled", "absent"])
def test_check_mode_ends_nothing(cloud, run_task, state):
    expect_refresh(cloud, execution_of("RUNNING", is_protected=True))
    result = run_task(check_mode=True, id="j", state=state, is_protected=False)
    assert result["changed"] is True
    cancelled = {"before": {"status": "RUNNING"}, "after": {"status": "KILLED"}}
    deleted = {"before": {"jobs": ["j"]}, "after": {}}
    assert result["diff"] == (cancelled if state == "cancelled" else deleted)


# Ending all equal job executions


def test_all_equal_job_executions_that_run_are_cancelled(cloud, run_task):
    first, second = execution_of("RUNNING", "1"), execution_of("PENDING", "2", created_at="2027")
    over = execution_of("SUCCEEDED", "3")
    expect_names(cloud)
    expect_executions(cloud, first, second, over)
    expect_refresh(cloud, second)
    expect_refresh(cloud, first)
    for item in (second, first):
        cloud.expect("PATCH", f"/v2/jobs/{item['id']}", {"job": item})
    cloud.expect("GET", "/v2/jobs/2", {"job": {**second, "info": {"status": "KILLED"}}})
    cloud.expect("GET", "/v2/jobs/1", {"job": {**first, "info": {"status": "SUCCEEDED"}}})
    result = run_task(state="cancelled")
    assert result["changed"] is True
    assert (result["job_execution"]["id"], result["job_execution"]["status"]) == ("2", "KILLED")
    assert result["diff"] == {"before": {"status": "PENDING"}, "after": {"status": "KILLED"}}


def test_job_execution_that_ends_before_its_cancellation_changes_nothing(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"))
    cloud.expect("PATCH", "/v2/jobs/j", {"job": execution_of("RUNNING")})
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("SUCCEEDED")})
    result = run_task(id="j", state="cancelled")
    assert (result["changed"], result["job_execution"]["status"]) == (False, "SUCCEEDED")


@pytest.mark.parametrize(
    "status", ["SUCCEEDED", "FAILED", "KILLED", "DONEWITHERROR", "SUSPENDFAILED"]
)
def test_cancelling_what_has_ended_changes_nothing(cloud, run_task, status):
    expect_refresh(cloud, execution_of(status, is_protected=True))
    result = run_task(id="j", state="cancelled")
    assert (result["changed"], result["job_execution"]["status"]) == (False, status)


def test_all_equal_job_executions_are_deleted(cloud, run_task):
    """Except for those that someone else deletes first."""
    expect_names(cloud)
    expect_executions(cloud, execution_of("SUCCEEDED", "1"), execution_of("FAILED", "2"))
    cloud.expect("DELETE", "/v2/jobs/1")
    cloud.expect("DELETE", "/v2/jobs/2", GONE)
    cloud.expect("GET", "/v1.1/job-executions/1/refresh-status", GONE)
    result = run_task(state="absent")
    assert (result["changed"], result["job_execution"]) == (True, None)
    assert result["diff"] == {"before": {"jobs": ["1"]}, "after": {}}


def test_nothing_is_deleted_if_one_of_them_is_protected(cloud, run_task):
    expect_names(cloud)
    protected = execution_of("FAILED", "2", is_protected=True)
    expect_executions(cloud, execution_of("SUCCEEDED", "1"), protected)
    assert run_task(state="absent")["failure"]["kind"] == "Refused"


@pytest.mark.parametrize("state", ["cancelled", "absent"])
def test_job_execution_of_another_project_is_not_ended(cloud, run_task, state):
    expect_refresh(cloud, execution_of("RUNNING", project_id="another", is_public=True))
    assert run_task(id="j", state=state)["msg"] == (
        "Job execution 'j' is public but belongs to project another, so only that project can change it."
    )


def test_protected_job_execution_is_cancelled_only_if_the_task_ends_the_protection(cloud, run_task):
    running = execution_of("RUNNING", is_protected=True)
    expect_refresh(cloud, running)
    assert run_task(id="j", state="cancelled")["failure"]["kind"] == "Refused"
    expect_refresh(cloud, running)
    cloud.expect("PATCH", "/v2/jobs/j", {"job": running}, body={"is_protected": False})
    body = {"info": {"status": "cancel"}}
    cloud.expect("PATCH", "/v2/jobs/j", {"job": running}, body=body)
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("KILLED")})
    assert run_task(id="j", state="cancelled", is_protected=False)["changed"] is True


def test_job_execution_deleted_by_someone_else_while_waiting(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"))
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", GONE)
    assert run_task(id="j")["msg"] == (
        "Job execution 'j' was deleted by someone else while the task was waiting."
    )


def test_refused_cancellation_is_reported_without_api_v1_too(cloud, run_task):
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", UNKNOWN_PATH)
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("PENDING")})
    cloud.expect("PATCH", "/v2/jobs/j", error(400, "INVALID_DATA", "The cluster is not active"))
    cloud.expect("GET", "/v1.1/job-executions/j/cancel", UNKNOWN_PATH)
    assert run_task(id="j", state="cancelled")["msg"] == "The cluster is not active"


def test_timeout_cancels_the_job_execution_if_the_task_wants_that(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"), times=2)
    cloud.expect("PATCH", "/v2/jobs/j", {"job": execution_of("TOBEKILLED")})
    result = run_task(id="j", timeout=0, cancel_on_timeout=True)
    assert result["msg"] == (
        "Job execution 'j' did not finish within 0 s (status RUNNING). It is being cancelled."
    )
    assert result["failure"]["kind"] == "JobTimeout"


# Reasons of failures


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        ({"actions": [{"name": "a", "errorMessage": "No table"}]}, "a: No table."),
        ({"actions": [{"name": "a", "errorMessage": None, "errorCode": "JA1"}]}, "a: JA1."),
        ({"actions": [{"name": "a", "errorMessage": "", "errorCode": ""}]}, None),
        ({"actions": [{"name": "a", "errorMessage": "x"}, None], "errorMessage": "y"}, "a: x; y."),
        ({"errorMessage": "Broken"}, "Broken."),
        ({"reason": "Too slow."}, "Too slow."),
        ({"errorMessage": "Broken", "reason": "Too slow"}, "Broken; Too slow."),
        ({}, None),
    ],
)
def test_reason_of_the_engine(cloud, run_task, info, reason):
    expect_refresh(cloud, execution_of("FAILED", info={**info, "status": "FAILED"}))
    result = run_task(id="j")
    reason = reason or "no reason reported; see the log of the job engine."
    assert result["msg"] == f"Job execution 'j' finished with status FAILED: {reason}"
    assert result["failure"]["kind"] == "JobFailed"
    assert result["job_execution"]["status"] == "FAILED"


def test_the_most_specific_reason_is_reported(cloud, run_task):
    fields = {"cluster_id": None, "return_code": "3"}
    info = {"status": "FAILED", "reason": "Too slow"}
    expect_refresh(cloud, execution_of("FAILED", info=info, **fields))
    assert run_task(id="j")["msg"].endswith("FAILED: Too slow.")
    expect_refresh(cloud, execution_of("FAILED", **fields))
    assert run_task(id="j")["msg"].endswith("FAILED: its cluster failed or was deleted.")


# The info module


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_info_filters_by_template_and_cluster_with_the_latest_first(cloud, run_task, api):
    found = [
        execution_of("FAILED", "a"),
        execution_of("FAILED", "b", created_at="2026-02-01T00:00:00"),
        execution_of("FAILED", "c"),
        execution_of("FAILED", "d", cluster_id="other"),
        execution_of("FAILED", "e", job_template_id="other"),
    ]
    ids = {"1.1": ("/v1.1/jobs", "jobs"), "2": ("/v2/job-templates", "job_templates")}
    path, key = ids[api]
    cloud.expect("GET", f"/v{api}/clusters", {"clusters": [CLUSTER]})
    cloud.expect("GET", path, {key: [TEMPLATE]})
    if api == "2":
        expect_executions(cloud, *found)
    else:
        older = [{**item, "job_id": item["job_template_id"]} for item in found]
        for item in older:
            del item["job_template_id"]
        cloud.expect("GET", "/v1.1/job-executions", {"job_executions": older})
    result = run_task(work=gather_job_executions, api_version=api, id=None, statuses=None)
    assert result["changed"] is False
    assert [item["id"] for item in result["job_executions"]] == ["b", "c", "a"]
