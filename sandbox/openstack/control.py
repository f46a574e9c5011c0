# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instances of a real OpenStack, which Nova's and Neutron's drivers control over HTTP.

Usage: python -m sandbox.openstack.control CONFIG_FILE     (JSON: see sandbox/openstack/configs.py)
"""

from __future__ import annotations

import hmac
import json
import logging
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from sandbox import faults
from sandbox.http_server import Exchange, Server
from sandbox.instances.farm import Farm
from sandbox.instances.keys import load_or_create_key
from sandbox.openstack.notification import notify

KEY_HEADER = "X-Farm-Key"


class Control:
    """The machines by the id of their server, and the floating address of each fixed address.

    heat: the URL of Heat, the only one that a boot script may call.
    """

    def __init__(self, farm: Farm, key: str, heat: str) -> None:
        self.farm = farm
        self.key = key
        self.heat = heat
        self.machines: dict[str, Any] = {}
        self.floating: dict[str, str] = {}
        self.lock = threading.RLock()

    def answer(self, exchange: Exchange) -> None:
        """Handle PUT and DELETE of /servers/ID and /floating/FIXED, and POST of /servers/ID/volumes."""
        if not hmac.compare_digest(exchange.headers.get(KEY_HEADER, ""), self.key):
            exchange.reply(401)
            return
        kind, id, *part = exchange.path.strip("/").split("/")
        body = json.loads(exchange.content or b"{}")
        handler = getattr(self, "_".join([exchange.command.lower(), kind, *part]))
        try:
            with self.lock:
                handler(id, **body)
        except Exception as error:
            traceback.print_exc()
            exchange.reply(500, str(error).encode())
        else:
            exchange.reply(204)

    def put_servers(
        self, id: str, name: str, image: str, addresses: list[str], user_data: str, keys: list[str]
    ) -> None:
        known = [self.floating[fixed] for fixed in addresses if fixed in self.floating]
        fault = faults.of_instance(name)
        self.machines[id] = self.farm.boot(name, image, addresses + known, user_data, keys, fault)
        threading.Thread(target=notify, args=(user_data, self.heat), daemon=True).start()

    def delete_servers(self, id: str) -> None:
        machine = self.machines.pop(id, None)
        if machine:
            self.farm.remove(machine)

    def post_servers_volumes(self, id: str) -> None:
        self.machines[id].add_volume()

    def put_floating(self, fixed: str, address: str) -> None:
        self.floating[fixed] = address
        for machine in self.machines.values():
            if fixed in machine.instance.addresses:
                self.farm.add_address(machine, address)

    def delete_floating(self, fixed: str) -> None:
        self.floating.pop(fixed, None)


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    config = json.loads(Path(sys.argv[1]).read_text())
    load_or_create_key(Path(config["private_key"]))
    farm = Farm(Path(config["instances"]), config["ssh_port"], Path(config["spark"]))
    control = Control(farm, config["key"], config["heat"])
    Server(control.answer, config["port"], logs=True).start()
    # Runs in the main thread, because asyncio requires that for starting processes.
    farm.run()


if __name__ == "__main__":
    main()
