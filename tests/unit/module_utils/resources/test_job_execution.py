# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs, request by request: which run is the task's own, and where its status comes from."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.job_execution import (
    gather_jobs,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.job_run import JobTask
from ansible_collections.sahara.dataprocessing.plugins.module_utils.task import Task, execute

from tests.unit.module_utils.resources.conftest import PROJECT
from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import Answer, error

TEMPLATE = {"id": "t", "name": "count", "type": "Shell", "interface": [], "project_id": PROJECT}
CLUSTER = {"id": "c", "name": "hadoop", "status": "Active", "project_id": PROJECT}
UNKNOWN_PATH = Answer({"error": 404, "error_message": "no such path"}, 404)
OPTIONS = {
    "state": "finished",
    "job_template": "count",
    "cluster": "hadoop",
    "rerun": "on_failure",
    "timeout": 60,
    "cancel_on_timeout": False,
    "poll_interval": 5,
    "progress": True,
}


def run_of(status, identity="j", **fields):
    return {
        "id": identity,
        "job_template_id": "t",
        "cluster_id": "c",
        "project_id": PROJECT,
        "created_at": "2026-01-01T00:00:00",
        "job_configs": {"configs": {}, "params": {}, "args": []},
        "info": {"status": status},
        "engine_job_id": "e",
        "is_protected": False,
        **fields,
    }


@pytest.fixture(name="run_job")
def run_job_fixture(cloud):
    """Runs a task and returns its result; the lines that it says are in ``run_job.lines``."""

    def run_job(check_mode=False, work=lambda task: JobTask(task).run(), **params):
        options = {"cloud": {"auth": cloud.auth}, "api_version": "2", **OPTIONS, **params}
        if options.get("id"):
            options.update(job_template=None, cluster=None)
        task = Task(options, check_mode, say=run_job.lines.append, clock=FakeClock())
        return execute(work, task)

    run_job.lines = []
    return run_job


def expect_names(cloud, template=TEMPLATE):
    cloud.expect("GET", "/v2/job-templates", {"job_templates": [template]})
    cloud.expect("GET", "/v2/clusters", {"clusters": [CLUSTER]})


def expect_runs(cloud, *runs):
    cloud.expect("GET", "/v2/jobs", {"jobs": list(runs)})


def expect_fresh(cloud, run, times=1):
    older = {**run, "job_id": run["job_template_id"]}
    path = f"/v1.1/job-executions/{run['id']}/refresh-status"
    cloud.expect("GET", path, {"job_execution": older}, times=times)


def expect_start(cloud, body, run):
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    cloud.expect("POST", "/v2/jobs", Answer({"job": run}, 202), body=body)


# Which run is the task's own


def test_credentials_that_sahara_has_blanked_make_no_difference(cloud, run_job):
    shown = {"fs.swift.service.sahara.username": "", "fs.swift.service.sahara.password": ""}
    kept = run_of("SUCCEEDED", job_configs={"configs": {**shown, "n": 1}})
    expect_names(cloud)
    expect_runs(cloud, kept)
    given = {"fs.swift.service.sahara.username": "me", "fs.swift.service.sahara.password": "pw"}
    result = run_job(configs={**given, "n": "1"})
    assert (result["changed"], result["job_execution"]["id"]) == (False, "j")


def test_what_another_project_shows_is_not_the_tasks_own(cloud, run_job):
    expect_names(cloud)
    expect_runs(cloud, run_of("SUCCEEDED", project_id="another"))
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, run_of("PENDING", "new"))
    expect_fresh(cloud, run_of("SUCCEEDED", "new"))
    assert run_job()["job_execution"]["id"] == "new"


