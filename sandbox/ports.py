# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The TCP ports of a sandbox: chosen once, then stored."""

from __future__ import annotations

import json
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.files import write_private

NAMES = ("keystone", "sahara", "cloud", "ssh")
# Below the ports that Linux uses for outgoing connections (from 32768 on).
LOWEST, HIGHEST = 20000, 31999


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


def choose(path: Path) -> dict[str, int]:
    """{name: port}: the ports stored in `path`, except that a port in use is replaced."""
    stored = read(path)
    candidates = _candidates(path)
    ports: dict[str, int] = {}
    for name in NAMES:
        port = stored.get(name)
        if port is None or port in ports.values() or not is_free(port):
            taken = {*stored.values(), *ports.values()}
            port = next((p for p in candidates if p not in taken and is_free(p)), None)
        if port is None:
            raise SandboxError(
                f"No TCP port from {LOWEST} to {HIGHEST} is free. Stop a program that uses one."
            )
        ports[name] = port
    if ports != stored:
        write_private(path, json.dumps(ports, indent=2) + "\n")
    return ports


def read(path: Path) -> dict[str, int]:
    """{name: port} as stored; {} if the file is missing or invalid."""
    try:
        found = json.loads(path.read_text())
        return {name: int(found[name]) for name in NAMES}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _candidates(path: Path) -> Iterator[int]:
    """All ports. Each sandbox starts with a different one, so that conflicts are rare."""
    count = HIGHEST - LOWEST + 1
    first = zlib.crc32(str(path).encode()) % count
    return (LOWEST + (first + n) % count for n in range(count))
