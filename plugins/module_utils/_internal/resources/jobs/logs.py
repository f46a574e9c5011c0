# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the logs of jobs are: in files on an instance, or in Oozie. Sahara returns neither."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from ....saharaclient.errors import SaharaError
from ...cloud.kinds import CLUSTER, JOB_TEMPLATE
from ...engine.contracts import State, Task
from ...fields.value import Value

# Sahara 19: service/edp/spark/engine.py. Spark and Shell jobs are processes on an instance. Their
# engine id consists of the id of the process and Sahara's internal id of the instance.
ENGINE_ID = re.compile(r"\d+@(?P<instance>.+)")
PATH = "/tmp/spark-edp/{template}/{execution}/stderr"
# The ids of Oozie's workflows, and how Oozie's server is asked on its own instance, at the port that all plugins use.
OOZIE_ID = re.compile(r"[\w-]+-oozie-[\w-]+-[WC]")
OOZIE_PROCESS = "oozie"
OOZIE = "http://localhost:11000/oozie"

LOG = Value(
    "log",
    "Where to find the log of a Spark, Shell or Oozie job that did not succeed; null for other jobs, and if the cluster no longer "
    "exists.",
    type="dict",
    contains=(
        Value("instance_name", "The name of the instance.", "analytics-master-0"),
        Value("management_ip", "The address that Sahara connects to.", "203.0.113.20"),
        Value("path", "The file with the error output of a Spark or Shell job; null for others. The standard output is in C(stdout) in the same "
              "directory.", "/tmp/spark-edp/wordcount/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90/stderr"),
        Value("url", "The URL of the log of an Oozie job, on this instance; null for other jobs.",
              f"{OOZIE}/v1/job/0000007-261127094102113-oozie-hado-W?show=log"),
        Value("command", "The command that prints the log on this instance.",
              ["cat", "/tmp/spark-edp/wordcount/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90/stderr"], "list", "str"),
    ),
)  # fmt: skip


def log_of(execution: State, task: Task) -> dict[str, Any] | None:
    """The value of the key above, for a job execution that did not succeed."""
    job, owner = str(execution.get("engine_job_id")), execution.get("cluster_id")
    if not owner:
        return None
    with suppress(SaharaError):  # The failure itself matters more.
        process = ENGINE_ID.fullmatch(job)
        if process:
            return file_on(
                instance_of(cluster_of(owner, task), process["instance"]), execution, task
            )
        if OOZIE_ID.fullmatch(job):
            return oozie_on(instance_with(cluster_of(owner, task), OOZIE_PROCESS), job)
    return None


def cluster_of(identity: str, task: Task) -> State:
    return task.lookups.object(CLUSTER.name, identity) or {}


def file_on(instance: State | None, execution: State, task: Task) -> dict[str, Any] | None:
    """The log of a job whose output is in files on this instance."""
    named = task.lookups.state_of(JOB_TEMPLATE.name, execution.get("job_template_id"))
    if not instance or not named:
        return None
    path = PATH.format(template=named["name"], execution=execution["id"])
    return {**place_of(instance), "path": path, "url": None, "command": ["cat", path]}


def oozie_on(instance: State | None, job: str) -> dict[str, Any] | None:
    """The log of a job that Oozie's server on this instance runs."""
    if not instance:
        return None
    url, command = f"{OOZIE}/v1/job/{job}?show=log", ["oozie", "job", "-oozie", OOZIE, "-log", job]
    return {**place_of(instance), "path": None, "url": url, "command": command}


def place_of(instance: State) -> dict[str, Any]:
    return {name: instance.get(name) for name in ("instance_name", "management_ip")}


def instance_with(cluster: State, process: str) -> State | None:
    """The first instance that runs a process whose name contains this word. Each plugin has its own names."""
    return next(
        (
            instance
            for group in cluster.get("node_groups") or ()
            if any(process in str(name).lower() for name in group.get("node_processes") or ())
            for instance in group.get("instances") or ()
        ),
        None,
    )


def instance_of(cluster: State, identity: str) -> State | None:
    """The instance of the cluster with this internal id of Sahara; None if it no longer exists."""
    return next(
        (
            instance
            for group in cluster.get("node_groups") or ()
            for instance in group.get("instances") or ()
            if instance.get("id") == identity
        ),
        None,
    )


def log_sentence(log: State | None) -> str:
    """Where to read on after the reason of a failure, as a sentence after a space; empty without a log."""
    if not log:
        return ""
    address = f" ({log['management_ip']})" if log["management_ip"] else ""
    where = f"on instance '{log['instance_name']}'{address}."
    if log["path"]:
        return f" Its error output is in '{log['path']}' {where}"
    return f" To print its log, run '{' '.join(log['command'])}' {where}"
