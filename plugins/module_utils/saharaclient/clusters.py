# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters."""

from __future__ import annotations

from typing import Any

from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, Resource, given, updated

# Sahara 19: sahara/utils/cluster.py. In all other states something is under way.
ACTIVE, ERROR, DELETING = "Active", "Error", "Deleting"
# A transient cluster whose jobs are over, and which Sahara may not delete (sahara/service/periodic.py).
AWAITING_TERMINATION = "AwaitingTermination"

# Inside the class `list` is its method.
Ids = list[str]


class Cluster(Resource):
    resource_name = "Cluster"


class _ClusterManager(EditableManager[Cluster]):
    resource_class = Cluster
    path = "/clusters"
    envelope = "cluster"
    collection = "clusters"

    # Where several clusters are made at once.
    multiple_path: str

    def _create(self, count: int | None, net_id: str | None, **fields: Any) -> Cluster:
        """Start a cluster; with a count above one several, then the result has their list."""
        if count is not None and count < 1:
            raise ValueError(f"count is {count!r}: one cluster is the least that can be created")
        body = given(neutron_management_network=net_id, **fields)
        if count is None or count == 1:
            return self._send("POST", self.path, body)
        reply = self.api.request("POST", self.multiple_path, body={**body, "count": count})
        return Cluster(self, reply.enveloped(self.collection))

    def create_multiple_raw(self, fields: Fields) -> Ids:
        """Start `count` clusters of exactly these fields, `count` among them; gives their ids."""
        reply = self.api.request("POST", self.multiple_path, body=fields)
        items = reply.enveloped(self.collection)[self.collection]
        try:
            # v1 answers with ids, v2 with each cluster in an envelope.
            return [item if isinstance(item, str) else item["cluster"]["id"] for item in items]
        except (KeyError, TypeError):
            raise reply.unexpected('no clusters in "clusters"') from None

    def list(
        self,
        search_opts: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[Cluster]:
        """Clusters, or a page of them. search_opts: the filters that the route takes."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, cluster_id: str, show_progress: bool = False) -> Cluster:
        """One cluster; with show_progress each step of provision_progress has its events."""
        return self._get(cluster_id, query={"show_progress": bool(show_progress)})

    def scale(self, cluster_id: str, scale_object: Fields) -> Cluster:
        """Change the number of instances; the result is in its envelope.

        scale_object: resize_node_groups, of `name` and `count` (in v2 also `instances`, those to
        remove), and add_node_groups. The cluster has to be Active. A count that the group has
        already is not left out by Sahara: the cluster goes through the scaling all the same.
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
        """Change what of a cluster can be changed; the result is in its envelope."""
        fields = updated(
            name=name,
            description=description,
            is_public=is_public,
            is_protected=is_protected,
            shares=shares,
        )
        return self._send_wrapped("PATCH", self._at(cluster_id), fields)

    def delete(self, cluster_id: str) -> None:
        """Begin the deletion: the cluster is Deleting, and in the end not found."""
        self._delete(cluster_id)

    def verification_update(self, cluster_id: str, status: str) -> Cluster:
        """With status START: check the cluster's health; the result is in its envelope."""
        body = {"verification": {"status": status}}
        return self._send_wrapped("PATCH", self._at(cluster_id), body)


class ClusterManagerV1(_ClusterManager):
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
        """Start a cluster; with a count above one the result has the list `clusters` of ids."""
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
        """Start a cluster; with a count above one the result has the list `clusters` of
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
        """Forget the cluster, after asking Heat once to delete its stack.

        Gives `{"stack_name": ...}`: the stack may be left. For that name's sake the request is
        not repeated when its answer was lost.
        """
        reply = self.api.request(
            "DELETE", self._at(cluster_id), body={"force": True}, repeatable=False
        )
        return reply.enveloped("stack_name") if reply.status == 200 else None

    def update_keypair(self, cluster_id: str) -> Cluster:
        """Put the keypair's present key on all instances; the result is in its envelope."""
        return self._send_wrapped("PATCH", self._at(cluster_id), {"update_keypair": True})
