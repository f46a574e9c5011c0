# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the job executions that an info task selects."""

from __future__ import annotations

from typing import Any

from ...cloud.kinds import CLUSTER, JOB_TEMPLATE
from ...cloud.patterns import matcher
from ...engine.contracts import Task
from ...engine.gather import wanted_references
from .job_execution import JobExecution


def gather_job_executions(task: Task) -> dict[str, Any]:
    """The result of sahara_job_execution_info; the latest job execution comes first."""
    resource = JobExecution(task)
    wanted = wanted_references(task, (CLUSTER.name, JOB_TEMPLATE.name))
    # Sahara's own status may be out of date, so it cannot filter by it.
    matches = matcher(task.params["statuses"] or ())
    one = task.params["id"]
    found = filter(None, [resource.by_id(one)]) if one else resource.listed(**wanted)
    rendered = [
        {**resource.result(item), **resource.reuse(item)}
        for item in map(resource.refreshed, found)
        if matches(str(item["status"])) and wanted.items() <= item.items()
    ]
    rendered.sort(key=lambda item: (str(item["created_at"]), str(item["id"])), reverse=True)
    return {"changed": False, resource.kind.plural: rendered}
