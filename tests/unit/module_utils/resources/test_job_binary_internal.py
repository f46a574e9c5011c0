# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binary internals: their content, what a task may change, and the objects that it leaves alone."""

from __future__ import annotations

import hashlib

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_binaries_at
from tests.unit.support.scripted import Answer, error

PATH = "/v1.1/job-binary-internals"
STORED = {"id": "1", "name": "job.jar", "tenant_id": PROJECT, "datasize": 3}
INTERIM = f"job.jar.{hashlib.sha256(b'new').hexdigest()[:16]}.new"
DUPLICATE = error(400, "DB_DUPLICATE_ENTRY", "Duplicate entry")
BOTH_VERSIONS = pytest.mark.parametrize("api", ["1.1", "2"])


def expect_list(cloud, *found):
    cloud.expect("GET", PATH, {"binaries": list(found)})


def expect_content(cloud, content, identity="1"):
    cloud.expect("GET", f"{PATH}/{identity}/data", Answer(content))


def expect_upload(cloud, name, answer=None):
    answer = answer or Answer({"job_binary_internal": {"id": "2", "name": name}}, 202)
    cloud.expect("PUT", f"{PATH}/{name}", answer, body=b"new")


def expect_update(cloud, body, identity="2"):
    reply = Answer({"job_binary_internal": {**STORED, "id": identity, **body}}, 202)
    cloud.expect("PATCH", f"{PATH}/{identity}", reply, body=body)


def expect_users(cloud, *found):
    expect_binaries_at(cloud, "internal-db://1", *found)


# Creation


@BOTH_VERSIONS
def test_creation_returns_what_sahara_stores(cloud, run, api):
    expect_list(cloud)
    expect_list(cloud)
    expect_upload(cloud, "job.jar")
    cloud.expect("GET", f"{PATH}/2", {"job_binary_internal": {**STORED, "id": "2"}})
    result = run(JobBinaryInternal, name="job.jar", content="new", api_version=api)
    found = result["job_binary_internal"]
    assert (result["changed"], found["id"], found["datasize"]) == (True, "2", 3)
    assert found["project_id"] == PROJECT


def test_only_flags_that_are_true_are_sent_after_the_upload(cloud, run):
    """Sahara accepts no flags with the content, and false is its default."""
    expect_list(cloud)
    expect_list(cloud)
    expect_upload(cloud, "job.jar")
    expect_update(cloud, {"is_public": True})
    params = {"name": "job.jar", "content": "new", "is_public": True, "is_protected": False}
    assert run(JobBinaryInternal, **params)["job_binary_internal"]["is_public"] is True


def test_content_left_by_an_interrupted_task_gets_the_name_and_the_flags(cloud, run):
    expect_list(cloud)
    expect_list(cloud, {**STORED, "id": "2", "name": INTERIM})
    expect_content(cloud, b"new", "2")
    expect_update(cloud, {"name": "job.jar", "is_protected": True})
    params = {"name": "job.jar", "content": "new", "is_public": False, "is_protected": True}
    assert run(JobBinaryInternal, **params)["job_binary_internal"]["id"] == "2"


def test_similar_objects_are_left_alone(cloud, run):
    """Content of another project, and content that disappears before the task deletes it."""
    foreign = {**STORED, "id": "3", "name": INTERIM, "tenant_id": "another"}
    gone = error(404, "NOT_FOUND", "Object not found")
    expect_list(cloud)
    expect_list(cloud, foreign, {**STORED, "id": "4", "name": INTERIM})
    cloud.expect("GET", f"{PATH}/4/data", gone)
    cloud.expect("DELETE", f"{PATH}/4", gone)
    expect_upload(cloud, "job.jar")
    cloud.expect("GET", f"{PATH}/2", {"job_binary_internal": {**STORED, "id": "2"}})
    assert run(JobBinaryInternal, name="job.jar", content="new")["changed"] is True


def test_creation_requires_content(cloud, run):
    expect_list(cloud)
    msg = run(JobBinaryInternal, name="job.jar", is_public=True)["msg"]
    assert "Creating a job binary internal requires 'src' or 'content'" in msg


