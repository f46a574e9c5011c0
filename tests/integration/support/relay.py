# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A relay between the modules and the sandbox: it records every request, and can simulate a rival.

The modules find it through their `auth_url`. It replaces the URLs of all services in Keystone's replies
by its own, so all requests pass through it, and modules still find the services in the catalog.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOCAL = re.compile(rb"http://127\.0\.0\.1:(\d+)")
HOP_BY_HOP = {"connection", "content-length", "host", "transfer-encoding", "date", "server"}
WRITES = frozenset(("POST", "PUT", "PATCH", "DELETE"))

PLAIN = "plain"
# Someone else creates the same object just before, with another description.
RIVAL = "rival"
DESCRIPTION = re.compile(rb'"description": "[^"]*"')
RIVALS_DESCRIPTION = b'"description": "created by a rival"'


@dataclass(frozen=True)
class Request:
    """One recorded request. at: when, in time.time(); run: the label in the URL of the relay."""

    at: float
    run: str
    method: str
    port: int
    path: str
    status: int

    @property
    def is_login(self) -> bool:
        return self.path.split("?")[0] in ("/v3", "/v3/", "/v3/auth/tokens")

    @property
    def is_write(self) -> bool:
        return self.method in WRITES and not self.is_login


class Relay:
    """ports: the ports of the sandbox that the relay can reach."""

    def __init__(self, ports: Iterable[int]) -> None:
        self.requests: list[Request] = []
        self.ports = frozenset(ports)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._server.daemon_threads = True

    def url(self, original: str, run: str, trick: str = PLAIN) -> str:
        """The relay's URL for a URL of the sandbox."""
        return self.rewritten(original.encode(), f"{run}.{trick}").decode()

    def rewritten(self, text: bytes, label: str) -> bytes:
        mine = self._server.server_port

        def replaced(match: re.Match[bytes]) -> bytes:
            port = int(match[1])
            known = f"http://127.0.0.1:{mine}/{label}/{port}".encode()
            return known if port in self.ports else match[0]

        return LOCAL.sub(replaced, text)

    def between(self, run: str, began: float, ended: float) -> list[Request]:
        """The requests of a run between two times."""
        return [seen for seen in self.requests if seen.run == run and began <= seen.at <= ended]

    @contextmanager
    def running(self) -> Any:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


def handler_of(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def relay(self) -> None:
            at = time.time()
            _, label, port, rest = self.path.split("/", 3)
            run, _, trick = label.rpartition(".")
            path = "/" + rest
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if trick == RIVAL and self.command == "POST" and rest.startswith(("v1.1/", "v2/")):
                self.ask(int(port), path, DESCRIPTION.sub(RIVALS_DESCRIPTION, body))
            status, headers, content = self.ask(int(port), path, body)
            relay.requests.append(Request(at, run, self.command, int(port), path, status))
            content = relay.rewritten(content, label)
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, relay.rewritten(value.encode(), label).decode())
            if status != http.HTTPStatus.NO_CONTENT:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def ask(
            self, port: int, path: str, body: bytes
        ) -> tuple[int, list[tuple[str, str]], bytes]:
            if port not in relay.ports:
                return http.HTTPStatus.BAD_GATEWAY, [], b"not a port of the sandbox"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            headers = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in HOP_BY_HOP
            }
            try:
                connection.request(self.command, path, body or None, headers)
                reply = connection.getresponse()
                return reply.status, reply.getheaders(), reply.read()
            finally:
                connection.close()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = relay

        def log_message(self, format: str, *args: Any) -> None:
            """Write no log; the requests are recorded."""

    return Handler
