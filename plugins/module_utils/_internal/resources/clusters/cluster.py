# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster: made, waited for until it is Active, and taken down again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from ....saharaclient.errors import APIError, NotFound, SaharaError
from ...fields.fields import Flag, MergedConfigs, Names, Reference, Shares, Text
from ..resource import GENERATED, Resource
from ..templates.node_groups import check_described
from ..templates.plugin_checks import check_offered
from .groups import ClusterGroups, completed, only_scaled
from .keypair import KeypairUpdate
from .scaling import Scaling
from .state import failed_step, legible, reason_of
from .wait import (
    DEAD_ENDS,
    DELETING,
    ERROR,
    ClusterFailed,
    ClusterGone,
    ClusterWait,
)

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

# For a failed cluster to be gone. A person waits for the reason meanwhile, and a failed deletion never ends.
LONGEST_CLEARING_S = 300


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
        KeypairUpdate("update_keypair"),
    )
    generated = (
        *GENERATED,
        "status",
        "status_description",
        "info",
        "provision_progress",
        "health",
    )

    def __init__(self, task: Any):
        super().__init__(task)
        # An action that is not asked for is nothing to compare, nor to be refused on API v1.1.
        self.params = {**task.params, "update_keypair": task.params.get("update_keypair") or None}

    @cached_property
    def waiting(self) -> ClusterWait:
        # Not for the info module, which has no options of waiting.
        return ClusterWait(self)

    @cached_property
    def scaling(self) -> Scaling:
        return Scaling(self)

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
        """The cluster as it is once nothing is under way on it; before, nobody can say what differs.

        A cluster on its way out is as good as gone for a task that wants one.
        """
        found = super().find()
        if not found or self.params["state"] == "absent":
            return found
        if self.waits:
            return self.waiting.until_settled(found)
        return None if found["status"] == DELETING else found

    def is_beyond_repair(self, current: Mapping[str, Any]) -> bool:
        """Whether the task replaces a cluster that has failed. Raises ClusterFailed if it shall not."""
        if current["status"] not in DEAD_ENDS:
            return False
        if self.params.get("on_error") != "recreate":
            raise self._dead_end(self.by_id(current["id"], show_progress=True) or current)
        return True

    def _dead_end(self, seen: Mapping[str, Any]) -> ClusterFailed:
        where = failed_step(seen)
        return ClusterFailed(
            f"The {self.label} is {DEAD_ENDS.get(seen['status'], seen['status'])}"
            f"{', having failed' + where if where else ''}: {reason_of(seen)} "
            "Delete it, or set 'on_error' to 'recreate'.",
            self.last_seen(seen),
        )

    # What the task wants

    def wanted(self, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """A cluster to be made is as its template says, with what the task says of it."""
        wanted = super().wanted(current)
        if current is None:
            wanted.pop("update_keypair", None)  # Its instances will have the key anyway.
        if current is None and wanted.get("cluster_template"):
            template = self._template(wanted["cluster_template"])
            for option in ("plugin_name", "plugin_version"):
                if template.get(option):
                    wanted.setdefault(option, template[option])
            if "node_groups" in wanted:
                known = self.field("node_groups").current(template.get("node_groups"))
                wanted["node_groups"] = completed(wanted["node_groups"], known)
        elif current is not None and self.params.get("instances_to_remove"):
            wanted["node_groups"] = self.scaling.without_doomed(
                wanted.get("node_groups", []), current
            )
        return wanted

    def _template(self, identity: str | None) -> Mapping[str, Any]:
        found = self.task.lookups.objects("cluster_template") if identity else []
        return next((item for item in found if item["id"] == identity), {})

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        if current is not None:
            if wanted.get("update_keypair") and not current.get("user_keypair_id"):
                self.task.problem(
                    f"'update_keypair' puts the key of the cluster's keypair on its instances, and the {self.label} "
                    "was made without a keypair"
                )
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
        kept.pop("update_keypair", None)
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
        except ClusterGone:
            raise
        except ClusterFailed as error:
            if self.params.get("keep_failed"):
                raise
            raise ClusterFailed(f"{error} {self.cleared(made)}", error.last_seen) from None

    def cleared(self, failed: Mapping[str, Any]) -> str:
        """What came of deleting a failed cluster. That too can fail, and must not hide the first reason."""
        try:
            self.waiting.limit(LONGEST_CLEARING_S)
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
            return self.scaling.carry_out(updated, changes["node_groups"])
        return updated

    def shown_groups(self, current: Mapping[str, Any]) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = self.field("node_groups").current(current["node_groups"])
        return groups

    def delete(self, current: Mapping[str, Any]) -> None:
        self.ask_to_delete(current)
        # One that is in the way of a new one has to be gone, whether the task waits for that or not.
        if self.params.get("wait") or self.params["state"] == "present":
            self.waiting.until_gone(current)

    def ask_to_delete(self, current: Mapping[str, Any]) -> None:
        if not self.params.get("force"):
            super().delete(current)
            return
        with suppress(NotFound):
            forgotten = self.manager.force_delete(current["id"])
            if forgotten:
                self.task.warn(
                    f"Sahara forgets the {self.label} whatever Heat does: see to it that its stack "
                    f"'{forgotten['stack_name']}' is gone."
                )

    # Results

    def preview(self, plan: Any, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """A cluster to be made takes from its template what the task does not say."""
        if plan.action in ("create", "replace"):
            template = self._template(plan.values.get("cluster_template"))
            return super().preview(plan, {key: template.get(key) for key in INHERITED})
        return super().preview(plan, current)

    def last_seen(self, current: Mapping[str, Any]) -> dict[str, Any]:
        return {self.kind: self.result(current)}
