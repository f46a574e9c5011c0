# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binaries from files: failures, and clouds without API v1.1."""

from __future__ import annotations

import hashlib

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_binaries_at
from tests.unit.support.scripted import UNKNOWN_PATH, Answer, error

OLD_ID = "11111111-1111-4111-8111-111111111111"
NEW_ID = "22222222-2222-4222-8222-222222222222"
BINARY = {
    "id": "1",
    "name": "job.jar",
    "url": f"internal-db://{OLD_ID}",
    "description": "kept",
    "project_id": PROJECT,
}
DIGEST = hashlib.sha256(b"new").hexdigest()
STORED = {"id": NEW_ID, "name": f"job.jar.{DIGEST[:16]}", "tenant_id": PROJECT}
OLD = {"id": OLD_ID, "name": "job.jar.0123456789abcdef", "tenant_id": PROJECT}
INTERIM = f"job.jar.{DIGEST[:8]}"


@pytest.fixture(name="src")
def src_fixture(tmp_path):
    path = tmp_path / "job.jar"
    path.write_bytes(b"new")
    return str(path)


def expect_find(cloud, *found):
    cloud.expect("GET", "/v2/job-binaries", {"binaries": list(found)})


def expect_internals(cloud, *found):
    cloud.expect("GET", "/v1.1/job-binary-internals", {"binaries": list(found)})


def expect_upload(cloud, answer=None):
    answer = answer or Answer({"job_binary_internal": STORED}, 202)
    cloud.expect("PUT", f"/v1.1/job-binary-internals/{STORED['name']}", answer, body=b"new")


def expect_content(cloud, identity=NEW_ID, content=b"new"):
    cloud.expect("GET", f"/v1.1/job-binary-internals/{identity}/data", Answer(content))


def expect_unused(cloud, identity=NEW_ID, *others, name=STORED["name"]):
    """Whether the content is unused is looked up: by its name, and by its users."""
    stored = {"job_binary_internal": {**STORED, "id": identity, "name": name}}
    cloud.expect("GET", f"/v1.1/job-binary-internals/{identity}", stored)
    url = f"internal-db://{identity}"
    users = [binary for binary in (BINARY, *others) if binary["url"] == url]
    expect_binaries_at(cloud, url, *users)


def expect_removal(cloud, identity):
    cloud.expect("DELETE", f"/v1.1/job-binary-internals/{identity}")


def expect_discard(cloud, identity=NEW_ID, *left):
    expect_unused(cloud, identity, *left)
    expect_removal(cloud, identity)


def test_content_of_a_refused_job_binary_is_removed(cloud, run, src):
    expect_find(cloud)
    expect_internals(cloud)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", error(400, "INVALID_DATA", "Not today"))
    expect_discard(cloud)
    result = run(JobBinary, name="job.jar", src=src)
    assert (result["failed"], result["msg"]) == (True, "Not today")


def test_lost_race_leaves_no_content_behind(cloud, run, src):
    rival = {**BINARY, "url": f"internal-db://{OLD_ID}"}
    expect_find(cloud)
    expect_internals(cloud)
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
    expect_internals(cloud, OLD)
    expect_find(cloud, BINARY)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": successor}, 202))
    expect_unused(cloud, OLD_ID, successor)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    expect_removal(cloud, OLD_ID)
    body = {"name": "job.jar", "is_protected": False}
    cloud.expect("PATCH", "/v2/job-binaries/2", Answer({"job_binary": successor}, 202), body=body)
    result = run(JobBinary, name="job.jar", src=src)
    assert result["job_binary"]["id"] == "2"
    posted = next(call for call in cloud.calls if call.method == "POST")
    assert posted.body["url"] == successor["url"]
    assert posted.body["description"] == "kept"
    assert posted.body["name"] == INTERIM


def test_old_content_is_kept_if_sahara_refuses_to_delete_it(cloud, run, src):
    successor = {**BINARY, "id": "2", "url": f"internal-db://{NEW_ID}"}
    expect_find(cloud, BINARY)
    cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}/data", Answer(b"old"))
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_internals(cloud, OLD)
    expect_find(cloud, BINARY)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": successor}, 202))
    refusal = error(400, "DELETION_FAILED", "JobBinary is referenced and cannot be deleted")
    expect_unused(cloud, OLD_ID, successor)
    cloud.expect("DELETE", "/v2/job-binaries/1", refusal)
    cloud.expect("DELETE", "/v2/job-binaries/2")
    expect_discard(cloud)
    result = run(JobBinary, name="job.jar", src=src)
    assert result["failure"]["kind"] == "InUse"


@pytest.mark.parametrize("used", [True, False], ids=["used by another", "not stored by a task"])
def test_content_that_others_need_is_kept(cloud, run, used):
    expect_find(cloud, BINARY)
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    if used:
        expect_unused(cloud, OLD_ID, {**BINARY, "id": "3"})
    else:
        stored = {"job_binary_internal": {**OLD, "name": "job.jar"}}
        cloud.expect("GET", f"/v1.1/job-binary-internals/{OLD_ID}", stored)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    expect_internals(cloud)
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


@pytest.mark.parametrize(
    "answer",
    [Answer(dropped=True), error(400, "DB_DUPLICATE_ENTRY", "Duplicate entry")],
    ids=["lost answer", "left by an interrupted run"],
)
def test_content_that_is_already_stored_is_used(cloud, run, src, answer):
    created = {**BINARY, "url": f"internal-db://{NEW_ID}"}
    expect_find(cloud)
    expect_internals(cloud, *([] if answer.dropped else [STORED]))
    if not answer.dropped:
        expect_find(cloud)
    expect_upload(cloud, answer)
    expect_internals(cloud, STORED)
    expect_content(cloud)
    cloud.expect(
        "POST",
        "/v2/job-binaries",
        Answer({"job_binary": created}, 202),
        body={"name": "job.jar", "url": created["url"]},
    )
    result = run(JobBinary, name="job.jar", src=src)
    assert (result["changed"], result["job_binary"]["url"]) == (True, created["url"])


