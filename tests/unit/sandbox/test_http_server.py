# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP server below the stand-in cloud and the servers of tests and benchmarks."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse, IncompleteRead

import pytest

from sandbox.http_server import HOST, JSON, RESETS, Exchange, Server

PATIENCE_S = 30


def answer(exchange: Exchange) -> None:
    """What the path says: /<status>/<what to send>, or else what came in."""
    _, status, text = exchange.path.split("/")
    exchange.reply(int(status), text.encode() or exchange.content, [JSON])


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(answer) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(HOST, server.server_port, timeout=PATIENCE_S)
    yield connection
    connection.close()


def ask(client: HTTPConnection, method: str, path: str) -> tuple[HTTPResponse, bytes]:
    client.request(method, path)
    reply = client.getresponse()
    return reply, reply.read()


@pytest.fixture
def wait_for_the_end_of_connections() -> Callable[[], None]:
    """Waits for the threads of this test. Those of others may last longer."""
    others = set(threading.enumerate())

    def wait() -> None:
        deadline = time.monotonic() + PATIENCE_S
        while any("process_request_thread" in thread.name for thread in left()):
            assert time.monotonic() < deadline
            time.sleep(0.001)

    def left() -> set[threading.Thread]:
        return set(threading.enumerate()) - others

    return wait


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_every_method_gets_its_answer(client: HTTPConnection, method: str) -> None:
    reply, content = ask(client, method, "/202/hello")
    assert (reply.status, content) == (202, b"hello")
    assert reply.headers["Content-Type"] == "application/json"


def test_a_connection_stays_open_also_after_replies_without_content(server: Server) -> None:
    requests = ("GET /200/one", "HEAD /200/two", "DELETE /204/", "GET /404/three")
    with socket.create_connection(server.server_address) as connection:
        connection.sendall("".join(f"{line} HTTP/1.1\r\n\r\n" for line in requests).encode())
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as replies:
            lines = replies.read().decode().splitlines()
    kept = [line for line in lines if not line.startswith(("Server:", "Date:", "Content-Type:"))]
    assert kept == [
        *("HTTP/1.1 200 OK", "Content-Length: 3", "", "oneHTTP/1.1 200 OK"),
        *("Content-Length: 3", "", "HTTP/1.1 204 No Content", "", "HTTP/1.1 404 Not Found"),
        *("Content-Length: 5", "", "three"),
    ]


@pytest.mark.parametrize("chunked", [True, False])
def test_the_content_of_a_request_is_read(client: HTTPConnection, chunked: bool) -> None:
    parts = [b"a" * 70_000, b"b"]
    content = iter(parts) if chunked else b"".join(parts)
    client.request("POST", "/200/", content, encode_chunked=chunked)
    assert client.getresponse().read() == b"".join(parts)
    # Nothing of it is left for the next request.
    assert ask(client, "GET", "/200/next")[1] == b"next"


def test_a_slow_answer_does_not_hold_up_another_connection() -> None:
    go_on = threading.Event()

    def slow(exchange: Exchange) -> None:
        if exchange.path == "/slow":
            go_on.wait(PATIENCE_S)
        exchange.reply(200, exchange.path.encode())

    with Server(slow) as server, socket.create_connection(server.server_address) as first:
        first.sendall(b"GET /slow HTTP/1.1\r\n\r\n")
        with urllib.request.urlopen(f"{server.url}/fast", timeout=PATIENCE_S) as reply:
            assert reply.read() == b"/fast"
        go_on.set()
        assert first.recv(100).startswith(b"HTTP/1.1 200 ")


def test_a_reply_may_be_cut_short() -> None:
    def cut(exchange: Exchange) -> None:
        exchange.close_connection = True
        exchange.reply(200, b"half", length=8)

    with (
        Server(cut) as server,
        pytest.raises(IncompleteRead),
        urllib.request.urlopen(server.url) as reply,
    ):
        reply.read()


def test_it_ends_at_once_and_its_end_is_not_a_request(
    wait_for_the_end_of_connections: Callable[[], None],
) -> None:
    paths: list[str] = []

    def noted(exchange: Exchange) -> None:
        paths.append(exchange.path)
        exchange.reply(200)

    durations = []
    for number in range(5):
        server = Server(noted)
        server.start()
        client = HTTPConnection(HOST, server.server_port)
        ask(client, "GET", f"/{number}")
        began = time.perf_counter()
        server.stop()
        durations.append(time.perf_counter() - began)
        # Its client still has a connection, but the port is free.
        Server(noted, server.server_port).server_close()
        client.close()
    wait_for_the_end_of_connections()
    assert paths == [f"/{number}" for number in range(5)]
    # The best of five, because the machine may have other work.
    assert min(durations) < 0.01


def test_a_client_that_closes_its_connection_is_not_an_error(
    wait_for_the_end_of_connections: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    asked, gone = threading.Event(), threading.Event()
    failures: list[str] = []

    def too_late(exchange: Exchange) -> None:
        asked.set()
        gone.wait(PATIENCE_S)
        try:
            exchange.reply(200, b"x" * 10_000_000)
        except OSError as error:
            failures.append(str(error))
            raise

    with Server(too_late) as server:
        with socket.create_connection(server.server_address) as client:
            client.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert asked.wait(PATIENCE_S)
            # As from a client that was killed.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
        gone.set()
        wait_for_the_end_of_connections()
    assert len(failures) == 1
    assert capsys.readouterr().err == ""


def test_a_mistake_in_the_answer_is_shown(
    wait_for_the_end_of_connections: Callable[[], None],
    client: HTTPConnection,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ConnectionError):
        ask(client, "GET", "/not-a-number/")
    wait_for_the_end_of_connections()
    assert "ValueError: invalid literal" in capsys.readouterr().err


@pytest.mark.parametrize("logs", [True, False])
def test_requests_are_logged_if_wanted(
    wait_for_the_end_of_connections: Callable[[], None],
    logs: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Server(answer, logs=logs) as server:
        urllib.request.urlopen(f"{server.url}/200/x").close()
        wait_for_the_end_of_connections()
    assert ('"GET /200/x HTTP/1.1" 200' in capsys.readouterr().err) is logs
