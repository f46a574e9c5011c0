# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The small HTTP server below the stand-in cloud, and below the servers of tests and benchmarks.

    with Server(lambda exchange: exchange.reply(200, b"hello")) as server:
        urllib.request.urlopen(server.url)

Uses the standard library only, and imports nothing from the project: the sandbox runs on its own.
"""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

HOST = "127.0.0.1"
JSON = ("Content-Type", "application/json")
# A value of SO_LINGER: closing the connection resets it.
RESETS = struct.pack("ii", 1, 0)


class Exchange(BaseHTTPRequestHandler):
    """One request and its reply; the connection stays open for more. content: the request's body."""

    protocol_version = "HTTP/1.1"
    # Head and body leave in one packet, at once. Otherwise the second packet waits for the client's
    # delayed acknowledgement of the first.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server
    content: bytes

    def handle_any(self) -> None:
        self.content = self._read_content()
        self.server.answer(self)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

    def _read_content(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def reply(
        self,
        status: int,
        content: bytes = b"",
        headers: Iterable[tuple[str, str]] = (),
        length: int | None = None,
    ) -> None:
        """Sends the reply. length: what to announce, if it is not the length of the content."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def hang_up(self, reset: bool = False) -> None:
        """Closes the connection after this request. reset: without closing it properly."""
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
            self.connection.close()

    def log_message(self, format: str, *details: Any) -> None:
        if self.server.logs:
            super().log_message(format, *details)


class Server(ThreadingHTTPServer):
    """Gives each request to `answer`, in a thread for each connection.

    Listens from its creation on, and answers inside its `with` block or between start and stop.
    port: 0 chooses a free one. logs: whether to write a line for each request to standard error.
    tls: the context, with the certificate to present; None means plain HTTP.
    """

    daemon_threads = True
    # Many tasks may connect at once. One that finds the queue full waits for a second.
    request_queue_size = 128

    def __init__(
        self,
        answer: Callable[[Exchange], None],
        port: int = 0,
        logs: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__((HOST, port), Exchange)
        self.answer = answer
        self.logs = logs
        self.url = f"{'https' if tls else 'http'}://{HOST}:{self.server_port}"
        if tls:
            # The handshake belongs in the thread of the connection: here, it would make all others wait.
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self._stopping = False
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    def server_bind(self) -> None:
        """Does not look up the name of this machine, as HTTPServer would: nothing needs it."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def serve_forever(self, poll_interval: float = 0) -> None:
        """Sleeps until the next connection, and never polls for the end."""
        while not self._stopping:
            self.handle_request()

    def shutdown(self) -> None:
        """Ends the thread at once: a connection without a request wakes it."""
        self._stopping = True
        with suppress(OSError):
            socket.create_connection(self.server_address[:2]).close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or does not trust the certificate, is not an error here."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)
