# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A relay between the modules and the sandbox: it records every request, and can simulate a rival or a fault.

The modules find it through their `auth_url`. It replaces the URLs of all services in Keystone's replies
with its own, so all requests pass through it, and modules still find the services in the catalog.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterable
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
    """One request that reached the sandbox. at: when, in time.time(); run: the label in the URL of the relay."""

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


@dataclass(frozen=True)
class Answer:
    """An answer of the sandbox, or one in its place."""

    status: int
    content: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Call:
    """A request that has arrived at the relay. Without a disturbance, its reply is what forwarding it returns."""

    relay: Relay
    exchange: Exchange
    at: float
    label: str
    port: int
    path: str

    @property
    def method(self) -> str:
        return self.exchange.command

    @property
    def run(self) -> str:
        return self.label.rpartition(".")[0]

    def forward(self) -> Answer:
        """Send the request to the sandbox, and record it."""
        answer = self._ask(self.exchange.content)
        record = Request(self.at, self.run, self.method, self.port, self.path, answer.status)
        self.relay.requests.append(record)
        return answer

    def precede(self) -> None:
        """Someone else creates the object of this request first."""
        if self.method == "POST" and self.path.startswith(("/v1.1/", "/v2/")):
            self._ask(DESCRIPTION.sub(RIVALS_DESCRIPTION, self.exchange.content))

    def reply(self, answer: Answer, cut: bool = False) -> None:
        """Send the answer. cut: announce more than is sent, and close the connection."""
        content = self.relay.rewritten(answer.content, self.label)
        headers = [
            (name, self.relay.rewritten(value.encode(), self.label).decode())
            for name, value in answer.headers
            if name.lower() not in HOP_BY_HOP
        ]
        self.exchange.reply(answer.status, content, headers, len(content) + 1 if cut else None)
        if cut:
            self.exchange.hang_up()

    def _ask(self, body: bytes) -> Answer:
        if self.port not in self.relay.ports:
            return Answer(http.HTTPStatus.BAD_GATEWAY, b"not a port of the sandbox")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            name: value
            for name, value in self.exchange.headers.items()
            if name.lower() not in HOP_BY_HOP
        }
        try:
            connection.request(self.method, self.path, body or None, headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.read(), tuple(reply.getheaders()))
        finally:
            connection.close()


# What happens to a call instead of being forwarded and answered.
Disturbance = Callable[[Call], None]


class Relay:
    """ports: the ports of the sandbox that the relay can reach. disturbances: by the run that they disturb."""

    def __init__(self, ports: Iterable[int]) -> None:
        self.requests: list[Request] = []
        self.ports = frozenset(ports)
        self.disturbances: dict[str, Disturbance] = {}
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

    def of(self, run: str) -> list[Request]:
        """The requests of a run."""
        return [seen for seen in self.requests if seen.run == run]

    def between(self, run: str, began: float, ended: float) -> list[Request]:
        """The requests of a run between two times."""
        return [seen for seen in self.of(run) if began <= seen.at <= ended]

    @contextmanager
    def running(self) -> Any:
        with self._server:
            yield self

    def _answer(self, exchange: Exchange) -> None:
        _, label, port, rest = exchange.path.split("/", 3)
        call = Call(self, exchange, time.time(), label, int(port), "/" + rest)
        if label.endswith(f".{RIVAL}"):
            call.precede()
        self.disturbances.get(call.run, undisturbed)(call)


def undisturbed(call: Call) -> None:
    call.reply(call.forward())
