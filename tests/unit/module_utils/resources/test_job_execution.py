# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job executions, request by request: which one a task adopts, and where its status comes from."""

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
from tests.unit.support.listings import expect_name
from tests.unit.support.scripted import UNKNOWN_PATH, Answer, error


@pytest.fixture(name="run_task")
def run_task_fixture(cloud):
    return JobRunner(cloud)


# Which job execution a task adopts


def test_blanked_credentials_are_not_compared(cloud, run_task):
    shown = {"fs.swift.service.sahara.username": "", "fs.swift.service.sahara.password": ""}
    kept = execution_of("SUCCEEDED", job_configs={"configs": {**shown, "n": 1}})
    expect_names(cloud)
    expect_executions(cloud, kept)
    given = {"fs.swift.service.sahara.username": "me", "fs.swift.service.sahara.password": "pw"}
    result = run_task(configs={**given, "n": "1"})
    assert (result["changed"], result["job_execution"]["id"]) == (False, "j")


def test_public_job_execution_of_another_project_is_not_adopted(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud, execution_of("SUCCEEDED", project_id="another"))
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, execution_of("PENDING", "new"))
    expect_refresh(cloud, execution_of("SUCCEEDED", "new"))
    assert run_task()["job_execution"]["id"] == "new"


def test_is_public_is_sent_again_because_sahara_ignores_it_on_creation(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud)
    body = {"job_template_id": "t", "cluster_id": "c", "is_public": True}
    expect_start(cloud, body, execution_of("PENDING"))
    public = execution_of("PENDING", is_public=True)
    cloud.expect("PATCH", "/v2/jobs/j", Answer({"job": public}, 202), body={"is_public": True})
    result = run_task(state="started", is_public=True)
    assert result["job_execution"]["is_public"] is True


def test_status_of_an_existing_job_execution_is_refreshed(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud, execution_of("RUNNING", "old"))
    expect_refresh(cloud, execution_of("FAILED", "old"))
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, execution_of("PENDING", "new"))
    expect_refresh(cloud, execution_of("SUCCEEDED", "new"))
    result = run_task()
    assert (result["changed"], result["job_execution"]["id"]) == (True, "new")


def test_adopted_failure_fails_in_check_mode_too(cloud, run_task):
    expect_names(cloud)
    expect_executions(cloud, execution_of("FAILED"))
    result = run_task(check_mode=True, rerun="never")
    assert result["failure"]["kind"] == "JobFailed"


# The interface

ARGUMENTS = [
    {"name": "words", "mapping_type": "args", "location": "0", "value_type": "string"},
    {"name": "limit", "mapping_type": "configs", "location": "n", "default": "9"},
    {"name": "from", "mapping_type": "params", "location": "in", "value_type": "data_source"},
]


def test_interface_values_are_sent_as_text_and_compared_where_sahara_stores_them(cloud, run_task):
    template = {**TEMPLATE, "interface": ARGUMENTS}
    source = {"id": "11111111-1111-4111-8111-111111111111", "name": "logs", "project_id": PROJECT}
    kept = {"configs": {"n": 5}, "params": {"in": source["id"]}, "args": ["true", "x"]}
    options = {
        "configs": {"n": 5},
        "args": ["x"],
        "job_interface": {"words": True, "from": "logs"},
    }
    body = {
        "job_template_id": "t",
        "cluster_id": "c",
        "job_configs": {"configs": {"n": 5}, "args": ["x"]},
        "interface": {"words": "true", "from": source["id"]},
    }
    for existing in ([], [execution_of("SUCCEEDED", job_configs=kept)]):
        expect_names(cloud, template)
        expect_name(cloud, "data_source", "logs", source)
        expect_executions(cloud, *existing)
        if not existing:
            expect_start(cloud, body, execution_of("SUCCEEDED", job_configs=kept))
        assert run_task(**options)["changed"] is not bool(existing)


# The status


