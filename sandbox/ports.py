# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The TCP ports of a sandbox: chosen once, then stored. The SSH port also decides the addresses of its instances."""

from __future__ import annotations

import contextlib
import json
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.files import write_private

# "cloud" is the stand-in. A real OpenStack has a port for each service, and one for the farm of its instances.
OPENSTACK = ("farm", "nova", "placement", "neutron", "glance", "cinder", "heat")
NAMES = ("keystone", "sahara", "cloud", "ssh", *OPENSTACK)
# Below the ports that Linux uses for outgoing connections (from 32768 on).
SERVICE_PORTS = range(20000, 31800)
# Each of these belongs to a range of addresses (see `address_range`).
SSH_PORTS = range(31800, 31925)


def is_free(port: int) -> bool:
    """Whether nothing listens on this port, on any address of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
            probe.listen(1)
        except OSError:
            return False
    return True


@contextlib.contextmanager
def reserved(path: Path) -> Iterator[dict[str, int]]:
    """{name: port}: the ports stored in `path`, except that a port in use is replaced.

    No other sandbox can choose them until the end of the block, when the services listen on them.
    """
    stored = read(path)
    ports: dict[str, int] = {}
    with contextlib.ExitStack() as held:
        for name in NAMES:
            wanted = SSH_PORTS if name == "ssh" else SERVICE_PORTS
            others = {*stored.values(), *ports.values()}
            candidates = [port for port in _rotated(wanted, path) if port not in others]
            if stored.get(name) in wanted and stored[name] not in ports.values():
                candidates.insert(0, stored[name])
            port = next((port for port in candidates if _reserve(port, held)), None)
            if port is None:
                raise SandboxError(
                    f"No TCP port from {wanted[0]} to {wanted[-1]} is free. Stop another sandbox or"
                    " a program that uses one."
                )
            ports[name] = port
        if ports != stored:
            write_private(path, json.dumps(ports, indent=2) + "\n")
        yield ports


def _reserve(port: int, held: contextlib.ExitStack) -> bool:
    """Whether this port is free, and no other sandbox that starts has reserved it.

    The reservation is a socket with an abstract name. Its names belong to the same network namespace as the ports, all
    users share them, and they disappear with the process.
    """
    with contextlib.ExitStack() as attempt:
        reservation = attempt.enter_context(socket.socket(socket.AF_UNIX))
        try:
            reservation.bind(f"\0sahara-sandbox-port-{port}")
        except OSError:
            return False
        # Only now: a sandbox gives up its reservations when its services listen.
        if is_free(port):
            held.push(attempt.pop_all())
            return True
    return False


def address_range(ssh_port: int) -> int:
    """The number of the range from which the instances get their addresses.

    Only one sandbox can listen on the port. Its instances may therefore use any port of their addresses,
    without a conflict with those of another sandbox.
    """
    return SSH_PORTS.index(ssh_port)


def read(path: Path) -> dict[str, int]:
    """{name: port} as stored; {} if the file is missing or invalid."""
    try:
        found = json.loads(path.read_text())
        return {name: int(found[name]) for name in NAMES}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _rotated(ports: range, path: Path) -> Iterator[int]:
    """All of these ports. Each sandbox starts with a different one, so that conflicts are rare."""
    first = zlib.crc32(str(path).encode()) % len(ports)
    return (ports[(first + n) % len(ports)] for n in range(len(ports)))
