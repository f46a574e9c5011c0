# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Callable

from .cluster_states import (
    ACTIVE,
    DEAD_ENDS,
    DELETING,
    LONGEST_LOOK_S,
    failure_clause,
    step_in_progress,
)
from .errors import SaharaError, WaitFailed
from .fields import ClusterFields
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, Resource, fields_of, given, updated
from .wait import wait_for

# For `wait`: Sahara has no status for a cluster that does not exist.
DELETED = "Deleted"

# Inside the class, `list` is the method.
Ids = list[str]


class Cluster(ClusterFields, Resource):
    resource_name = "Cluster"


def failure_of(cluster: Cluster) -> WaitFailed:
    """Why a cluster failed: Sahara's reason, and the step and instance where it failed."""
    fields = fields_of(cluster)
    name = f"Cluster '{cluster.name}'"
    if cluster.status == DELETING:
        return WaitFailed(f"{name} is being deleted.", {"cluster": fields})
    return WaitFailed(f"{name} {failure_clause(fields)}", {"cluster": fields})


class _ClusterManager(EditableManager[Cluster]):
    resource_class = Cluster
    path = "/clusters"
    envelope = "cluster"
    collection = "clusters"

    # The route that creates several clusters with one request.
    multiple_path: str

    def _create(self, count: int | None, net_id: str | None, **fields: Any) -> Cluster:
        """Create a cluster. With a count above 1, create several and return their list."""
        if count is not None and count < 1:
            raise ValueError(f"'count' is {count!r}; it must be at least 1.")
        body = given(neutron_management_network=net_id, **fields)
        if count is None or count == 1:
            return self.create_raw(body)
        reply = self.api.request("POST", self.multiple_path, body={**body, "count": count})
        return Cluster(self, reply.enveloped(self.collection))

    def create_multiple_raw(self, fields: Fields) -> Ids:
        """Create `count` clusters with exactly these fields, `count` among them. Returns their ids."""
        reply = self.api.request("POST", self.multiple_path, body=fields)
        items = reply.enveloped(self.collection)[self.collection]
        try:
            # v1 sends ids; v2 sends each cluster in an envelope.
            return [item if isinstance(item, str) else item["cluster"]["id"] for item in items]
        except (KeyError, TypeError):
            raise reply.unexpected('without clusters in "clusters"') from None

    def list(
        self,
        search_opts: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[Cluster]:
        """All clusters, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, cluster_id: str, show_progress: bool = False) -> Cluster:
        """One cluster. With show_progress, each step in provision_progress has its events."""
        return self._get(cluster_id, query={"show_progress": bool(show_progress)})

    def wait(
        self,
        cluster_id: str,
        until: str = ACTIVE,
        *,
        timeout_s: float = 3600.0,
        interval_s: float = 10.0,
        progress: Callable[[Cluster], None] | None = None,
    ) -> Cluster | None:
        """The cluster once it has the status `until`. If that is DELETED: None, once it is deleted.

        timeout_s, interval_s: the longest wait, and the longest pause between two requests.
        progress: called with each state, whose `provision_progress` has the steps.
        Lost connections are tolerated until the timeout. Raises WaitTimeout, and WaitFailed with
        Sahara's reason and the failed step if the cluster fails or is deleted.
        """

        def done(seen: Cluster | None) -> bool:
            if seen is None or until == DELETED:
                if until != DELETED:
                    raise WaitFailed(f"Cluster '{cluster_id}' was deleted during the wait.")
                return seen is None
            if seen.status != until and seen.status in (*DEAD_ENDS, DELETING):
                raise failure_of(self._with_events(seen))
            return seen.status == until

        def late(seen: Cluster | None) -> str:
            step = step_in_progress(fields_of(seen)) if seen else ""
            known = f"status {seen.status}{step}" if seen else "no answer"
            goal = "was not deleted" if until == DELETED else f"did not become {until}"
            return f"Cluster '{cluster_id}' {goal} within {timeout_s:.0f} s ({known})."

        def read() -> Cluster:
            return self.get(cluster_id)

        return wait_for(self.api, read, done, late, timeout_s, interval_s, progress)

    def _with_events(self, seen: Cluster) -> Cluster:
        """The failed cluster with the events of its steps, which are megabytes if it is large."""
        with suppress(SaharaError), self.api.within(LONGEST_LOOK_S):
            return self.get(seen.id, show_progress=True)
        return seen

    def scale(self, cluster_id: str, scale_object: Fields) -> Cluster:
        """Change the number of instances. The result is in its envelope.

        scale_object: `resize_node_groups`, a list of `{"name", "count"}`, and `add_node_groups`, a
        list of node groups. In v2, `instances` of a resized node group lists the names or the Nova
        ids of the instances to remove.
        The cluster must be Active. Sahara scales the cluster even if no count changes.
        """
        return self._send_wrapped("PUT", self._at(cluster_id), scale_object)

    def update(
        self,
        cluster_id: str,
        name: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
        shares: Any = NOT_UPDATED,
    ) -> Cluster:
        """Update the fields that can be changed. The result is in its envelope."""
        fields = updated(
            name=name,
            description=description,
            is_public=is_public,
            is_protected=is_protected,
            shares=shares,
        )
        return self._update_wrapped(cluster_id, fields)

    def delete(self, cluster_id: str) -> None:
        """Start the deletion. The status becomes Deleting; later, `get` raises NotFound."""
        self._delete(cluster_id)

    def verification_update(self, cluster_id: str, status: str) -> Cluster:
        """With the status START, start a health check. The result is in its envelope."""
        body = {"verification": {"status": status}}
        return self._update_wrapped(cluster_id, body)


class ClusterManagerV1(_ClusterManager):
    filters = frozenset({"name", "plugin_name", "status", "cluster_template_id"})
    multiple_path = "/clusters/multiple"

    def create(
        self,
        name: str,
        plugin_name: str,
        hadoop_version: str,
        cluster_template_id: str | None = None,
        default_image_id: str | None = None,
        is_transient: bool | None = None,
        description: str | None = None,
        cluster_configs: Fields | None = None,
        node_groups: Any = None,
        user_keypair_id: str | None = None,
        anti_affinity: Any = None,
        net_id: str | None = None,
        count: int | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> Cluster:
        """Create a cluster. With a count above 1, the result has `clusters`, a list of ids."""
        return self._create(
            count,
            net_id,
            name=name,
            plugin_name=plugin_name,
            hadoop_version=hadoop_version,
            cluster_template_id=cluster_template_id,
            default_image_id=default_image_id,
            is_transient=is_transient,
            description=description,
            cluster_configs=cluster_configs,
            node_groups=node_groups,
            user_keypair_id=user_keypair_id,
            anti_affinity=anti_affinity,
            use_autoconfig=use_autoconfig,
            shares=shares,
            is_public=is_public,
            is_protected=is_protected,
        )


class ClusterManagerV2(_ClusterManager):
    filters = frozenset({"name", "plugin_name"})
    multiple_path = "/clusters"

    def create(
        self,
        name: str,
        plugin_name: str,
        plugin_version: str,
        cluster_template_id: str | None = None,
        default_image_id: str | None = None,
        is_transient: bool | None = None,
        description: str | None = None,
        cluster_configs: Fields | None = None,
        node_groups: Any = None,
        user_keypair_id: str | None = None,
        anti_affinity: Any = None,
        net_id: str | None = None,
        count: int | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> Cluster:
        """Create a cluster. With a count above 1, the result has `clusters`, a list of
        `{"cluster": {...}}`."""
        return self._create(
            count,
            net_id,
            name=name,
            plugin_name=plugin_name,
            plugin_version=plugin_version,
            cluster_template_id=cluster_template_id,
            default_image_id=default_image_id,
            is_transient=is_transient,
            description=description,
            cluster_configs=cluster_configs,
            node_groups=node_groups,
            user_keypair_id=user_keypair_id,
            anti_affinity=anti_affinity,
            use_autoconfig=use_autoconfig,
            shares=shares,
            is_public=is_public,
            is_protected=is_protected,
        )

    def force_delete(self, cluster_id: str) -> dict[str, Any] | None:
        """Delete the cluster from Sahara, after asking Heat once to delete its stack.

        Returns `{"stack_name": ...}`, because the stack may remain; None if the reply has no body.
        The request is not repeated after a lost reply, because the second reply would not contain
        the name.
        """
        reply = self.api.request(
            "DELETE", self._at(cluster_id), body={"force": True}, repeatable=False
        )
        return reply.enveloped("stack_name") if reply.status == 200 else None

    def update_keypair(self, cluster_id: str) -> Cluster:
        """Install the keypair's current key on all instances. The result is in its envelope."""
        return self._update_wrapped(cluster_id, {"update_keypair": True})
