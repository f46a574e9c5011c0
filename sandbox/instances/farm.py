# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All instances, and the event loop that runs their SSH servers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import asyncssh

from sandbox.instances import pretend, shells
from sandbox.instances.instance import Instance
from sandbox.instances.server import Machine
from sandbox.spark import distribution
from sandbox.spark import image as spark

GATEWAY = "127.20.0.1"
TIMEOUT = 30.0


class Farm:
    """Boots and removes instances. `run` serves them until the process ends."""

    def __init__(self, directory: Path, port: int, packages: Path) -> None:
        """packages: the directory in which Spark is installed when it is first wanted."""
        self.directory = directory
        self.packages = packages
        self.port = port
        self.tools = directory / "sahara-tools"
        pretend.write_tools(self.tools)
        self.python = shells.Python()
        self.user_tools = directory / "user-tools"
        shells.write_tools(self.user_tools, self.python)
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.loop = asyncio.new_event_loop()

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        # Listens only to occupy the port, so that another sandbox chooses a different one.
        holder = self.loop.run_until_complete(
            asyncio.start_server(lambda _reader, writer: writer.close(), GATEWAY, self.port)
        )
        self.loop.run_until_complete(holder.serve_forever())

    def boot(
        self,
        name: str,
        image: str,
        addresses: list[str],
        user_data: str,
        keys: list[str],
        fault: str | None,
    ) -> Machine:
        """Boot an instance from the image with this name. Other threads call this and `remove`."""
        root = self.directory / addresses[0]
        instance = Instance(root, name, addresses, user_data, keys, fault)
        if image == distribution.IMAGE:
            spark.prepare(instance, self.packages, self.port)
        machine = Machine(self, instance)
        if fault != "nossh":
            self._call(machine.listen())
        return machine

    def add_address(self, machine: Machine, address: str) -> None:
        """Let the instance answer at another address too."""
        if address not in machine.instance.addresses:
            machine.instance.addresses.append(address)
            if machine.instance.fault != "nossh":
                self._call(machine.listen_on(address))

    def remove(self, machine: Machine) -> None:
        self._call(machine.close())
        shutil.rmtree(machine.instance.root, ignore_errors=True)

    def _call(self, coroutine: Coroutine) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(TIMEOUT)
