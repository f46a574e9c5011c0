# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests as the user writes them: what is sent, what counts as a change, and what check mode predicts."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.secrets import (
    MASK,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.api_request import (
    DEEPEST,
    contains,
    send_request,
)

from tests.unit.support.listings import NOT_REGISTERED
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer, ScriptedCloud, error

PATH = "/data-sources/1"
ROUTE = f"/v2{PATH}"
EMPTY: dict[str, Any] = {"before": {}, "after": {}}
Send = Any


def stored(**fields: Any) -> dict[str, Any]:
    return {"data_source": {"id": "1", "name": "raw", "updated_at": None, **fields}}


@pytest.fixture
def send(cloud: ScriptedCloud) -> Send:
    def send(
        method: str, path: str = PATH, check_mode: bool = False, **options: Any
    ) -> dict[str, Any]:
        connection = {"cloud": {"auth": cloud.auth}, "api_version": "2"}
        given = {"method": method, "path": path, "changed": "always", **connection, **options}
        return execute(send_request, AnsibleTask(given, check_mode))

    return send


def test_a_get_returns_the_reply(cloud: ScriptedCloud, send: Send) -> None:
    headers = {
        "x-openstack-request-id": "req-1",
        "OpenStack-API-Version": "data-processing 2.0",
        "Set-Cookie": "a=b",
    }
    cloud.expect("GET", ROUTE, Answer(stored(), headers=headers), query={})
    assert send("GET") == {
        "changed": False,
        "request": {"method": "GET", "path": PATH, "query": {}, "body": None},
        "status": 200,
        "json": stored(),
        "request_id": "req-1",
        "headers": {
            "content-type": "application/json",
            "openstack-api-version": "data-processing 2.0",
        },
        "diff": EMPTY,
    }