def test_empty_content_is_refused(cloud, run):
    expect_list(cloud)
    msg = run(JobBinaryInternal, name="job.jar", content="")["msg"]
    assert "'content' is empty; Sahara cannot store empty content" in msg
    assert "requires" not in msg


def test_unreadable_file_is_refused(cloud, run, tmp_path):
    expect_list(cloud)
    path = tmp_path / "missing.jar"
    msg = run(JobBinaryInternal, name="job.jar", src=str(path))["msg"]
    reason = "No such file or directory"
    assert f"Cannot read the file '{path}' on the host of the task: {reason}" in msg
    assert "empty" not in msg


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("DATA_TOO_BIG", ". Store it in Swift or S3, and create a job binary with its 'url'."),
        ("INVALID_DATA", ""),
    ],
)
def test_refused_content(cloud, run, name, advice):
    expect_list(cloud)
    expect_list(cloud)
    expect_upload(cloud, "job.jar", error(400, name, "Not accepted"))
    result = run(JobBinaryInternal, name="job.jar", content="new")
    assert result["msg"] == f"Not accepted{advice}"
    assert result["failure"]["name"] == name


# Update


@pytest.mark.parametrize("given", [{}, {"content": "old"}])
def test_change_of_flags_keeps_the_object(cloud, run, given):
    expect_list(cloud, STORED)
    if given:
        expect_content(cloud, b"old")
    expect_update(cloud, {"is_public": True}, "1")
    result = run(JobBinaryInternal, name="job.jar", is_public=True, **given)
    assert result["diff"] == {"before": {"is_public": False}, "after": {"is_public": True}}


def test_same_content_changes_nothing(cloud, run, tmp_path):
    path = tmp_path / "job.jar"
    path.write_bytes(b"old")
    for given in ({"content": "old"}, {"src": str(path)}):
        expect_list(cloud, STORED)
        expect_content(cloud, b"old")
        result = run(JobBinaryInternal, name="job.jar", **given)
        assert (result["changed"], result["job_binary_internal"]["id"]) == (False, "1")


@BOTH_VERSIONS
def test_content_that_is_in_use_cannot_be_changed(cloud, run, api):
    binaries = [
        {"id": "a", "name": "user.jar", "url": "internal-db://1"},
        {"id": "b", "name": "other.jar", "url": "internal-db://2"},
    ]
    expect_list(cloud, STORED)
    expect_content(cloud, b"old")
    expect_users(cloud, *binaries)
    expect_users(cloud, *binaries)
    msg = run(JobBinaryInternal, name="job.jar", content="new", api_version=api)["msg"]
    reason = (
        "Sahara does not allow changing stored content, and it is in use by job binary user.jar"
    )
    assert f"({reason})" in msg and "other.jar" not in msg


def test_flags_of_used_content_can_be_changed(cloud, run):
    """The users are not even requested."""
    expect_list(cloud, STORED)
    expect_update(cloud, {"is_protected": True}, "1")
    assert run(JobBinaryInternal, name="job.jar", is_protected=True)["changed"] is True


def test_used_content_is_not_deleted(cloud, run):
    expect_list(cloud, STORED)
    expect_users(cloud, {"id": "a", "name": "user.jar", "url": "internal-db://1"})
    result = run(JobBinaryInternal, name="job.jar", state="absent", content="ignored")
    assert result["failure"]["kind"] == "InUse"
    assert "in use by job binary user.jar" in result["msg"]


@pytest.mark.parametrize("given", [{}, {"is_public": False}])
def test_new_content_stays_public_unless_the_task_changes_it(cloud, run, given):
    """The protection ends because the task ends it; otherwise Sahara would refuse the deletion."""
    expect_list(cloud, {**STORED, "is_public": True, "is_protected": True})
    expect_content(cloud, b"old")
    expect_users(cloud)
    expect_update(cloud, {"is_protected": False}, "1")
    expect_list(cloud)
    expect_upload(cloud, INTERIM)
    cloud.expect("DELETE", f"{PATH}/1")
    body = {"name": "job.jar", "is_public": not given, "is_protected": False}
    expect_update(cloud, body)
    params = {"name": "job.jar", "content": "new", "is_protected": False, **given}
    assert run(JobBinaryInternal, **params)["job_binary_internal"]["id"] == "2"


