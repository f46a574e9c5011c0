# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Redirects are followed only on the same server, with the same method; other 3xx replies are errors."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.endpoint import (
    redirect_target,
)

from tests.unit.support.scripted import Answer, ScriptedCloud, ScriptedServer

CLUSTER = {"cluster": {"id": "c1", "name": "web"}}
PATH = "/v2/clusters/c1"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_on_the_same_server_is_followed(
    cloud: ScriptedCloud, v2: Any, status: int
) -> None:
    cloud.expect("POST", "/v2/clusters", Answer(status=status, headers={"Location": "/x"}))
    cloud.expect("POST", "/x", Answer(CLUSTER, 202), body={"name": "web"})
    assert v2.clusters.create_raw({"name": "web"}).id == "c1"


def test_token_is_not_sent_to_another_server(cloud: ScriptedCloud, v2: Any) -> None:
    with ScriptedServer() as other:
        away = Answer(status=302, headers={"Location": f"{other.url}/v2/clusters?a=b"})
        cloud.expect("GET", "/v2/clusters", away)
        with pytest.raises(errors.BadResponse) as caught:
            v2.clusters.list()
        assert other.calls == []
    assert str(caught.value) == (
        f"Sahara at {cloud.url}/v2/clusters redirects to another server ({other.url}/v2/clusters); "
        "credentials are not sent there. If that server is Sahara, use its URL."
    )


def test_token_is_not_sent_without_tls_if_it_was_sent_with_it() -> None:
    with pytest.raises(errors.BadResponse) as caught:
        redirect_target("Sahara", "https://sahara/v2/clusters", "http://sahara/v2/clusters?a=b")
    assert str(caught.value) == (
        "Sahara at https://sahara/v2/clusters redirects to a URL without TLS "
        "(http://sahara/v2/clusters); credentials are not sent there. "
        "Check the configuration of the server."
    )


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_usual_port_need_not_be_in_the_url(scheme: str) -> None:
    port = {"http": 80, "https": 443}[scheme]
    target = f"{scheme}://sahara/v2/plugins"
    assert redirect_target("Sahara", f"{scheme}://sahara:{port}/v2", target) == target


def test_token_is_not_sent_to_another_name_of_the_server(cloud: ScriptedCloud, v2: Any) -> None:
    target = cloud.url.replace("127.0.0.1", "localhost")
    cloud.expect("GET", "/v2/clusters", Answer(status=301, headers={"Location": target}))
    with pytest.raises(errors.BadResponse):
        v2.clusters.list()


@pytest.mark.parametrize("target", ["", "/v2/clusters", "file:///etc/passwd", "http://[", "//["])
def test_invalid_redirect_is_an_error(cloud: ScriptedCloud, v2: Any, target: str) -> None:
    leads_back = target == "/v2/clusters"
    away = Answer(status=301, headers={"Location": target} if target else {})
    cloud.expect("GET", "/v2/clusters", away, times=6 if leads_back else 1)
    with pytest.raises(errors.BadResponse):
        v2.clusters.list()


def test_redirect_that_would_change_the_method_is_not_followed(
    cloud: ScriptedCloud, v2: Any
) -> None:
    cloud.expect("POST", "/v2/clusters", Answer(status=303, headers={"Location": "/x"}))
    with pytest.raises(errors.BadResponse, match="HTTP 303"):
        v2.clusters.create_raw({"name": "web"})


@pytest.mark.parametrize("status", [300, 303, 304])
def test_a_reply_that_is_neither_success_nor_failure_is_an_error(
    cloud: ScriptedCloud, v2: Any, status: int
) -> None:
    cloud.expect("DELETE", PATH, Answer(status=status))
    with pytest.raises(errors.BadResponse, match=f"HTTP {status} instead of a 2xx status"):
        v2.clusters.delete("c1")
