# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A person's session: a command or a shell, with or without a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import struct
import termios

import asyncssh

from sandbox.instances.shells import OwnRoot, SharedRoot

CHUNK = 65536
PASSED_ON = ("LANG", "LC_")
# Background processes may keep a terminal open, so its last output has a timeout. Pipes are read to the end.
TERMINAL_TIMEOUT = 0.5


async def serve(process: asyncssh.SSHServerProcess, root: OwnRoot | SharedRoot) -> None:
    """Run what the client requests, until it has ended."""
    user = process.get_extra_info("username")
    # If the client's own terminal has no type, this one is "dumb".
    terminal = None if process.term_type is None else process.term_type or "dumb"
    environment = {k: v for k, v in process.env.items() if k.startswith(PASSED_ON)}
    ends = process.get_extra_info("peername")[:2], process.get_extra_info("sockname")[:2]
    environment["SSH_CONNECTION"] = " ".join(str(part) for end in ends for part in end)
    shell = ["/bin/bash", "-l"] if process.command is None else ["/bin/bash", "-c"]
    if process.command is not None:
        shell.append(process.command)
    if terminal:
        shell = ["setsid", "--ctty", "--wait", *shell]
        environment["TERM"] = terminal
    command, variables = root.command(user, environment, shell)
    streams = Terminal(root, process) if terminal else Pipes(process)
    try:
        await _run(process, streams, command, variables)
    finally:
        streams.close()


async def _run(
    process: asyncssh.SSHServerProcess,
    streams: Terminal | Pipes,
    command: list[str],
    variables: dict[str, str],
) -> None:
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=streams.child[0],
        stdout=streams.child[1],
        stderr=streams.child[2],
        env=variables,
        start_new_session=True,
    )
    streams.close_child()
    feeding = asyncio.create_task(streams.feed())
    pumps = [asyncio.create_task(pump(*output)) for output in streams.outputs]
    hanging_up = asyncio.create_task(_hang_up(process, child, pumps))
    try:
        status = await child.wait()
        await asyncio.wait(pumps, timeout=streams.timeout)
    finally:
        for task in (feeding, hanging_up, *pumps):
            task.cancel()
    if status < 0:
        process.exit_with_signal(signal.Signals(-status).name.removeprefix("SIG"))
    else:
        process.exit(status)


async def _hang_up(
    process: asyncssh.SSHServerProcess,
    child: asyncio.subprocess.Process,
    pumps: list[asyncio.Task],
) -> None:
    """When the client disconnects, end its command, unless the command has left its session."""
    await process.wait_closed()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGHUP)
    for task in pumps:
        task.cancel()


class Pipes:
    """Three pipes, for a session without a terminal."""

    timeout = None

    def __init__(self, process: asyncssh.SSHServerProcess) -> None:
        self.process = process
        stdin, self.input = os.pipe()
        output, stdout = os.pipe()
        errors, stderr = os.pipe()
        self.child = [stdin, stdout, stderr]
        self.outputs = [(output, process.stdout), (errors, process.stderr)]

    def close_child(self) -> None:
        _close(self.child)
        self.child = []

    async def feed(self) -> None:
        """Forward the client's input, to its end."""
        await forward(self.process, self.input, lambda _size: None)
        _close([self.input])
        self.input = -1

    def close(self) -> None:
        _close([self.input, *self.child, *(source for source, _ in self.outputs)])


class Terminal:
    """A pseudo terminal, with the size of the client's."""

    timeout = TERMINAL_TIMEOUT

    def __init__(self, root: OwnRoot | SharedRoot, process: asyncssh.SSHServerProcess) -> None:
        self.process = process
        self.master, slave = root.open_terminal()
        self.child = [slave, slave, slave]
        self.outputs = [(self.master, process.stdout)]
        self.resize(process.term_size)

    def resize(self, size: tuple[int, int, int, int]) -> None:
        columns, rows, width, height = size
        packed = struct.pack("HHHH", rows, columns, width, height)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, packed)

    def close_child(self) -> None:
        _close(self.child[:1])
        self.child = []

    async def feed(self) -> None:
        """Forward the client's input. The terminal stays open: it gets the end of input as a character."""
        await forward(self.process, self.master, self.resize)

    def close(self) -> None:
        _close([self.master, *self.child[:1]])


async def forward(process: asyncssh.SSHServerProcess, target: int, resize) -> None:
    """Copy from the client to a descriptor, until the input ends or nobody reads it."""
    os.set_blocking(target, False)
    while True:
        try:
            data = await process.stdin.read(CHUNK)
        except asyncssh.TerminalSizeChanged as change:
            resize(change.term_size)
            continue
        except (asyncssh.BreakReceived, asyncssh.SignalReceived):
            continue
        except asyncssh.Error:
            return
        if not data:
            return
        while data:
            await _ready(target, writing=True)
            try:
                data = data[os.write(target, data) :]
            except BlockingIOError:
                continue
            except OSError:
                return


async def pump(source: int, target: asyncssh.SSHWriter) -> None:
    """Copy from a descriptor to the client, until the end."""
    os.set_blocking(source, False)
    while True:
        await _ready(source, writing=False)
        try:
            data = os.read(source, CHUNK)
        except BlockingIOError:
            continue
        except OSError:  # how Linux reports the end of a terminal
            return
        if not data:
            return
        with contextlib.suppress(OSError):
            target.write(data)
            await target.drain()


async def _ready(descriptor: int, writing: bool) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    add, remove = (
        (loop.add_writer, loop.remove_writer) if writing else (loop.add_reader, loop.remove_reader)
    )
    add(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        remove(descriptor)


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.close(descriptor)