def test_the_query_has_the_forms_that_sahara_expects(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", ROUTE, stored(), query={"a": "true", "b": ["x", "1"]})
    send("GET", query={"a": True, "b": ["x", 1], "c": None})


def test_the_path_is_quoted_once(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", "/v2/plugins/a%20b%C3%A9%20c", {"plugin": {}})
    assert not send("GET", "/plugins/a bé%20c").get("failed")


@pytest.mark.parametrize("policy", ["always", "never"])
def test_the_user_decides_whether_a_write_counts(
    cloud: ScriptedCloud, send: Send, policy: str
) -> None:
    body = {"description": None}
    cloud.expect("PATCH", ROUTE, Answer(stored(), 202), body=body)
    done = send("PATCH", body=body, changed=policy)
    assert done["changed"] is (policy == "always")
    assert done["status"] == 202
    assert done["diff"] == ({"before": {}, "after": body} if done["changed"] else EMPTY)


def test_an_empty_reply_has_no_json(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("DELETE", ROUTE)
    deleted = send("DELETE")
    assert (deleted["changed"], deleted["status"], deleted["json"]) == (True, 204, None)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (stored(updated_at="2026-11-27T10:00:00"), False),
        (stored(description="new"), True),
    ],
)
def test_a_comparison_ignores_only_the_time(
    cloud: ScriptedCloud, send: Send, after: dict[str, Any], changed: bool
) -> None:
    cloud.expect("GET", ROUTE, stored())
    cloud.expect("PATCH", ROUTE, Answer(after, 202))
    cloud.expect("GET", ROUTE, after)
    done = send("PATCH", body={"description": "new"}, changed="compare")
    assert done["changed"] is changed
    assert done["diff"] == ({"before": stored(), "after": after} if changed else EMPTY)


@pytest.mark.parametrize("absent", [GONE, NOT_REGISTERED])
def test_what_does_not_exist_is_empty(cloud: ScriptedCloud, send: Send, absent: Answer) -> None:
    cloud.expect("GET", "/v2/images/1", absent)
    cloud.expect("POST", "/v2/images/1", Answer({"image": {}}, 202))
    cloud.expect("GET", "/v2/images/1", {"image": {"id": "1"}})
    done = send("POST", "/images/1", body={"username": "u"}, changed="compare")
    assert done["diff"] == {"before": {}, "after": {"image": {"id": "1"}}}


@pytest.mark.parametrize(
    ("body", "is_contained"),
    [
        ({"a": {"b": 1}}, True),
        ({"a": {}}, True),
        ({"a": {"b": 2}}, False),
        ({"a": {"c": 1}}, False),
        ({"a": None}, False),
        ({"a": "b"}, False),
        ([], False),
    ],
)
def test_an_object_contains_the_values_of_a_body(body: Any, is_contained: bool) -> None:
    assert contains({"a": {"b": 1}, "z": None}, body) is is_contained


def test_another_path_can_be_compared(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", "/v2/jobs", {"jobs": []})
    cloud.expect("POST", ROUTE, Answer({}, 202))
    cloud.expect("GET", "/v2/jobs", {"jobs": []})
    assert send("POST", changed="compare", compare_path="/jobs")["changed"] is False


def test_a_failed_comparison_does_not_hide_the_change(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", ROUTE, stored())
    cloud.expect("PATCH", ROUTE, Answer(stored(), 202))
    cloud.expect("GET", ROUTE, error(403, "FORBIDDEN", "No"))
    failed = send("PATCH", body={}, changed="compare")
    assert failed["failed"] and failed["changed"] is True


# Check mode


def test_check_mode_sends_a_get(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", ROUTE, stored())
    assert send("GET", check_mode=True)["json"] == stored()


@pytest.mark.parametrize("policy", ["always", "never"])
def test_check_mode_reports_what_it_would_send(
    cloud: ScriptedCloud, send: Send, policy: str
) -> None:
    predicted = send("POST", body={"a": 1}, changed=policy, check_mode=True)
    assert predicted == {
        "changed": policy == "always",
        "request": {"method": "POST", "path": PATH, "query": {}, "body": {"a": 1}},
        "diff": {"before": {}, "after": {"a": 1}} if policy == "always" else EMPTY,
    }


@pytest.mark.parametrize(
    ("method", "before", "body", "changed"),
    [
        ("PATCH", stored(description="new"), {"description": "new"}, False),
        ("PATCH", stored(extra={"a": 1, "b": 2}), {"extra": {"b": 2}}, False),
        ("PATCH", stored(extra={"a": 1}), {"extra": {"b": 2}}, True),
        ("PUT", stored(), {"name": "other"}, True),
        ("PATCH", GONE, {"name": "raw"}, True),
        ("DELETE", stored(), None, True),
        ("DELETE", GONE, None, False),
        ("POST", stored(), {"name": "raw"}, True),
    ],
)
def test_check_mode_predicts_the_comparison(
    cloud: ScriptedCloud, send: Send, method: str, before: Any, body: Any, changed: bool
) -> None:
    cloud.expect("GET", ROUTE, before)
    predicted = send(method, body=body, changed="compare", check_mode=True)
    assert predicted["changed"] is changed


def test_the_get_that_cancels_is_not_sent_in_check_mode(cloud: ScriptedCloud, send: Send) -> None:
    assert send("GET", "/job-executions/1/c%61ncel", check_mode=True)["changed"] is True


def test_the_get_that_cancels_is_a_change(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("GET", "/v1.1/job-executions/1/cancel", {"job_execution": {}})
    assert send("GET", "/job-executions/1/cancel", api_version="1.1")["changed"] is True


# Refusals


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"path": "clusters"}, "'path' must begin with a slash, as in '/clusters'."),
        ({"path": "http://a/v2/clusters"}, "'path' must begin with a slash, as in '/clusters'."),
        ({"path": "/v1.1/clusters"}, "'path' must not contain the API version; remove it, and set 'api_version'."),
        ({"path": "/clusters?name=a"}, "'path' must not contain '?' or '#'; use 'query' for parameters."),
        ({"path": "/a/%2e%2e/%2E./identity"}, "'path' must not contain '.' or '..' as a segment."),
        ({"compare_path": "/jobs"}, "'compare_path' requires 'changed: compare'."),
        ({"compare_path": "jobs", "changed": "compare"}, "'compare_path' must begin with a slash, as in '/clusters'."),
        ({"body": {}}, "'body' is not allowed with 'method: GET'; use 'query' for parameters."),
    ],
)  # fmt: skip
def test_invalid_options_are_refused(send: Send, options: dict[str, Any], sentence: str) -> None:
    refused = send("GET", **options)
    assert (refused["msg"], refused["changed"]) == (sentence[:1].upper() + sentence[1:], False)


def test_another_api_version_is_never_used(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("POST", "/v2/jobs", UNKNOWN_PATH)
    failed = send("POST", "/jobs", body={}, api_version="auto")
    assert failed["failure"]["kind"] == "RouteNotFound"


def test_a_refusal_has_the_facts(cloud: ScriptedCloud, send: Send) -> None:
    cloud.expect("DELETE", ROUTE, GONE)
    failed = send("DELETE")
    assert (failed["failure"]["kind"], failed["failure"]["status"]) == ("NotFound", 404)
    assert failed["changed"] is False


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"<html>Proxy"), "returned HTTP 200 with a body that is not JSON"),
        (Answer(b"\xff\xfe"), "with a body that is not JSON"),
        (Answer(b"[" * 200000), "with a body that is not JSON"),
        (Answer(b"[" * 100 + b"]" * 100), f"with JSON of more than {DEEPEST} levels"),
        (Answer("<Response 9 bytes [404 NOT FOUND]>"), "was deleted by someone else"),
    ],
)
def test_a_mangled_reply_is_a_sentence(
    cloud: ScriptedCloud, send: Send, answer: Answer, words: str
) -> None:
    cloud.expect("GET", ROUTE, answer)
    failed = send("GET")
    assert words in failed["msg"] and "exception" not in failed


# Secrets


def test_secrets_are_masked_wherever_they_are(cloud: ScriptedCloud, send: Send) -> None:
    secret = {"credentials": {"user": "u", "password": "planted"}}
    cloud.expect("GET", ROUTE, stored())
    cloud.expect("PATCH", ROUTE, Answer(stored(**secret), 202), body=secret)
    cloud.expect("GET", ROUTE, stored(**secret))
    done = send("PATCH", body=secret, changed="compare")
    assert "planted" not in str(done)
    assert done["request"]["body"]["credentials"] == {"user": "u", "password": MASK}