def test_without_api_v1_the_stored_status_is_used(cloud, run_task):
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", UNKNOWN_PATH)
    for status in ("RUNNING", "RUNNING", "SUCCEEDED"):
        cloud.expect("GET", "/v2/jobs/j", {"job": execution_of(status)})
    assert run_task(id="j")["job_execution"]["status"] == "SUCCEEDED"
    assert [line.rpartition(" (")[0] for line in run_task.lines] == [
        "job execution 'j': RUNNING",
        "job execution 'j': SUCCEEDED",
    ]


def test_if_the_engine_does_not_answer_the_stored_status_is_used(cloud, run_task):
    busy = error(500, "INTERNAL_SERVER_ERROR", "Oozie does not answer")
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", busy, times=2)
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("SUCCEEDED")})
    assert run_task(id="j")["job_execution"]["status"] == "SUCCEEDED"


def test_info_filters_by_current_status(cloud, run_task):
    executions = [
        execution_of("RUNNING", "a"),
        execution_of("FAILED", "b"),
        execution_of("TOBEKILLED", "c"),
    ]
    cloud.expect("GET", "/v2/jobs", {"jobs": executions}, query={"limit": "200"})
    expect_refresh(cloud, execution_of("FAILED", "a"))
    options = {"job_template": None, "cluster": None, "id": None, "statuses": ["FAILED"]}
    result = run_task(work=gather_job_executions, **options)
    assert [item["id"] for item in result["job_executions"]] == ["b", "a"]


def test_configuration_of_actions_is_not_returned(cloud, run_task):
    actions = [
        {"name": "hive", "errorMessage": "No such table", "errorCode": "JA018", "conf": "<pw>"}
    ]
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", UNKNOWN_PATH)
    failed = execution_of("KILLED", info={"status": "KILLED", "actions": actions})
    cloud.expect("GET", "/v2/jobs/j", {"job": failed})
    result = run_task(id="j")
    assert result["msg"] == (
        "Job execution 'j' finished with status KILLED: hive: No such table (JA018)."
    )
    assert "<pw>" not in str(result)


# Ending


def test_job_execution_of_an_inactive_cluster_is_cancelled_through_api_v1(cloud, run_task):
    refusal = error(400, "INVALID_DATA", "Suspending operation can not be performed")
    expect_refresh(cloud, execution_of("PENDING"))
    cloud.expect("PATCH", "/v2/jobs/j", refusal)
    killed = {"job_execution": execution_of("KILLED")}
    cloud.expect("GET", "/v1.1/job-executions/j/cancel", killed)
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("KILLED")})
    result = run_task(id="j", state="cancelled")
    assert (result["changed"], result["job_execution"]["status"]) == (True, "KILLED")


def test_client_stops_trying_at_the_deadline_of_the_task(cloud, run_task):
    """This includes the client for API v1.1, which refreshes the status."""
    expect_refresh(cloud, execution_of("RUNNING"))
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", Answer(dropped=True))
    result = run_task(id="j", timeout=0)
    assert result["msg"] == (
        "Job execution 'j' did not finish within 0 s (status RUNNING). "
        "It keeps running; run the task again to keep waiting."
    )


@pytest.mark.parametrize(
    ("state", "missed"),
    [("cancelled", "did not finish"), ("absent", "was not deleted")],
)
def test_timeout_of_a_cancellation_or_deletion(cloud, run_task, state, missed):
    expect_refresh(cloud, execution_of("RUNNING"))
    method = "PATCH" if state == "cancelled" else "DELETE"
    cloud.expect(method, "/v2/jobs/j", {"job": execution_of("RUNNING")})
    busy = execution_of("TOBEKILLED")
    if state == "cancelled":  # The status is not refreshed any more.
        cloud.expect("GET", "/v2/jobs/j", {"job": busy})
    else:
        expect_refresh(cloud, busy)
    assert run_task(id="j", state=state, timeout=0)["msg"] == (
        f"Job execution 'j' {missed} within 0 s (status TOBEKILLED). "
        "Sahara continues the operation; run the task again to keep waiting."
    )


