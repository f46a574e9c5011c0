# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A warm process for Sahara's SSH operations.

Sahara runs every SSH operation in a new `_sahara-subprocess`: a Python that first imports half of
Sahara (1-2 s), and then unpickles functions to call. This process imports all that once, listens on
a Unix socket, and forks for each connection. The child uses the same protocol as Sahara's own
program, over the socket: pickled function, args and kwargs; pickled result.

Its SSH connections use a port other than 22, so that nothing needs root. They do not use Nagle's
algorithm, which would add 40 ms to each command.

Usage: ssh_worker.py SOCKET_PATH SSH_PORT     (ends when its standard input closes)
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import sys
import threading
import traceback
from types import ModuleType


def patch_ssh_port(port: int) -> None:
    import paramiko

    stock_connect = paramiko.SSHClient.connect

    def connect(self, hostname, *args, **kwargs):
        if kwargs.get("sock") is None:
            sock = socket.create_connection((hostname, port), timeout=10)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            kwargs["sock"] = sock
        return stock_connect(self, hostname, *args, **kwargs)

    paramiko.SSHClient.connect = connect


def exit_on_hangup(conn: socket.socket) -> None:
    """Exit when Sahara closes the connection, which is how it "kills" a child."""
    poller = select.poll()
    poller.register(conn.fileno(), select.POLLHUP | select.POLLERR)
    poller.poll()
    os._exit(1)


def serve(conn: socket.socket) -> None:
    threading.Thread(target=exit_on_hangup, args=(conn,), daemon=True).start()
    reader = conn.makefile("rb")
    writer = conn.makefile("wb")
    while True:
        result = {}
        try:
            function = pickle.load(reader)
            args = pickle.load(reader)
            kwargs = pickle.load(reader)
            result["output"] = function(*args, **kwargs)
        except (EOFError, SystemExit):
            os._exit(0)
        except BaseException as error:
            result["exception"] = f"{type(error).__name__}: {error}"
            result["traceback"] = traceback.format_exc()
        pickle.dump(result, writer, protocol=2)
        writer.flush()


def serve_in_child(listener: socket.socket, conn: socket.socket) -> None:
    if os.fork():
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    listener.close()
    # To finish, Sahara sends a function that closes these.
    sys.stdin = open(os.devnull)  # noqa: SIM115
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    try:
        serve(conn)
    finally:
        os._exit(1)


def main() -> None:
    path, ssh_port = sys.argv[1], int(sys.argv[2])
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(64)

    # Only Sahara's own process uses it. Importing it would double the memory of this one, with Sahara's database.
    sys.modules["sahara.service.trusts"] = ModuleType("sahara.service.trusts")
    # The children unpickle functions of these modules.
    from sahara.utils import procutils, ssh_remote  # noqa: F401

    patch_ssh_port(ssh_port)
    gc.freeze()

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        conn, _ = listener.accept()
        serve_in_child(listener, conn)
        conn.close()


if __name__ == "__main__":
    main()
