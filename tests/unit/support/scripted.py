# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on a real socket that follows a script: the calls to expect, each with its answer.

    with ScriptedCloud() as cloud:
        cloud.expect("GET", "/v2/clusters/1", error(404, "NOT_FOUND", "Object with 1 not found"))
        cloud.expect("POST", "/v2/clusters", Answer({"cluster": {"id": "2"}}, 202), body={...})
        client = Client("2", session=cloud.session())
        ...

The calls must arrive in this order. A different or an additional call fails the test, and so does
a call that is missing at the end of the block. Below /identity, the server is a Keystone, which
needs no script.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.http_server import Exchange, Server
from tests.unit.support.identity import OTHER_SERVICES, FakeKeystone, endpoint

ANYTHING: Any = object()
# The status of the answer to an unexpected call. Clients neither accept it nor try again.
UNEXPECTED_STATUS = 418


@dataclass(frozen=True)
class Call:
    """A request as received. query: name -> values. body: None, a JSON value, or bytes."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Any

    def __str__(self) -> str:
        body = "" if self.body is None else f" with {self.body!r}"
        return f"{self.method} {self.path} {dict(self.query) or ''}{body}"


@dataclass(frozen=True)
class Answer:
    """An answer to send.

    body: bytes are sent unchanged, everything else as JSON; None is an empty body.
    delay_s: how long to wait before the answer.
    dropped: close the connection without an answer. reset: the same, without closing it properly.
    byte_s: send the body one byte at a time, with such a pause after each.
    cut: announce the whole body, send only this many bytes of it, and close the connection.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    dropped: bool = False
    reset: bool = False
    byte_s: float = 0.0
    cut: int | None = None

    def content(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def error(status: int, name: Any, message: str, **headers: str) -> Answer:
    """An error as Sahara sends it. Sahara appends a line with a random id."""
    message += "\nError ID: 11111111-2222-3333-4444-555555555555"
    body = {"error_code": status, "error_name": name, "error_message": message}
    return Answer(body, status, {name.replace("_", "-"): text for name, text in headers.items()})


GONE = error(404, "NOT_FOUND", "Object not found")
# Of an API version that the server does not have.
UNKNOWN_PATH = Answer({"error": 404, "error_message": "no such path"}, 404)

# The lists whose key does not follow from the path.
KEYS = {"job-binaries": "binaries", "job-binary-internals": "binaries"}


@dataclass(frozen=True)
class Expectation:
    method: str
    path: str
    answer: Answer
    query: Any
    body: Any

    def difference(self, call: Call) -> str:
        """The first difference from the expectation, as a sentence; "" if there is none."""
        for what in ("method", "path", "query", "body"):
            wanted, got = getattr(self, what), getattr(call, what)
            if wanted is not ANYTHING and wanted != got:
                return f"expected {what} {wanted!r}, got {got!r} in: {call}"
        return ""


class ScriptedServer:
    """The server without a Keystone. calls: all calls received, expected or not."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.problems: list[str] = []
        self._script: list[Expectation] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http = Server(self._answer)
        self.url = self._http.url
        self.host = self.url.removeprefix("http://")

    def expect(
        self,
        method: str,
        path: str,
        answer: Any = None,
        *,
        query: Mapping[str, Any] | None = ANYTHING,
        body: Any = ANYTHING,
        times: int = 1,
    ) -> None:
        """Add the next call to the script.

        answer: an Answer, or only its body; the status is then 200, or 204 for DELETE without a body.
        query: name -> value or list of values; {} means that the call must not have a query.
        """
        if not isinstance(answer, Answer):
            answer = Answer(answer, 204 if method == "DELETE" and answer is None else 200)
        if query is not ANYTHING:
            query = {key: _values(value) for key, value in (query or {}).items()}
        self._script += [Expectation(method, path, answer, query, body)] * times

    def assert_done(self) -> None:
        """Fail if a call was wrong or is missing."""
        missing = [f"missing call: {call.method} {call.path}" for call in self._script]
        assert not self.problems + missing, "\n".join(self.problems + missing)

    def answer_to(self, call: Call) -> Answer:
        with self._lock:
            self.calls.append(call)
            expected = self._script.pop(0) if self._script else None
        problem = expected.difference(call) if expected else f"unexpected call: {call}"
        if expected is None or problem:
            self.problems.append(problem)
            return Answer(problem.encode(), UNEXPECTED_STATUS)
        self._closing.wait(expected.answer.delay_s)
        return expected.answer

    def _answer(self, exchange: Exchange) -> None:
        target = urlsplit(exchange.path)
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        query = parse_qs(target.query, keep_blank_values=True)
        body = _value(exchange.content) if exchange.content else None
        answer = self.answer_to(Call(exchange.command, target.path, query, headers, body))
        if answer.dropped or answer.reset or answer.cut is not None:
            exchange.hang_up(answer.reset)
        if not (answer.dropped or answer.reset):
            sent = {"Content-Type": "application/json", **answer.headers}
            content = answer.content()
            at_once = b"" if answer.byte_s else content[: answer.cut]
            exchange.reply(answer.status, at_once, sent.items(), len(content))
            self._send_slowly(exchange, content[len(at_once) :], answer.byte_s)

    def _send_slowly(self, exchange: Exchange, content: bytes, pause_s: float) -> None:
        for position in range(len(content) if pause_s else 0):
            exchange.wfile.write(content[position : position + 1])
            exchange.wfile.flush()
            if self._closing.wait(pause_s):
                break

    def __enter__(self) -> Any:
        self._http.start()
        return self

    def __exit__(self, kind: Any, *_details: Any) -> None:
        self._closing.set()
        self._http.stop()
        if kind is None:
            self.assert_done()


class ScriptedCloud(ScriptedServer):
    """A cloud with a Keystone, and with the scripted server as its Sahara.

    keystone: its catalog and tokens, see FakeKeystone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keystone = FakeKeystone(f"{self.url}/identity", sahara_url=self.url)
        self.auth_url = f"{self.url}/identity/v3"

    def add_other_services(self) -> None:
        """Adds Nova, Neutron, Glance and Cinder to the catalog. Their calls are scripted too."""
        for service_type, path in OTHER_SERVICES.items():
            self.keystone.catalog.append(endpoint(self.url + path, service_type))

    @property
    def auth(self) -> dict[str, str]:
        """The value of `auth` in clouds.yaml."""
        return {"auth_url": self.auth_url, **self.keystone.credentials}

    def session(self, **options: Any) -> Any:
        """A keystoneauth1 session of the user, with these options."""
        from keystoneauth1 import session
        from keystoneauth1.identity import v3

        return session.Session(auth=v3.Password(**self.auth), **options)

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            with self._lock:
                self.keystone.calls.append(f"{call.method} {call.path}")
                first = self.keystone.first.pop(0) if self.keystone.first else None
            if first is not None:
                self._closing.wait(first.delay_s)
                return first  # type: ignore[no-any-return]
            return Answer(*self.keystone.answer(call.method, call.path, call.body, call.headers))
        return super().answer_to(call)


def _values(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _value(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


class EmptyCloud(ScriptedCloud):
    """A cloud without any object but those in the replies: path -> body or Answer."""

    def __init__(self, replies: Mapping[str, Any] | None = None):
        super().__init__()
        self.add_other_services()
        self.replies = dict(replies or {})

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            return super().answer_to(call)
        self.calls.append(call)
        path = call.path.rpartition("/")[2]
        reply = self.replies.get(call.path) or {KEYS.get(path) or path.replace("-", "_"): []}
        return reply if isinstance(reply, Answer) else Answer(reply)
