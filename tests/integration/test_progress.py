# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Progress lines while a task waits: live, in order, without repetition, and never mixed into other output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.support.plays import Line, Played, Plays, progress_in
from tests.integration.support.programs import run
from tests.integration.support.sandbox import Sandbox
from tools.tree import ROOT

CLUSTER = """\
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - name: Ensure a cluster for each host
      sahara.dataprocessing.sahara_cluster:
        cloud: demo
        name: "progress-{{ inventory_hostname }}"
        state: "{{ state }}"
        plugin_name: "{{ 'testbed' if state == 'present' else omit }}"
        plugin_version: "{{ '0.1' if state == 'present' else omit }}"
        default_image: "{{ 'testbed-0.1-ubuntu' if state == 'present' else omit }}"
        neutron_management_network: "{{ 'private' if state == 'present' else omit }}"
        node_groups: "{{ node_groups if state == 'present' else omit }}"
        poll_interval: 1
      vars:
        node_groups: [{name: all, count: 2, flavor: sandbox.tiny, node_processes: [namenode]}]
"""
JOBS = """\
- hosts: one
  connection: local
  gather_facts: false
  module_defaults:
    group/sahara.dataprocessing.sahara:
      cloud: demo
  vars:
    templates: [plain, loop1, loop2, check, delegated, async, become, quiet, hidden, long]
  tasks:
    - name: Create a script
      sahara.dataprocessing.sahara_job_binary:
        name: progress
        url: manila://7f6b0d3e-6d1c-4c8e-9a67-0d3a5c1f2b4e/main.sh

    - name: Create job templates
      sahara.dataprocessing.sahara_job_template:
        name: "progress-{{ item }}"
        type: Shell
        mains: [progress]
      loop: "{{ templates }}"

    - name: Delete everything
      when: state == 'absent'
      block:
        - name: List the job executions
          sahara.dataprocessing.sahara_job_execution_info:
            job_template: "progress-{{ item }}"
          loop: "{{ templates }}"
          register: found

        - name: Delete them
          sahara.dataprocessing.sahara_job_execution:
            id: "{{ item.id }}"
            state: absent
          loop: "{{ found.results | map(attribute='job_executions') | flatten }}"

        - name: Delete the job templates
          sahara.dataprocessing.sahara_job_template:
            name: "progress-{{ item }}"
            state: absent
          loop: "{{ templates }}"

        - name: Delete the script
          sahara.dataprocessing.sahara_job_binary:
            name: progress
            state: absent
"""
WAYS = """\
- hosts: one
  connection: local
  gather_facts: false
  module_defaults:
    sahara.dataprocessing.sahara_job_execution:
      cloud: demo
      cluster: progress-one
      configs: {tb.seconds: 2}
      rerun: always
      poll_interval: 1
  tasks:
    - name: Plain
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-plain}

    - name: In a loop
      sahara.dataprocessing.sahara_job_execution: {job_template: "progress-{{ item }}"}
      loop: [loop1, loop2]

    - name: In check mode
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-check}
      check_mode: true

    - name: From another host
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-delegated}
      delegate_to: elsewhere

    - name: Async
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-async}
      async: 100
      poll: 1

    - name: As another user
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-become}
      become: true
      become_method: ansible.builtin.su
      # Only root can become root without a password.
      when: lookup('pipe', 'id -u') == '0'

    - name: Without progress
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-quiet, progress: false}

    - name: With no_log
      sahara.dataprocessing.sahara_job_execution: {job_template: progress-hidden}
      no_log: true
"""
ONE = """\
- hosts: one
  connection: local
  gather_facts: false
  tasks:
    - name: Run a job
      sahara.dataprocessing.sahara_job_execution:
        cloud: demo
        cluster: progress-one
        job_template: "progress-{{ template }}"
        configs: {tb.seconds: "{{ seconds }}"}
        rerun: "{{ rerun }}"
        state: "{{ state }}"
        poll_interval: 1
"""
AGAIN = ("-e", "template=plain seconds=1 rerun=always state=finished")
HOSTS = "one ansible_connection=local\ntwo ansible_connection=local\nelsewhere ansible_connection=local\n"
STATUSES = ["Validating", "InfraUpdating", "Spawning", "Waiting", "Preparing", "Configuring", "Starting", "Active"]  # fmt: skip
STEPS = ["Create Heat stack", "Assign IPs", "Wait for instance accessibility", "Configure instances"]  # fmt: skip


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Plays:
    made = Plays(tmp_path_factory.mktemp("progress"), sandbox)
    for name, text in {"cluster": CLUSTER, "jobs": JOBS, "ways": WAYS, "one": ONE}.items():
        made.write(f"{name}.yml", text)
    made.write("hosts", HOSTS)
    return made


def play(plays: Plays, name: str, *arguments: str, **environment: str) -> Played:
    files = [str(plays.folder / name) for name in ("hosts", f"{name}.yml")]
    return plays.run("-i", *files, *arguments, **environment)


@pytest.fixture(scope="module")
def clusters(plays: Plays) -> Iterator[Played]:
    """The run that provisions a cluster for each of two hosts at the same time. Jobs run on the first cluster."""
    limit = ("--limit", "one,two")
    yield play(plays, "cluster", *limit, "-e", "state=present")
    play(plays, "cluster", *limit, "-e", "state=absent")


