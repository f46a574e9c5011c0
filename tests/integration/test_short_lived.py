# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks run_once and expire: clusters that live for some jobs only, and clusters that have lived long enough."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.support.plays import Played, Plays
from tests.integration.support.sandbox import Sandbox
from tools.tree import ROOT

HELLO = str(ROOT / "playbooks" / "files" / "hello.sh")
CLUSTER = {
    "image": "testbed-0.1-ubuntu",
    "plugin_name": "testbed",
    "plugin_version": "0.1",
    "network": "private",
    "node_groups": [
        {
            "name": "all",
            "count": 1,
            "flavor": "sandbox.tiny",
            "node_processes": ["namenode", "jobtracker", "datanode", "tasktracker"],
        }
    ],
}
JOBS = ("once-first", "once-second", "once-third")
CLUSTERS = """\
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/sahara.dataprocessing.sahara:
      cloud: demo
  tasks:
    - name: Create clusters, one after another
      sahara.dataprocessing.sahara_cluster:
        name: "{{ item }}"
        plugin_name: testbed
        plugin_version: "0.1"
        default_image: testbed-0.1-ubuntu
        neutron_management_network: private
        node_groups: "{{ node_groups }}"
        is_protected: "{{ item == 'expire-protected' }}"
        poll_interval: 1
      loop: [expire-idle, expire-busy, expire-protected]
"""
REMAINING = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - name: Find the clusters
      sahara.dataprocessing.sahara_cluster_info:
        cloud: demo
        names: ["{{ pattern }}"]
      register: found

    - name: Show their names
      ansible.builtin.debug:
        msg: "Remaining: {{ found.clusters | map(attribute='name') | join(', ') }}."
