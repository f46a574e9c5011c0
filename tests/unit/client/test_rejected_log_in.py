# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why Keystone issued no token, by the answers of Keystone 27."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from keystoneauth1.identity import v3

from tests.unit.support.scripted import Answer, ScriptedCloud


def not_found(message: str) -> Answer:
    return Answer({"error": {"code": 404, "message": message, "title": "Not Found"}}, 404)


def rejection(cloud: ScriptedCloud, auth: Any, answer: Answer) -> str:
    cloud.keystone.first = [answer]
    with pytest.raises(errors.AuthenticationFailed) as caught:
        Client("2", auth=auth).plugins.list()
    assert "planted" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("message", "what"),
    [
        ("Could not find Application Credential: planted.", "application credential"),
        ("Could not recognize Fernet token", "token"),
        ("Failed to validate token", "token"),
        ("Could not find token: planted.", "token"),
        ("Could not find Identity Provider: planted.", "identity provider"),
        ("Could not find trust: planted.", "trust"),
    ],
)
def test_keystone_does_not_know_the_credential(
    cloud: ScriptedCloud, message: str, what: str
) -> None:
    auth = v3.ApplicationCredential(
        cloud.auth_url,
        application_credential_id="planted",
        application_credential_secret="planted",
    )
    assert rejection(cloud, auth, not_found(message)) == (
        f"Keystone at {cloud.auth_url} does not know the {what} (HTTP 404). It may be misspelled, "
        f"expired, revoked or deleted, or belong to another cloud. Set a valid {what}."
    )


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<!doctype html><title>404 Not Found</title>", 404, {"Content-Type": "text/html"}),
        not_found("The resource could not be found."),
        not_found("Could not find a planted <b>thing</b>: x"),
        Answer(b"", 404),
    ],
)
def test_another_404_means_a_wrong_url(cloud: ScriptedCloud, answer: Answer) -> None:
    auth = v3.Token(cloud.auth_url, token="planted")
    assert rejection(cloud, auth, answer) == (
        f"Keystone at {cloud.auth_url} rejected the token request with HTTP 404; check 'auth_url'."
    )
