# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SSH server of an instance. Sahara gets tools that pretend; a person gets an ordinary shell."""

from __future__ import annotations

import asyncio
import logging
import os
import posixpath
import re
from typing import Any

import asyncssh

from sandbox.instances import pretend, session, shells
from sandbox.instances.instance import Instance

SSH_PORT = 22
LOG = logging.getLogger(__name__)
PROXY = re.compile(rf"nc (\S+) {SSH_PORT}$")


class Machine:
    """An instance that listens for SSH."""

    def __init__(self, farm: Any, instance: Instance) -> None:
        self.farm = farm
        self.instance = instance
        self.servers: list[asyncssh.SSHAcceptor] = []
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self.opening: asyncio.Task | None = None

    def add_volume(self) -> None:
        self.instance.add_volume()

    async def listen(self) -> None:
        """Listen on each address."""
        for address in self.instance.addresses:
            await self.listen_on(address)

    async def listen_on(self, address: str) -> None:
        self.servers.append(
            await asyncssh.create_server(
                lambda: Connection(self),
                address,
                self.farm.port,
                server_host_keys=[self.farm.host_key],
                process_factory=self.handle,
                sftp_factory=self.files,
                line_editor=False,
                encoding=None,
            )
        )

    async def close(self) -> None:
        """Close everything, as if the instance were switched off."""
        for server in self.servers:
            server.close()
        for connection in list(self.connections):
            connection.abort()
        if self.opening:
            await (await self.opening).close()

    async def root(self) -> shells.OwnRoot | shells.SharedRoot:
        """Where commands run. It is opened at the first login."""
        if not self.opening:
            farm = self.farm
            opening = shells.open_root(self.instance, farm.user_tools, farm.tools, farm.python)
            self.opening = asyncio.create_task(opening)
        return await self.opening

    async def handle(self, process: asyncssh.SSHServerProcess) -> None:
        """Handle one command or shell."""
        try:
            await self.serve(process)
        except Exception:
            # Otherwise the library closes the connection without an error message.
            LOG.exception("session on %s", self.instance.name)
            process.exit(255)

    async def serve(self, process: asyncssh.SSHServerProcess) -> None:
        """Serve the session, depending on who has logged in."""
        command = process.command
        if not process.get_extra_info("is_sahara"):
            await session.serve(process, await self.root())
        elif command and (proxied := PROXY.match(command)):
            await self.relay(process, proxied[1])
        else:
            await self.pretend(process, command or "")

    async def pretend(self, process: asyncssh.SSHServerProcess, command: str) -> None:
        """Run one of Sahara's commands."""
        user = process.get_extra_info("username")
        out, err, code = await pretend.run(self.instance, await self.root(), user, command)
        process.stdout.write(out)
        process.stderr.write(err)
        process.exit(code if code >= 0 else 255)

    async def relay(self, process: asyncssh.SSHServerProcess, host: str) -> None:
        """Connect Sahara to another instance, through this one as the proxy gateway."""
        reader, writer = await asyncio.open_connection(host, self.farm.port)
        await process.redirect(stdin=writer, stdout=reader)
        await process.wait_closed()

    def files(self, channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
        """The SFTP server of a session. The root has been open since the login."""
        user = channel.get_extra_info("username")
        root = self.opening.result()
        if channel.get_extra_info("is_sahara"):
            return Files(channel, root.sahara_root, self.instance.home(user))
        return Files(channel, root.sftp_root, root.home(user))


class Connection(asyncssh.SSHServer):
    """Accepts the keys that the instance allows, and records whether the key is Sahara's."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        self.machine.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        self.machine.connections.discard(self.connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        instance = self.machine.instance
        if not instance.allows(username, key):
            return False
        self.connection.set_extra_info(is_sahara=instance.is_sahara(key))
        await self.machine.root()
        return True

    def connection_requested(self, dest_host: str, dest_port: int, *_origin: Any) -> Any:
        """Connect a person to another instance, through this one as the proxy gateway (`ssh -J`)."""
        port = self.machine.farm.port if dest_port == SSH_PORT else dest_port
        return self.connection.forward_connection(dest_host, port)


class Files(asyncssh.SFTPServer):
    """Files below `root`, a directory of this machine. Relative paths start at `home`."""

    def __init__(self, channel: asyncssh.SSHServerChannel, root: str, home: str) -> None:
        super().__init__(channel)
        self.root = root
        self.home = home

    def map_path(self, path: bytes) -> bytes:
        return os.fsencode(self.root + self._absolute(path))

    def reverse_map_path(self, path: bytes) -> bytes:
        return path

    def realpath(self, path: bytes) -> bytes:
        return os.fsencode(self._absolute(path))

    def _absolute(self, path: bytes) -> str:
        return posixpath.normpath(posixpath.join(self.home, os.fsdecode(path)))