"""
# Longer than a playbook takes to find out which clusters are idle.
JOB_S = 15


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Plays:
    return Plays(tmp_path_factory.mktemp("short_lived"), sandbox)


def remaining(plays: Plays, pattern: str) -> str:
    """The names of the clusters that match the pattern."""
    ran = plays.run(plays.write("remaining.yml", REMAINING), "-e", f"pattern={pattern}")
    assert ran.status == 0, ran.everything
    return ran.everything.partition("Remaining: ")[2].partition(".")[0]


def job(name: str, status: str = "SUCCEEDED", seconds: int = 1) -> dict[str, Any]:
    configs = {"tb.seconds": seconds, "tb.status": status}
    return {"job_name": name, "job_file": HELLO, "job_configs": configs}


# run_once


class Once:
    """Runs the playbook run_once."""

    def __init__(self, plays: Plays, results: Path):
        self.plays = plays
        self.results_file = results

    def __call__(self, cluster: str, *arguments: str, jobs: list[dict[str, Any]]) -> Played:
        variables = {**CLUSTER, "cluster_name": cluster, "jobs": jobs}
        return self.plays.play(
            "run_once", *arguments, **variables, results_file=str(self.results_file)
        )

    @property
    def results(self) -> Mapping[str, Any]:
        found: dict[str, Any] = json.loads(self.results_file.read_text())
        return found

    @property
    def statuses(self) -> list[tuple[str, str]]:
        return [(one["job_name"], one["status"]) for one in self.results["job_executions"]]


@pytest.fixture
def once(plays: Plays, tmp_path: Path) -> Iterator[Once]:
    yield Once(plays, tmp_path / "results.json")
    assert remaining(plays, "once*") == ""
    cleaned = plays.play("teardown", cluster_name="once", job_names=JOBS)
    assert cleaned.status == 0, cleaned.everything


def test_run_once_keeps_only_the_results(once: Once) -> None:
    jobs = [job("once-first"), job("once-second")]
    runs = [once("once", *mode, jobs=jobs) for mode in (["--check"], [], ["--check"], [])]
    assert [ran.status for ran in runs] == [0] * 4, [ran.everything for ran in runs]
    # Both runs create and delete a cluster, run two jobs and write the results. The first also creates the job
    # binaries and job templates.
    assert [ran.changed for ran in runs] == [{"9"}, {"9"}, {"5"}, {"5"}]
    assert once.statuses == [("once-first", "SUCCEEDED"), ("once-second", "SUCCEEDED")]
    assert (once.results["cluster_name"], once.results["failures"]) == ("once", [])
    assert once.results_file.stat().st_mode & 0o777 == 0o600


def test_run_once_reports_a_failed_job_after_the_teardown(once: Once) -> None:
    jobs = [job("once-first"), job("once-second", "FAILED"), job("once-third")]
    ran = once("once", jobs=jobs)
    sentence = "Job execution of 'once-second' on 'once' finished with status FAILED"
    assert ran.status == 2
    assert ran.output.index("TASK [Delete the cluster]") < ran.output.index(
        "TASK [Fail with the reason]"
    )
    assert sentence in ran.everything.partition("TASK [Fail with the reason]")[2]
    assert once.statuses == [("once-first", "SUCCEEDED"), ("once-second", "FAILED")]
    assert [failure.startswith(sentence) for failure in once.results["failures"]] == [True]


def test_run_once_reports_a_failed_cluster(once: Once) -> None:
    ran = once("once-heatfail", jobs=[job("once-first")])
    assert ran.status == 2
    assert "TASK [Create the job binary]" not in ran.output
    (failure,) = once.results["failures"]
    assert "Cluster 'once-heatfail' failed at step 'Create Heat stack'" in failure
    assert (once.statuses, ran.changed) == ([], {"1"})


@pytest.mark.nightly
def test_run_once_does_not_delete_a_cluster_of_someone_else(plays: Plays, once: Once) -> None:
    variables = {**CLUSTER, "cluster_name": "theirs"}
    assert plays.play("provision", **variables).status == 0
    ran = once("theirs", jobs=[job("once-first")])
    assert (ran.status, ran.changed) == (2, {"0"})
    assert "Cluster 'theirs' exists already, and this playbook would delete it." in ran.everything
    assert remaining(plays, "theirs") == "theirs"
    assert plays.play("teardown", cluster_name="theirs").changed == {"1"}


@pytest.mark.parametrize(
    ("jobs", "sentence"),
    [
        ([{"job_name": "a"}], "Set exactly one of 'job_file' and 'job_url' for the job 'a'."),
        pytest.param(
            [{"job_file": "a"}],
            "missing required arguments: job_name found in jobs",
            marks=pytest.mark.nightly,
        ),
        pytest.param([{"job_name": "a", "file": "a"}], "jobs.file", marks=pytest.mark.nightly),
    ],
)
def test_run_once_refuses_wrong_jobs_before_any_change(
    once: Once, jobs: list[dict[str, Any]], sentence: str
) -> None:
    ran = once("once", jobs=jobs)
    assert (ran.status, ran.changed) == (2, {"0"})
    assert sentence in ran.everything


# expire


@pytest.fixture(scope="module")
def ages(plays: Plays) -> Iterator[float]:
    """Three clusters, and the time when the last one was created. Later, a job has run on the busy one."""
    groups = json.dumps({"node_groups": CLUSTER["node_groups"]})
    created = plays.run(plays.write("clusters.yml", CLUSTERS), "-e", groups)
    assert created.status == 0, created.everything
    yield time.time()
    ended = {"cluster_names": ["expire-*"], "delete_protected": True}
    assert plays.play("expire", **ended).status == 0
    assert plays.play("teardown", cluster_name="expire-busy", job_names=["expire"]).status == 0
    assert remaining(plays, "expire-*") == ""


def expired(ran: Played) -> str:
    assert ran.status == 0, ran.everything
    return ran.output.partition("Expired: ")[2].partition('"')[0]


@pytest.mark.nightly
def test_expire_selects_by_age_and_job_and_never_protected_ones(plays: Plays, ages: float) -> None:
    def hours() -> float:
        return (time.time() - ages) / 3600

    ours = {"cluster_names": ["expire-*"]}
    assert expired(plays.play("expire", "--check", **ours, older_than_hours=1)) == "none"
    both = plays.play("expire", "--check", **ours, older_than_hours=0)
    assert (expired(both), both.changed) == ("expire-busy, expire-idle", {"1"})

    cluster = {"cluster_name": "expire-busy"}
    late = plays.play("run_job", **cluster, **job("expire", seconds=JOB_S), job_timeout=1)
    assert "did not finish within 1 s" in late.everything
    # The job is running, so the cluster is not idle at all.
    assert expired(plays.play("expire", "--check", **ours, idle_hours=0)) == "expire-idle"
    assert plays.play("run_job", **cluster, **job("expire", seconds=JOB_S)).status == 0
    # Both clusters are older, but the job ended later.
    predicted = plays.play("expire", "--check", **ours, idle_hours=hours())
    assert (expired(predicted), predicted.changed) == ("expire-idle", {"1"})

    ran = plays.play("expire", **ours, idle_hours=hours())
    assert (expired(ran), ran.changed) == ("expire-idle", {"1"})
    again = plays.play("expire", **ours, idle_hours=hours())
    assert (expired(again), again.changed) == ("none", {"0"})
    assert remaining(plays, "expire-*") == "expire-busy, expire-protected"

    # Without the job, the last look finds the cluster idle.
    assert expired(plays.play("expire", "--check", **ours, idle_hours=0)) == "expire-busy"
    all_of_them = plays.play("expire", "--check", **ours, delete_protected=True)
    assert expired(all_of_them) == "expire-busy, expire-protected"


def test_expire_needs_a_reason(plays: Plays) -> None:
    ran = plays.play("expire")
    assert (ran.status, ran.changed) == (2, {"0"})
    sentence = "Set at least one of 'cluster_names', 'older_than_hours' and 'idle_hours'."
    assert sentence in ran.everything