def test_timeout_reports_a_refused_cancellation(cloud, run_task):
    refusal = error(400, "CANCELING_FAILED", "It is marked as protected")
    expect_refresh(cloud, execution_of("RUNNING"), times=4)
    cloud.expect("PATCH", "/v2/jobs/j", refusal)
    cloud.expect("GET", "/v1.1/job-executions/j/cancel", refusal)
    result = run_task(id="j", timeout=1, cancel_on_timeout=True)
    assert result["msg"] == (
        "Job execution 'j' did not finish within 1 s (status RUNNING). "
        "It could not be cancelled: It is marked as protected."
    )


def test_a_timeout_reports_the_last_status(cloud, run_task):
    expect_refresh(cloud, execution_of("PENDING"))
    expect_refresh(cloud, execution_of("RUNNING"))
    result = run_task(id="j", timeout=0)
    assert result["failure"]["kind"] == "JobTimeout"
    assert "RUNNING" in result["msg"] and "PENDING" not in result["msg"]
    assert result["job_execution"]["status"] == "RUNNING"


def test_timeout_in_an_outage_says_since_when_there_was_no_answer(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"), times=3)
    down = Answer({"error_message": "Sahara is down"}, 520)
    for _ in range(3):  # The task looks after 0, 0.5, 1.25, 2.375 and 3 s.
        cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", down)
        cloud.expect("GET", "/v2/jobs/j", down)
    cloud.expect("PATCH", "/v2/jobs/j", down)
    result = run_task(id="j", timeout=3, cancel_on_timeout=True)
    assert result["msg"] == (
        "Job execution 'j' did not finish within 3 s (last known status RUNNING; "
        "no valid answer for the last 2 s). It could not be cancelled: Sahara is down (HTTP 520 "
        f"from PATCH {cloud.url}/v2/jobs/j)."
    )


def test_connection_lost_while_cancelling_does_not_hide_the_timeout(cloud, run_task):
    expect_refresh(cloud, execution_of("RUNNING"), times=2)
    cloud.expect("PATCH", "/v2/jobs/j", Answer(dropped=True))
    cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("RUNNING")}, times=4)
    result = run_task(id="j", timeout=0, cancel_on_timeout=True)
    assert result["failure"]["kind"] == "JobTimeout"
    assert "(status RUNNING). It could not be cancelled: Sahara at" in result["msg"]


def test_protection_ends_only_if_the_task_ends_it(cloud, run_task):
    protected = execution_of("SUCCEEDED", is_protected=True)
    expect_refresh(cloud, protected)
    assert run_task(id="j", state="absent")["msg"] == (
        "Job execution 'j' is protected. "
        "Set 'is_protected: false' in the same task to change or delete it."
    )
    expect_refresh(cloud, protected)
    cloud.expect("PATCH", "/v2/jobs/j", {"job": protected}, body={"is_protected": False})
    cloud.expect("DELETE", "/v2/jobs/j")
    gone = error(404, "NOT_FOUND", "Object not found")
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", gone)
    assert run_task(id="j", state="absent", is_protected=False)["changed"] is True


@pytest.mark.parametrize(
    ("execution", "sentence"),
    [
        (
            execution_of("PENDING", cluster_id=None),
            "cannot start: its cluster failed or was deleted.",
        ),
        (
            execution_of("KILLED", cluster_id=None, engine_job_id=None),
            "cannot start: its cluster failed or was deleted.",
        ),
        (
            execution_of("KILLED", cluster_id=None),
            "finished with status KILLED: its cluster failed or was deleted.",
        ),
        (
            execution_of("FAILED", return_code="3"),
            "finished with status FAILED: return code 3.",
        ),
    ],
)
def test_failure_is_reported_with_its_reason(cloud, run_task, execution, sentence):
    expect_refresh(cloud, execution, times=2 if execution["info"]["status"] == "PENDING" else 1)
    assert run_task(id="j")["msg"] == f"Job execution 'j' {sentence}"


