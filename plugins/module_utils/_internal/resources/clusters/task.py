# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole of a task on one cluster: what it asks for, what is done, and the health afterwards."""

from __future__ import annotations

from typing import Any

from ...engine.contracts import Task
from ...engine.converge import converge
from .cluster import Cluster
from .health import HealthCheck

# Options that only API v2 can carry out, besides those of the fields.
V2_ONLY_OPTIONS = ("force", "instances_to_remove")


def converge_cluster(task: Task) -> dict[str, Any]:
    """Bring the cluster of the task to the wanted state, and check its health if the task asks for that."""
    cluster = Cluster(task)
    for option in V2_ONLY_OPTIONS:
        if task.params[option] and cluster.cloud.api_version != "2":
            task.problem(
                f"'{option}' needs API version 2, and this task uses {cluster.cloud.api_version}"
            )
    if task.params["health"] != "ignore" and not task.params["wait"]:
        task.problem("'health' needs 'wait', for the check is waited for")
    if task.params["state"] == "absent":
        task.raise_problems()
    return HealthCheck(cluster).added_to(converge(task, cluster))
