# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Node group templates."""

from __future__ import annotations

from typing import Any

from .fields import NodeGroupTemplateFields
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, Resource, given, updated


class NodeGroupTemplate(NodeGroupTemplateFields, Resource):
    resource_name = "Node Group Template"


class _NodeGroupTemplateManager(EditableManager[NodeGroupTemplate]):
    """`update` raises InUse while the template of a cluster uses it. volumes_size: in GiB."""

    resource_class = NodeGroupTemplate
    path = "/node-group-templates"
    envelope = "node_group_template"
    collection = "node_group_templates"
    filters = frozenset({"name", "plugin_name"})

    def _create(self, **fields: Any) -> NodeGroupTemplate:
        """Create a template. Without volumes, the fields about volumes are not sent."""
        body = given(**fields)
        if not body.get("volumes_per_node"):
            body = {name: value for name, value in body.items() if not name.startswith("volume")}
        return self.create_raw(body)

    def list(
        self,
        search_opts: Fields | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[NodeGroupTemplate]:
        """All node group templates, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, ng_template_id: str) -> NodeGroupTemplate:
        """One node group template."""
        return self._get(ng_template_id)

    def delete(self, ng_template_id: str) -> None:
        """Delete it. Raises InUse while a cluster template or a cluster uses it."""
        self._delete(ng_template_id)

    def export(self, ng_template_id: str) -> NodeGroupTemplate:
        """The fields that are needed to create it in another cloud, in their envelope."""
        reply = self.api.request("GET", self._at(ng_template_id, "export"))
        return self._wrapped(reply)


class NodeGroupTemplateManagerV1(_NodeGroupTemplateManager):
    update_method = "PUT"

    def create(
        self,
        name: str,
        plugin_name: str,
        hadoop_version: str,
        flavor_id: str,
        description: str | None = None,
        volumes_per_node: int | None = None,
        volumes_size: int | None = None,
        node_processes: Any = None,
        node_configs: Fields | None = None,
        floating_ip_pool: str | None = None,
        security_groups: Any = None,
        auto_security_group: bool | None = None,
        availability_zone: str | None = None,
        volumes_availability_zone: str | None = None,
        volume_type: str | None = None,
        image_id: str | None = None,
        is_proxy_gateway: bool | None = None,
        volume_local_to_instance: bool | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
        volume_mount_prefix: str | None = None,
    ) -> NodeGroupTemplate:
        """Create a node group template. Fields about volumes are sent only with volumes_per_node."""
        return self._create(
            name=name,
            plugin_name=plugin_name,
            hadoop_version=hadoop_version,
            flavor_id=flavor_id,
            description=description,
            volumes_per_node=volumes_per_node,
            volumes_size=volumes_size,
            node_processes=node_processes,
            node_configs=node_configs,
            floating_ip_pool=floating_ip_pool,
            security_groups=security_groups,
            auto_security_group=auto_security_group,
            availability_zone=availability_zone,
            volumes_availability_zone=volumes_availability_zone,
            volume_type=volume_type,
            image_id=image_id,
            is_proxy_gateway=is_proxy_gateway,
            volume_local_to_instance=volume_local_to_instance,
            use_autoconfig=use_autoconfig,
            shares=shares,
            is_public=is_public,
            is_protected=is_protected,
            volume_mount_prefix=volume_mount_prefix,
        )

    def update(
        self,
        ng_template_id: str,
        name: Any = NOT_UPDATED,
        plugin_name: Any = NOT_UPDATED,
        hadoop_version: Any = NOT_UPDATED,
        flavor_id: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        volumes_per_node: Any = NOT_UPDATED,
        volumes_size: Any = NOT_UPDATED,
        node_processes: Any = NOT_UPDATED,
        node_configs: Any = NOT_UPDATED,
        floating_ip_pool: Any = NOT_UPDATED,
        security_groups: Any = NOT_UPDATED,
        auto_security_group: Any = NOT_UPDATED,
        availability_zone: Any = NOT_UPDATED,
        volumes_availability_zone: Any = NOT_UPDATED,
        volume_type: Any = NOT_UPDATED,
        image_id: Any = NOT_UPDATED,
        is_proxy_gateway: Any = NOT_UPDATED,
        volume_local_to_instance: Any = NOT_UPDATED,
        use_autoconfig: Any = NOT_UPDATED,
        shares: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
        volume_mount_prefix: Any = NOT_UPDATED,
    ) -> NodeGroupTemplate:
        """Update it, and reset the node groups in cluster templates that were made from it."""
        return self.update_raw(
            ng_template_id,
            updated(
                name=name,
                plugin_name=plugin_name,
                hadoop_version=hadoop_version,
                flavor_id=flavor_id,
                description=description,
                volumes_per_node=volumes_per_node,
                volumes_size=volumes_size,
                node_processes=node_processes,
                node_configs=node_configs,
                floating_ip_pool=floating_ip_pool,
                security_groups=security_groups,
                auto_security_group=auto_security_group,
                availability_zone=availability_zone,
                volumes_availability_zone=volumes_availability_zone,
                volume_type=volume_type,
                image_id=image_id,
                is_proxy_gateway=is_proxy_gateway,
                volume_local_to_instance=volume_local_to_instance,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                volume_mount_prefix=volume_mount_prefix,
            ),
        )


class NodeGroupTemplateManagerV2(_NodeGroupTemplateManager):
    def create(
        self,
        name: str,
        plugin_name: str,
        plugin_version: str,
        flavor_id: str,
        description: str | None = None,
        volumes_per_node: int | None = None,
        volumes_size: int | None = None,
        node_processes: Any = None,
        node_configs: Fields | None = None,
        floating_ip_pool: str | None = None,
        security_groups: Any = None,
        auto_security_group: bool | None = None,
        availability_zone: str | None = None,
        volumes_availability_zone: str | None = None,
        volume_type: str | None = None,
        image_id: str | None = None,
        is_proxy_gateway: bool | None = None,
        volume_local_to_instance: bool | None = None,
        use_autoconfig: bool | None = None,
        shares: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
        volume_mount_prefix: str | None = None,
        boot_from_volume: bool | None = None,
        boot_volume_type: str | None = None,
        boot_volume_availability_zone: str | None = None,
        boot_volume_local_to_instance: bool | None = None,
    ) -> NodeGroupTemplate:
        """Create a node group template. Fields about volumes are sent only with volumes_per_node."""
        return self._create(
            name=name,
            plugin_name=plugin_name,
            plugin_version=plugin_version,
            flavor_id=flavor_id,
            description=description,
            volumes_per_node=volumes_per_node,
            volumes_size=volumes_size,
            node_processes=node_processes,
            node_configs=node_configs,
            floating_ip_pool=floating_ip_pool,
            security_groups=security_groups,
            auto_security_group=auto_security_group,
            availability_zone=availability_zone,
            volumes_availability_zone=volumes_availability_zone,
            volume_type=volume_type,
            image_id=image_id,
            is_proxy_gateway=is_proxy_gateway,
            volume_local_to_instance=volume_local_to_instance,
            use_autoconfig=use_autoconfig,
            shares=shares,
            is_public=is_public,
            is_protected=is_protected,
            volume_mount_prefix=volume_mount_prefix,
            boot_from_volume=boot_from_volume,
            boot_volume_type=boot_volume_type,
            boot_volume_availability_zone=boot_volume_availability_zone,
            boot_volume_local_to_instance=boot_volume_local_to_instance,
        )

    def update(
        self,
        ng_template_id: str,
        name: Any = NOT_UPDATED,
        plugin_name: Any = NOT_UPDATED,
        plugin_version: Any = NOT_UPDATED,
        flavor_id: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        volumes_per_node: Any = NOT_UPDATED,
        volumes_size: Any = NOT_UPDATED,
        node_processes: Any = NOT_UPDATED,
        node_configs: Any = NOT_UPDATED,
        floating_ip_pool: Any = NOT_UPDATED,
        security_groups: Any = NOT_UPDATED,
        auto_security_group: Any = NOT_UPDATED,
        availability_zone: Any = NOT_UPDATED,
        volumes_availability_zone: Any = NOT_UPDATED,
        volume_type: Any = NOT_UPDATED,
        image_id: Any = NOT_UPDATED,
        is_proxy_gateway: Any = NOT_UPDATED,
        volume_local_to_instance: Any = NOT_UPDATED,
        use_autoconfig: Any = NOT_UPDATED,
        shares: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
        volume_mount_prefix: Any = NOT_UPDATED,
        boot_from_volume: Any = NOT_UPDATED,
        boot_volume_type: Any = NOT_UPDATED,
        boot_volume_availability_zone: Any = NOT_UPDATED,
        boot_volume_local_to_instance: Any = NOT_UPDATED,
    ) -> NodeGroupTemplate:
        """Update it, and reset the node groups in cluster templates that were made from it."""
        return self.update_raw(
            ng_template_id,
            updated(
                name=name,
                plugin_name=plugin_name,
                plugin_version=plugin_version,
                flavor_id=flavor_id,
                description=description,
                volumes_per_node=volumes_per_node,
                volumes_size=volumes_size,
                node_processes=node_processes,
                node_configs=node_configs,
                floating_ip_pool=floating_ip_pool,
                security_groups=security_groups,
                auto_security_group=auto_security_group,
                availability_zone=availability_zone,
                volumes_availability_zone=volumes_availability_zone,
                volume_type=volume_type,
                image_id=image_id,
                is_proxy_gateway=is_proxy_gateway,
                volume_local_to_instance=volume_local_to_instance,
                use_autoconfig=use_autoconfig,
                shares=shares,
                is_public=is_public,
                is_protected=is_protected,
                volume_mount_prefix=volume_mount_prefix,
                boot_from_volume=boot_from_volume,
                boot_volume_type=boot_volume_type,
                boot_volume_availability_zone=boot_volume_availability_zone,
                boot_volume_local_to_instance=boot_volume_local_to_instance,
            ),
        )
