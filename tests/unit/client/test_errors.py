# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which error a reply becomes, and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.client import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.client.replies import (
    Reply,
    api_error,
)

URL = "http://sahara/v2/clusters"
ERROR_ID = "9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2"


def reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply("POST", URL, status, content, headers or {})


def saharas(status: int, name: Any, message: str) -> Reply:
    text = f"{message}\nError ID: {ERROR_ID}"
    body = {"error_code": status, "error_name": name, "error_message": text}
    return reply(status, body, {"x-openstack-request-id": "req-1"})


BY_NAME = [
    # Everything here is sent as 400 (Sahara 19: sahara/utils/api.py bad_request).
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
def test_saharas_own_errors(status: int, name: Any, message: str, kind: type) -> None:
    error = api_error(saharas(status, name, message))
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
    assert (error.error_code, error.error_name, error.error_message) == (status, str(name), message)
    assert "Error ID" not in str(error)


OTHER_SHAPES = [
    # An unknown path or method (Sahara 19: api/middleware/sahara_middleware.py make_json_error).
    (404, {"error": 404, "error_message": "not found on the server"}, errors.RouteNotFound),
    (405, {"error": 405, "error_message": "not allowed"}, errors.RouteNotFound),
    # The filters before Sahara's handlers answer in text or in HTML (api/middleware/auth_valid.py).
    (404, b"<html><title>404 Not Found</title></html>", errors.RouteNotFound),
    (404, b"404 Not Found\n\nIncorrect path", errors.RouteNotFound),
    (404, {"message": "Incorrect path", "code": "404 Not Found"}, errors.RouteNotFound),
    (401, b"<html>Token tenant != requested tenant</html>", errors.Unauthorized),
    # The middleware of Keystone.
    (401, {"error": {"code": 401, "message": "requires authentication"}}, errors.Unauthorized),
    # Proxies.
    (413, b"<h1>Request Entity Too Large</h1>", errors.APIError),
    (429, b"slow down", errors.ServerError),
    (502, b"<h1>Bad Gateway</h1>", errors.ServerError),
    (503, b"", errors.ServerError),
    (403, b"<h1>Forbidden</h1>", errors.Forbidden),
    # Nobody we know.
    (400, b"\xff\xfe", errors.BadRequest),
    (400, b"[" * 100_000, errors.BadRequest),
    (400, [], errors.BadRequest),
    (400, "text", errors.BadRequest),
    (400, None, errors.BadRequest),
    (400, {"error_message": ["a"], "error_name": {"b": 1}}, errors.BadRequest),
    (404, {"error_name": None, "error_message": None}, errors.NotFound),
    (500, {"error": {"message": 7}}, errors.ServerError),
]


@pytest.mark.parametrize(("status", "body", "kind"), OTHER_SHAPES)
def test_errors_of_others(status: int, body: Any, kind: type) -> None:
    error = api_error(reply(status, body))
    assert type(error) is kind
    assert error.status == status
    assert str(error)
    assert len(str(error)) < 500


def test_the_sentence_of_a_refusal_is_saharas() -> None:
    error = api_error(saharas(400, "VALIDATION_ERROR", "'a' is required\n'b' is required"))
    assert str(error) == "'a' is required; 'b' is required"
    assert error.message == "'a' is required\n'b' is required"


@pytest.mark.parametrize("blank", ["", " ", " \n\t", None])
def test_a_blank_message_is_skipped(blank: Any) -> None:
    inner = {"error_message": blank, "error": {"message": "inner"}, "message": "outer"}
    assert str(api_error(reply(400, inner))) == "inner"
    outer = {"error_message": blank, "error": {"message": blank}, "message": "outer"}
    assert str(api_error(reply(400, outer))) == "outer"


@pytest.mark.parametrize("blank", ["", " \n "])
def test_an_error_without_a_message_names_the_request(blank: str) -> None:
    error = api_error(saharas(400, "INVALID_DATA", blank))
    assert str(error).startswith(f"POST {URL} failed with HTTP 400: '")
    assert (type(error), error.error_id) == (errors.BadRequest, ERROR_ID)


def test_a_server_error_says_where_to_look() -> None:
    error = api_error(saharas(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"))
    assert str(error) == (
        f"Internal Server Error (HTTP 500 from POST {URL}; request id req-1, see Sahara's log)"
    )


def test_an_unknown_route_is_no_missing_object() -> None:
    error = api_error(reply(404, b"<html>nginx</html>"))
    assert not isinstance(error, errors.NotFound)
    assert str(error) == (
        f"POST {URL} is unknown there (HTTP 404). "
        "Is the URL right, and does the service offer this version of its API?"
    )


def test_a_body_without_a_sentence_is_quoted_shortened_and_harmless() -> None:
    error = api_error(reply(400, b"\x1b[2J \n\xe2\x80\xae" + b"x" * 100_000))
    shown = r"\x1b[2J \u202e" + "x" * 114
    assert str(error) == f"POST {URL} failed with HTTP 400: '{shown}...'"


def test_a_message_can_not_act_on_the_terminal_and_is_bounded() -> None:
    error = api_error(saharas(400, "INVALID_DATA", "\x1b]0;owned\x07" + "y" * 10_000))
    assert "\x1b" not in error.message
    assert len(error.message) < 4100


def test_what_find_raises_looks_like_what_sahara_sends() -> None:
    error = errors.NotFound("There is no cluster with name 'a'")
    assert (error.status, error.name, error.error_code) == (404, "NOT_FOUND", 404)


def test_a_missing_library_is_named() -> None:
    error = errors.MissingLibrary("keystoneauth1", "No module named 'keystoneauth1'")
    assert str(error) == (
        "The Python package keystoneauth1 is needed (No module named 'keystoneauth1'). "
        "Install it for this Python, for example with: pip install keystoneauth1"
    )


def test_all_errors_are_sahara_errors() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    kinds = [kind for kind in kinds if issubclass(kind, Exception)]
    assert len(kinds) > 15
    assert all(issubclass(kind, errors.SaharaError) for kind in kinds)
