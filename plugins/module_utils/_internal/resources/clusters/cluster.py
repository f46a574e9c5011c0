# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster: created, awaited until it is Active, scaled and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ....saharaclient.cluster_states import ACTIVE, DEAD_ENDS, DELETING, ERROR, VALIDATING
from ....saharaclient.errors import APIError, NotFound, SaharaError
from ....saharaclient.texts import with_end
from ...cloud.kinds import CLUSTER, CLUSTER_TEMPLATE
from ...engine.checks import Refused
from ...engine.contracts import State, Values
from ...engine.lost_answers import deleted
from ...engine.plan import CREATE, DELETE, REPLACE, Change, Plan
from ...fields.common import SHARES, SHARING, description, plugin_fields
from ...fields.configs import MergedConfigs
from ...fields.field import Flag, Names, Text
from ...fields.references import Reference
from ...fields.value import GENERATED, ID, IMAGE_SAMPLE, NETWORK_SAMPLE
from ..names import HOSTNAME_FORM
from .credentials import Provisioned
from .groups import ClusterGroups, completed, only_scaled
from .keypair import KeypairUpdate
from .state import STATE_VALUES, inherited, normalized

if TYPE_CHECKING:
    from ..templates.node_groups import NodeGroups
    from .scaling import Scaling
    from .wait import ClusterWaiting

# The limit for removing a failed cluster: meanwhile a person waits for the reason, and a failed deletion never ends.
LONGEST_REMOVAL_S = 300


