# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are deleted while they are read, and ids that must not become other paths."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import Answer, ScriptedCloud, error

# Sahara 19 v1: the handler sends the representation of another handler's reply.
NOT_FOUND_AS_STRING = "<Response 120 bytes [404 NOT FOUND]>"
INTERNAL_ERROR = error(500, "INTERNAL_SERVER_ERROR", "Internal Server Error")
MISSING = error(404, "NOT_FOUND", "Object with {'id': 'c1'} not found")
FOUND = {"cluster": {"id": "c1"}}
PATH = "/v2/clusters/c1"


@pytest.mark.parametrize("first", [NOT_FOUND_AS_STRING, INTERNAL_ERROR])
@pytest.mark.parametrize("second", [NOT_FOUND_AS_STRING, MISSING])
def test_deleted_between_check_and_read(
    cloud: ScriptedCloud, v2: Any, first: Any, second: Any
) -> None:
    cloud.expect("GET", PATH, first)
    cloud.expect("GET", PATH, second)
    with pytest.raises(errors.NotFound):
        v2.clusters.get("c1")


@pytest.mark.parametrize("method", ["get", "delete"])
def test_deleted_during_the_check(cloud: ScriptedCloud, v2: Any, method: str) -> None:
    """Observed with v2 of Sahara 19: a 400 if one query still finds the object and the next does not."""
    verb = method.upper()
    cloud.expect(verb, PATH, error(400, "NOT_FOUND", "Cluster id 'c1' not found!"))
    with pytest.raises(errors.NotFound):
        getattr(v2.clusters, method)("c1")


def test_page_of_a_proxy_is_not_a_deletion(cloud: ScriptedCloud, v2: Any) -> None:
    page = Answer(b"<html><body>Welcome</body></html>", headers={"Content-Type": "text/html"})
    cloud.expect("DELETE", PATH, page)
    with pytest.raises(errors.BadResponse, match="not JSON: 'Welcome'") as caught:
        v2.clusters.delete("c1")
    assert caught.value.unsure


@pytest.mark.parametrize("answer", [Answer(status=204), Answer({"stack_name": "s"})])
def test_deletion_without_a_page_is_a_deletion(
    cloud: ScriptedCloud, v2: Any, answer: Answer
) -> None:
    cloud.expect("DELETE", PATH, answer)
    v2.clusters.delete("c1")


@pytest.mark.parametrize("first", [NOT_FOUND_AS_STRING, INTERNAL_ERROR])
def test_single_odd_reply_is_ignored(cloud: ScriptedCloud, v2: Any, first: Any) -> None:
    cloud.expect("GET", PATH, first)
    cloud.expect("GET", PATH, FOUND)
    assert v2.clusters.get("c1").id == "c1"


def test_repeated_failure_is_a_server_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, INTERNAL_ERROR, times=2)
    with pytest.raises(errors.ServerError):
        v2.clusters.get("c1")


def test_other_failures_are_not_repeated(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, error(501, "NOT_IMPLEMENTED_ERROR", "no"))
    with pytest.raises(errors.ServerError):
        v2.clusters.get("c1")


def test_any_other_string_is_a_bad_response(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", PATH, "<Response 120 bytes [200 OK]>")
    with pytest.raises(errors.BadResponse):
        v2.clusters.get("c1")


def test_job_executions_have_the_same_race(cloud: ScriptedCloud, v1: Any) -> None:
    cloud.expect("GET", "/v1.1/job-executions/j1", NOT_FOUND_AS_STRING)
    cloud.expect("GET", "/v1.1/job-executions/j1", MISSING)
    with pytest.raises(errors.NotFound):
        v1.job_executions.get("j1")


def test_update_of_a_deleted_object_is_not_found(cloud: ScriptedCloud, v1: Any) -> None:
    cloud.expect("PATCH", "/v1.1/clusters/c1", Answer(NOT_FOUND_AS_STRING, 202))
    with pytest.raises(errors.NotFound, match="deleted by someone else"):
        v1.clusters.update("c1", name="x")


@pytest.mark.parametrize("obj_id", ["", ".", "..", None])
@pytest.mark.parametrize("method", ["get", "delete", "export"])
def test_invalid_ids_are_not_sent(v2: Any, method: str, obj_id: Any) -> None:
    with pytest.raises(errors.NotFound, match="is not a valid cluster template id"):
        getattr(v2.cluster_templates, method)(obj_id)


@pytest.mark.parametrize(
    ("obj_id", "path"),
    [
        ("a/b", "a%2Fb"),
        ("a?force=1#x", "a%3Fforce%3D1%23x"),
        ("../plugins", "..%2Fplugins"),
        ("grün", "gr%C3%BCn"),
        ("%2e%2e", "%252e%252e"),
    ],
)
def test_ids_are_quoted_in_the_path(cloud: ScriptedCloud, v2: Any, obj_id: str, path: str) -> None:
    cloud.expect("GET", f"/v2/clusters/{path}", FOUND, query={"show_progress": "False"})
    v2.clusters.get(obj_id)
