# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managers wait for clusters and job executions, and report why they failed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.clusters import (
    DELETED,
)

from tests.unit.support.scripted import GONE, Answer, ScriptedCloud

PATH = "/v2/clusters/c1"
RUNNING = {"step_name": "Configure instances", "successful": None}
FAILED = {
    "step_name": "Assign IPs",
    "successful": False,
    "events": [{"successful": False, "instance_name": "web-0"}],
}


def cluster(status: str, *steps: Any, reason: str = "") -> Answer:
    fields = {"id": "c1", "name": "web", "status": status, "status_description": reason}
    return Answer({"cluster": {**fields, "provision_progress": [*steps]}})


def job(status: str, **info: Any) -> Answer:
    return Answer({"job": {"id": "j1", "cluster_id": "c", "info": {"status": status, **info}}})


def test_cluster_becomes_active(cloud: ScriptedCloud, v2: Any) -> None:
    seen: list[str] = []
    for answer in (cluster("Spawning"), Answer(b"", 503), cluster("Active")):
        cloud.expect("GET", PATH, answer, query={"show_progress": "False"})
    active = v2.clusters.wait("c1", progress=lambda one: seen.append(one.status))
    assert (active.status, seen) == ("Active", ["Spawning", "Active"])


def test_cluster_is_deleted(cloud: ScriptedCloud, v2: Any) -> None:
    for answer in (cluster("Deleting"), GONE):
        cloud.expect("GET", PATH, answer)
    assert v2.clusters.wait("c1", DELETED) is None


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            cluster(
                "Error", FAILED, reason="Creating cluster failed for the following reason(s): No\n"
            ),
            "Cluster 'web' failed at step 'Assign IPs' on instance web-0: No.",
        ),
        (
            cluster("AwaitingTermination"),
            "Cluster 'web' is awaiting termination, which Sahara is not allowed to carry out: "
            "Sahara reported no reason.",
        ),
        (cluster("Deleting"), "Cluster 'web' is being deleted."),
        (GONE, "Cluster 'c1' was deleted during the wait."),
    ],
)
def test_cluster_fails(cloud: ScriptedCloud, v2: Any, answer: Answer, sentence: str) -> None:
    cloud.expect("GET", PATH, answer)
    if answer is not GONE:
        cloud.expect("GET", PATH, answer, query={"show_progress": "True"})
    with pytest.raises(errors.WaitFailed) as caught:
        v2.clusters.wait("c1")
    assert str(caught.value) == sentence
    assert caught.value.last_seen.get("cluster", {}).get("id") == (None if answer is GONE else "c1")


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (
            "Active",
            "did not become Active within 0 s (status Spawning, step 'Configure instances').",
        ),
        (DELETED, "was not deleted within 0 s (status Spawning, step 'Configure instances')."),
    ],
)
def test_cluster_is_late(cloud: ScriptedCloud, v2: Any, until: str, sentence: str) -> None:
    cloud.expect("GET", PATH, cluster("Spawning", RUNNING))
    with pytest.raises(errors.WaitTimeout) as caught:
        v2.clusters.wait("c1", until, timeout_s=0)
    assert str(caught.value) == f"Cluster 'c1' {sentence}"


def test_job_succeeds(cloud: ScriptedCloud, v1: Any, v2: Any) -> None:
    for answer in (job("RUNNING"), job("SUCCEEDED")):
        cloud.expect("GET", "/v2/jobs/j1", answer)
    assert v2.jobs.wait("j1", interval_s=1).info["status"] == "SUCCEEDED"
    done = {"job_execution": {"id": "j1", "info": {"status": "SUCCEEDED"}}}
    cloud.expect("GET", "/v1.1/job-executions/j1/refresh-status", done)
    assert v1.job_executions.wait("j1").id == "j1"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            job("FAILED", errorMessage="No space left"),
            "finished with status FAILED: No space left.",
        ),
        (job("KILLED"), "finished with status KILLED: no reason reported."),
        (GONE, "was deleted during the wait."),
        (job("RUNNING"), "did not finish within 0 s (status RUNNING)."),
    ],
)
def test_job_does_not_succeed(cloud: ScriptedCloud, v2: Any, answer: Answer, sentence: str) -> None:
    cloud.expect("GET", "/v2/jobs/j1", answer)
    with pytest.raises(errors.WaitFailed) as caught:
        v2.jobs.wait("j1", timeout_s=0)
    assert str(caught.value) == f"Job execution 'j1' {sentence}"
