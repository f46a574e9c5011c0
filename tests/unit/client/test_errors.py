# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error that a reply becomes, and its message."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.replies import (
    Reply,
    api_error,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.texts import (
    without_html,
)

URL = "http://sahara/v2/clusters"
ERROR_ID = "9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2"


def reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply("POST", URL, status, content, headers or {})


def sahara_reply(status: int, name: Any, message: str) -> Reply:
    text = f"{message}\nError ID: {ERROR_ID}"
    body = {"error_code": status, "error_name": name, "error_message": text}
    return reply(status, body, {"x-openstack-request-id": "req-1"})


BY_NAME = [
    # Sahara sends all of these as 400 (Sahara 19: sahara/utils/api.py bad_request).
    (400, "NAME_ALREADY_EXISTS", "Cluster with name 'a' already exists", errors.Conflict),
    (400, "DB_DUPLICATE_ENTRY", "Duplicate entry", errors.Conflict),
    (400, "QUOTA_ERROR", "Quota exceeded for instances", errors.QuotaExceeded),
    (400, "NOT_FOUND", "NodeGroup template with id 'x' not found", errors.ReferenceNotFound),
    (400, "VALIDATION_ERROR", "'name' is a required property", errors.BadRequest),
    (400, "INVALID_DATA", "Composite hostname is too long", errors.BadRequest),
    (400, "INVALID_REFERENCE", "Sahara doesn't contain plugin with name 'x'", errors.BadRequest),
    (400, "INVALID_REFERENCE", "Cluster template x in use by a, b", errors.InUse),
    (
        400,
        "INVALID_REFERENCE",
        "Node group template x is in use by cluster templates: a; and clusters: N/A",
        errors.InUse,
    ),
    (400, "DELETION_FAILED", "JobBinary is referenced and cannot be deleted", errors.InUse),
    (400, "DELETION_FAILED", "Data Source deletion failed", errors.InUse),
    (
        400,
        "DELETION_FAILED",
        "Job deletion failed on foreign key constraint",
        errors.InUse,
    ),
    (
        400,
        "DELETION_FAILED",
        "Cluster with id 'x' could not be deleted because it's marked as protected",
        errors.BadRequest,
    ),
    (
        400,
        "UPDATE_FAILED",
        "Cluster Template id 'x' can not be updated. It is referenced by at least one cluster.",
        errors.InUse,
    ),
    (
        400,
        "UPDATE_FAILED",
        "NodeGroupTemplate with id 'x' could not be updated because it wasn't created in this "
        "tenant",
        errors.BadRequest,
    ),
    (400, 400, "'limit' must be positive integer", errors.BadRequest),
    (403, "FORBIDDEN", "You are not authorized to complete this action.", errors.Forbidden),
    (404, "NOT_FOUND", "Object with {'id': 'x'} not found", errors.NotFound),
    (406, "NOT_ACCEPTABLE", "Version 3.0 is not supported by the API.", errors.APIError),
    (500, "INTERNAL_SERVER_ERROR", "Internal Server Error", errors.ServerError),
]


@pytest.mark.parametrize(("status", "name", "message", "kind"), BY_NAME)
def test_errors_from_sahara(status: int, name: Any, message: str, kind: type) -> None:
    error = api_error(sahara_reply(status, name, message))
    assert type(error) is kind
    assert error.message == message
    assert error.result == {
        "status": status,
        "name": str(name),
        "message": message,
        "error_id": ERROR_ID,
        "request_id": "req-1",
        "method": "POST",
        "url": URL,
    }
    whole = f"{message}\nError ID: {ERROR_ID}"
    assert (error.error_code, error.error_name, error.error_message) == (status, str(name), whole)
    assert str(error) == f"{error.sentence}\nError ID: {ERROR_ID}"
    assert "Error ID" not in error.sentence


