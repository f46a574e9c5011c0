# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Failed tasks report whether they changed something, and where the log of a job is."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.gathering import (
    gather_job_executions,
)

from tests.unit.support.clusters import Runner, cluster
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
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud, error

INSTANCE = {
    "id": "i1",
    "instance_id": "nova-1",
    "instance_name": "hadoop-master-0",
    "internal_ip": "10.0.0.5",
    "management_ip": "203.0.113.5",
}
RUNNING_ON = {
    **CLUSTER,
    "node_groups": [
        {"name": "worker", "instances": [{**INSTANCE, "id": "i2", "instance_name": "other"}]},
        {"name": "master", "instances": [INSTANCE]},
        {"name": "none"},
    ],
}
PATH = "/tmp/spark-edp/count/j/stderr"
ADDRESS = {"instance_name": "hadoop-master-0", "management_ip": "203.0.113.5"}
LOG = {**ADDRESS, "path": PATH, "url": None, "command": ["cat", PATH]}
READ_ON = f" Its error output is in '{PATH}' on instance 'hadoop-master-0' (203.0.113.5)."


@pytest.fixture
def run(cloud: ScriptedCloud) -> JobRunner:
    return JobRunner(cloud)


# Whether a failed task changed something


@pytest.mark.parametrize("status", ["FAILED", "KILLED", "DONEWITHERROR"])
def test_a_job_that_the_task_started_and_that_failed_is_a_change(
    cloud: ScriptedCloud, run: JobRunner, status: str
) -> None:
    expect_names(cloud)
    expect_executions(cloud)
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, execution_of("PENDING"))
    expect_refresh(cloud, execution_of(status))
    result = run()
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["job_execution"]["status"] == status


def test_a_job_that_does_not_end_in_time_is_a_change(cloud: ScriptedCloud, run: JobRunner) -> None:
    expect_names(cloud)
    expect_executions(cloud)
    expect_start(cloud, {"job_template_id": "t", "cluster_id": "c"}, execution_of("PENDING"))
    expect_refresh(cloud, execution_of("RUNNING"))
    result = run(timeout=0)
    assert (result["failure"]["kind"], result["changed"]) == ("JobTimeout", True)


def test_the_failure_of_an_older_job_changes_nothing(cloud: ScriptedCloud, run: JobRunner) -> None:
    expect_refresh(cloud, execution_of("FAILED"))
    assert run(id="j")["changed"] is False


def test_a_job_that_sahara_refuses_changes_nothing(cloud: ScriptedCloud, run: JobRunner) -> None:
    expect_names(cloud)
    expect_executions(cloud)
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    cloud.expect("POST", "/v2/jobs", error(400, "INVALID_REFERENCE", "No such type of job"))
    assert run()["changed"] is False


def test_a_cluster_that_is_scaled_in_vain_is_a_change(cloud: ScriptedCloud) -> None:
    tasks = Runner(cloud)
    tasks.finds(cluster())
    body = {"resize_node_groups": [{"name": "worker", "count": 3}]}
    tasks.sends(body, cluster("Validating"), "PUT")
    tasks.sees(cluster(status_description="No host"))
    result = tasks(node_groups=[{"name": "worker", "count": 3}])
    assert (result["failure"]["kind"], result["changed"]) == ("ClusterFailed", True)


def test_a_deletion_that_takes_too_long_is_a_change(cloud: ScriptedCloud) -> None:
    tasks = Runner(cloud)
    tasks.finds(cluster())
    cloud.expect("DELETE", "/v2/clusters/1")
    tasks.sees(cluster("Deleting"))
    result = tasks(state="absent", timeout=0)
    assert (result["failure"]["kind"], result["changed"]) == ("ClusterTimeout", True)


def test_waiting_in_vain_for_others_changes_nothing(cloud: ScriptedCloud) -> None:
    tasks = Runner(cloud)
    tasks.finds(cluster("Spawning"))
    tasks.sees_in_vain(cluster("Error"))
    assert tasks()["changed"] is False


def test_a_registration_without_its_tags_is_a_change(cloud: ScriptedCloud, run: JobRunner) -> None:
    cloud.add_other_services()
    from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
        converge,
    )

    cloud.expect("GET", "/v2/images", {"images": []})
    cloud.expect("GET", "/image/v2/images", {"images": [{"id": "g1", "name": "ubuntu"}]})
    cloud.expect("POST", "/v2/images/g1", Answer({"image": {"id": "g1", "tags": []}}, 202))
    cloud.expect("PUT", "/v2/images/g1/tags", error(400, "VALIDATION_ERROR", "No"))
    result = run(
        work=lambda task: converge(task, Image(task)),
        state="present",
        name="ubuntu",
        username="root",
        tags=["a"],
    )
    assert (result["failed"], result["changed"]) == (True, True)


