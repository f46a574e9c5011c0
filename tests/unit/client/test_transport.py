# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending: repetition, waits, new tokens and timeouts."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.replies import (
    Reply,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.retry import (
    Patience,
    may_be_done,
    may_repeat,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import Answer, ScriptedCloud, error

CLUSTER = {"cluster": {"id": "c1", "name": "web"}}
PATH = "/v2/clusters/c1"
BUSY = Answer(b"busy", 503)
IMPATIENT = Patience(connect_s=2, read_s=0.2)


def create_cluster(client: Any) -> Any:
    return client.clusters.create_raw({"name": "web"})


# -- repetition ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_read_is_repeated_while_the_service_is_busy(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, status: int
) -> None:
    cloud.expect("GET", PATH, Answer(b"", status), times=2)
    cloud.expect("GET", PATH, CLUSTER)
    assert v2.clusters.get("c1").name == "web"
    assert v2.transport.requests == 3
    assert len(clock.slept) == 2
    assert 0.25 <= clock.slept[0] <= 0.5
    assert 0.5 <= clock.slept[1] <= 1.0


def test_read_fails_after_five_attempts(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, BUSY, times=5)
    with pytest.raises(errors.ServerError) as caught:
        v2.clusters.get("c1")
    assert caught.value.status == 503


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 501])
def test_other_statuses_are_final(cloud: ScriptedCloud, v2: Any, status: int) -> None:
    cloud.expect("GET", "/v2/clusters", error(status, "X", "no"))
    with pytest.raises(errors.APIError):
        v2.clusters.list()


def test_read_is_repeated_after_a_lost_connection(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, Answer(dropped=True))
    cloud.expect("GET", PATH, Answer(CLUSTER, cut=10))
    cloud.expect("GET", PATH, CLUSTER)
    assert v2.clusters.get("c1").id == "c1"


@pytest.mark.parametrize(
    "answer", [BUSY, Answer(b"", 502), Answer(dropped=True), Answer(CLUSTER, 202, cut=5)]
)
def test_write_that_was_sent_is_never_repeated(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, answer: Answer
) -> None:
    cloud.expect("POST", "/v2/clusters", answer)
    with pytest.raises((errors.ServerError, errors.ConnectionFailed)):
        create_cluster(v2)
    assert clock.slept == []


@pytest.mark.parametrize(
    ("method", "path", "call"),
    [
        ("PUT", PATH, lambda v2: v2.clusters.scale("c1", {})),
        ("PATCH", PATH, lambda v2: v2.clusters.update("c1", name="x")),
        ("DELETE", PATH, lambda v2: v2.clusters.force_delete("c1")),
    ],
)
def test_other_writes_are_never_repeated(
    cloud: ScriptedCloud, v2: Any, method: str, path: str, call: Any
) -> None:
    cloud.expect(method, path, BUSY)
    with pytest.raises(errors.ServerError):
        call(v2)


def test_get_that_cancels_is_never_repeated(cloud: ScriptedCloud, v1: Any) -> None:
    cloud.expect("GET", "/v1.1/job-executions/j1/cancel", Answer(dropped=True))
    with pytest.raises(errors.ConnectionFailed):
        v1.job_executions.cancel("j1")


def test_write_that_was_certainly_not_sent_is_repeated(clock: FakeClock) -> None:
    with ScriptedCloud() as cloud:
        session = cloud.session()
        client = Client("2", session=session, sahara_url=unused_url(), clock=clock)
        with pytest.raises(errors.ConnectionFailed) as caught:
            create_cluster(client)
    assert client.transport.requests == 5
    assert caught.value.never_sent
    assert "cannot be reached (Connection refused)" in str(caught.value)