OTHER_FORMATS = [
    # An unknown path or method (Sahara 19: api/middleware/sahara_middleware.py make_json_error).
    (404, {"error": 404, "error_message": "not found on the server"}, errors.RouteNotFound),
    (405, {"error": 405, "error_message": "not allowed"}, errors.RouteNotFound),
    # The filters in front of Sahara's handlers send text or HTML (api/middleware/auth_valid.py).
    (404, b"<html><title>404 Not Found</title></html>", errors.RouteNotFound),
    (404, b"404 Not Found\n\nIncorrect path", errors.RouteNotFound),
    (404, {"message": "Incorrect path", "code": "404 Not Found"}, errors.RouteNotFound),
    (401, b"<html>Token tenant != requested tenant</html>", errors.Unauthorized),
    # Keystone's middleware.
    (401, {"error": {"code": 401, "message": "requires authentication"}}, errors.Unauthorized),
    # Proxies.
    (413, b"<h1>Request Entity Too Large</h1>", errors.APIError),
    (429, b"slow down", errors.ServerError),
    (502, b"<h1>Bad Gateway</h1>", errors.ServerError),
    (503, b"", errors.ServerError),
    (403, b"<h1>Forbidden</h1>", errors.Forbidden),
    # Unknown software.
    (400, b"\xff\xfe", errors.BadRequest),
    (400, b"[" * 100_000, errors.BadRequest),
    (400, [], errors.BadRequest),
    (400, "text", errors.BadRequest),
    (400, None, errors.BadRequest),
    (400, {"error_message": ["a"], "error_name": {"b": 1}}, errors.BadRequest),
    (404, {"error_name": None, "error_message": None}, errors.NotFound),
    (500, {"error": {"message": 7}}, errors.ServerError),
]


@pytest.mark.parametrize(("status", "body", "kind"), OTHER_FORMATS)
def test_errors_from_other_software(status: int, body: Any, kind: type) -> None:
    error = api_error(reply(status, body))
    assert type(error) is kind
    assert error.status == status
    assert str(error)
    assert len(str(error)) < 500


def test_message_of_a_rejected_request_is_from_sahara() -> None:
    error = api_error(sahara_reply(400, "VALIDATION_ERROR", "'a' is required\n'b' is required"))
    assert error.sentence == "'a' is required; 'b' is required"
    assert error.message == "'a' is required\n'b' is required"


@pytest.mark.parametrize("blank", ["", " ", " \n\t", None])
def test_a_blank_message_is_skipped(blank: Any) -> None:
    inner = {"error_message": blank, "error": {"message": "inner"}, "message": "outer"}
    assert str(api_error(reply(400, inner))) == "inner"
    outer = {"error_message": blank, "error": {"message": blank}, "message": "outer"}
    assert str(api_error(reply(400, outer))) == "outer"


@pytest.mark.parametrize("blank", ["", " \n "])
def test_an_error_without_a_message_names_the_request(blank: str) -> None:
    error = api_error(sahara_reply(400, "INVALID_DATA", blank))
    assert str(error).startswith(f"POST {URL} failed with HTTP 400: '")
    assert (type(error), error.error_id) == (errors.BadRequest, ERROR_ID)


def test_server_error_has_the_request_id_for_the_log() -> None:
    error = api_error(sahara_reply(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"))
    assert error.sentence == (
        f"Internal Server Error (HTTP 500 from POST {URL}; request id in the service's log: req-1)."
    )


NGINX = b"""<html>
<head><title>502 Bad Gateway</title><style>h1 {color: red}</style></head>
<body bgcolor="white"><center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx &amp; <b>partners</b>&nbsp;1.18</center><script>alert("x")</script></body></html>"""


@pytest.mark.parametrize(
    ("request_of", "where"),
    [
        ({}, "Sahara"),
        ({"url": "/a"}, "/a"),
        ({"method": "GET"}, "GET"),
        ({"method": "GET", "url": "/a"}, "GET /a"),
    ],
)
def test_server_error_says_where_it_is_from(request_of: dict[str, str], where: str) -> None:
    assert str(errors.ServerError("Down.", **request_of)) == f"Down (HTTP 500 from {where})."


def test_page_of_a_proxy_is_shown_as_text_with_one_url_and_status() -> None:
    error = api_error(reply(502, NGINX))
    assert str(error) == (
        f"The server returned '502 Bad Gateway; nginx & partners 1.18' (HTTP 502 from POST {URL})."
    )
    assert str(api_error(reply(503, b""))) == (
        f"The server returned an empty body (HTTP 503 from POST {URL})."
    )
    error = api_error(reply(413, b"<h1>Request Entity\nToo Large</h1>"))
    assert str(error) == f"POST {URL} failed with HTTP 413: 'Request Entity Too Large'."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ERROR: <html><body>Time-out.<p>Try later</body>", "ERROR: Time-out. Try later"),
        ("No host<br /><br />\n\n", "No host"),
        ("\n<!DOCTYPE html><TITLE>A &lt;b&gt;</TITLE><P>c", "A <b>; c"),
        ("<html><style>h1 {}</style>", "<html><style>h1 {}</style>"),
        ("<html>text<script>never closed", "text"),
        ("<html>text<![odd[", "text"),
        ("<html>" + "x" * 100_000, "x" * 16_378),
        ("Main.<init>: a < b, <none> found", "Main.<init>: a < b, <none> found"),
    ],
)
def test_markup_is_removed(text: str, shown: str) -> None:
    assert without_html(text) == shown


