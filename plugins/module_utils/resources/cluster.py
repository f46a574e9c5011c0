# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster: made, waited for until it is Active, and taken down again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..client import clusters  # noqa: F401  (shipped with the module)
from ..client.errors import APIError, SaharaError
from ..wait import Wait, WaitTimeout
from .base import GENERATED, Resource
from .cluster_states import ACTIVE, DELETING, ERROR, ClusterFailed, failed_step, reason_of
from .fields import Flag, MergedConfigs, Names, Reference, Shares, Text
from .node_groups import NodeGroups
from .plugin import check_offered

# Sahara 19: conductor/manager.py.
INHERITED = (
    "description",
    "default_image_id",
    "neutron_management_network",
    "node_groups",
    "cluster_configs",
    "anti_affinity",
    "domain_name",
    "use_autoconfig",
)


class Cluster(Resource):
    kind = "cluster"
    plural = "clusters"
    noun = "cluster"
    fields = (
        Text("name"),
        Text("plugin_name", updatable=False),
        Text("plugin_version", updatable=False),
        Text("description"),
        Reference("cluster_template", "cluster_template", updatable=False),
        Reference("default_image", "image", updatable=False),
        Reference(
            "neutron_management_network",
            "network",
            wire="neutron_management_network",
            updatable=False,
        ),
        Reference("user_keypair", "keypair", updatable=False),
        NodeGroups("node_groups", updatable=False),
        MergedConfigs("cluster_configs", updatable=False),
        Names("anti_affinity", updatable=False),
        Text("domain_name", updatable=False),
        Shares("shares"),
        Flag("use_autoconfig", default=True, updatable=False),
        Flag("is_transient", updatable=False),
        Flag("is_public"),
        Flag("is_protected"),
    )
    generated = (
        *GENERATED,
        "status",
        "status_description",
        "info",
        "provision_progress",
        "verification",
    )

    @property
    def waits(self) -> bool:
        return bool(self.params.get("wait")) and not self.task.check_mode

    # Reading

    def find(self) -> dict[str, Any] | None:
        """A cluster on its way out is as good as gone for a task that wants one."""
        found = super().find()
        if found and found["status"] == DELETING and self.params["state"] == "present":
            if self.waits:
                self.wait_until_gone(found)
            return None
        return found

    def settled(self, current: Mapping[str, Any]) -> Mapping[str, Any]:
        """Wait for a cluster that is busy; one that has failed is a failure of the task."""
        if current["status"] == ERROR:
            raise ClusterFailed(
                f"The {self.label} is in Error: {reason_of(current)}", self.last_seen(current)
            )
        return self.wait_until_active(current) if self.waits else current

    def wanted(self, current: Mapping[str, Any] | None) -> dict[str, Any]:
        wanted = super().wanted(current)
        if current is None and wanted.get("cluster_template"):
            template = self._template(wanted["cluster_template"])
            for option in ("plugin_name", "plugin_version"):
                if template.get(option):
                    wanted.setdefault(option, template[option])
        return wanted

    def _template(self, identity: str) -> Mapping[str, Any]:
        found = self.task.lookups.objects("cluster_template")
        return next((item for item in found if item["id"] == identity), {})

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        if current is not None:
            return
        template = (
            self._template(wanted["cluster_template"]) if wanted.get("cluster_template") else {}
        )
        self.require(wanted, "plugin_name", "plugin_version")
        for option in ("default_image_id", "neutron_management_network"):
            name = option.replace("_id", "")
            if not wanted.get(name) and not template.get(option):
                self.task.problem(f"'{name}' is required: the cluster template does not say it")
        check_offered(self.task, wanted.get("plugin_name"), wanted.get("plugin_version"), wanted)

    # Writing

    def create(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        made = super().create(wanted)
        if not self.params.get("wait"):
            return made
        try:
            return dict(self.wait_until_active(made))
        except ClusterFailed as error:
            if self.params.get("keep_failed"):
                raise
            self.delete(made)
            raise ClusterFailed(f"{error} It was deleted again.", error.last_seen) from error

    def failed_to_create(self, error: SaharaError) -> None:
        """Sahara keeps a cluster that it refused for its quota or by its plugin, in Error and with the name."""
        if isinstance(error, APIError) and not self.params.get("keep_failed"):
            for left in self.named(self.params["name"]):
                if left["status"] == ERROR and self.is_own(left):
                    self.delete(left)

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        updated = super().update(current, changes)
        return dict(self.settled(updated)) if updated["status"] != DELETING else updated

    def delete(self, current: Mapping[str, Any]) -> None:
        super().delete(current)
        if self.params.get("wait"):
            self.wait_until_gone(current)

    def preview(self, plan: Any, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """A cluster to be made takes from its template what the task does not say."""
        template = plan.values.get("cluster_template")
        if plan.action in ("create", "replace") and template:
            inherited = {key: self._template(template).get(key) for key in INHERITED}
            return super().preview(plan, inherited)
        return super().preview(plan, current)

    # Waiting

    def wait_until_active(self, current: Mapping[str, Any]) -> Mapping[str, Any]:
        """The cluster once it is Active. Raises ClusterFailed with Sahara's reason, WaitTimeout."""
        if current["status"] == ACTIVE:
            return current

        def done(seen: Mapping[str, Any] | None) -> bool:
            if seen is None:
                raise ClusterFailed(f"The {self.label} was deleted while it was waited for.", {})
            if seen["status"] == ERROR:
                raise self.failure(seen)
            return bool(seen["status"] == ACTIVE)

        found: Mapping[str, Any] = self._wait(current, done, ACTIVE)
        return found

    def wait_until_gone(self, current: Mapping[str, Any]) -> None:
        self._wait(current, lambda seen: seen is None, "gone")

    def _wait(self, current: Mapping[str, Any], done: Any, goal: str) -> Any:
        timeout = self.params["timeout"]

        def late(seen: Mapping[str, Any] | None) -> SaharaError:
            last = seen or current
            return ClusterTimeout(
                f"The {self.label} was not {goal} after {timeout} s: it is {last['status']}"
                f"{step_under_way(last)}. It is left as it is; the same task waits on.",
                self.last_seen(last),
            )

        def fetch() -> dict[str, Any] | None:
            return self.by_id(current["id"])

        return Wait(fetch, done, late, timeout, self.params["poll_interval"]).run(self.task.clock)

    def failure(self, seen: Mapping[str, Any]) -> ClusterFailed:
        """Why it is in Error: Sahara's reason, and the step and instance that it failed at."""
        try:
            detailed = self.read(self.manager.get(seen["id"], show_progress=True))
        except SaharaError:
            detailed = dict(seen)
        return ClusterFailed(
            f"The {self.label} failed{failed_step(detailed)}: {reason_of(detailed)}",
            self.last_seen(detailed),
        )

    def last_seen(self, current: Mapping[str, Any]) -> dict[str, Any]:
        return {self.kind: self.result(current)}


class ClusterTimeout(WaitTimeout):
    """Carries the cluster as it was seen last."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


def step_under_way(cluster: Mapping[str, Any]) -> str:
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is None:
            return f", at the step '{step.get('step_name')}'"
    return ""
