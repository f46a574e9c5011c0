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
import time
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.http_server import Exchange, Server

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
        self._server = Server(self._answer)

    def url(self, original: str, run: str, trick: str = PLAIN) -> str:
        """The relay's URL for a URL of the sandbox."""
        return self.rewritten(original.encode(), f"{run}.{trick}").decode()

    def rewritten(self, text: bytes, label: str) -> bytes:
        def replaced(match: re.Match[bytes]) -> bytes:
            port = int(match[1])
            known = f"{self._server.url}/{label}/{port}".encode()
            return known if port in self.ports else match[0]

        return LOCAL.sub(replaced, text)

    def between(self, run: str, began: float, ended: float) -> list[Request]:
        """The requests of a run between two times."""
        return [seen for seen in self.requests if seen.run == run and began <= seen.at <= ended]

    @contextmanager
    def running(self) -> Any:
        with self._server:
            yield self

    def _answer(self, exchange: Exchange) -> None:
        at = time.time()
        _, label, port, rest = exchange.path.split("/", 3)
        run, _, trick = label.rpartition(".")
        path = "/" + rest
        body = exchange.content
        if trick == RIVAL and exchange.command == "POST" and rest.startswith(("v1.1/", "v2/")):
            self._ask(exchange, int(port), path, DESCRIPTION.sub(RIVALS_DESCRIPTION, body))
        status, headers, content = self._ask(exchange, int(port), path, body)
        self.requests.append(Request(at, run, exchange.command, int(port), path, status))
        passed = [
            (name, self.rewritten(value.encode(), label).decode())
            for name, value in headers
            if name.lower() not in HOP_BY_HOP
        ]
        exchange.reply(status, self.rewritten(content, label), passed)

    def _ask(
        self, exchange: Exchange, port: int, path: str, body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        if port not in self.ports:
            return http.HTTPStatus.BAD_GATEWAY, [], b"not a port of the sandbox"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {
            name: value
            for name, value in exchange.headers.items()
            if name.lower() not in HOP_BY_HOP
        }
        try:
            connection.request(exchange.command, path, body or None, headers)
            reply = connection.getresponse()
            return reply.status, reply.getheaders(), reply.read()
        finally:
            connection.close()
