# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster: made, waited for until it is Active, and taken down again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from ..client.errors import APIError, NotFound, SaharaError
from ..vocabulary import in_v2_words
from .base import GENERATED, Resource
from .cluster_groups import ClusterGroups, completed, only_scaled, scale_request
from .cluster_wait import (
    DELETING,
    ERROR,
    ClusterFailed,
    ClusterWait,
    legible,
    reason_of,
)
from .fields import Flag, MergedConfigs, Names, Reference, Shares, Text
from .node_groups import check_described
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
        ClusterGroups("node_groups"),
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

    @cached_property
    def waiting(self) -> ClusterWait:
        # Not for the info module, which has no options of waiting.
        return ClusterWait(self)

    @property
    def waits(self) -> bool:
        return bool(self.params.get("wait")) and not self.task.check_mode

    # Reading

    def read(self, found: Any) -> dict[str, Any]:
        return legible(super().read(found))

    def by_id(self, identity: str, show_progress: bool = False) -> dict[str, Any] | None:
        try:
            return self.read(self.manager.get(identity, show_progress=show_progress))
        except NotFound:
            return None

    def find(self) -> dict[str, Any] | None:
        """A cluster on its way out is as good as gone for a task that wants one."""
        found = super().find()
        if found and found["status"] == DELETING and self.params["state"] == "present":
            if self.waits:
                self.waiting.until_gone(found)
            return None
        return found

    def settled(self, current: Mapping[str, Any]) -> Mapping[str, Any]:
        """Wait for a cluster that is busy with something else."""
        return self.waiting.until_active(current) if self.waits else current

    def is_beyond_repair(self, current: Mapping[str, Any]) -> bool:
        """Whether the task replaces a cluster that has failed. Raises ClusterFailed if it shall not."""
        if current["status"] != ERROR:
            return False
        if self.params.get("on_error") != "recreate":
            raise ClusterFailed(
                f"The {self.label} is in Error: {reason_of(current)} Delete it, or set "
                "'on_error' to 'recreate'.",
                self.last_seen(current),
            )
        return True

    # What the task wants

    def wanted(self, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """A cluster to be made is as its template says, with what the task says of it."""
        wanted = super().wanted(current)
        if current is None and wanted.get("cluster_template"):
            template = self._template(wanted["cluster_template"])
            for option in ("plugin_name", "plugin_version"):
                if template.get(option):
                    wanted.setdefault(option, template[option])
            if "node_groups" in wanted:
                known = self.field("node_groups").current(template.get("node_groups"))
                wanted["node_groups"] = completed(wanted["node_groups"], known)
        elif current is not None and self.params.get("instances_to_remove"):
            wanted["node_groups"] = self._without_doomed(wanted.get("node_groups", []), current)
        return wanted

    def _without_doomed(
        self, groups: list[dict[str, Any]], current: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """The groups with counts lowered by the instances that shall go, where the task says none."""
        named = {group["name"]: group for group in groups}
        counts = {group["name"]: group["count"] for group in current["node_groups"]}
        for name, doomed in self._doomed(current).items():
            least = counts[name] - len(doomed)
            group = named.setdefault(name, {"name": name, "count": least})
            if group["count"] > least:
                self.task.problem(
                    f"node group '{name}' cannot have {group['count']} instances without "
                    f"{', '.join(doomed)}"
                )
        return [named[name] for name in sorted(named)]

    def _doomed(self, current: Mapping[str, Any]) -> dict[str, list[str]]:
        """Node group -> those of its instances that the task names for removal; others are gone already."""
        wanted = set(self.params.get("instances_to_remove") or ())
        found = {
            group["name"]: sorted(
                wanted & {instance["instance_name"] for instance in group.get("instances") or ()}
            )
            for group in current["node_groups"]
        }
        return {name: names for name, names in found.items() if names}

    def _template(self, identity: str | None) -> Mapping[str, Any]:
        found = self.task.lookups.objects("cluster_template") if identity else []
        return next((item for item in found if item["id"] == identity), {})

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        if self.params.get("instances_to_remove") and self.cloud.api_version != "2":
            self.task.problem("'instances_to_remove' needs API version 2")
        if current is not None:
            names = {group["name"] for group in current["node_groups"]}
            new = [group for group in wanted.get("node_groups", ()) if group["name"] not in names]
            check_described(self.task, new)
            return
        template = self._template(wanted.get("cluster_template"))
        if template or not wanted.get("cluster_template"):
            self._require_what_no_template_says(wanted, template)
        check_described(self.task, wanted.get("node_groups"))
        check_offered(self.task, wanted.get("plugin_name"), wanted.get("plugin_version"), wanted)

    def _require_what_no_template_says(
        self, wanted: Mapping[str, Any], template: Mapping[str, Any]
    ) -> None:
        self.require(wanted, "plugin_name", "plugin_version")
        for option in ("default_image_id", "neutron_management_network"):
            name = option.replace("_id", "")
            if not wanted.get(name) and not template.get(option):
                why = "the cluster template does not say it" if template else "there is no template"
                self.task.problem(f"'{name}' is required: {why}")

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        fixed = super().fixed(current, changes)
        groups = self.field("node_groups")
        known = groups.current(current["node_groups"])
        if "node_groups" in changes and not only_scaled(self.wanted(current)["node_groups"], known):
            fixed["node_groups"] = "of a group that exists, Sahara changes only the count"
        return fixed

    def kept_with(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        kept = super().kept_with(current, wanted)
        if "node_groups" in wanted:
            known = self.field("node_groups").current(current["node_groups"])
            kept["node_groups"] = completed(wanted["node_groups"], known)
        return kept

    # Writing

    def create(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        made = super().create(wanted)
        if not self.params.get("wait"):
            return made
        try:
            return dict(self.waiting.until_active(made))
        except ClusterFailed as error:
            if self.params.get("keep_failed"):
                raise
            raise ClusterFailed(f"{error} {self.cleared(made)}", error.last_seen) from None

    def cleared(self, failed: Mapping[str, Any]) -> str:
        """What came of deleting a failed cluster. That too can fail, and must not hide the first reason."""
        try:
            self.delete(failed)
        except SaharaError as error:
            return f"It could not be deleted again: {error}"
        return "It was deleted again."

    def failed_to_create(self, error: SaharaError) -> None:
        """Sahara keeps a cluster that it refused for its quota or by its plugin, in Error and with the name."""
        if isinstance(error, APIError) and not self.params.get("keep_failed"):
            for left in self.named(self.params["name"]):
                if left["status"] == ERROR and self.is_own(left):
                    self.cleared(left)

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Scaling comes last: it is what can fail, and a task that is run again goes on there."""
        others = {option: value for option, value in changes.items() if option != "node_groups"}
        updated = super().update(current, others) if others else dict(current)
        if "node_groups" in changes:
            return self.scale(updated, changes["node_groups"])
        return dict(self.settled(updated))

    def scale(self, current: Mapping[str, Any], groups: list[dict[str, Any]]) -> dict[str, Any]:
        """Resize and add node groups in one call, and see to it that it came so.

        A scaling that failed ends Active, with the reason and the old counts. Raises ClusterFailed.
        """
        current = self.settled(current)
        known = self.field("node_groups").current(current["node_groups"])
        body = scale_request(groups, known, self._doomed(current))
        if not body:
            return dict(current)
        reply = self.manager.scale(current["id"], body).to_dict()
        started = legible(in_v2_words(reply.get(self.kind, reply)))
        if not self.params.get("wait"):
            return started
        scaled = self.waiting.until_active(started)
        missed = not self.field("node_groups").same(groups, self.shown_groups(scaled))
        if missed or scaled.get("status_description"):
            counts = ", ".join(f"{g['name']} {g['count']}" for g in self.shown_groups(scaled))
            raise ClusterFailed(
                f"The {self.label} was not scaled: {reason_of(scaled)} It is Active with {counts}.",
                self.last_seen(scaled),
            )
        return dict(scaled)

    def shown_groups(self, current: Mapping[str, Any]) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = self.field("node_groups").current(current["node_groups"])
        return groups

    def delete(self, current: Mapping[str, Any]) -> None:
        if self.params.get("force"):
            with suppress(NotFound):
                self.manager.force_delete(current["id"])
        else:
            super().delete(current)
        if self.params.get("wait"):
            self.waiting.until_gone(current)

    # Results

    def preview(self, plan: Any, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """A cluster to be made takes from its template what the task does not say."""
        if plan.action in ("create", "replace"):
            template = self._template(plan.values.get("cluster_template"))
            return super().preview(plan, {key: template.get(key) for key in INHERITED})
        return super().preview(plan, current)

    def last_seen(self, current: Mapping[str, Any]) -> dict[str, Any]:
        return {self.kind: self.result(current)}
