# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sources: what tasks send and refuse, objects in use, and updates that API v1.1 cannot do."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_executions_with
from tests.unit.support.listings import expect_name
from tests.unit.support.scripted import UNKNOWN_PATH, Answer, error

SOURCE = {"id": "1", "name": "logs", "type": "hdfs", "url": "/logs", "tenant_id": PROJECT}
LOGIN = {"user": "u", "password": "p"}
VERSIONS = pytest.mark.parametrize(("api", "method"), [("1.1", "PUT"), ("2", "PATCH")])


def expect_find(cloud, *found, api="2", name="logs"):
    expect_name(cloud, "data_source", name, *found, api=api)


def expect_users(cloud, reading=(), writing=()):
    """The job executions that use the data source as input or as output."""
    expect_executions_with(cloud, {"input_id": "1"}, *reading)
    expect_executions_with(cloud, {"output_id": "1"}, *writing)


def test_update_fails_on_api_1_1_while_a_job_execution_waits(cloud, run):
    expect_find(cloud, SOURCE, api="1.1")
    refusal = error(500, "INTERNAL_SERVER_ERROR", "Error occurred during validation")
    cloud.expect("PUT", "/v1.1/data-sources/1", refusal)
    result = run(DataSource, name="logs", url="/other", api_version="1.1")
    assert result["msg"] == (
        "API version 1.1 could not update data source 'logs'; this happens while a job execution is "
        "waiting to start. Run the task again later, or set 'api_version: 2'."
    )
    facts = {"kind": "ServerError", "status": 500, "name": "INTERNAL_SERVER_ERROR"}
    assert facts.items() <= result["failure"].items()
    assert result["failure"]["message"] == "Error occurred during validation"


@pytest.mark.parametrize("api_version", ["1.1", "2"])
def test_deletion_is_refused_while_job_executions_use_it(cloud, run, api_version):
    expect_find(cloud, SOURCE, api=api_version)
    both = {"id": "b", "input_id": "1", "output_id": "1"}
    expect_users(cloud, [{"id": "a", "input_id": "1"}, both], [both, {"id": "c", "output_id": "1"}])
    result = run(DataSource, name="logs", state="absent", api_version=api_version)
    assert result["msg"] == (
        "Data source 'logs' cannot be deleted while it is in use by job execution a, job execution b, job execution c."
    )
    assert result["failure"]["kind"] == "InUse"


def test_without_api_v1_all_job_executions_are_read(cloud, run):
    """API v1.1 is requested only once per task."""
    cloud.expect("GET", "/v1.1/data-sources", UNKNOWN_PATH)
    cloud.expect("GET", "/v2/data-sources", {"data_sources": [SOURCE]}, query={"limit": "200"})
    jobs = [{"id": "a", "input_id": "2", "output_id": "1"}, {"id": "b", "input_id": "2"}]
    cloud.expect("GET", "/v2/jobs", {"jobs": jobs}, query={"limit": "200"}, times=2)
    result = run(DataSource, name="logs", state="absent")
    assert result["msg"].endswith("in use by job execution a.")


@pytest.mark.parametrize("api_version", ["1.1", "2"])
def test_deletion_by_someone_else_changes_nothing(cloud, run, api_version):
    expect_find(cloud, SOURCE, api=api_version)
    expect_users(cloud)
    path = f"/v{api_version}/data-sources/1"
    cloud.expect("DELETE", path, error(404, "NOT_FOUND", "Data Source id '1' not found!"))
    result = run(DataSource, name="logs", state="absent", api_version=api_version)
    assert result["changed"] is False and result["data_source"] is None


@VERSIONS
def test_creation_sends_the_credentials_that_are_set(cloud, run, api, method):
    expect_find(cloud, api=api)
    body = {"name": "logs", "type": "swift", "url": "swift://logs/a", "credentials": LOGIN}
    reply = Answer({"data_source": {**SOURCE, "id": "2"}}, 202)
    cloud.expect("POST", f"/v{api}/data-sources", reply, body=body)
    given = {**body, "credentials": {**LOGIN, "endpoint": None, "ssl": None}}
    result = run(DataSource, **given, api_version=api)
    assert (result["changed"], result["data_source"]["id"]) == (True, "2")
    assert result["diff"]["after"]["credentials"] == "(not shown, will be sent)"


@VERSIONS
def test_another_type_is_sent_with_its_credentials(cloud, run, api, method):
    """The same type, or none, leaves them out."""
    swift = {**SOURCE, "type": "swift", "url": "swift://logs/a"}
    moved = {"type": "swift", "url": swift["url"]}
    for current, given, sent in [
        (SOURCE, moved, {**moved, "credentials": LOGIN}),
        (swift, {"type": "swift", "description": "d"}, {"description": "d"}),
        (swift, {"description": "d"}, {"description": "d"}),
        (
            swift,
            {"update_secrets": "always"},
            {"credentials": LOGIN},
        ),
    ]:
        expect_find(cloud, current, api=api)
        reply = Answer({"data_source": {**current, **sent}}, 202)
        cloud.expect(method, f"/v{api}/data-sources/1", reply, body=sent)
        assert run(DataSource, name="logs", credentials=LOGIN, api_version=api, **given)["changed"]


def test_all_problems_of_a_creation_are_reported_together(cloud, run):
    expect_find(cloud, name="a b")
    params = {"name": "a b", "type": "hdfs", "url": "file:///logs", "credentials": LOGIN}
    msg = run(DataSource, **params)["msg"]
    assert "'a b' is not a valid data source name" in msg
    assert "'file:///logs' is not a valid hdfs data source URL" in msg
    assert (
        "'credentials.password' and 'credentials.user' are not supported for data sources of type hdfs"
    ) in msg


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "'type' and 'url'"),
        ({"url": "file:///logs"}, "'type'"),
        ({"type": "hdfs"}, "'url'"),
    ],
)
def test_creation_requires_type_and_url(cloud, run, given, missing):
    expect_find(cloud)
    msg = run(DataSource, name="logs", **given)["msg"]
    assert msg == f"Creating data source 'logs' requires {missing}."


@pytest.mark.parametrize("given", [{"type": "maprfs"}, {"url": "maprfs:///logs"}])
def test_type_and_url_must_fit_together_when_one_of_them_changes(cloud, run, given):
    expect_find(cloud, {**SOURCE, "url": "hdfs://node/logs"})
    result = run(DataSource, name="logs", **given)
    assert result["failed"] is True and "data source URL; expected" in result["msg"]


def test_url_that_the_task_does_not_set_is_not_checked(cloud, run):
    """Older releases of Sahara accepted URLs that this one refuses."""
    old = {**SOURCE, "url": "file:///logs"}
    expect_find(cloud, old)
    reply = Answer({"data_source": {**old, "description": "d"}}, 202)
    cloud.expect("PATCH", "/v2/data-sources/1", reply, body={"description": "d"})
    assert run(DataSource, name="logs", description="d")["changed"] is True


@pytest.mark.parametrize(
    ("api_version", "message"),
    [("2", "Error occurred during validation"), ("1.1", "Internal Server Error")],
)
def test_other_server_errors_are_reported_as_they_are(cloud, run, api_version, message):
    expect_find(cloud, SOURCE, api=api_version)
    refusal = error(501, "INTERNAL_SERVER_ERROR", message)
    method = "PUT" if api_version == "1.1" else "PATCH"
    cloud.expect(method, f"/v{api_version}/data-sources/1", refusal)
    msg = run(DataSource, name="logs", url="/other", api_version=api_version)["msg"]
    assert message in msg and "waiting to start" not in msg