def test_who_may_use_a_run_is_said_once_more_for_sahara_forgets_it(cloud, run_job):
    expect_names(cloud)
    expect_runs(cloud)
    body = {"job_template_id": "t", "cluster_id": "c", "is_public": True}
    expect_start(cloud, body, run_of("PENDING"))
    public = run_of("PENDING", is_public=True)
    cloud.expect("PATCH", "/v2/jobs/j", Answer({"job": public}, 202), body={"is_public": True})
    result = run_job(state="started", is_public=True)
    assert result["job_execution"]["is_public"] is True


def test_a_run_that_failed_since_saharas_last_look_is_no_success(cloud, run_job):
    expect_names(cloud)
    expect_runs(cloud, run_of("RUNNING", "old"))
    expect_fresh(cloud, run_of("FAILED", "old"))
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, run_of("PENDING", "new"))
    expect_fresh(cloud, run_of("SUCCEEDED", "new"))
    result = run_job()
    assert (result["changed"], result["job_execution"]["id"]) == (True, "new")


def test_a_failed_run_that_is_taken_fails_in_check_mode_too(cloud, run_job):
    expect_names(cloud)
    expect_runs(cloud, run_of("FAILED"))
    result = run_job(check_mode=True, rerun="never")
    assert result["failure"]["kind"] == "JobFailed"


# The interface

ARGUMENTS = [
    {"name": "words", "mapping_type": "args", "location": "0", "value_type": "string"},
    {"name": "limit", "mapping_type": "configs", "location": "n", "default": "9"},
    {"name": "from", "mapping_type": "params", "location": "in", "value_type": "data_source"},
]


def test_values_go_as_sahara_takes_them_and_are_found_where_it_keeps_them(cloud, run_job):
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
    for runs in ([], [run_of("SUCCEEDED", job_configs=kept)]):
        expect_names(cloud, template)
        cloud.expect("GET", "/v2/data-sources", {"data_sources": [source]})
        expect_runs(cloud, *runs)
        if not runs:
            expect_start(cloud, body, run_of("SUCCEEDED", job_configs=kept))
        assert run_job(**options)["changed"] is not bool(runs)


# The status


def test_without_api_1_1_the_status_is_saharas_own(cloud, run_job):
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", UNKNOWN_PATH)
    for status in ("RUNNING", "RUNNING", "SUCCEEDED"):
        cloud.expect("GET", "/v2/jobs/j", {"job": run_of(status)})
    assert run_job(id="j")["job_execution"]["status"] == "SUCCEEDED"
    assert [line.rpartition(" (")[0] for line in run_job.lines] == [
        "job 'j': RUNNING",
        "job 'j': SUCCEEDED",
    ]


def test_an_engine_that_does_not_answer_leaves_saharas_own_word(cloud, run_job):
    busy = error(500, "INTERNAL_SERVER_ERROR", "Oozie does not answer")
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", busy, times=2)
    cloud.expect("GET", "/v2/jobs/j", {"job": run_of("SUCCEEDED")})
    assert run_job(id="j")["job_execution"]["status"] == "SUCCEEDED"


def test_info_has_the_status_of_the_moment(cloud, run_job):
    expect_runs(cloud, run_of("RUNNING", "a"), run_of("FAILED", "b"), run_of("TOBEKILLED", "c"))
    expect_fresh(cloud, run_of("FAILED", "a"))
    options = {"job_template": None, "cluster": None, "id": None, "status": "FAILED"}
    result = run_job(work=gather_jobs, **options)
    assert [run["id"] for run in result["job_executions"]] == ["b", "a"]


def test_the_configuration_of_actions_is_not_shown(cloud, run_job):
    actions = [
        {"name": "hive", "errorMessage": "No such table", "errorCode": "JA018", "conf": "<pw>"}
    ]
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", UNKNOWN_PATH)
    failed = run_of("KILLED", info={"status": "KILLED", "actions": actions})
    cloud.expect("GET", "/v2/jobs/j", {"job": failed})
    result = run_job(id="j")
    assert result["msg"] == "The job 'j' ended KILLED: hive: No such table (JA018)."
    assert "<pw>" not in str(result)


