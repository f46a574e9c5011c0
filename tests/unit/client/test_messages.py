# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sentences of failed requests say: who refused what, why, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from keystoneauth1.session import Session
from keystoneauth1.token_endpoint import Token

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import Answer, ScriptedCloud

PATH = "/v2/clusters/c1"


@pytest.mark.parametrize(
    ("asked", "pause"),
    [("3600", "1 h 00 min"), ("86400", "24 h 00 min"), ("9" * 400, "365 d 00 h")],
)
def test_pause_beyond_the_deadline_is_named(
    cloud: ScriptedCloud, v2: Any, clock: FakeClock, asked: str, pause: str
) -> None:
    cloud.expect("GET", PATH, Answer(b"", 503, {"Retry-After": asked}))
    with pytest.raises(errors.ServerError) as caught:
        v2.clusters.get("c1")
    assert clock.slept == []
    assert str(caught.value) == (
        f"The server returned an empty body (HTTP 503 from GET {cloud.url}{PATH}). "
        f"The server asks for a pause of {pause}; try again after that."
    )


def test_pause_of_no_time_is_not_named(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("POST", "/v2/clusters", Answer(b"", 503, {"Retry-After": "0"}))
    with pytest.raises(errors.ServerError) as caught:
        v2.clusters.create_raw({})
    assert "pause" not in str(caught.value)


def test_service_that_refuses_two_tokens_is_named(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, Answer({"error": {"message": "Go away.", "code": 401}}, 401), times=2)
    with pytest.raises(errors.Unauthorized) as caught:
        v2.clusters.get("c1")
    assert caught.value.message == "Go away."
    assert str(caught.value) == (
        f"Sahara at {cloud.url}{PATH} refused the token and its replacement (HTTP 401: Go away). "
        "Check that the URL belongs to the same cloud as 'auth_url'. "
        "If it does, an administrator has to check how Sahara validates tokens."
    )


def test_fixed_token_that_is_refused_has_no_replacement(cloud: ScriptedCloud) -> None:
    session = Session(auth=Token(cloud.url, "expired"))
    client = Client("2", session=session, sahara_url=cloud.url)
    cloud.expect("GET", PATH, Answer(b"<html>Token tenant != requested tenant", 401))
    with pytest.raises(errors.Unauthorized) as caught:
        client.clusters.get("c1")
    reason = "HTTP 401: The server returned 'Token tenant != requested tenant'"
    assert f"{PATH} refused the token ({reason}). Check" in str(caught.value)


def test_redirect_loop_is_named(cloud: ScriptedCloud, v2: Any) -> None:
    for here, there in (("/v2/clusters", "/x?secret=1"), ("/x", "/v2/clusters")) * 3:
        cloud.expect("GET", here, Answer(status=302, headers={"Location": there}))
    with pytest.raises(errors.BadResponse) as caught:
        v2.clusters.list()
    assert str(caught.value) == (
        f"Sahara at {cloud.url}/v2/clusters redirects in a loop: 6 redirects, the last one to "
        f"{cloud.url}/v2/clusters. Check the URL and any proxy in between."
    )


def test_as_many_redirects_as_allowed_are_followed(cloud: ScriptedCloud, v2: Any) -> None:
    away = Answer(status=302, headers={"Location": "/v2/clusters"})
    cloud.expect("GET", "/v2/clusters", away, times=5)
    cloud.expect("GET", "/v2/clusters", {"clusters": []})
    assert v2.clusters.list() == []
