# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Complete tasks of the module `sahara_cluster` against a scripted Sahara."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.task import (
    converge_cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.modules.sahara_cluster import SPEC

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import WHOLE
from tests.unit.support.scripted import Answer, ScriptedCloud

DEFAULTS = {name: option.get("default") for name, option in SPEC["argument_spec"].items()}
PATH = {"1.1": "/v1.1/clusters", "2": "/v2/clusters"}


def expect_clusters_of(cloud: ScriptedCloud, template: str, *found: Mapping[str, Any]) -> None:
    """The next request asks for the clusters of a cluster template, by which only API v1.1 can filter."""
    query = {"cluster_template_id": template, **WHOLE}
    cloud.expect("GET", PATH["1.1"], {"clusters": list(found)}, query=query)


def cluster(status: str = "Active", **fields: Any) -> dict[str, Any]:
    groups = [{"name": "worker", "count": 1, "flavor_id": "1", "instances": []}]
    known = {"id": "1", "name": "demo", "project_id": PROJECT, "tenant_id": PROJECT}
    return {**known, "status": status, "node_groups": groups, **fields}


@dataclass
class Runner:
    """Runs tasks on the cluster `demo`. warnings: of all of them."""

    cloud: ScriptedCloud
    clock: FakeClock = field(default_factory=FakeClock)
    warnings: list[str] = field(default_factory=list)

    def __call__(self, check_mode: bool = False, **params: Any) -> dict[str, Any]:
        options = {
            **DEFAULTS,
            "name": "demo",
            "cloud": {"auth": self.cloud.auth},
            "api_version": "2",
            "poll_interval": 1,
            "timeout": 60,
            **params,
        }
        task = AnsibleTask(options, check_mode, warn=self.warnings.append, clock=self.clock)
        return execute(converge_cluster, task)

    def finds(self, *found: Mapping[str, Any], api: str = "2") -> None:
        self.cloud.expect("GET", PATH[api], {"clusters": list(found)})

    def sees(self, seen: Any, api: str = "2", with_events: bool = False) -> None:
        """with_events: whether the request asks for the events of the steps."""
        answer = seen if isinstance(seen, Answer) else {"cluster": seen}
        query = {"show_progress": str(with_events)}
        self.cloud.expect("GET", f"{PATH[api]}/1", answer, query=query)

    def sees_in_vain(self, seen: Mapping[str, Any], api: str = "2") -> None:
        """The last poll of a wait that fails: the task then asks for the events too."""
        self.sees(seen, api)
        self.sees(seen, api, with_events=True)

    def sends(
        self, body: Mapping[str, Any], answer: Any, method: str = "PATCH", api: str = "2"
    ) -> None:
        answer = answer if isinstance(answer, Answer) else Answer({"cluster": answer}, 202)
        self.cloud.expect(method, f"{PATH[api]}/1", answer, body=body)