def test_earlier_failure_does_not_affect_a_later_one(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock
) -> None:
    """Python chains the exception that is being handled to every later one."""
    never = Client("2", session=cloud.session(), sahara_url=unused_url(), clock=FakeClock())
    cloud.expect("POST", "/v2/clusters", Answer(dropped=True))
    try:
        create_cluster(never)
    except errors.ConnectionFailed as before:
        assert before.never_sent
        with pytest.raises(errors.ConnectionFailed) as caught:
            create_cluster(v2)
    assert not caught.value.never_sent
    assert "closed the connection" in str(caught.value)


def test_unknown_host_is_named(cloud: ScriptedCloud, clock: FakeClock) -> None:
    client = Client("2", session=cloud.session(), sahara_url="http://no.invalid:1", clock=clock)
    with pytest.raises(errors.ConnectionFailed, match=r"Sahara at http://no\.invalid:1/v2/clus"):
        client.clusters.list()


# -- deleting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [Answer(dropped=True), Answer(b"", 502), Answer(b"", 504)])
def test_not_found_after_a_lost_delete_is_success(
    cloud: ScriptedCloud, v2: Any, lost: Answer
) -> None:
    cloud.expect("DELETE", PATH, lost)
    cloud.expect("DELETE", PATH, error(404, "NOT_FOUND", "Object with {'id': 'c1'} not found"))
    v2.clusters.delete("c1")


def test_not_found_after_a_postponed_delete_is_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("DELETE", PATH, BUSY)
    cloud.expect("DELETE", PATH, error(404, "NOT_FOUND", "Object with {'id': 'c1'} not found"))
    with pytest.raises(errors.NotFound):
        v2.clusters.delete("c1")


def test_not_found_after_a_lost_read_is_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, Answer(b"", 502))
    cloud.expect("GET", PATH, error(404, "NOT_FOUND", "Object with {'id': 'c1'} not found"))
    with pytest.raises(errors.NotFound):
        v2.clusters.get("c1")


NEVER_SENT = errors.ConnectionFailed("refused", never_sent=True)
LOST = errors.ConnectionFailed("broken")


@pytest.mark.parametrize(
    ("outcome", "read", "change", "done"),
    [
        (NEVER_SENT, True, True, False),
        (LOST, True, False, True),
        (errors.Timeout("silent"), True, False, True),
        (errors.TLSFailed("untrusted", never_sent=True), False, False, False),
        (Reply("DELETE", PATH, 429, b""), True, False, False),
        (Reply("DELETE", PATH, 502, b""), True, False, True),
        (Reply("DELETE", PATH, 503, b""), True, False, False),
        (Reply("DELETE", PATH, 504, b""), True, False, True),
        (Reply("DELETE", PATH, 500, b""), False, False, False),
        (Reply("DELETE", PATH, 204, b""), False, False, False),
    ],
)
def test_which_outcomes_may_be_repeated_or_may_have_been_carried_out(
    outcome: Any, read: bool, change: bool, done: bool
) -> None:
    assert (may_repeat(outcome, True), may_repeat(outcome, False)) == (read, change)
    assert may_be_done(outcome) is done


def test_404_of_a_proxy_after_a_lost_delete_is_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("DELETE", PATH, Answer(dropped=True))
    cloud.expect("DELETE", PATH, Answer(b"<html>404</html>", 404))
    with pytest.raises(errors.RouteNotFound):
        v2.clusters.delete("c1")


# -- waiting -------------------------------------------------------------------------------------


def test_retry_after_in_seconds(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "7"}))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert clock.slept == [7.0]