# The log of a job


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({}, "no reason reported."), ({"return_code": "3"}, "return code 3.")],
)
def test_a_failed_spark_or_shell_job_names_its_log(
    cloud: ScriptedCloud, run: JobRunner, fields: dict[str, Any], reason: str
) -> None:
    expect_refresh(cloud, execution_of("DONEWITHERROR", engine_job_id="4711@i1", **fields))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": RUNNING_ON})
    cloud.expect("GET", "/v2/job-templates/t", {"job_template": TEMPLATE})
    result = run(id="j")
    assert result["msg"] == (
        f"Job execution 'j' finished with status DONEWITHERROR: {reason}{READ_ON}"
    )
    assert result["job_execution"]["log"] == LOG


def test_the_info_module_returns_the_logs(cloud: ScriptedCloud, run: JobRunner) -> None:
    executions = [
        execution_of("DONEWITHERROR", "j", engine_job_id="4711@i1"),
        execution_of("FAILED", "k", engine_job_id="4712@i2"),
        execution_of("SUCCEEDED", "l", engine_job_id="4713@i1"),
        execution_of("FAILED", "m", engine_job_id="0007-oozie-W"),
        execution_of("FAILED", "n", engine_job_id=None),
        execution_of("KILLED", "o", engine_job_id="1@i1", cluster_id=None),
        execution_of("DONEWITHERROR", "p", engine_job_id="1@replaced"),
    ]
    cloud.expect("GET", "/v2/jobs", {"jobs": executions})
    cloud.expect("GET", "/v2/clusters/c", {"cluster": RUNNING_ON})
    cloud.expect("GET", "/v2/job-templates/t", {"job_template": TEMPLATE})
    options = {"job_template": None, "cluster": None, "id": None, "statuses": None}
    result = run(work=gather_job_executions, **options)
    other = "/tmp/spark-edp/count/k/stderr"
    logs = {item["id"]: item["log"] for item in result["job_executions"]}
    assert logs == {
        "j": LOG,
        "k": {**LOG, "instance_name": "other", "path": other, "command": ["cat", other]},
        **dict.fromkeys("lmnop"),
    }


@pytest.mark.parametrize("process", ["oozie", "Oozie", "OOZIE_SERVER"])
def test_a_failed_oozie_job_names_the_command_for_its_log(
    cloud: ScriptedCloud, run: JobRunner, process: str
) -> None:
    groups = [
        {"name": "worker", "node_processes": ["datanode"], "instances": [{"id": "i2"}]},
        {"name": "master", "node_processes": ["namenode", process], "instances": [INSTANCE]},
    ]
    job = "0000007-261127094102113-oozie-hado-W"
    expect_refresh(cloud, execution_of("FAILED", engine_job_id=job))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": {**CLUSTER, "node_groups": groups}})
    result = run(id="j")
    server = "http://localhost:11000/oozie"
    assert result["job_execution"]["log"] == {
        **ADDRESS,
        "path": None,
        "url": f"{server}/v1/job/{job}?show=log",
        "command": ["oozie", "job", "-oozie", server, "-log", job],
    }
    assert result["msg"].endswith(
        f"no reason reported. To print its log, run 'oozie job -oozie {server} -log {job}' "
        "on instance 'hadoop-master-0' (203.0.113.5)."
    )


def test_a_cluster_without_oozie_has_no_log(cloud: ScriptedCloud, run: JobRunner) -> None:
    expect_refresh(cloud, execution_of("FAILED", engine_job_id="7-1-oozie-hado-W"))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": RUNNING_ON})
    assert run(id="j")["job_execution"]["log"] is None


@pytest.mark.parametrize("answer", [GONE, error(403, "FORBIDDEN", "No")])
def test_a_cluster_that_cannot_be_read_does_not_hide_the_failure(
    cloud: ScriptedCloud, run: JobRunner, answer: Answer
) -> None:
    expect_refresh(cloud, execution_of("FAILED", engine_job_id="4711@i1"))
    times = 2 if answer is not GONE else 1
    for _time in range(times):
        cloud.expect("GET", "/v2/clusters/c", answer)
        if answer is GONE:
            cloud.expect("GET", "/v2/job-templates/t", {"job_template": TEMPLATE})
    result = run(id="j")
    assert result["msg"] == (
        "Job execution 'j' finished with status FAILED: no reason reported; see the log of the job engine."
    )
    assert result["job_execution"]["log"] is None


def test_an_instance_without_an_address_is_named(cloud: ScriptedCloud, run: JobRunner) -> None:
    bare = {"id": "i1", "instance_name": "hadoop-master-0", "management_ip": None}
    known = {**CLUSTER, "node_groups": [{"name": "master", "instances": [bare]}]}
    expect_refresh(cloud, execution_of("FAILED", engine_job_id="4711@i1"))
    cloud.expect("GET", "/v2/clusters/c", {"cluster": known})
    cloud.expect("GET", "/v2/job-templates/t", {"job_template": TEMPLATE})
    assert run(id="j")["msg"].endswith(f"'{PATH}' on instance 'hadoop-master-0'.")