class Cluster(Provisioned):
    kind = CLUSTER
    name_form = HOSTNAME_FORM
    fields = (
        Text("name", "The name of the object.", "analytics"),
        *plugin_fields(updatable=False),
        description("Nightly reports"),
        Reference("cluster_template", CLUSTER_TEMPLATE.name, "The id of the cluster template.", ID.sample,
                  updatable=False),
        Reference("default_image", "image", "The id of the default image.", IMAGE_SAMPLE, updatable=False),
        Reference("neutron_management_network", "network", "The id of the network of the instances.", NETWORK_SAMPLE,
                  wire="neutron_management_network", updatable=False),
        Reference("user_keypair", "keypair", "The name of the keypair.", "operator",
                  option={"no_log": False}, updatable=False),
        ClusterGroups("node_groups", "The node groups, sorted by name."),
        MergedConfigs("cluster_configs", "The configuration of the cluster, with a dictionary of names and values for each service.",
                      {"HDFS": {"dfs.replication": 2}}, updatable=False),
        Names("anti_affinity", "Processes whose instances must run on different compute hosts.", ["datanode"],
              updatable=False),
        Text("domain_name", "The domain of the instances.", "hadoop.example.org.", may_be_empty=True, updatable=False),
        SHARES,
        Flag("use_autoconfig", "Whether Sahara tunes the configuration to the size of the instances.",
             default=True, updatable=False),
        Flag("is_transient", "Whether Sahara deletes the cluster once all its jobs have ended.", updatable=False),
        *SHARING,
        KeypairUpdate("update_keypair"),
    )  # fmt: skip
    generated = (*GENERATED, *STATE_VALUES)
    # Whether the task replaces a failed cluster.
    replaces_failed = False

    @cached_property
    def waiting(self) -> ClusterWaiting:
        # Not at the top: a module compiles its imports every time, and the info module waits for nothing.
        from .wait import ClusterWaiting

        return ClusterWaiting(self)

    @cached_property
    def scaling(self) -> Scaling:
        from .scaling import Scaling

        return Scaling(self)

    # Reading

    def decode(self, found: Any) -> State:
        return normalized(super().decode(found))

    def look(self, identity: str, with_events: bool = False) -> State | None:
        """The cluster; on request, with the events of its steps, which are most of a large cluster."""
        try:
            return self.decode(self.manager.get(identity, show_progress=with_events))
        except NotFound:
            return None

    def settled(self, current: State) -> State | None:
        """The cluster once no operation is in progress; until then, its differences are not final.

        For a task that wants a cluster, one that is being deleted no longer exists. But until it is deleted,
        Sahara refuses a new one with its name.
        """
        is_deleting = current["status"] == DELETING
        if is_deleting and not self.params.get("wait"):
            raise Refused(
                f"{self.subject} is still being deleted. Set 'wait: true' to wait for the deletion, "
                "or run the task again later."
            )
        if self.params.get("wait") and not self.task.check_mode:
            return self.waiting.until_settled(current)
        return None if is_deleting else current

    def is_beyond_repair(self, current: State) -> bool:
        """Whether the cluster has failed and the task replaces it. Raises ClusterFailed if it must not."""
        if current["status"] not in DEAD_ENDS:
            return False
        if self.params.get("on_error") != "recreate":
            raise self.waiting.dead_end(current)
        self.replaces_failed = True
        return True

    # What the task wants

    def wanted(self, current: State | None) -> dict[str, Any]:
        wanted = super().wanted(current)
        if current is None:
            return self._completed_by_template(wanted)
        if self.params.get("instances_to_remove"):
            groups = wanted.get("node_groups", [])
            wanted["node_groups"] = self.scaling.with_lower_counts(groups, current)
        return wanted

    def _completed_by_template(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """The values of a new cluster: those of its template, overridden by those of the task."""
        wanted.pop("update_keypair", None)  # New instances get the key anyway.
        template = self.template(wanted.get("cluster_template"))
        for option in ("plugin_name", "plugin_version"):
            if template.get(option):
                wanted.setdefault(option, template[option])
        if "node_groups" in wanted:
            wanted["node_groups"] = completed(wanted["node_groups"], self.groups_of(template))
        return wanted

    def template(self, identity: str | None) -> State:
        """The cluster template with this id; empty if there is none."""
        return self.task.lookups.state_of(CLUSTER_TEMPLATE.name, identity)

    def check(self, wanted: Values, current: State | None) -> None:
        from .checks import check_creation, check_new_groups

        super().check(wanted, current)
        if current is None:
            self.check_provisioning("create a cluster")
            check_creation(self, wanted)
            return
        if wanted.get("update_keypair") and not current.get("user_keypair_id"):
            self.task.problem(
                f"'update_keypair' needs a cluster that was created with 'user_keypair'; {self.label} was not"
            )
        check_new_groups(self, wanted, current)
        groups = wanted.get("node_groups", [])
        if not self.field("node_groups").same(groups, self.groups_of(current)):
            self.check_provisioning("scale a cluster")

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        fixed = super().fixed(current, changes)
        known = self.groups_of(current)
        for change in changes:
            if change.option == "node_groups" and not only_scaled(change.value, known):
                fixed["node_groups"] = "only the count of an existing node group can be changed"
        return fixed

    def replacement_values(self, current: State, wanted: Values) -> dict[str, Any]:
        from .checks import check_replacement

        self.check_provisioning("create a cluster")
        check_replacement(self, current)
        values = super().replacement_values(current, wanted)
        values.pop("update_keypair", None)
        if "node_groups" in wanted:
            values["node_groups"] = completed(wanted["node_groups"], self.groups_of(current))
        return values

    def groups_of(self, current: State) -> NodeGroups:
        """The node groups of a cluster or template, in canonical form."""
        groups: NodeGroups = self.field("node_groups").current(current.get("node_groups"))
        return groups

    # Writing

    def create(self, wanted: Values) -> State:
        from .wait import ClusterFailed, ClusterGone

        created = super().create(wanted)
        if not self.params.get("wait"):
            return created
        try:
            return self.waiting.until_active(created)
        except ClusterGone:
            raise
        except ClusterFailed as error:
            if self.params.get("keep_failed"):
                raise
            raise ClusterFailed(f"{error} {self.remove_failed(created)}", error.last_seen) from None

    def remove_failed(self, failed: State) -> str:
        """Delete a failed cluster. Returns the outcome: another failure must not hide the first reason."""
        try:
            self.waiting.limit(LONGEST_REMOVAL_S)
            self.delete(failed)
        except SaharaError as error:
            return f"The failed cluster could not be removed: {with_end(error.sentence)}"
        return "The failed cluster was removed."

    def failed_to_create(self, error: Exception) -> None:
        """If the quota or the plugin refuses a cluster, Sahara keeps it under its name, in status Error."""
        unfinished = isinstance(error, APIError) or (
            isinstance(error, SaharaError) and error.unsure
        )
        if unfinished and not self.params.get("keep_failed"):
            for left in self.named(self.params["name"]):
                if left["status"] == ERROR and self.is_own(left):
                    self.remove_failed(left)

    def update(self, current: State, changes: Values) -> State:
        """Scaling comes last because it can fail; the task then continues from there when it runs again."""
        others = {option: value for option, value in changes.items() if option != "node_groups"}
        updated = super().update(current, others) if others else current
        if "node_groups" in changes:
            return self.scaling.carry_out(updated, changes["node_groups"])
        return updated

    def is_being_deleted(self, current: State) -> bool:
        """Sahara answers each request for a deletion alike, so only the status shows that there was an earlier one.

        With 'force', deleting a cluster whose deletion has failed or hangs is still a change.
        """
        return current["status"] == DELETING and not self.params.get("force")

    def delete(self, current: State) -> bool:
        # Also while it is being deleted: a deletion that failed keeps this status until the next request.
        requested = self.request_deletion(current)
        # A cluster that blocks the name of a new one must be deleted first, even if the task does not wait.
        if self.params.get("wait") or self.params["state"] == "present":
            self.waiting.until_deleted(current)
        return requested

    def request_deletion(self, current: State) -> bool:
        """Request the deletion, without waiting for it. Returns False if the cluster no longer exists."""
        if not self.params.get("force"):
            return super().delete(current)
        identity = current["id"]
        return deleted(
            self.task,
            lambda: self._forget(identity),
            lambda: self.by_id(identity) is None,
        )

    def is_deleted(self, identity: str) -> bool:
        seen = self.by_id(identity)
        return seen is None or seen["status"] == DELETING

    def _forget(self, identity: str) -> None:
        forgotten = self.manager.force_delete(identity)
        if forgotten:
            self.task.warn(
                f"Sahara no longer tracks {self.label}. "
                f"Check that its Heat stack '{forgotten['stack_name']}' is deleted."
            )

    # Results

    def inherited(self, current: State) -> State:
        return inherited(self.template(current.get("cluster_template_id")))

    def preview(self, plan: Plan) -> dict[str, Any]:
        """A new cluster inherits from its template what the task does not set."""
        if plan.action in (CREATE, REPLACE):
            template = {"cluster_template_id": plan.values.get("cluster_template")}
            status = ACTIVE if self.params.get("wait") else VALIDATING
            preview = {**self.predicted(plan, self.inherited(template)), "status": status}
        else:
            preview = super().preview(plan)
        groups = [{"instances": [], **group} for group in preview["node_groups"]]
        return {**preview, "node_groups": groups}

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        if plan.action == DELETE and not self.params.get("wait"):
            return {**plan.current, "status": DELETING}
        state = super().forecast(plan, preview)
        is_new = plan.action in (CREATE, REPLACE)
        new = {"status": ACTIVE, "info": {}, "provision_progress": []}
        return {**state, **new} if state and is_new else state

    def last_seen(self, current: State) -> dict[str, Any]:
        return {self.kind.name: self.result(current)}
