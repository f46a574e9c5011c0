# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that find everything in the wanted state, and the time that each takes in a playbook."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import programs, stub, wire
from tools.tree import ROOT

Task = dict[str, Any]
COLLECTION = "sahara.dataprocessing"
# Module -> options that describe the state of the stub, so that the module changes nothing.
CONVERGED: Mapping[str, Mapping[str, Any]] = {
    "sahara_api": {"path": "/plugins"},
    "sahara_cluster": {
        "name": "cluster-0",
        "cluster_template": "template-0",
        "default_image": wire.GLANCE_IMAGE["name"],
        "user_keypair": wire.KEYPAIR["keypair"]["name"],
    },
    "sahara_cluster_info": {"name": "cluster-0"},
    "sahara_cluster_template": {
        "name": "template-0",
        **wire.PLUGIN,
        "neutron_management_network": wire.NETWORK["name"],
        "node_groups": [{"name": "worker", "node_group_template": "worker-0", "count": 2}],
    },
    "sahara_cluster_template_info": {"name": "template-0"},
    "sahara_data_source": {"name": "input", "type": "hdfs", "url": "hdfs://namenode/input"},
    "sahara_data_source_info": {"name": "input"},
    "sahara_image": {
        "name": wire.GLANCE_IMAGE["name"],
        "username": "ubuntu",
        "tags": ["fake", "0.1"],
    },
    "sahara_image_info": {"name": wire.GLANCE_IMAGE["name"]},
    "sahara_job_binary": {"name": "program", "url": wire.job_binary()["url"]},
    "sahara_job_binary_info": {"name": "program"},
    "sahara_job_binary_internal": {"name": "stored", "content": wire.CONTENT.decode()},
    "sahara_job_binary_internal_info": {"name": "stored"},
    "sahara_job_execution": {"job_template": "job", "cluster": "cluster-0"},
    "sahara_job_execution_info": {"job_template": "job"},
    "sahara_job_template": {"name": "job", "type": "Java", "libs": ["program"]},
    "sahara_job_template_info": {"name": "job"},
    "sahara_job_type_info": {"name": "Java"},
    "sahara_node_group_template": {
        "name": "worker-0",
        **wire.PLUGIN,
        "flavor": wire.FLAVOR["name"],
        "node_processes": ["datanode", "tasktracker"],
    },
    "sahara_node_group_template_info": {"name": "worker-0"},
    "sahara_plugin": {"name": "fake", "plugin_labels": {"enabled": True}},
    "sahara_plugin_info": {"name": "fake", "version": "0.1"},
}


@dataclass(frozen=True)
class TaskTime:
    """seconds: wall-clock time. processor_s: processor time of the worker and its children."""

    seconds: float
    processor_s: float


class TaskFailed(Exception):
    """A task failed or changed something, so its time is meaningless."""


def converged(module: str, in_process: bool = True) -> Task:
    """A task with one of our modules, which changes nothing."""
    return {
        f"{COLLECTION}.{module}": dict(CONVERGED[module]),
        "vars": {"sahara_in_process": in_process},
    }


def list_by_uri(cloud: stub.Cloud) -> list[Task]:
    """The tasks for a list without our collection: request a token, then the list."""
    auth = {
        "identity": {
            "methods": ["password"],
            "password": {"user": {"name": "demo", "domain": {"id": "default"}, "password": "stub"}},
        },
        "scope": {"project": {"name": "demo", "domain": {"id": "default"}}},
    }
    trust = {"ca_path": str(cloud.ca_file)} if cloud.ca_file else {}
    log_in = {
        "url": f"{cloud.auth_url}/auth/tokens",
        "method": "POST",
        "body_format": "json",
        "body": {"auth": auth},
        "status_code": 201,
        **trust,
    }
    read = {
        "url": f"{cloud.urls['data-processing']}/v2/node-group-templates",
        "headers": {"X-Auth-Token": "{{ log_in.x_subject_token }}"},
        **trust,
    }
    return [
        {"ansible.builtin.uri": log_in, "register": "log_in"},
        {"ansible.builtin.uri": read},
    ]


def looped(task: Task, items: int) -> list[Task]:
    return [{**task, "loop": list(range(items))}]


def task_times(cloud: stub.Cloud, steps: Sequence[tuple[str, Sequence[Task]]]) -> list[TaskTime]:
    """The time of each step (a name and its tasks). One playbook runs all steps. Raises TaskFailed."""
    with tempfile.TemporaryDirectory() as folder:
        events = run_playbook(cloud, steps, Path(folder))
    return times_of(events, [len(tasks) for _name, tasks in steps])


def times_of(events: Sequence[Mapping[str, Any]], lengths: Sequence[int]) -> list[TaskTime]:
    """The time of each step. events: what the callback wrote. lengths: how many tasks each step has.

    A task is measured from its start to the start of the next, which is how long a person waits.
    """
    problems = [event for event in events if event.get("changed") or "failed" in event]
    if problems or len(events) != 1 + 2 * sum(lengths):
        raise TaskFailed(f"a task failed or changed something: {problems or events[-2:]}")
    starts = [event for event in events if "task" in event]
    times = iter(
        [
            TaskTime(later["ended_at"] - one["at"], later["children_s"] - one["children_s"])
            for one, later in pairwise(starts)
        ]
    )
    return [sum_of([next(times) for _task in range(length)]) for length in lengths]


def sum_of(times: Sequence[TaskTime]) -> TaskTime:
    return TaskTime(sum(one.seconds for one in times), sum(one.processor_s for one in times))


def run_playbook(
    cloud: stub.Cloud, steps: Sequence[tuple[str, Sequence[Task]]], folder: Path
) -> list[dict[str, Any]]:
    """Runs the tasks on this machine. Returns what the callback wrote. Raises TaskFailed."""
    play = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": sys.executable},
        "module_defaults": {f"group/{COLLECTION}.sahara": {"cloud": "stub"}},
        "tasks": [{"name": name, **task} for name, tasks in steps for task in tasks],
    }
    playbook, times = folder / "playbook.yml", folder / "times"
    playbook.write_text(json.dumps([play]))
    variables = {
        "ANSIBLE_CALLBACK_PLUGINS": str(ROOT / "benchmarks" / "callbacks"),
        "ANSIBLE_STDOUT_CALLBACK": "task_clock",
        "OS_CLIENT_CONFIG_FILE": str(cloud.write_clouds_yaml(folder)),
        "TASK_CLOCK_FILE": str(times),
        # Modules of openstack.cloud leave a file there with each task.
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "ansible", "playbook", "-i", "localhost,", str(playbook)]
    try:
        programs.run(command, variables)
    except programs.ProgramFailed as error:
        failed = [event["failed"] for event in read_events(times) if "failed" in event]
        raise TaskFailed(f"the playbook failed: {failed or error}") from None
    return read_events(times)


def read_events(times: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in times.read_text().splitlines()] if times.exists() else []