def test_refused_deletion_of_the_old_content_leaves_no_new_content(cloud, run):
    expect_list(cloud, STORED)
    expect_content(cloud, b"old")
    expect_users(cloud)
    expect_list(cloud, STORED)
    expect_upload(cloud, INTERIM)
    cloud.expect("DELETE", f"{PATH}/1", error(400, "DELETION_FAILED", "Not today"))
    cloud.expect("DELETE", f"{PATH}/2")
    result = run(JobBinaryInternal, name="job.jar", content="new")
    assert (result["failed"], result["msg"]) == (True, "Not today")


@pytest.mark.parametrize("content", [b"new", b"different"])
def test_interim_name_that_is_taken_is_used_only_for_the_same_content(cloud, run, content):
    """Another task may have stored it since the list was read."""
    rival = {**STORED, "id": "2", "name": INTERIM}
    foreign = {**rival, "id": "3", "tenant_id": "another"}
    expect_list(cloud, STORED)
    expect_content(cloud, b"old")
    expect_users(cloud)
    expect_list(cloud, STORED)
    expect_upload(cloud, INTERIM, DUPLICATE)
    expect_list(cloud, foreign, rival)
    expect_content(cloud, content, "2")
    if content == b"new":
        cloud.expect("DELETE", f"{PATH}/1")
        expect_update(cloud, {"name": "job.jar", "is_public": False})
    result = run(JobBinaryInternal, name="job.jar", content="new")
    assert result.get("changed", False) is (content == b"new")
    assert ("failed" in result) is (content != b"new")


# Check mode


def test_preview_of_new_content_has_its_size_and_no_id(cloud, run):
    expect_list(cloud, STORED)
    expect_content(cloud, b"old!")
    expect_users(cloud)
    result = run(JobBinaryInternal, name="job.jar", content="newer", check_mode=True)
    preview = result["job_binary_internal"]
    assert (result["changed"], preview["datasize"], preview["name"]) == (True, 5, "job.jar")
    assert not preview.keys() & {"id", "created_at", "updated_at", "project_id"}


def test_content_appears_only_as_a_checksum(cloud, run):
    """And only in the diff: Sahara does not return it."""
    expect_list(cloud, STORED)
    expect_content(cloud, b"old")
    expect_users(cloud)
    result = run(JobBinaryInternal, name="job.jar", content="new", check_mode=True)
    before, after = (f"sha256:{hashlib.sha256(data).hexdigest()}" for data in (b"old", b"new"))
    assert result["diff"] == {"before": {"content": before}, "after": {"content": after}}
    assert not result["job_binary_internal"].keys() & {"checksum", "content", "src"}


def test_preview_of_flags_keeps_the_id_and_the_size(cloud, run):
    expect_list(cloud, STORED)
    result = run(JobBinaryInternal, name="job.jar", is_public=True, check_mode=True)
    preview = result["job_binary_internal"]
    assert (preview["id"], preview["datasize"], preview["is_public"]) == ("1", 3, True)


def test_id_is_requested_directly(cloud, run):
    """Before the object gets a new name, the task makes sure that the name is free."""
    cloud.expect("GET", f"{PATH}/1", {"job_binary_internal": STORED})
    expect_list(cloud)
    expect_update(cloud, {"name": "new.jar"}, "1")
    assert run(JobBinaryInternal, id="1", name="new.jar")["changed"] is True


def test_cloud_without_api_v1_is_reported_for_an_id_too(cloud, run):
    cloud.expect("GET", f"{PATH}/1", Answer({"error": 404, "error_message": "no such path"}, 404))
    assert run(JobBinaryInternal, id="1")["msg"] == (
        "A job binary internal requires API version 1.1, which this cloud does not offer."
    )
