# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks of the collection, by their full names: from an image to the result of a job, and back.

Each runs in check mode, for real, and once more without changes. They use an image of the targets,
whose runs start later. Those that provision clusters and delete them are in `test_short_lived.py`.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

import pytest
import yaml

from tests.integration.support.plays import Line, Played, Plays
from tests.integration.support.sandbox import Sandbox
from tools.tree import ROOT

COLLECTION = "sahara.dataprocessing."
INSTANCES = ("-i", "playbooks/files/demo.sahara.yml")
JOB = {
    "cluster_name": "demo",
    "job_name": "demo-hello",
    "job_file": str(ROOT / "playbooks" / "files" / "hello.sh"),
}
HOSTS = """\
- hosts: cluster_demo
  gather_facts: false
  tasks:
    - name: Count them
      ansible.builtin.debug:
        msg: "{{ ansible_play_hosts | length }} hosts"
      run_once: true
"""


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Plays:
    return Plays(tmp_path_factory.mktemp("collection"), sandbox)


@pytest.fixture(scope="module")
def demo(plays: Plays) -> Iterator[Played]:
    """The run of the demo, whose objects the tests use."""
    yield plays.play_twice("demo")
    assert plays.play_twice("demo_teardown").changed == {"5"}


def test_demo(demo: Played) -> None:
    sentence = "demo is Active with 3 instances: demo-master-0, demo-worker-0, demo-worker-1"
    assert sentence in demo.output
    assert demo.progress[-1] == Line(None, "job execution of 'demo-hello' on 'demo'", "SUCCEEDED")


@pytest.mark.usefixtures("demo")
def test_scale(plays: Plays) -> None:
    group = {"cluster_name": "demo", "node_group": "worker"}
    assert plays.play_twice("scale", **group, count=3).changed == {"1"}
    fewer = plays.play_twice("scale", **group, count=2, instances_to_remove=["demo-worker-0"])
    assert fewer.changed == {"1"}


@pytest.mark.usefixtures("demo")
def test_provision_writes_an_inventory(plays: Plays) -> None:
    inventory = plays.folder / "demo.sahara.yml"
    variables = {**provisioned_by("demo"), "inventory_file": str(inventory)}
    assert plays.play_twice("provision", **variables).changed == {"1"}
    found = plays.run("-i", str(inventory), plays.write("hosts.yml", HOSTS))
    assert "3 hosts" in found.output


@pytest.mark.usefixtures("demo")
def test_run_job(plays: Plays) -> None:
    ran = plays.play_twice("run_job", **JOB, job_args=["loud"], job_configs={"tb.seconds": 1})
    assert ran.changed == {"1"}
    failing = {"tb.seconds": 1, "tb.status": "FAILED"}
    failed = plays.play("run_job", **JOB, job_configs=failing)
    assert failed.status == 2
    sentence = "Job execution of 'demo-hello' on 'demo' finished with status FAILED"
    assert sentence in failed.output + failed.errors


@pytest.mark.usefixtures("demo")
def test_the_logs_of_a_failed_job(plays: Plays) -> None:
    # Ansible templates the variable, but must not template what it reads.
    output = "first line\nNo such file: {{ '{{ 1 + 1 }}' }}\x1b[31m\n"
    output += "\tat java.Main.run(Main.java:1)\n" * 20 + "\t... 3 more\n"
    failing = {"tb.seconds": 1, "tb.status": "DONEWITHERROR", "tb.stderr": output}
    shown = "No such file: {{ 1 + 1 }}?[31m"

    def run(name: str, *source: str, **variables: object) -> Played:
        ssh_config = plays.sandbox.clouds_file.with_name("ssh_config")
        given = json.dumps({"sahara_cloud": "demo", **variables})
        ssh = shlex.join(["-F", str(ssh_config)])
        return plays.run(COLLECTION + name, "-e", given, *source, ANSIBLE_SSH_ARGS=ssh)

    failed = run("run_job", *INSTANCES, **JOB, job_configs=failing)
    assert failed.status == 2
    for words in ("finished with status DONEWITHERROR", "The end of its stderr:", shown):
        assert words in failed.output + failed.errors
    logs = run("job_logs", *INSTANCES, cluster_name="demo", job_name="demo-hello", job_log_lines=1)
    assert logs.status == 0, logs.output + logs.errors
    assert shown in logs.output and "first line" not in logs.output
    assert logs.changed == {"0"}
    for source, words in (
        ((), "is not in the inventory. Add a source"),
        (("-i", "demo-master-0,demo-worker-0,demo-worker-1,"), "could not be read. Check that"),
    ):
        unread = run("job_logs", *source, cluster_name="demo", job_name="demo-hello")
        assert unread.status == 2
        assert words in unread.output + unread.errors
        failed = run("run_job", *source, **JOB, job_configs=failing, job_rerun="never")
        assert failed.status == 2
        assert "DONEWITHERROR" in failed.output + failed.errors
        assert "The end of" not in failed.output + failed.errors


def provisioned_by(name: str) -> dict[str, object]:
    """The variables that the demo passes to the playbook provision."""
    imports = yaml.safe_load((ROOT / "playbooks" / f"{name}.yml").read_text())
    found: dict[str, object] = imports[0]["vars"]
    return found


@pytest.mark.parametrize(
    ("name", "variables", "sentence"),
    [
        ("provision", {}, "missing required arguments: cluster_name, image, network, node_groups, plugin_name, plugin_version"),
        ("provision", {"node_groups": "worker"}, "node_groups"),
        ("scale", {"cluster_name": "nobodys", "node_group": "worker", "count": "many"}, "argument 'count' is of type"),
        ("scale", {"cluster_name": "nobodys", "node_group": "worker", "count": 2},
         "No cluster is named 'nobodys'. Check 'cluster_name' and 'sahara_cloud'."),
        ("run_job", {"cluster_name": "nobodys", "job_name": "x"}, "Set exactly one of 'job_file' and 'job_url'."),
        ("run_job", {"cluster_name": "nobodys", "job_name": "x", "job_type": "Shelf"}, "value of job_type must be one of"),
        ("job_logs", {"job_name": "x"}, "Set 'job_execution_id', or 'cluster_name' and 'job_name'."),
        ("job_logs", {"job_execution_id": "00000000-0000-4000-8000-000000000000"}, "No such job execution exists."),
        ("teardown", {}, "missing required arguments: cluster_name"),
    ],
)  # fmt: skip
def test_invalid_variables_are_reported_before_any_change(
    plays: Plays, name: str, variables: dict[str, object], sentence: str
) -> None:
    ran = plays.play(name, **variables)
    assert ran.status == 2
    assert sentence in ran.output + ran.errors
    assert ran.changed == {"0"}
