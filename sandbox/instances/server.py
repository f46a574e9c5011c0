# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SSH server of an instance: Sahara gets tools that pretend, a person an ordinary shell."""

from __future__ import annotations

import os
import posixpath
from typing import Any

import asyncssh

from sandbox.instances import pretend
from sandbox.instances.instance import Instance
from sandbox.processes import MARK


class Machine:
    """An instance that listens."""

    def __init__(self, farm: Any, instance: Instance) -> None:
        self.farm = farm
        self.instance = instance
        self.servers: list[asyncssh.SSHAcceptor] = []

    def add_volume(self) -> None:
        self.instance.add_volume()

    async def listen(self) -> None:
        """On each address."""
        for address in self.instance.addresses:
            self.servers.append(
                await asyncssh.create_server(
                    lambda: Connection(self),
                    address,
                    self.farm.port,
                    server_host_keys=[self.farm.host_key],
                    process_factory=self.handle,
                    sftp_factory=lambda channel: Files(self, channel),
                    encoding=None,
                )
            )

    async def close(self) -> None:
        for server in self.servers:
            server.close()

    async def handle(self, process: asyncssh.SSHServerProcess) -> None:
        """One command or shell."""
        user = process.get_extra_info("username")
        if process.command is None:
            process.stderr.write(b"Only commands here, no shell.\n")
            process.exit(1)
            return
        out, err, code = await pretend.run(
            self.instance, self.farm.tools, user, process.command, {MARK: os.environ[MARK]}
        )
        process.stdout.write(out)
        process.stderr.write(err)
        process.exit(code if code >= 0 else 255)


class Connection(asyncssh.SSHServer):
    """Lets in whom the instance allows, and remembers whether it is Sahara."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        instance = self.machine.instance
        self.connection.set_extra_info(is_sahara=instance.is_sahara(key))
        return instance.allows(username, key)


class Files(asyncssh.SFTPServer):
    """The instance's directory as the whole file system."""

    def __init__(self, machine: Machine, channel: asyncssh.SSHServerChannel) -> None:
        super().__init__(channel)
        user = channel.get_extra_info("username")
        self.root = str(machine.instance.root)
        self.home = machine.instance.home(user)

    def map_path(self, path: bytes) -> bytes:
        return os.fsencode(self.root + self._absolute(path))

    def reverse_map_path(self, path: bytes) -> bytes:
        return path

    def realpath(self, path: bytes) -> bytes:
        return os.fsencode(self._absolute(path))

    def _absolute(self, path: bytes) -> str:
        return posixpath.normpath(posixpath.join(self.home, os.fsdecode(path)))