def test_what_an_interrupted_replacement_has_left_is_removed(cloud, run, src):
    """The successor with its temporary name, and old content. Similar objects of users are kept."""
    created = {**BINARY, "url": f"internal-db://{NEW_ID}"}
    left = {**BINARY, "id": "5", "name": "job.jar.20261127", "url": f"internal-db://{OLD_ID}"}
    dated = {**left, "id": "6", "url": "internal-db://other"}
    others = [
        {**OLD, "id": "other", "name": "job.jar.20261127.0123456789abcdef"},
        {**OLD, "id": "foreign", "tenant_id": "another"},
        {**OLD, "id": "used", "name": "job.jar.aaaaaaaaaaaaaaaa"},
    ]
    user = {**BINARY, "id": "7", "name": "copy.jar", "url": "internal-db://used"}
    expect_find(cloud)
    expect_internals(cloud, OLD, *others)
    expect_find(cloud, left, dated, user)
    cloud.expect("DELETE", "/v2/job-binaries/5")
    expect_removal(cloud, OLD_ID)
    expect_upload(cloud)
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": created}, 202))
    assert run(JobBinary, name="job.jar", src=src)["changed"] is True


def expect_successor_and_content(cloud):
    """What an interrupted replacement has left, and content that another job binary uses."""
    left = {**BINARY, "id": "5", "name": INTERIM, "url": f"internal-db://{NEW_ID}"}
    user = {**BINARY, "id": "7", "name": "copy.jar", "url": "internal-db://used"}
    expect_internals(cloud, OLD, STORED, {**OLD, "id": "used"})
    expect_find(cloud, left, user)


def test_deletion_continues_after_an_interrupted_one(cloud, run):
    """The job binary is deleted already, but not what interrupted tasks on it have left."""
    expect_find(cloud)
    expect_successor_and_content(cloud)
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_successor_and_content(cloud)
    cloud.expect("DELETE", "/v2/job-binaries/5")
    expect_removal(cloud, OLD_ID)
    expect_removal(cloud, NEW_ID)
    result = run(JobBinary, name="job.jar", state="absent")
    assert (result["changed"], result["diff"]["after"]) == (True, {})
    assert result["diff"]["before"] == {"name": "job.jar", "url": f"internal-db://{OLD_ID}"}


def test_deletion_includes_what_an_interrupted_replacement_has_left(cloud, run):
    expect_find(cloud, BINARY)
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_unused(cloud, OLD_ID, name=OLD["name"])
    cloud.expect("DELETE", "/v2/job-binaries/1")
    expect_removal(cloud, OLD_ID)
    expect_internals(cloud, STORED)
    expect_find(cloud)
    expect_removal(cloud, NEW_ID)
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


@pytest.mark.parametrize("answer", [UNKNOWN_PATH, {"binaries": []}], ids=["no API v1.1", "nothing"])
def test_deletion_of_nothing_changes_nothing(cloud, run, answer):
    expect_find(cloud)
    cloud.expect("GET", "/v1.1/job-binary-internals", answer)
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is False


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
    cloud.expect("GET", "/v1.1/job-binary-internals", UNKNOWN_PATH)
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


INTERNAL = {"id": OLD_ID, "name": "job.jar", "tenant_id": PROJECT}
LEFT = {"id": NEW_ID, "name": f"job.jar.{DIGEST[:16]}.new", "tenant_id": PROJECT}


def expect_renaming(cloud):
    answer = Answer({"job_binary_internal": {**INTERNAL, "id": NEW_ID}}, 202)
    cloud.expect("PATCH", f"/v1.1/job-binary-internals/{NEW_ID}", answer)


def test_internal_that_an_interrupted_run_has_left_gets_its_name(cloud, run, src):
    older = {**LEFT, "id": "older", "name": "job.jar.0123456789abcdef.new"}
    other = {**LEFT, "id": "other", "name": "my.job.jar.0123456789abcdef.new"}
    expect_internals(cloud)
    expect_internals(cloud, older, LEFT, other)
    expect_content(cloud, "older", b"old")
    expect_removal(cloud, "older")
    expect_content(cloud)
    expect_renaming(cloud)
    result = run(JobBinaryInternal, name="job.jar", src=src)
    assert (result["changed"], result["job_binary_internal"]["id"]) == (True, NEW_ID)


@pytest.mark.parametrize("left", [True, False])
def test_new_content_of_an_internal_is_stored_before_the_old_is_deleted(cloud, run, src, left):
    expect_internals(cloud, INTERNAL)
    expect_content(cloud, OLD_ID, b"old")
    expect_binaries_at(cloud, f"internal-db://{OLD_ID}")
    expect_internals(cloud, INTERNAL, *([LEFT] if left else []))
    if left:
        expect_content(cloud)
    else:
        path = f"/v1.1/job-binary-internals/{LEFT['name']}"
        cloud.expect("PUT", path, Answer({"job_binary_internal": LEFT}, 202), body=b"new")
    expect_removal(cloud, OLD_ID)
    expect_renaming(cloud)
    assert run(JobBinaryInternal, name="job.jar", src=src)["job_binary_internal"]["id"] == NEW_ID
