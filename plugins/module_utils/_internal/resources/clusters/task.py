# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task on one cluster, from the options to the health check at the end."""

from __future__ import annotations

from typing import Any

from ...engine.contracts import Task
from ...engine.converge import converge
from ...fields.field import V2_ONLY
from .cluster import Cluster
from .health import HealthCheck

# Options that require API v2, besides those that are fields.
V2_ONLY_OPTIONS = ("force", "instances_to_remove")


def converge_cluster(task: Task) -> dict[str, Any]:
    """Change the cluster of the task to the wanted state, and check its health if the task requests it."""
    cluster = Cluster(task)
    for option in V2_ONLY_OPTIONS:
        if task.params[option]:
            cluster.accepted(option, V2_ONLY)
    if task.params["health"] != "ignore" and not task.params["wait"]:
        task.problem("'health' requires 'wait: true'")
    if task.params["state"] == "absent":
        task.raise_problems()
    return HealthCheck(cluster).added_to(converge(task, cluster))
