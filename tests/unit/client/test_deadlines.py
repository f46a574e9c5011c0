# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A call ends by its deadline, whatever the server does, and reads no more than its limit."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import (
    errors,
    keystone,
    transport,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.paging import (
    PAGE_SIZE,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.retry import (
    MAX_CONTENT_BYTES,
    MAX_JSON_BYTES,
    Patience,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.fresh import python
from tests.unit.support.scripted import Answer, ScriptedCloud

# They wait for real deadlines.
pytestmark = pytest.mark.slow
CLUSTER = {"cluster": {"id": "c1", "name": "web"}}
PATH = "/v2/clusters/c1"
FILE = "/v1.1/job-binaries/b1/data"
SHORT = Patience(read_s=30, deadline_s=1, transfer_s=20, least_s=0.1)
INSTANCE = {
    "id": "11111111-2222-3333-4444-555555555555",
    "instance_id": "11111111-2222-3333-4444-555555555555",
    "instance_name": "a-name-of-a-cluster-with-fifty-letters-worker-100",
    "internal_ip": "192.168.100.100",
    "management_ip": "192.168.100.100",
    "dns_hostname": "a-name-of-a-cluster-with-fifty-letters-worker-100.novalocal",
    "volumes": ["11111111-2222-3333-4444-555555555555"] * 2,
    "storage_devices_number": 2,
    "created_at": "2026-01-01T00:00:00",
    "updated_at": "2026-01-01T00:00:00",
}


@contextmanager
def seconds_between(least: float, most: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert least <= time.monotonic() - started <= most


@contextmanager
def sending_slowly(content: bytes) -> Iterator[str]:
    """A server that sends this to one client, one byte every 50 ms."""
    stop = threading.Event()

    def serve() -> None:
        connection, _address = listening.accept()
        with connection:
            for byte in content:
                connection.sendall(bytes([byte]))
                if stop.wait(0.05):
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop.set()


def client_for(cloud: ScriptedCloud, version: str = "2", **options: Any) -> Any:
    return Client(version, session=cloud.session(), patience=SHORT, **options)


def test_deadline_of_one_thread_does_not_end_calls_of_another(cloud: ScriptedCloud) -> None:
    client = Client("2", session=cloud.session(), patience=SHORT._replace(deadline_s=60))

    def hurry() -> None:
        with client.transport.within(0):
            hurried.set()
            patient.wait(5)

    hurried, patient = threading.Event(), threading.Event()
    thread = threading.Thread(target=hurry)
    thread.start()
    hurried.wait(5)
    cloud.expect("GET", PATH, Answer(b"", 503))
    cloud.expect("GET", PATH, CLUSTER)
    try:
        assert client.clusters.get("c1").name == "web"
    finally:
        patient.set()
        thread.join()


def test_silence_ends_at_the_deadline_of_the_call(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", PATH, Answer(CLUSTER, delay_s=30))
    with seconds_between(0.9, 2.5), pytest.raises(errors.Timeout, match="did not respond in time"):
        client_for(cloud).clusters.get("c1")


def test_abandoned_request_does_not_keep_the_program_running(cloud: ScriptedCloud) -> None:
    with sending_slowly(b"H" * 300) as url, seconds_between(0, 10):
        printed = python(
            f"from {Client.__module__} import Client\n"
            "from keystoneauth1 import session\n"
            "from keystoneauth1.identity import v3\n"
            f"session = session.Session(auth=v3.Password(**{cloud.auth!r}))\n"
            f"client = Client('2', session=session, sahara_url={url!r})\n"
            "try:\n"
            "    with client.transport.within(0.1): client.clusters.get('c1')\n"
            "except Exception as error: print(type(error).__name__)\n"
        )
    assert printed == "Timeout"


def test_silence_ends_at_the_deadline_of_the_caller(cloud: ScriptedCloud) -> None:
    client = Client("2", session=cloud.session(), patience=SHORT._replace(deadline_s=60))
    cloud.expect("GET", PATH, Answer(CLUSTER, delay_s=30))
    with seconds_between(0.4, 2), pytest.raises(errors.Timeout), client.transport.within(0.5):
        client.clusters.get("c1")


def test_request_at_the_deadline_gets_a_little_time(cloud: ScriptedCloud) -> None:
    client = Client("2", session=cloud.session(), patience=SHORT._replace(least_s=5))
    cloud.expect("GET", PATH, Answer(CLUSTER, delay_s=0.3))
    with client.transport.within(0):
        assert client.clusters.get("c1").id == "c1"


def test_body_that_arrives_byte_by_byte_ends_at_the_deadline(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", PATH, Answer(b" " * 1000, byte_s=0.05))
    expected = pytest.raises(errors.Timeout, match="did not send its whole response within 1 s")
    with seconds_between(0.9, 2.5), expected:
        client_for(cloud).clusters.get("c1")


@pytest.mark.parametrize(
    "content",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" + b" " * 500,
    ],
    ids=["headers", "chunk"],
)
def test_every_part_of_a_reply_counts(cloud: ScriptedCloud, content: bytes) -> None:
    with sending_slowly(content) as url, seconds_between(0.9, 2.5), pytest.raises(errors.Timeout):
        client_for(cloud, sahara_url=url).clusters.get("c1")


def test_write_has_the_deadline_too(cloud: ScriptedCloud) -> None:
    cloud.expect("POST", "/v2/clusters", Answer(b" " * 1000, 202, byte_s=0.05))
    with seconds_between(0.9, 2.5), pytest.raises(errors.Timeout):
        client_for(cloud).clusters.create_raw({"name": "web"})


def test_content_may_take_longer_than_json(cloud: ScriptedCloud) -> None:
    client = client_for(cloud, "1.1")
    cloud.expect("GET", FILE, Answer(b"x" * 25, byte_s=0.06))
    assert client.job_binaries.get_file("b1") == b"x" * 25
    stored = Answer({"job_binary_internal": {"id": "i1"}}, 202, delay_s=1.5)
    cloud.expect("PUT", "/v1.1/job-binary-internals/a", stored)
    assert client.job_binary_internals.create("a", b"x").id == "i1"


def test_longer_timeout_of_the_session_extends_the_deadline(cloud: ScriptedCloud) -> None:
    patience = Client("2", session=cloud.session(timeout=300)).transport.patience
    assert (patience.read_s, patience.deadline_s) == (300, 300)
    patience = Client("2", session=cloud.session(timeout=30)).transport.patience
    assert (patience.read_s, patience.deadline_s) == (30, 120)


# -- sizes -----------------------------------------------------------------------------------------


def test_content_may_be_larger_than_json(
    cloud: ScriptedCloud, v1: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_JSON_BYTES", 1000)
    monkeypatch.setattr(transport, "MAX_CONTENT_BYTES", 3000)
    cloud.expect("GET", FILE, Answer(b"x" * 2000))
    assert len(v1.job_binaries.get_file("b1")) == 2000
    cloud.expect("GET", FILE, Answer(b"x" * 4000))
    with pytest.raises(errors.BadResponse, match="more than 3000 bytes, which is the limit"):
        v1.job_binaries.get_file("b1")
    cloud.expect("GET", "/v1.1/clusters/c1", Answer(b" " * 2000))
    with pytest.raises(errors.BadResponse, match="more than 1000 bytes, which is the limit"):
        v1.clusters.get("c1")


@pytest.mark.parametrize(
    ("left_s", "limits"),
    [
        (120.0, (10.0, 60.0, 120.0)),
        (30.0, (10.0, 30.0, 30.0)),
        (5.0, (5.0, 5.0, 5.0)),
        (0.5, (2.0, 2.0, 2.0)),
        (-3.0, (2.0, 2.0, 2.0)),
    ],
)
def test_a_request_never_takes_longer_than_its_call_may(
    left_s: float, limits: tuple[float, float, float]
) -> None:
    """limits: to connect, for each silence, and in total. Even after the deadline, 2 s are left."""
    found = Patience().limits(left_s, 7)
    assert (found.connect_s, found.read_s, found.total_s, found.max_bytes) == (*limits, 7)


def test_default_limits() -> None:
    assert MAX_JSON_BYTES == 64 * 1024**2
    assert MAX_CONTENT_BYTES == 512 * 1024**2


def test_page_of_big_clusters_is_within_the_limit() -> None:
    """An inventory of 10,000 clusters with 100 instances each reads 50 pages of this size."""
    assert 5 * PAGE_SIZE * 100 * len(json.dumps(INSTANCE)) < MAX_JSON_BYTES


def test_reply_of_keystone_has_the_limit_too(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keystone, "MAX_JSON_BYTES", 1000)
    cloud.keystone.first = [Answer(b" " * 2_000_000, 201)]
    with pytest.raises(errors.BadResponse, match="^Keystone at .* sent more than 1000 bytes"):
        v2.clusters.get("c1")
    assert clock.slept == []
