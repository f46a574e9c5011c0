# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers that Heat never finishes creating if the name of their cluster triggers that fault.

Such a stack can be deleted. One that a plugin for stacks keeps busy cannot.
"""

from __future__ import annotations

from heat.engine.resources.openstack.nova import server

from sandbox import faults


class Server(server.Server):
    def check_create_complete(self, server_id: str) -> bool:
        if faults.triggers(self._server_name(), faults.ENDLESS["CREATE"]):
            return False
        return super().check_create_complete(server_id)


def resource_mapping() -> dict[str, type[server.Server]]:
    return {"OS::Nova::Server": Server}