# Ending


def test_a_job_of_an_inactive_cluster_is_cancelled_through_api_1_1(cloud, run_job):
    refusal = error(400, "INVALID_DATA", "Suspending operation can not be performed")
    expect_fresh(cloud, run_of("PENDING"))
    cloud.expect("PATCH", "/v2/jobs/j", refusal)
    killed = {"job_execution": run_of("KILLED")}
    cloud.expect("GET", "/v1.1/job-executions/j/cancel", killed)
    cloud.expect("GET", "/v2/jobs/j", {"job": run_of("KILLED")})
    result = run_job(id="j", state="cancelled")
    assert (result["changed"], result["job_execution"]["status"]) == (True, "KILLED")


def test_the_client_asks_no_longer_than_the_task_waits(cloud, run_job):
    """Not the one for v1.1 either, which is what refreshes the status."""
    expect_fresh(cloud, run_of("RUNNING"))
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", Answer(dropped=True))
    result = run_job(id="j", timeout=0)
    assert result["msg"].startswith("The job 'j' was still RUNNING after 0 s.")


def test_a_timeout_says_what_became_of_the_job(cloud, run_job):
    refusal = error(400, "CANCELING_FAILED", "It is marked as protected")
    expect_fresh(cloud, run_of("RUNNING"), times=4)
    cloud.expect("PATCH", "/v2/jobs/j", refusal)
    cloud.expect("GET", "/v1.1/job-executions/j/cancel", refusal)
    result = run_job(id="j", timeout=1, cancel_on_timeout=True)
    assert result["msg"] == (
        "The job 'j' was still RUNNING after 1 s. It cannot be cancelled: It is marked as protected"
    )


def test_a_timeout_reports_the_last_status(cloud, run_job):
    expect_fresh(cloud, run_of("PENDING"))
    expect_fresh(cloud, run_of("RUNNING"))
    result = run_job(id="j", timeout=0)
    assert result["failure"]["kind"] == "JobTimeout"
    assert "RUNNING" in result["msg"] and "PENDING" not in result["msg"]
    assert result["job_execution"]["status"] == "RUNNING"


def test_protection_ends_only_when_the_task_says_so(cloud, run_job):
    protected = run_of("SUCCEEDED", is_protected=True)
    expect_fresh(cloud, protected)
    assert run_job(id="j", state="absent")["msg"] == (
        "The job 'j' is protected. Set 'is_protected: false' in the same task to change it."
    )
    expect_fresh(cloud, protected)
    cloud.expect("PATCH", "/v2/jobs/j", {"job": protected}, body={"is_protected": False})
    cloud.expect("DELETE", "/v2/jobs/j")
    gone = error(404, "NOT_FOUND", "Object not found")
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", gone)
    assert run_job(id="j", state="absent", is_protected=False)["changed"] is True


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (run_of("PENDING", cluster_id=None), "does not start: its cluster failed or was deleted."),
        (
            run_of("KILLED", cluster_id=None, engine_job_id=None),
            "does not start: its cluster failed or was deleted.",
        ),
        (run_of("KILLED", cluster_id=None), "ended KILLED: its cluster failed or was deleted."),
        (run_of("FAILED", return_code="3"), "ended FAILED: its return code is 3."),
    ],
)
def test_a_failure_says_why_as_well_as_sahara_tells_it(cloud, run_job, run, sentence):
    expect_fresh(cloud, run, times=2 if run["info"]["status"] == "PENDING" else 1)
    assert run_job(id="j")["msg"] == f"The job 'j' {sentence}"


def test_a_job_that_was_killed_before_it_began_tells_of_its_cluster(cloud, run_job):
    expect_fresh(cloud, run_of("KILLED", engine_job_id=None))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": {**CLUSTER, "status": "Error"}})
    assert run_job(id="j")["msg"] == "The job 'j' does not start: its cluster is in Error."
