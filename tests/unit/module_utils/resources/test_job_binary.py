# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binaries from files: failures, and clouds without API v1.1."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

from tests.unit.module_utils.resources.conftest import PROJECT
from tests.unit.support.scripted import ANYTHING, Answer, error

OLD_ID = "11111111-1111-4111-8111-111111111111"
NEW_ID = "22222222-2222-4222-8222-222222222222"
BINARY = {
    "id": "1",
    "name": "job.jar",
    "url": f"internal-db://{OLD_ID}",
    "description": "kept",
    "project_id": PROJECT,
}
STORED = {"id": NEW_ID, "name": "job.jar.0123456789abcdef", "tenant_id": PROJECT}
UNKNOWN_PATH = Answer({"error": 404, "error_message": "no such path"}, 404)


@pytest.fixture(name="src")
def src_fixture(tmp_path):
    path = tmp_path / "job.jar"
    path.write_bytes(b"new")
    return str(path)


def expect_find(cloud, *found):
    cloud.expect("GET", "/v2/job-binaries", {"binaries": list(found)})


def expect_upload(cloud, identity=NEW_ID):
    reply = {"job_binary_internal": {**STORED, "id": identity}}
    cloud.expect("PUT", ANYTHING, Answer(reply, 202), body=b"new")


def expect_discard(cloud, identity=NEW_ID, *left, name=STORED["name"]):
    stored = {"job_binary_internal": {**STORED, "id": identity, "name": name}}
    cloud.expect("GET", f"/v1.1/job-binary-internals/{identity}", stored)
    if name == STORED["name"]:
        cloud.expect("GET", "/v2/job-binaries", {"binaries": list(left)})
        if not left:
            cloud.expect("DELETE", f"/v1.1/job-binary-internals/{identity}")


def test_content_of_a_refused_job_binary_is_removed(cloud, run, src):
    expect_find(cloud)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", error(400, "INVALID_DATA", "Not today"))
    expect_discard(cloud)
    result = run(JobBinary, name="job.jar", src=src)
    assert (result["failed"], result["msg"]) == (True, "Not today")


def test_lost_race_leaves_no_content_behind(cloud, run, src):
    rival = {**BINARY, "url": f"internal-db://{OLD_ID}"}
    expect_find(cloud)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", error(400, "DB_DUPLICATE_ENTRY", "Duplicate entry"))
    expect_discard(cloud)
    expect_find(cloud, rival)
    cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}/data", Answer(b"new"))
    result = run(JobBinary, name="job.jar", src=src)
    assert result["job_binary"]["id"] == "1"


def test_new_content_is_stored_before_the_old_is_deleted(cloud, run, src):
    successor = {**BINARY, "id": "2", "url": f"internal-db://{NEW_ID}"}
    expect_find(cloud, BINARY)
    cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}/data", Answer(b"old"))
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": successor}, 202))
    cloud.expect("DELETE", "/v2/job-binaries/1")
    expect_discard(cloud, OLD_ID)
    body = {"name": "job.jar", "is_protected": False}
    cloud.expect("PATCH", "/v2/job-binaries/2", Answer({"job_binary": successor}, 202), body=body)
    result = run(JobBinary, name="job.jar", src=src)
    assert result["job_binary"]["id"] == "2"
    posted = next(call for call in cloud.calls if call.method == "POST")
    assert posted.body["url"] == successor["url"]
    assert posted.body["description"] == "kept"
    assert posted.body["name"] != "job.jar"


def test_old_content_is_kept_if_sahara_refuses_to_delete_it(cloud, run, src):
    successor = {**BINARY, "id": "2", "url": f"internal-db://{NEW_ID}"}
    expect_find(cloud, BINARY)
    cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}/data", Answer(b"old"))
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": successor}, 202))
    refusal = error(400, "DELETION_FAILED", "JobBinary is referenced and cannot be deleted")
    cloud.expect("DELETE", "/v2/job-binaries/1", refusal)
    cloud.expect("DELETE", "/v2/job-binaries/2")
    expect_discard(cloud)
    result = run(JobBinary, name="job.jar", src=src)
    assert result["failure"]["kind"] == "InUse"


@pytest.mark.parametrize(
    ("left", "name"),
    [(({**BINARY, "id": "3"},), STORED["name"]), ((), "job.jar")],
    ids=["used by another", "not stored by a task"],
)
def test_content_that_others_need_is_kept(cloud, run, left, name):
    expect_find(cloud, BINARY)
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    cloud.expect("DELETE", "/v2/job-binaries/1")
    expect_discard(cloud, OLD_ID, *left, name=name)
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


def test_missing_content_is_stored_again(cloud, run, src):
    expect_find(cloud, BINARY)
    gone = error(404, "NOT_FOUND", "Object not found")
    cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}/data", gone)
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    result = run(JobBinary, name="job.jar", src=src, check_mode=True)
    assert result["changed"] is True
    assert "id" not in result["job_binary"] and "url" not in result["job_binary"]


def test_cloud_without_api_v1_is_reported(cloud, run, src):
    expect_find(cloud)
    cloud.expect("PUT", ANYTHING, UNKNOWN_PATH)
    result = run(JobBinary, name="job.jar", src=src)
    assert result["msg"] == (
        "Storing content in Sahara's database requires API version 1.1, which this cloud does not offer."
    )


def test_internals_on_a_cloud_without_api_v1(cloud, run):
    cloud.expect("GET", "/v1.1/job-binary-internals", UNKNOWN_PATH)
    result = run(JobBinaryInternal, name="job.jar", content="x")
    assert result["msg"] == (
        "A job binary internal requires API version 1.1, which this cloud does not offer."
    )
