# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nova's driver: its servers are instances of the sandbox."""

from __future__ import annotations

import base64
from typing import Any

from nova.virt import fake, node

from sandbox.openstack.drivers import farm


class Driver(fake.FakeDriver):
    """Keeps the id of its host from start to start, unlike the base class."""

    def spawn(
        self,
        context: Any,
        instance: Any,
        image_meta: Any,
        injected_files: Any,
        admin_password: Any,
        allocations: Any,
        network_info: Any = None,
        **options: Any,
    ) -> None:
        addresses = [ip["address"] for vif in network_info for ip in vif.fixed_ips()]
        farm.tell(
            "PUT",
            f"/servers/{instance.uuid}",
            name=instance.display_name,
            image=image_meta.name if image_meta.obj_attr_is_set("name") else "",
            addresses=addresses,
            user_data=base64.b64decode(instance.user_data or "").decode(errors="replace"),
            keys=[instance.key_data] if instance.key_data else [],
        )
        super().spawn(
            context,
            instance,
            image_meta,
            injected_files,
            admin_password,
            allocations,
            network_info=network_info,
            **options,
        )

    def destroy(self, context: Any, instance: Any, *details: Any, **options: Any) -> None:
        farm.tell("DELETE", f"/servers/{instance.uuid}")
        super().destroy(context, instance, *details, **options)

    def attach_volume(
        self, context: Any, connection_info: Any, instance: Any, *details: Any, **options: Any
    ) -> None:
        super().attach_volume(context, connection_info, instance, *details, **options)
        farm.tell("POST", f"/servers/{instance.uuid}/volumes")

    def get_available_resource(self, nodename: str) -> dict:
        return {**super().get_available_resource(nodename), "uuid": node.get_local_node_uuid()}

    def get_nodenames_by_uuid(self, refresh: bool = False) -> dict[str, str]:
        (name,) = self.get_available_nodes()
        return {node.get_local_node_uuid(): name}
