# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Complete tasks on job executions against a scripted Sahara."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.vocabulary import (
    v1_name,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.task import (
    converge_job_execution,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import WHOLE
from tests.unit.support.scripted import Answer, ScriptedCloud

TEMPLATE = {"id": "t", "name": "count", "type": "Shell", "interface": [], "project_id": PROJECT}
CLUSTER = {"id": "c", "name": "hadoop", "status": "Active", "project_id": PROJECT}
OPTIONS = {
    "state": "finished",
    "job_template": "count",
    "cluster": "hadoop",
    "rerun": "on_failure",
    "timeout": 60,
    "cancel_on_timeout": False,
    "poll_interval": 5,
    "progress": True,
}


def execution_of(status: str, identity: str = "j", **fields: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "job_template_id": "t",
        "cluster_id": "c",
        "project_id": PROJECT,
        "created_at": "2026-01-01T00:00:00",
        "job_configs": {"configs": {}, "params": {}, "args": []},
        "info": {"status": status},
        "engine_job_id": "e",
        "is_protected": False,
        **fields,
    }


@dataclass
class JobRunner:
    """Runs tasks on job executions. lines, warnings: of all of them."""

    cloud: ScriptedCloud
    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __call__(
        self,
        check_mode: bool = False,
        work: Callable[[Any], dict[str, Any]] = converge_job_execution,
        **params: Any,
    ) -> dict[str, Any]:
        options = {"cloud": {"auth": self.cloud.auth}, "api_version": "2", **OPTIONS, **params}
        if options.get("id"):
            options.update(job_template=None, cluster=None)
        warn, say = self.warnings.append, self.lines.append
        task = AnsibleTask(options, check_mode, warn, say=say, clock=FakeClock())
        return execute(work, task)


def expect_names(cloud: ScriptedCloud, template: Mapping[str, Any] = TEMPLATE) -> None:
    cloud.expect("GET", "/v2/job-templates", {"job_templates": [template]})
    cloud.expect("GET", "/v2/clusters", {"clusters": [CLUSTER]})


def expect_executions(cloud: ScriptedCloud, *executions: Mapping[str, Any]) -> None:
    """Those of the job template on the cluster."""
    expect_executions_with(cloud, {"job_id": "t", "cluster_id": "c"}, *executions)


def expect_executions_with(
    cloud: ScriptedCloud, references: Mapping[str, str], *executions: Mapping[str, Any]
) -> None:
    """Those with these references, by which only API v1.1 can filter."""
    reply = {"job_executions": [with_v1_names(execution) for execution in executions]}
    cloud.expect("GET", "/v1.1/job-executions", reply, query={**references, **WHOLE})


def expect_binaries_at(cloud: ScriptedCloud, url: str, *binaries: Mapping[str, Any]) -> None:
    """The job binaries with this URL, by which only API v1.1 can filter."""
    cloud.expect(
        "GET", "/v1.1/job-binaries", {"binaries": list(binaries)}, query={"url": url, **WHOLE}
    )


def with_v1_names(execution: Mapping[str, Any]) -> dict[str, Any]:
    return {v1_name(name): value for name, value in execution.items()}


def expect_refresh(cloud: ScriptedCloud, execution: Mapping[str, Any], times: int = 1) -> None:
    reply = with_v1_names(execution)
    path = f"/v1.1/job-executions/{execution['id']}/refresh-status"
    cloud.expect("GET", path, {"job_execution": reply}, times=times)


def expect_start(
    cloud: ScriptedCloud,
    body: Mapping[str, Any],
    execution: Mapping[str, Any],
    *others: Mapping[str, Any],
) -> None:
    """others: the job executions that are listed next to the new one."""
    cloud.expect("GET", "/v2/clusters/c", {"cluster": CLUSTER})
    cloud.expect("POST", "/v2/jobs", Answer({"job": execution}, 202), body=body)
    expect_executions(cloud, execution, *others)
