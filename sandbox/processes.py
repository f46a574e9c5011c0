# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The processes of a sandbox: how they are started, found and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.layout import Layout

# Every process of a sandbox inherits this variable. Unlike stored process ids or sessions, it also
# finds what users of an instance left in the background, and it never matches other processes.
MARK = "SAHARA_SANDBOX_PROCESS_OF"
# Without bytecode, a start takes 10 s longer. A proxy cannot reach 127.0.0.1. oslo.config takes
# options from OS_*. paramiko would offer the keys of the user's agent.
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "SSH_AUTH_SOCK", "VIRTUAL_ENV")
TIMEOUT = 15.0


def environment(layout: Layout, **extra: str) -> dict[str, str]:
    """The environment variables of a service."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in UNWANTED
        and not name.startswith("OS_")
        and not name.lower().endswith("_proxy")
    }
    own = {
        MARK: str(layout.directory),
        "HOME": str(layout.state),
        # A library that changes the title of a process would overwrite its environment, and so the mark.
        "SPT_NOENV": "1",
        "XDG_CACHE_HOME": str(layout.cache / "xdg"),
    }
    return kept | own | extra


def start(layout: Layout, name: str, command: list[str], **extra: str) -> subprocess.Popen:
    """Start a service in its own session, so that Ctrl-C does not reach it."""
    layout.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(layout.log(name), "ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=layout.state,
            env=environment(layout, **extra),
            start_new_session=True,
        )


def members(directory: Path) -> set[int]:
    """The ids of all processes that belong to the sandbox in this directory."""
    mark = f"{MARK}={directory}".encode()
    return {
        int(entry.name)
        for entry in _processes()
        if mark in _read(entry / "environ").split(b"\0") and int(entry.name) != os.getpid()
    }


def stop(directory: Path) -> bool:
    """Kill all processes of the sandbox. Returns whether it found any.

    They have nothing to clean up: everything is in memory, or in a directory that the next start
    deletes.
    """
    deadline = time.monotonic() + TIMEOUT
    killed: set[int] = set()
    while pids := members(directory) | set(filter(_exists, killed)):
        for pid in pids - killed:
            _kill(pid)
        killed |= pids
        if time.monotonic() > deadline:
            names = ", ".join(map(str, sorted(pids)))
            raise SandboxError(f"Cannot kill the processes {names}. End them, then try again.")
        time.sleep(0.02)
    return bool(killed)


def tail(path: Path, lines: int = 25) -> str:
    """The last lines of a log."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def rss_mib(pid: int) -> int:
    """Resident memory, in MiB, of a service and all processes in its session."""
    pages = 0
    for entry in _processes():
        try:
            if os.getsid(int(entry.name)) == pid:
                pages += int(_read(entry / "statm").split()[1])
        except (OSError, IndexError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _processes() -> Iterator[Path]:
    return (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _exists(pid: int) -> bool:
    """Whether the process may still hold files and ports. It loses its environment first.

    A zombie without threads holds nothing. In a container, it may remain a zombie forever.
    """
    process = Path("/proc", str(pid))
    state = _read(process / "stat").rpartition(b")")[2].split()[:1]
    return state not in ([], [b"Z"]) or len(_read_names(process / "task")) > 1


def _read_names(directory: Path) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError:
        return []


def _read(path: Path) -> bytes:
    """Read a file of a process, which may have ended, or may belong to another user."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
