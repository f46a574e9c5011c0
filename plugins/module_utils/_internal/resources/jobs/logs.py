# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Spark and Shell jobs write their output: to files on an instance, which Sahara does not return."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from ....saharaclient.errors import SaharaError
from ...cloud.kinds import CLUSTER, JOB_TEMPLATE
from ...engine.contracts import State, Task
from ...fields.value import Value

# Sahara 19: service/edp/spark/engine.py. These jobs are processes of an instance, and their engine id is the
# id of the process and the one that Sahara gives the instance.
ENGINE_ID = re.compile(r"\d+@(?P<instance>.+)")
PATH = "/tmp/spark-edp/{template}/{execution}/stderr"

LOG = Value(
    "log",
    "Where a Spark or Shell job that did not succeed wrote its error output; null for other jobs, and if the cluster "
    "no longer exists.",
    type="dict",
    contains=(
        Value("instance_name", "The name of the instance.", "analytics-master-0"),
        Value("management_ip", "The address that Sahara connects to.", "203.0.113.20"),
        Value("path", "The path of the file. The standard output is in C(stdout) in the same directory.",
              "/tmp/spark-edp/wordcount/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90/stderr"),
    ),
)  # fmt: skip


def log_of(execution: State, task: Task) -> dict[str, Any] | None:
    """The value of the key above, for a job execution that did not succeed."""
    found = ENGINE_ID.fullmatch(str(execution.get("engine_job_id")))
    owner, template = execution.get("cluster_id"), execution.get("job_template_id")
    if not found or not owner or not template:
        return None
    with suppress(SaharaError):  # The failure itself matters more.
        cluster = task.lookups.object(CLUSTER.name, owner)
        named = task.lookups.object(JOB_TEMPLATE.name, template)
        instance = instance_of(cluster or {}, found["instance"])
        if named and instance:
            path = PATH.format(template=named["name"], execution=execution["id"])
            names = ("instance_name", "management_ip")
            return {**{name: instance.get(name) for name in names}, "path": path}
    return None


def instance_of(cluster: State, identity: str) -> State | None:
    """The instance of the cluster with this id of Sahara's; None if it no longer exists."""
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
    return f" Its error output is in '{log['path']}' on instance '{log['instance_name']}'{address}."
