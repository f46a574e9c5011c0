# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors of a proxy between the client and the cloud name the proxy."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from keystoneauth1.identity import v3

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import ScriptedServer

# Nothing listens there.
DEAD = "http://user:planted@127.0.0.1:1"
NAMED = "through the proxy http://127.0.0.1:1"


@pytest.fixture(autouse=True)
def proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies except those of the test."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def failure(clock: FakeClock, scheme: str) -> str:
    auth = v3.Password(f"{scheme}://keystone.example/v3", username="demo", password="planted")
    with pytest.raises(errors.ConnectionFailed) as caught:
        Client("2", auth=auth, clock=clock).plugins.list()
    text = str(caught.value)
    assert "planted" not in text
    return text


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("variable", ["{}_proxy", "all_proxy"])
@pytest.mark.parametrize("proxy", [DEAD, "127.0.0.1:1"])
def test_proxy_that_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch, clock: FakeClock, scheme: str, variable: str, proxy: str
) -> None:
    monkeypatch.setenv(variable.format(scheme), proxy)
    text = failure(clock, scheme)
    assert text.startswith(
        f"Keystone at {scheme}://keystone.example/v3 cannot be reached {NAMED} (Connection refused). "
    )
    assert text.endswith(
        "Check the variables 'http_proxy' and 'https_proxy', or add the host to 'no_proxy'."
    )


def test_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    with ScriptedServer() as server:
        # Like most proxies that reject a connection, it answers with a status.
        monkeypatch.setenv("https_proxy", server.url)
        text = failure(clock, "https")
    assert f"through the proxy {server.url} (Tunnel connection failed: 501" in text


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_proxy_whose_url_is_invalid(
    monkeypatch: pytest.MonkeyPatch, clock: FakeClock, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", "http://:3128")
    assert "cannot be reached through its proxy (Please check proxy URL." in failure(clock, scheme)


def test_direct_connection_names_no_proxy(clock: FakeClock, monkeypatch: Any) -> None:
    monkeypatch.setenv("http_proxy", DEAD)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    auth = v3.Password("http://127.0.0.1:1/v3", username="demo", password="planted")
    client = Client("2", auth=auth, clock=clock)
    with pytest.raises(errors.ConnectionFailed, match="^((?!proxy).)*$"):
        client.plugins.list()
