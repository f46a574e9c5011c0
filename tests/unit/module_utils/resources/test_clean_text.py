# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from servers reaches messages, warnings, logs and progress as one line without control characters."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.task import (
    converge_cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.task import (
    JobTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    Plugin,
)
from ansible_collections.sahara.dataprocessing.plugins.modules.sahara_cluster import SPEC

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_name, expect_suggestions
from tests.unit.support.scripted import Answer

# Sets the title of a terminal, is a C1 sequence, reverses the text, and starts a new line.
HOSTILE = "x\x1b]0;PWN\x07\x9b31m\u202etxt\nFAKE"
CLEAN = r"x\x1b]0;PWN\x07\x9b31m\u202etxt FAKE"
STEP = {
    "id": "s",
    "step_name": HOSTILE,
    "successful": False,
    "events": [{"successful": False, "instance_name": HOSTILE}],
}
CLUSTER = {"id": "1", "name": "demo", "project_id": PROJECT, "node_groups": []}
JOB = {
    "id": "j",
    "job_template_id": "t",
    "cluster_id": "1",
    "project_id": PROJECT,
    "job_configs": {"configs": {}, "params": {}, "args": []},
    "engine_job_id": "e",
}
JOB_OPTIONS = {"state": "finished", "id": "j", "timeout": 9, "poll_interval": 1, "rerun": "never"}


class Outlet:
    """Runs tasks. lines: all warnings, progress lines and log lines."""

    def __init__(self, cloud):
        self.cloud = cloud
        self.lines = []

    def __call__(self, work, **params):
        options = {"cloud": {"auth": self.cloud.auth}, "api_version": "2", **params}
        show = self.lines.append
        return execute(work, AnsibleTask(options, False, show, show, show, FakeClock()))


@pytest.fixture
def outlet(cloud):
    return Outlet(cloud)


def run_cluster(outlet, **params):
    defaults = {name: option.get("default") for name, option in SPEC["argument_spec"].items()}
    connection = {"cloud": {"auth": outlet.cloud.auth}, "api_version": "2"}
    return outlet(converge_cluster, **{**defaults, **connection, "name": "demo", **params})


def test_failed_cluster(cloud, outlet):
    failed = {**CLUSTER, "status": "Error", "status_description": HOSTILE}
    cloud.expect("GET", "/v2/clusters", {"clusters": [{**CLUSTER, "status": "Spawning"}]})
    answer = {"cluster": {**failed, "provision_progress": [STEP]}}
    cloud.expect("GET", "/v2/clusters/1", answer, times=2)
    result = run_cluster(outlet)
    assert result["failure"]["kind"] == "ClusterFailed"
    reason = CLEAN.replace(" FAKE", "; FAKE.")
    assert f" at step '{CLEAN}' on instance {CLEAN}: {reason} Delete it" in result["msg"]
    assert result["cluster"]["status_description"] == HOSTILE


def test_failed_job(cloud, outlet):
    info = {"status": "FAILED", "actions": [{"name": HOSTILE, "errorMessage": HOSTILE}]}
    reply = {"job_execution": {**JOB, "job_id": "t", "info": info}}
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", reply)
    result = outlet(lambda task: JobTask(task).run(), **JOB_OPTIONS)
    assert result["failure"]["kind"] == "JobFailed"
    assert result["msg"].endswith(f"{CLEAN}: {CLEAN}.")


def test_page_in_the_reason_of_a_failure(cloud, outlet):
    page = "Heat: <html><title>504 Time-out</title><h1>504 Time-out</h1><hr>nginx</html>"
    failed = {**CLUSTER, "status": "Error", "status_description": page}
    cloud.expect("GET", "/v2/clusters", {"clusters": [failed]})
    cloud.expect("GET", "/v2/clusters/1", {"cluster": failed})
    assert "Error: Heat: 504 Time-out; nginx. Delete it" in run_cluster(outlet)["msg"]
    info = {"status": "FAILED", "reason": page}
    reply = {"job_execution": {**JOB, "job_id": "t", "info": info}}
    cloud.expect("GET", "/v1.1/job-executions/j/refresh-status", reply)
    result = outlet(lambda task: JobTask(task).run(), **JOB_OPTIONS)
    assert result["msg"].endswith("status FAILED: Heat: 504 Time-out; nginx.")


def test_suggested_names(cloud, outlet):
    cloud.expect("GET", "/v2/clusters", {"clusters": []})
    expect_name(cloud, "cluster_template", "spare-9")
    template = {"id": "t", "name": HOSTILE, "project_id": "another"}
    expect_suggestions(cloud, "cluster_template", template)
    result = run_cluster(outlet, cluster_template="spare-9")
    assert result["msg"] == f"No cluster template named 'spare-9'; available: {CLEAN}."


def test_catalog(cloud, outlet):
    for entry in cloud.keystone.catalog:
        entry.update(type=HOSTILE)
    result = outlet(lambda task: converge(task, Plugin(task)), name="spark")
    assert f"Its services are {CLEAN}." in result["msg"]


def test_bug(outlet):
    def work(_task):
        raise ValueError(HOSTILE)

    result = outlet(work)
    assert (
        f"Unexpected ValueError in the collection sahara.dataprocessing: {CLEAN}." in result["msg"]
    )
    assert "\x1b" not in result["exception"] and "\n" in result["exception"]


def test_warning(outlet):
    outlet(lambda task: task.warn(HOSTILE) or {})
    assert outlet.lines == [CLEAN]


def test_log_line_of_a_redirect(cloud, outlet):
    away = Answer(status=301, headers={"Location": "/x\x1b]0;PWN\x07"})
    cloud.expect("GET", "/v2/plugins/spark", away)
    cloud.expect("GET", "/x%1B%5D0;PWN%07", {"plugin": {"name": "spark"}})
    outlet(lambda task: {"plugin": task.cloud.client.plugins.get("spark").to_dict()})
    assert len(outlet.lines) == 2 and all(line.isprintable() for line in outlet.lines)