def test_failure_before_the_start_is_reported_with_the_status_of_the_cluster(cloud, run_task):
    expect_refresh(cloud, execution_of("KILLED", engine_job_id=None))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": {**CLUSTER, "status": "Error"}})
    assert run_task(id="j")["msg"] == (
        "Job execution 'j' cannot start: its cluster is in status Error."
    )


# Lost answers, and others at the same time


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("rerun", ["on_failure", "always"])
def test_start_with_a_lost_answer(cloud, run_task, done, rerun):
    old, new = execution_of("FAILED", "old"), execution_of("RUNNING", "new")
    expect_names(cloud)
    expect_executions(cloud, old)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    cloud.expect("POST", "/v2/jobs", Answer(dropped=True))
    if not done:
        for _look in range(4):
            expect_executions(cloud, old)
        assert run_task(rerun=rerun)["failure"]["kind"] == "ConnectionFailed"
        return
    expect_executions(cloud, old, new)
    if rerun != "always":  # The search for others.
        expect_executions(cloud, old, new)
    result = run_task(rerun=rerun, state="started")
    assert (result["changed"], result["job_execution"]["id"]) == (True, "new")


@pytest.mark.parametrize("rerun", ["on_failure", "always"])
def test_equal_job_execution_of_another_task_is_a_warning(cloud, run_task, rerun):
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    new = execution_of("PENDING", "new")
    cloud.expect("POST", "/v2/jobs", Answer({"job": new}, 202))
    if rerun != "always":
        other = execution_of("PENDING", "different", input_id="d")
        expect_executions(cloud, new, execution_of("PENDING", "twin"), other)
    result = run_task(rerun=rerun, state="started")
    assert result["job_execution"]["id"] == "new"
    assert run_task.warnings == ([] if rerun == "always" else [TWIN_WARNING])


TWIN_WARNING = (
    "Job execution of 'count' on 'hadoop' was started more than once: this task started new, and others "
    "started twin at the same time. Cancel the superfluous ones by their 'id', and run such tasks one "
    "after another."
)


@pytest.mark.parametrize("done", [True, False])
def test_cancellation_with_a_lost_answer(cloud, run_task, done):
    running = execution_of("RUNNING")
    expect_refresh(cloud, running)
    body = {"info": {"status": "cancel"}}
    cloud.expect("PATCH", "/v2/jobs/j", Answer(dropped=True), body=body)
    seen = execution_of("TOBEKILLED" if done else "RUNNING")
    cloud.expect("GET", "/v2/jobs/j", {"job": seen}, times=1 if done else 4)
    if done:
        cloud.expect("GET", "/v2/jobs/j", {"job": execution_of("KILLED")})
    result = run_task(id="j", state="cancelled")
    assert (result["changed"], "failed" in result) == (done, not done)


def test_deletion_of_a_job_execution_by_someone_else_changes_nothing(cloud, run_task):
    expect_refresh(cloud, execution_of("SUCCEEDED"))
    gone = error(404, "NOT_FOUND", "Object not found")
    cloud.expect("DELETE", "/v2/jobs/j", gone)
    result = run_task(id="j", state="absent")
    assert (result["changed"], result["diff"]["before"]) == (False, {})


@pytest.mark.parametrize("sent", ["", None, "planted"])
def test_credentials_look_the_same_whether_sahara_blanks_them_or_not(cloud, run_task, sent):
    configs = {"fs.swift.service.sahara.password": sent, "tb.seconds": "1"}
    job_configs = {"configs": configs, "params": {"db.passwd": sent}, "args": []}
    expect_refresh(cloud, execution_of("SUCCEEDED", job_configs=job_configs))
    shown = run_task(id="j")["job_execution"]["job_configs"]
    mask = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    assert shown["configs"] == {"fs.swift.service.sahara.password": mask, "tb.seconds": "1"}
    assert shown["params"] == {"db.passwd": mask}