@pytest.fixture(scope="module")
def jobs(plays: Plays, clusters: Played) -> Iterator[None]:
    """Job templates to run on the cluster, one for each way of running a task."""
    assert play(plays, "jobs", "-e", "state=present").status == 0
    yield
    play(plays, "jobs", "-e", "state=absent")


def by_label(lines: list[Line]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for line in lines:
        found[line.label].append(line.news)
    return dict(found)


def news(lines: list[Line]) -> list[str]:
    """The news without heartbeats, whose number depends on the speed of the machine."""
    return [line.news for line in lines if not line.news.startswith("still ")]


def in_order(found: list[str], known: list[str]) -> bool:
    """Whether `found` is a part of `known` in the same order, without repetition."""
    rest = iter(known)
    return all(one in rest for one in found)


def test_clusters_for_several_hosts(clusters: Played) -> None:
    assert clusters.status == 0, clusters.output + clusters.errors
    for host in ("one", "two"):
        lines = [line for line in clusters.progress if line.host == host]
        assert {line.label for line in lines} == {f"cluster 'progress-{host}'"}
        seen_news = news(lines)
        assert len(seen_news) == len(set(seen_news))
        assert seen_news[-1] == "Active"
        assert in_order([one for one in seen_news if ": " not in one], STATUSES)
        steps = [one.split(": ") for one in seen_news if ": " in one]
        for name in STEPS:
            total = 1 if name == "Create Heat stack" else 2
            course = [f"{done} of {total}" for done in range(total + 1)] + [
                f"{total} of {total} done"
            ]
            of_step = [how for step, how in steps if step == name]
            assert of_step[-1] == course[-1]
            assert in_order(of_step, course)
    assert not progress_in(clusters.output)


@pytest.mark.usefixtures("jobs")
def test_each_way_of_running_a_task(plays: Plays) -> None:
    ran = play(plays, "ways")
    assert ran.status == 0, ran.output + ran.errors
    found = by_label(ran.progress)
    labels = [f"job execution of 'progress-{name}' on 'progress-one'" for name in ("plain", "loop1", "loop2", "delegated")]  # fmt: skip
    assert list(found) == labels
    for lines in found.values():
        assert in_order(lines, ["PENDING", "RUNNING", "SUCCEEDED"])
        assert lines[-1] == "SUCCEEDED"


@pytest.mark.usefixtures("jobs")
@pytest.mark.parametrize(
    ("callback", "form"),
    [
        ("default", "json"),
        pytest.param("default", "yaml", marks=pytest.mark.nightly),
        pytest.param("minimal", "json", marks=pytest.mark.nightly),
        pytest.param("oneline", "json", marks=pytest.mark.nightly),
        ("whole_json", "json"),
    ],
)
def test_callback_plugins(plays: Plays, callback: str, form: str) -> None:
    environment = {"ANSIBLE_STDOUT_CALLBACK": callback, "ANSIBLE_CALLBACK_RESULT_FORMAT": form}
    ran = play(plays, "one", *AGAIN, **environment)
    assert ran.status == 0, ran.output + ran.errors
    assert news(ran.progress)[-1] == "SUCCEEDED"
    assert not progress_in(ran.output)
    if callback == "whole_json":
        assert json.loads(ran.output) == ["Run a job"]


@pytest.mark.usefixtures("jobs")
def test_lines_appear_while_the_task_waits(plays: Plays) -> None:
    """The job never ends. The test cancels it once it has read that the job runs."""
    options = "template=long seconds=3000 rerun=on_failure state="
    with subprocess.Popen(
        plays.command("-i", str(plays.folder / "hosts"), str(plays.folder / "one.yml"), "-e", options + "finished"),
        cwd=ROOT,
        env=plays.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as waiting:  # fmt: skip
        assert waiting.stderr
        printed = ""
        for line in waiting.stderr:
            printed += line
            if "RUNNING" in line:
                break
        assert waiting.poll() is None, printed
        assert play(plays, "one", "-e", options + "cancelled").status == 0
        printed += waiting.stderr.read()
    assert news(progress_in(printed))[-2:] == ["RUNNING", "KILLED"]
    assert waiting.returncode == 2


@pytest.mark.usefixtures("jobs")
def test_ansible_runner(plays: Plays, tmp_path: Path) -> None:
    """Each line is a separate event, between the start and the end of its task."""
    program = str(Path(sys.executable).parent)
    environment = plays.environment(PATH=f"{program}:{plays.environment()['PATH']}")
    arguments = f"{' '.join(AGAIN[:1])} '{AGAIN[1]}'"
    files = ["-p", str(plays.folder / "one.yml"), "--inventory", str(plays.folder / "hosts")]
    runner = (sys.executable, "-m", "ansible_runner", "run", str(tmp_path))
    ran = run(ROOT, environment, *runner, *files, "--ident", "it", "--cmdline", arguments)
    assert ran.status == 0, ran.output + ran.errors
    files = (tmp_path / "artifacts" / "it" / "job_events").glob("*.json")
    events = sorted((json.loads(file.read_text()) for file in files), key=lambda e: e["counter"])
    course = [(event["event"], progress_in(event["stdout"])) for event in events]
    seen_news = [line.news for _, lines in course for line in lines]
    assert in_order(seen_news, ["PENDING", "RUNNING", "SUCCEEDED"]) and seen_news[-1] == "SUCCEEDED"
    kinds = [kind for kind, _ in course]
    speaking = [number for number, (_, lines) in enumerate(course) if lines]
    assert kinds.index("playbook_on_task_start") < min(speaking)
    assert max(speaking) < kinds.index("runner_on_ok")