def test_retry_after_as_a_date(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    moment = datetime.fromtimestamp(clock.now + 9, UTC)
    date = format_datetime(moment, usegmt=True)
    cloud.expect("GET", PATH, Answer(b"", 429, {"Retry-After": date}))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert clock.slept == [9.0]


@pytest.mark.parametrize("header", ["soon", "-1", "1e3", "²", "Mon, 99 Foo 2026 00:00:00 GMT", ""])
def test_invalid_retry_after_is_ignored(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, header: str
) -> None:
    value = header.encode().decode("latin-1")
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": value}))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert 0.25 <= clock.slept[0] <= 0.5


def test_retry_after_in_the_past_means_now(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    headers = {"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}
    cloud.expect("GET", PATH, Answer(b"", 503, headers))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert clock.slept == [0.0]


def test_no_wait_beyond_the_deadline(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "86400"}))
    with pytest.raises(errors.ServerError):
        v2.clusters.get("c1")
    assert clock.slept == []


def test_deadline_applies_to_the_whole_call(cloud: ScriptedCloud, clock: FakeClock) -> None:
    patience = Patience(deadline_s=100, attempts=1000)
    client = Client("2", session=cloud.session(), clock=clock, patience=patience)
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "30"}), times=4)
    with pytest.raises(errors.ServerError):
        client.clusters.get("c1")
    assert sum(clock.slept) == 90


def test_callers_can_set_an_earlier_deadline(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock
) -> None:
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "30"}), times=2)
    with pytest.raises(errors.ServerError), v2.transport.within(40), v2.transport.within(90):
        v2.clusters.get("c1")
    assert clock.slept == [30.0]
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "60"}))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")  # After the context, the normal deadline applies again.


def test_waits_grow_to_a_limit(cloud: ScriptedCloud, clock: FakeClock) -> None:
    patience = Patience(deadline_s=1000, attempts=9)
    client = Client("2", session=cloud.session(), clock=clock, patience=patience)
    cloud.expect("GET", PATH, BUSY, times=9)
    with pytest.raises(errors.ServerError):
        client.clusters.get("c1")
    longest = [0.5, 1, 2, 4, 8, 10, 10, 10]
    assert all(top / 2 <= slept <= top for slept, top in zip(clock.slept, longest, strict=True))


def test_silent_server_is_a_timeout_and_a_write_is_not_repeated(
    cloud: ScriptedCloud, clock: FakeClock
) -> None:
    client = Client("2", session=cloud.session(), clock=clock, patience=IMPATIENT)
    cloud.expect("POST", "/v2/clusters", Answer(CLUSTER, 202, delay_s=30))
    with pytest.raises(errors.Timeout, match="did not respond in time") as caught:
        create_cluster(client)
    assert not caught.value.never_sent


