# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron's driver: every port is ready at once, and instances answer at their floating IPs."""

from __future__ import annotations

from typing import Any

from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins.ml2 import api

from sandbox.openstack.drivers import farm


class Mechanism(api.MechanismDriver):
    """Binds ports without a network, because addresses in 127.0.0.0/8 need none."""

    def initialize(self) -> None:
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(self.associate, resources.FLOATING_IP, event)
        registry.subscribe(self.dissociate, resources.FLOATING_IP, events.AFTER_DELETE)

    def bind_port(self, context: Any) -> None:
        for segment in context.segments_to_bind[:1]:
            details = {portbindings.CAP_PORT_FILTER: False}
            context.set_binding(segment[api.ID], portbindings.VIF_TYPE_OVS, details, "ACTIVE")

    def associate(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        floating = payload.latest_state
        if floating.get("fixed_ip_address"):
            path = f"/floating/{floating['fixed_ip_address']}"
            farm.tell("PUT", path, address=str(floating["floating_ip_address"]))

    def dissociate(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        fixed = payload.latest_state.get("fixed_ip_address")
        if fixed:
            farm.tell("DELETE", f"/floating/{fixed}")
