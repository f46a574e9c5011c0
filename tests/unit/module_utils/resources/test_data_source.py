# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sources that are in use, or that API v1.1 cannot update."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)

from tests.unit.module_utils.resources.conftest import PROJECT
from tests.unit.support.scripted import error

SOURCE = {"id": "1", "name": "logs", "type": "hdfs", "url": "/logs", "tenant_id": PROJECT}


def test_update_fails_on_api_1_1_while_a_job_execution_waits(cloud, run):
    cloud.expect("GET", "/v1.1/data-sources", {"data_sources": [SOURCE]})
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


@pytest.mark.parametrize(
    ("api_version", "path", "key"),
    [("1.1", "job-executions", "job_executions"), ("2", "jobs", "jobs")],
)
def test_deletion_is_refused_while_a_job_execution_uses_it(cloud, run, api_version, path, key):
    cloud.expect("GET", f"/v{api_version}/data-sources", {"data_sources": [SOURCE]})
    jobs = [{"id": "a", "input_id": "1"}, {"id": "b", "input_id": "2", "output_id": "3"}]
    cloud.expect("GET", f"/v{api_version}/{path}", {key: jobs})
    result = run(DataSource, name="logs", state="absent", api_version=api_version)
    assert result["msg"] == (
        "Data source 'logs' cannot be deleted while it is in use by job execution a."
    )
    assert result["failure"]["kind"] == "InUse"


@pytest.mark.parametrize("api_version", ["1.1", "2"])
def test_deletion_succeeds_if_someone_else_deletes_it_first(cloud, run, api_version):
    path = f"/v{api_version}/data-sources"
    cloud.expect("GET", path, {"data_sources": [SOURCE]})
    jobs = ("job-executions", "job_executions") if api_version == "1.1" else ("jobs", "jobs")
    cloud.expect("GET", f"/v{api_version}/{jobs[0]}", {jobs[1]: []})
    cloud.expect("DELETE", f"{path}/1", error(404, "NOT_FOUND", "Data Source id '1' not found!"))
    result = run(DataSource, name="logs", state="absent", api_version=api_version)
    assert result["changed"] is True and result["data_source"] is None