def test_silence_in_the_middle_of_a_response_is_a_timeout(cloud: ScriptedCloud) -> None:
    with silent_after(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{") as url:
        client = Client(
            "2", session=cloud.session(), sahara_url=url, patience=Patience(read_s=0.2, attempts=1)
        )
        with pytest.raises(errors.Timeout):
            client.clusters.list()


def test_read_is_repeated_after_a_timeout(cloud: ScriptedCloud, clock: FakeClock) -> None:
    client = Client("2", session=cloud.session(), clock=clock, patience=IMPATIENT)
    cloud.expect("GET", PATH, Answer(CLUSTER, delay_s=30))
    cloud.expect("GET", PATH, CLUSTER)
    assert client.clusters.get("c1").id == "c1"


def test_timeout_of_the_session_is_used(cloud: ScriptedCloud, clock: FakeClock) -> None:
    client = Client("2", session=cloud.session(timeout=0.2), clock=clock)
    cloud.expect("POST", "/v2/clusters", Answer(CLUSTER, 202, delay_s=30))
    with pytest.raises(errors.Timeout):
        create_cluster(client)


# -- tokens --------------------------------------------------------------------------------------


def test_rejected_token_is_renewed(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, Answer(b"", 401))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    sent = [call.headers["x-auth-token"] for call in cloud.calls]
    assert sent == cloud.keystone.tokens == ["secret-token-1", "secret-token-2"]
    assert v2.transport.requests == 2


def test_rejected_token_is_renewed_only_once(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, Answer({"error": {"message": "Go away", "code": 401}}, 401), times=2)
    with pytest.raises(errors.Unauthorized, match="Go away"):
        v2.clusters.get("c1")
    assert len(cloud.keystone.tokens) == 2


def test_write_is_sent_completely_with_the_new_token(cloud: ScriptedCloud, v1: Any) -> None:
    cloud.expect("PUT", "/v1.1/job-binary-internals/a", Answer(b"", 401), body=b"\x00x" * 70_000)
    done = Answer({"job_binary_internal": {"id": "1"}}, 202)
    cloud.expect("PUT", "/v1.1/job-binary-internals/a", done, body=b"\x00x" * 70_000)
    assert v1.job_binary_internals.create("a", b"\x00x" * 70_000).id == "1"


def test_errors_contain_no_secrets(cloud: ScriptedCloud, clock: FakeClock) -> None:
    trace: list[Any] = []
    url = cloud.url.replace("http://", "http://user:hidden@") + "/v2?key=hidden"
    client = Client(
        "2", session=cloud.session(), sahara_url=url, clock=clock, trace=lambda *a: trace.append(a)
    )
    shown = []
    for answer in (error(500, "X", "x"), Answer(b"<", 400), Answer(dropped=True), Answer(b"<")):
        cloud.expect("POST", "/v2/data-sources", answer)
        with pytest.raises(errors.SaharaError) as caught:
            client.data_sources.create("a", "", "swift", "swift://a/b", "me", "hidden")
        shown += [str(caught.value), repr(caught.value), repr(caught.value.result)]
    text = "\n".join([*shown, repr(trace)])
    assert cloud.host in text
    for secret in ("hidden", PASSWORD, *cloud.keystone.tokens):
        assert secret not in text


def test_log_contains_no_secrets(
    cloud: ScriptedCloud, v2: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    cloud.expect("POST", "/v2/data-sources", Answer({"data_source": {"id": "1"}}, 202))
    v2.data_sources.create("a", "", "swift", "swift://a/b", "me", "hidden")
    line = f"POST {cloud.url}/v2/data-sources -> 202 in "
    logged = [one for one in caplog.records if one.name == "keystoneauth.session"]
    assert logged[-1].getMessage().startswith(line)
    for secret in ("hidden", PASSWORD, *cloud.keystone.tokens):
        assert secret not in caplog.text


# -- counting ------------------------------------------------------------------------------------


def test_requests_are_counted_and_traced(cloud: ScriptedCloud, clock: FakeClock) -> None:
    trace: list[Any] = []
    client = Client(
        "2", session=cloud.session(), clock=clock, trace=lambda *call: trace.append(call)
    )
    cloud.expect("GET", "/v2/clusters", Answer(dropped=True))
    cloud.expect("GET", "/v2/clusters", BUSY)
    found = Answer({"clusters": []}, headers={"X-OpenStack-Request-ID": "req-1"})
    cloud.expect("GET", "/v2/clusters", found, query={"name": "a", "limit": "2"})
    client.clusters.list({"name": "a"}, limit=2)
    url = f"{cloud.url}/v2/clusters"
    assert [call[:3] for call in trace] == [
        ("GET", url, None),
        ("GET", url, 503),
        ("GET", url, 200),
    ]
    assert all(call[3] >= 0 for call in trace)
    assert [call[4] for call in trace] == ["", "", "req-1"]
    assert client.transport.requests == 3


def test_request_has_the_headers_that_sahara_expects(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("POST", "/v2/clusters", Answer(CLUSTER, 202), query={}, body={"name": "web"})
    create_cluster(v2)
    headers = cloud.calls[0].headers
    assert headers["content-type"] == headers["accept"] == "application/json"
    assert headers["user-agent"].startswith("sahara.dataprocessing")


# -- helpers -------------------------------------------------------------------------------------


def unused_url() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"


class silent_after:  # noqa: N801 - reads as a function
    """A server that sends these bytes to every client, and then nothing."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __enter__(self) -> str:
        import threading

        self.listening = socket.create_server(("127.0.0.1", 0))
        self.connections: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            self.connections.append(connection)
            connection.sendall(self.content)

    def __exit__(self, *_details: object) -> None:
        for held in (self.listening, *self.connections):
            held.close()
