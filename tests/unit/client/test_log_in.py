# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Asking Keystone for a token: repetition, deadlines, redirects."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.retry import (
    Patience,
)
from keystoneauth1.identity import generic, v3

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import Answer, ScriptedCloud, ScriptedServer

CLUSTER = {"cluster": {"id": "c1", "name": "web"}}
PATH = "/v2/clusters/c1"
LOG_IN = "POST /identity/v3/auth/tokens"
VERSIONS = "GET /identity"
HICCUPS = {
    "429": Answer(b"", 429),
    "502": Answer(b"", 502),
    "503": Answer(b"", 503),
    "504": Answer(b"", 504),
    "reset": Answer(reset=True),
    "close": Answer(dropped=True),
    "cut": Answer(b"{" * 100, 201, cut=10),
}


@pytest.mark.parametrize("hiccup", HICCUPS.values(), ids=HICCUPS.keys())
def test_log_in_is_repeated_after_a_hiccup(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, hiccup: Answer
) -> None:
    cloud.keystone.first = [hiccup]
    cloud.expect("GET", PATH, CLUSTER)
    assert v2.clusters.get("c1").id == "c1"
    assert cloud.keystone.calls == [LOG_IN] * 2
    assert len(clock.slept) == 1
    assert 0.25 <= clock.slept[0] <= 0.5


@pytest.mark.parametrize("hiccup", HICCUPS.values(), ids=HICCUPS.keys())
def test_question_for_the_versions_of_keystone_is_repeated(
    cloud: ScriptedCloud, clock: FakeClock, hiccup: Answer
) -> None:
    auth = generic.Password(**{**cloud.auth, "auth_url": cloud.keystone.url})
    cloud.keystone.first = [hiccup]
    cloud.expect("GET", PATH, CLUSTER)
    assert Client("2", auth=auth, clock=clock).clusters.get("c1").id == "c1"
    assert cloud.keystone.calls == [VERSIONS, VERSIONS, LOG_IN]


def test_new_token_after_a_rejected_one_is_repeated(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, CLUSTER, times=1)
    v2.clusters.get("c1")
    cloud.keystone.first = [Answer(b"", 503)]
    cloud.expect("GET", PATH, Answer(b"", 401))
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert cloud.keystone.calls == [LOG_IN] * 3


def test_log_in_fails_after_five_attempts(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    cloud.keystone.status = 503
    with pytest.raises(errors.KeystoneFailed, match="HTTP 503"):
        v2.clusters.get("c1")
    assert cloud.keystone.calls == [LOG_IN] * 5
    assert len(clock.slept) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_rejected_log_in_is_not_repeated(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, status: int
) -> None:
    cloud.keystone.status = status
    with pytest.raises(errors.AuthenticationFailed):
        v2.clusters.get("c1")
    assert cloud.keystone.calls == [LOG_IN]
    assert clock.slept == []


def test_retry_after_of_keystone_decides(cloud: ScriptedCloud, v2: Any, clock: FakeClock) -> None:
    cloud.keystone.first = [Answer(b"", 429, {"Retry-After": "7"})]
    cloud.expect("GET", PATH, CLUSTER)
    v2.clusters.get("c1")
    assert clock.slept == [7.0]


def test_log_in_and_request_share_the_deadline(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock
) -> None:
    cloud.keystone.first = [Answer(b"", 503, {"Retry-After": "70"})]
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": "70"}))
    with pytest.raises(errors.ServerError):
        v2.clusters.get("c1")
    assert clock.slept == [70.0]


def test_caller_can_set_an_earlier_deadline_for_the_log_in(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock
) -> None:
    cloud.keystone.first = [Answer(b"", 503, {"Retry-After": "30"})]
    with pytest.raises(errors.KeystoneFailed), v2.transport.within(20):
        v2.clusters.get("c1")
    assert clock.slept == []


def test_project_of_a_task_is_asked_with_patience(
    cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    cloud.keystone.first = [Answer(reset=True), Answer(b"", 503)]
    options = {"cloud": {"auth": cloud.auth}}
    assert Cloud(options).project_id == "p" * 32
    assert cloud.keystone.calls == [LOG_IN] * 3


def test_silent_keystone_ends_at_the_deadline(cloud: ScriptedCloud) -> None:
    cloud.keystone.first = [Answer(delay_s=30)]
    patience = Patience(least_s=0.1)
    client = Client("2", session=cloud.session(timeout=60), patience=patience)
    started = time.monotonic()
    with pytest.raises(errors.Timeout, match="^Keystone at"), client.transport.within(0.2):
        client.clusters.get("c1")
    assert 0.1 < time.monotonic() - started < 2


def test_token_that_arrives_byte_by_byte_ends_at_the_deadline(cloud: ScriptedCloud) -> None:
    cloud.keystone.first = [Answer(b"{" * 1000, 201, byte_s=0.05)]
    client = Client("2", session=cloud.session(), patience=Patience(deadline_s=0.3, least_s=0.1))
    started = time.monotonic()
    with pytest.raises(errors.Timeout, match="did not send its whole response"):
        client.clusters.get("c1")
    assert 0.2 < time.monotonic() - started < 2


# -- redirects -------------------------------------------------------------------------------------

REDIRECTS = [301, 302, 303, 307, 308]


def sessions(cloud: ScriptedCloud, auth_url: str, kind: str) -> Any:
    """A client whose session openstacksdk, the client itself or its user has created."""
    account = {**cloud.auth, "auth_url": auth_url}
    if kind == "openstacksdk":
        return Cloud({"cloud": {"auth": account}, "api_version": "2"}).client
    if kind == "generic":
        return Client("2", auth=generic.Password(**account))
    return Client("2", auth=v3.Password(**account))


@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("openstacksdk", "/v3"),
        ("openstacksdk", ""),
        ("generic", "/v3"),
        ("generic", ""),
        ("v3", "/v3"),
    ],
)
def test_password_is_not_sent_to_another_server(
    cloud: ScriptedCloud, status: int, kind: str, path: str
) -> None:
    with ScriptedServer() as other:
        away = Answer(status=status, headers={"Location": f"{other.url}/v3/auth/tokens?a=b"})
        cloud.keystone.first = [away] * 3
        client = sessions(cloud, cloud.keystone.url + path, kind)
        with pytest.raises(errors.BadResponse) as caught:
            client.clusters.get("c1")
        assert other.calls == []
    assert str(caught.value).endswith(
        f" redirects to another server ({other.url}/v3/auth/tokens); "
        "credentials are not sent there. If that server is Keystone, use its URL."
    )
    assert str(caught.value).startswith(f"Keystone at {cloud.keystone.url}{path}")
    assert len(cloud.keystone.calls) == 1


@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize("kind", ["openstacksdk", "v3"])
def test_redirect_of_the_log_in_on_the_same_server_is_followed(
    cloud: ScriptedCloud, status: int, kind: str
) -> None:
    target = f"{cloud.auth_url}/auth/tokens"
    cloud.keystone.first = [Answer(status=status, headers={"Location": target})]
    cloud.expect("GET", PATH, CLUSTER)
    assert sessions(cloud, cloud.auth_url, kind).clusters.get("c1").id == "c1"
    assert cloud.keystone.calls == [LOG_IN] * 2


def test_endless_redirect_of_keystone_is_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    back = Answer(status=302, headers={"Location": "/identity/v3/auth/tokens"})
    cloud.keystone.first = [back] * 20
    with pytest.raises(errors.KeystoneFailed, match="does not look like Keystone"):
        v2.clusters.get("c1")
    assert cloud.keystone.calls == [LOG_IN] * 6
