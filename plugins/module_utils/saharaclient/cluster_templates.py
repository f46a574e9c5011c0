# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cluster templates."""

from __future__ import annotations

from typing import Any

from .fields import ClusterTemplateFields
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, Resource, given, updated


class ClusterTemplate(ClusterTemplateFields, Resource):
    resource_name = "Cluster Template"


class _ClusterTemplateManager(EditableManager[ClusterTemplate]):
    resource_class = ClusterTemplate
    path = "/cluster-templates"
    envelope = "cluster_template"
    collection = "cluster_templates"
    filters = frozenset({"name", "plugin_name"})

    def list(
        self,
        search_opts: Fields | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[ClusterTemplate]:
        """All cluster templates, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, cluster_template_id: str) -> ClusterTemplate:
        """One cluster template."""
        return self._get(cluster_template_id)

    def delete(self, cluster_template_id: str) -> None:
        """Delete it. Raises InUse while a cluster uses it."""
        self._delete(cluster_template_id)

    def export(self, cluster_template_id: str) -> ClusterTemplate:
        """The fields that are needed to create it in another cloud, in their envelope."""
        reply = self.api.request("GET", self._at(cluster_template_id, "export"))
        return self._wrapped(reply)


class ClusterTemplateManagerV1(_ClusterTemplateManager):
    update_method = "PUT"

    def create(
        self,
        name: str,
        plugin_name: str,
        hadoop_version: str,
        description: str | None = None,
        cluster_configs: Fields | None = None,
        node_groups: Any = None,
        anti_affinity: Any = None,
        net_id: str | None = None,
        default_image_id: str | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
        domain_name: str | None = None,
    ) -> ClusterTemplate:
        """Create a cluster template."""
        return self.create_raw(
            given(
                name=name,
                plugin_name=plugin_name,
                hadoop_version=hadoop_version,
                description=description,
                cluster_configs=cluster_configs,
                node_groups=node_groups,
                anti_affinity=anti_affinity,
                neutron_management_network=net_id,
                default_image_id=default_image_id,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                domain_name=domain_name,
            )
        )

    def update(
        self,
        cluster_template_id: str,
        name: Any = NOT_UPDATED,
        plugin_name: Any = NOT_UPDATED,
        hadoop_version: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        cluster_configs: Any = NOT_UPDATED,
        node_groups: Any = NOT_UPDATED,
        anti_affinity: Any = NOT_UPDATED,
        net_id: Any = NOT_UPDATED,
        default_image_id: Any = NOT_UPDATED,
        use_autoconfig: Any = NOT_UPDATED,
        shares: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
        domain_name: Any = NOT_UPDATED,
    ) -> ClusterTemplate:
        """Update it. Raises InUse while a cluster uses it."""
        return self.update_raw(
            cluster_template_id,
            updated(
                name=name,
                plugin_name=plugin_name,
                hadoop_version=hadoop_version,
                description=description,
                cluster_configs=cluster_configs,
                node_groups=node_groups,
                anti_affinity=anti_affinity,
                neutron_management_network=net_id,
                default_image_id=default_image_id,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                domain_name=domain_name,
            ),
        )


class ClusterTemplateManagerV2(_ClusterTemplateManager):
    def create(
        self,
        name: str,
        plugin_name: str,
        plugin_version: str,
        description: str | None = None,
        cluster_configs: Fields | None = None,
        node_groups: Any = None,
        anti_affinity: Any = None,
        net_id: str | None = None,
        default_image_id: str | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
        domain_name: str | None = None,
    ) -> ClusterTemplate:
        """Create a cluster template."""
        return self.create_raw(
            given(
                name=name,
                plugin_name=plugin_name,
                plugin_version=plugin_version,
                description=description,
                cluster_configs=cluster_configs,
                node_groups=node_groups,
                anti_affinity=anti_affinity,
                neutron_management_network=net_id,
                default_image_id=default_image_id,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                domain_name=domain_name,
            )
        )

    def update(
        self,
        cluster_template_id: str,
        name: Any = NOT_UPDATED,
        plugin_name: Any = NOT_UPDATED,
        plugin_version: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        cluster_configs: Any = NOT_UPDATED,
        node_groups: Any = NOT_UPDATED,
        anti_affinity: Any = NOT_UPDATED,
        net_id: Any = NOT_UPDATED,
        default_image_id: Any = NOT_UPDATED,
        use_autoconfig: Any = NOT_UPDATED,
        shares: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
        domain_name: Any = NOT_UPDATED,
    ) -> ClusterTemplate:
        """Update it. Raises InUse while a cluster uses it."""
        return self.update_raw(
            cluster_template_id,
            updated(
                name=name,
                plugin_name=plugin_name,
                plugin_version=plugin_version,
                description=description,
                cluster_configs=cluster_configs,
                node_groups=node_groups,
                anti_affinity=anti_affinity,
                neutron_management_network=net_id,
                default_image_id=default_image_id,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                domain_name=domain_name,
            ),
        )
