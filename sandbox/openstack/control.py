# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The instances of a real OpenStack: boots and removes what Nova's and Neutron's drivers ask for.

Usage: python -m sandbox.openstack.control CONFIG_FILE     (JSON: see sandbox/openstack/configs.py)
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import shlex
import sys
import threading
import traceback
import urllib.request
from pathlib import Path
from typing import Any

from sandbox import faults
from sandbox.http_server import Exchange, Server
from sandbox.instances.farm import Farm
from sandbox.instances.keys import load_or_create_key

KEY_HEADER = "X-Farm-Key"
# The call at the end of Sahara's boot script, which tells Heat that the instance has booted.
NOTIFICATION = re.compile(r"curl -i -X POST (.*?) --data", re.S)
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
LOG = logging.getLogger(__name__)


class Control:
    """{id of the server: machine}, and the floating addresses of fixed ones.

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
        threading.Thread(target=self.notify, args=(user_data,), daemon=True).start()

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

    def notify(self, user_data: str) -> None:
        """Call Heat, as the boot script would. Nothing of the script is executed on this machine."""
        found = NOTIFICATION.search(user_data)
        if not found:
            return
        words = shlex.split(found[1])
        url = next((word for word in words if word.startswith(self.heat)), None)
        if not url:
            LOG.warning("the boot script does not call Heat: %s", words)
            return
        headers = dict(word.split(": ", 1) for word in words if ": " in word)
        request = urllib.request.Request(url, b'{"status": "SUCCESS"}', headers, method="POST")
        try:
            DIRECT.open(request, timeout=60).close()
        except OSError:
            LOG.exception("Heat does not accept the notification")


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