@pytest.mark.parametrize(
    "tag", ["a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "tt", "u"]
)
def test_markup_inside_a_line_does_not_divide_it(tag: str) -> None:
    assert without_html(f"<html>no <{tag}>such</{tag}> host") == "no such host"


@pytest.mark.parametrize("tag", ["div", "h1", "li", "p", "td"])
def test_blocks_of_a_page_are_divided(tag: str) -> None:
    assert without_html(f"<html>no<{tag}>such</{tag}>host") == "no; such; host"


@pytest.mark.parametrize("piece", ["<!--", "<p ", "<a href='", "&#", "<![", "</", "<p>"])
def test_malformed_page_takes_little_time(piece: str) -> None:
    started = time.process_time()
    without_html("<html>" + piece * 50_000)
    assert time.process_time() - started < 2


def test_message_of_webob_is_shown_without_line_breaks() -> None:
    error = api_error(reply(403, {"message": "Not yours.<br /><br />\n\n\n", "code": "403"}))
    assert str(error) == "Not yours."


def test_unknown_route_is_not_a_missing_object() -> None:
    error = api_error(reply(404, b"<html>nginx</html>"))
    assert not isinstance(error, errors.NotFound)
    assert str(error) == (
        f"The server has no such route: POST {URL} (HTTP 404). "
        "Check the URL, and whether the service offers this version of its API."
    )


def test_body_without_a_message_is_quoted_shortened_and_escaped() -> None:
    error = api_error(reply(400, b"\x1b[2J \n\xe2\x80\xae" + b"x" * 100_000))
    shown = r"\x1b[2J \u202e" + "x" * 194
    assert str(error) == f"POST {URL} failed with HTTP 400: '{shown}...'."


def test_message_is_escaped_and_shortened() -> None:
    error = api_error(sahara_reply(400, "INVALID_DATA", "\x1b]0;owned\x07" + "y" * 10_000))
    assert "\x1b" not in error.message
    assert len(error.message) < 4100


@pytest.mark.parametrize(
    ("kind", "status", "name"),
    [
        (errors.APIError, 400, ""),
        (errors.BadRequest, 400, ""),
        (errors.ReferenceNotFound, 400, "NOT_FOUND"),
        (errors.Unauthorized, 401, ""),
        (errors.Forbidden, 403, ""),
        (errors.NotFound, 404, "NOT_FOUND"),
        (errors.RouteNotFound, 404, ""),
        (errors.Conflict, 400, "NAME_ALREADY_EXISTS"),
        (errors.InUse, 400, "INVALID_REFERENCE"),
        (errors.QuotaExceeded, 400, "QUOTA_ERROR"),
        (errors.ServerError, 500, ""),
    ],
)
def test_error_that_the_client_raises_itself_has_the_facts_of_one_from_sahara(
    kind: type[errors.APIError], status: int, name: str
) -> None:
    error = kind("No cluster with name 'a' exists.")
    assert (error.status, error.name, error.error_code) == (status, name, status)
    assert kind("Other.", status=418, name="").result == {"status": 418, "message": "Other."}


def test_missing_library_is_named() -> None:
    error = errors.MissingLibrary("keystoneauth1", "No module named 'keystoneauth1'")
    assert str(error) == (
        "The Python package keystoneauth1 is required (No module named 'keystoneauth1'). "
        f"Install it with '{sys.executable} -m pip install keystoneauth1'."
    )


def test_all_errors_are_sahara_errors() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    kinds = [kind for kind in kinds if issubclass(kind, Exception)]
    assert len(kinds) > 15
    assert all(issubclass(kind, errors.SaharaError) for kind in kinds)
