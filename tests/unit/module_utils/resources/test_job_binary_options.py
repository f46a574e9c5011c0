# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binaries: their URLs and credentials, what a task may change, and who may use their content."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_binaries_at
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer

ID = "11111111-1111-4111-8111-111111111111"
INTERNALS = "/v1.1/job-binary-internals"
SWIFT = {"id": "1", "name": "job.jar", "url": "swift://jars/job", "project_id": PROJECT}
STORED = {**SWIFT, "url": f"internal-db://{ID}"}
CONTENT = {"id": ID, "name": "job.jar.11507a0e2f5e69d5", "tenant_id": PROJECT}
S3_LOGIN = {"accesskey": "a", "secretkey": "s", "endpoint": "e"}
SWIFT_LOGIN = {"user": "u", "password": "p"}
VERSIONS = [("1.1", "PUT"), ("2", "PATCH")]


@pytest.fixture(name="src")
def src_fixture(tmp_path):
    """A file with the content whose digest CONTENT has in its name."""
    path = tmp_path / "job.jar"
    path.write_bytes(b"new")
    return str(path)


def expect_find(cloud, *found, api="2"):
    cloud.expect("GET", f"/v{api}/job-binaries", {"binaries": list(found)})


def expect_templates(cloud, *templates):
    cloud.expect("GET", "/v2/job-templates", {"job_templates": list(templates)})


# URLs and credentials


@pytest.mark.parametrize(("api", "method"), VERSIONS)
def test_creation_and_update_send_what_the_task_sets(cloud, run, api, method):
    params = {"name": "job.jar", "url": SWIFT["url"], "api_version": api}
    body = {"name": "job.jar", "url": SWIFT["url"], "extra": SWIFT_LOGIN}
    path = f"/v{api}/job-binaries"
    expect_find(cloud, api=api)
    cloud.expect("POST", path, Answer({"job_binary": SWIFT}, 202), body=body)
    result = run(JobBinary, **params, extra={**SWIFT_LOGIN, "endpoint": None})
    assert (result["changed"], result["job_binary"]["url"]) == (True, SWIFT["url"])
    expect_find(cloud, SWIFT, api=api)
    updated = {"job_binary": {**SWIFT, "description": "words"}}
    cloud.expect(method, f"{path}/1", Answer(updated, 202), body={"description": "words"})
    result = run(JobBinary, **params, extra=SWIFT_LOGIN, description="words")
    assert result["diff"] == {"before": {"description": None}, "after": {"description": "words"}}


@pytest.mark.parametrize(("api", "method"), VERSIONS)
def test_url_with_another_scheme_is_sent_with_its_credentials(cloud, run, api, method):
    """A URL with the same scheme is sent alone."""
    for url, extra, sent in [
        ("s3://jars/job", S3_LOGIN, {"extra": S3_LOGIN}),
        ("swift://jars/other", SWIFT_LOGIN, {}),
    ]:
        expect_find(cloud, SWIFT, api=api)
        reply = Answer({"job_binary": {**SWIFT, "url": url}}, 202)
        cloud.expect(method, f"/v{api}/job-binaries/1", reply, body={"url": url, **sent})
        result = run(JobBinary, name="job.jar", url=url, extra=extra, api_version=api)
        assert result["job_binary"]["url"] == url


REQUIRED = "'extra.accesskey', 'extra.secretkey' and 'extra.endpoint' are required for job binaries at s3://"


@pytest.mark.parametrize("current", [None, SWIFT], ids=["creation", "update"])
def test_s3_requires_credentials(cloud, run, current):
    expect_find(cloud, *([current] if current else []))
    result = run(JobBinary, name="job.jar", url="s3://jars/job")
    assert REQUIRED in result["msg"]
    expect_find(cloud, *([current] if current else []))
    result = run(JobBinary, name="job.jar", url="s3://jars/job", extra={"accesskey": "a"})
    assert "'extra.secretkey' and 'extra.endpoint' are required for" in result["msg"]
    assert "'extra.accesskey'" not in result["msg"]


def test_another_object_in_s3_needs_no_credentials(cloud, run):
    at_s3 = {**SWIFT, "url": "s3://jars/job"}
    expect_find(cloud, at_s3)
    moved = {**at_s3, "url": "S3://jars/other"}
    cloud.expect("PATCH", "/v2/job-binaries/1", {"job_binary": moved}, body={"url": moved["url"]})
    assert run(JobBinary, name="job.jar", url=moved["url"])["changed"] is True


def test_swift_needs_no_credentials(cloud, run):
    """Whether it needs them depends on the configuration of the server."""
    expect_find(cloud)
    body = {"name": "job.jar", "url": SWIFT["url"]}
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": SWIFT}, 202), body=body)
    assert run(JobBinary, name="job.jar", url=SWIFT["url"])["changed"] is True


def test_all_problems_of_a_creation_are_reported_together(cloud, run):
    expect_find(cloud)
    msg = run(JobBinary, name="a b", url="swift://jars", extra={"endpoint": "e"})["msg"]
    assert "'a b' is not a valid job binary name" in msg
    assert "'swift://jars' is not a valid job binary URL" in msg
    assert "'extra.endpoint' is not supported for job binaries at swift://" in msg
    expect_find(cloud)
    msg = run(JobBinary, name="job.jar")["msg"]
    assert msg == "Creating a job binary requires 'url' or 'src'."


def test_url_without_a_known_scheme_is_refused(cloud, run):
    expect_find(cloud)
    msg = run(JobBinary, name="job.jar", url="hdfs://node/job", extra=SWIFT_LOGIN)["msg"]
    assert "'hdfs://node/job' is not a valid job binary URL" in msg
    assert "extra" not in msg


# URLs of content in Sahara's database


def test_url_of_unknown_content_is_refused(cloud, run):
    expect_find(cloud)
    cloud.expect("GET", f"{INTERNALS}/{ID}", GONE)
    msg = run(JobBinary, name="job.jar", url=STORED["url"])["msg"]
    assert msg == f"Job binary internal '{ID}' does not exist."
    expect_find(cloud)  # An invalid id is not looked up.
    msg = run(JobBinary, name="job.jar", url="internal-db://x")["msg"]
    assert "'internal-db://x' is not a valid job binary URL" in msg


@pytest.mark.parametrize("reply", [{"job_binary_internal": CONTENT}, UNKNOWN_PATH])
def test_content_is_looked_up_only_where_api_v1_exists(cloud, run, reply):
    expect_find(cloud)
    cloud.expect("GET", f"{INTERNALS}/{ID}", reply)
    body = {"name": "job.jar", "url": STORED["url"]}
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": STORED}, 202), body=body)
    assert run(JobBinary, name="job.jar", url=STORED["url"])["changed"] is True


def test_url_of_stored_content_cannot_be_changed(cloud, run):
    expect_find(cloud, STORED)
    expect_templates(cloud)
    result = run(JobBinary, name="job.jar", url=SWIFT["url"], extra=SWIFT_LOGIN)
    assert result["msg"] == (
        f"Job binary 'job.jar' cannot be updated: url is '{STORED['url']}', the task wants "
        f"'{SWIFT['url']}' (Sahara does not allow changing the URL of a job binary in its own "
        "database). Set 'on_immutable_change' to 'recreate' to delete and re-create it, "
        "or to 'ignore' to keep it."
    )


def test_credentials_for_the_replacement_are_checked_before_the_deletion(cloud, run):
    params = {"name": "job.jar", "url": SWIFT["url"], "on_immutable_change": "recreate"}
    expect_find(cloud, STORED)
    msg = run(JobBinary, **params)["msg"]
    assert "'extra.user' and 'extra.password' are required for job binaries at swift://" in msg


@pytest.mark.parametrize("gone", [UNKNOWN_PATH, GONE], ids=["no API v1.1", "deleted already"])
def test_replacement_does_not_need_the_old_content(cloud, run, gone):
    params = {"name": "job.jar", "url": SWIFT["url"], "on_immutable_change": "recreate"}
    kept = {**STORED, "description": "words"}
    expect_find(cloud, kept)
    expect_templates(cloud)
    cloud.expect("GET", f"{INTERNALS}/{ID}", gone)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    body = {"name": "job.jar", "url": SWIFT["url"], "description": "words", "extra": SWIFT_LOGIN}
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": SWIFT}, 202), body=body)
    result = run(JobBinary, **params, extra=SWIFT_LOGIN)
    assert (result["changed"], result["job_binary"]["url"]) == (True, SWIFT["url"])


# Use by job templates, and deletion

TEMPLATES = [
    {"id": "t", "name": "main", "mains": [{"id": "1"}], "libs": []},
    {"id": "u", "name": "lib", "mains": [], "libs": ["1"]},
    {"id": "v", "name": "other", "mains": [{"id": "2"}], "libs": []},
]


def test_used_job_binary_is_not_deleted(cloud, run):
    expect_find(cloud, SWIFT)
    expect_templates(cloud, *TEMPLATES)
    result = run(JobBinary, name="job.jar", state="absent")
    assert result["failure"]["kind"] == "InUse"
    assert result["msg"].endswith("in use by job template lib, job template main.")


def test_content_that_is_in_use_cannot_be_changed(cloud, run, src):
    expect_find(cloud, STORED)
    cloud.expect("GET", f"{INTERNALS}/{ID}/data", Answer(b"old"))
    expect_templates(cloud, *TEMPLATES)
    expect_templates(cloud, *TEMPLATES)
    msg = run(JobBinary, name="job.jar", src=src)["msg"]
    assert (
        "(Sahara does not allow changing the content of a job binary in its own database, "
        "and it is in use by job template main, job template lib)"
    ) in msg


def test_deletion_of_a_job_binary_at_a_url_leaves_stored_content_alone(cloud, run):
    expect_find(cloud, SWIFT)
    expect_templates(cloud)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


def test_content_is_deleted_with_its_last_job_binary(cloud, run):
    """Even if someone else has deleted the content since the task has looked."""
    expect_find(cloud, STORED)
    expect_templates(cloud)
    cloud.expect("GET", f"{INTERNALS}/{ID}", {"job_binary_internal": CONTENT})
    expect_binaries_at(cloud, STORED["url"], STORED)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    cloud.expect("DELETE", f"{INTERNALS}/{ID}", GONE)
    cloud.expect("GET", INTERNALS, UNKNOWN_PATH)
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


def test_content_of_another_project_is_kept(cloud, run):
    expect_find(cloud, STORED)
    expect_templates(cloud)
    foreign = {"job_binary_internal": {**CONTENT, "tenant_id": "another"}}
    cloud.expect("GET", f"{INTERNALS}/{ID}", foreign)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    cloud.expect("GET", INTERNALS, {"binaries": []})
    assert run(JobBinary, name="job.jar", state="absent")["changed"] is True


# Sharing of stored content


def expect_sharing(cloud, is_public=True):
    shared = {"job_binary_internal": {**CONTENT, "is_public": is_public}}
    cloud.expect("PATCH", f"{INTERNALS}/{ID}", shared, body={"is_public": is_public})


def test_content_of_a_public_job_binary_is_public(cloud, run, src):
    expect_find(cloud)
    cloud.expect("GET", INTERNALS, {"binaries": []})
    reply = Answer({"job_binary_internal": CONTENT}, 202)
    cloud.expect("PUT", f"{INTERNALS}/{CONTENT['name']}", reply, body=b"new")
    expect_sharing(cloud)
    body = {"name": "job.jar", "url": STORED["url"], "is_public": True}
    cloud.expect("POST", "/v2/job-binaries", Answer({"job_binary": STORED}, 202), body=body)
    assert run(JobBinary, name="job.jar", src=src, is_public=True)["changed"] is True


@pytest.mark.parametrize("is_public", [True, False])
def test_change_of_sharing_includes_the_content(cloud, run, src, is_public):
    expect_find(cloud, {**STORED, "is_public": not is_public})
    cloud.expect("GET", f"{INTERNALS}/{ID}/data", Answer(b"new"))
    expect_sharing(cloud, is_public)
    shared = Answer({"job_binary": {**STORED, "is_public": is_public}}, 202)
    cloud.expect("PATCH", "/v2/job-binaries/1", shared, body={"is_public": is_public})
    result = run(JobBinary, name="job.jar", src=src, is_public=is_public)
    assert result["job_binary"]["is_public"] is is_public


def test_sharing_without_a_file_leaves_the_content_to_the_user(cloud, run):
    expect_find(cloud, STORED)
    shared = Answer({"job_binary": {**STORED, "is_public": True}}, 202)
    cloud.expect("PATCH", "/v2/job-binaries/1", shared, body={"is_public": True})
    assert run(JobBinary, name="job.jar", is_public=True)["changed"] is True


# From a URL to a file, and protection


def test_file_takes_over_from_a_url(cloud, run, src):
    """Sahara allows this change, so the job binary keeps its id."""
    expect_find(cloud, SWIFT)
    cloud.expect("GET", INTERNALS, {"binaries": []})
    reply = Answer({"job_binary_internal": CONTENT}, 202)
    cloud.expect("PUT", f"{INTERNALS}/{CONTENT['name']}", reply, body=b"new")
    updated = Answer({"job_binary": STORED}, 202)
    cloud.expect("PATCH", "/v2/job-binaries/1", updated, body={"url": STORED["url"]})
    result = run(JobBinary, name="job.jar", src=src)
    assert (result["changed"], result["job_binary"]["id"]) == (True, "1")


def test_preview_of_new_content_keeps_the_id_of_a_job_binary_at_a_url(cloud, run, src):
    expect_find(cloud, SWIFT)
    preview = run(JobBinary, name="job.jar", src=src, check_mode=True)["job_binary"]
    assert preview["id"] == "1" and "url" not in preview


def test_protection_ends_before_the_content_changes_and_only_if_the_task_ends_it(cloud, run, src):
    old_id = "33333333-3333-4333-8333-333333333333"
    old = {**STORED, "url": f"internal-db://{old_id}", "is_protected": True}
    expect_find(cloud, old)
    cloud.expect("GET", f"{INTERNALS}/{old_id}/data", Answer(b"old"))
    expect_templates(cloud)
    msg = run(JobBinary, name="job.jar", src=src)["msg"]
    assert msg.startswith("Job binary 'job.jar' is protected. Set 'is_protected: false'")
    expect_find(cloud, old)
    cloud.expect("GET", f"{INTERNALS}/{old_id}/data", Answer(b"old"))
    expect_templates(cloud)
    cloud.expect("GET", INTERNALS, {"binaries": []})
    reply = Answer({"job_binary_internal": CONTENT}, 202)
    cloud.expect("PUT", f"{INTERNALS}/{CONTENT['name']}", reply, body=b"new")
    unprotected = {"is_protected": False}
    cloud.expect("PATCH", "/v2/job-binaries/1", {"job_binary": old}, body=unprotected)
    successor = {"job_binary": {**STORED, "id": "2"}}
    cloud.expect("POST", "/v2/job-binaries", Answer(successor, 202))
    cloud.expect("GET", f"{INTERNALS}/{old_id}", GONE)
    cloud.expect("DELETE", "/v2/job-binaries/1")
    body = {"name": "job.jar", **unprotected}
    cloud.expect("PATCH", "/v2/job-binaries/2", successor, body=body)
    assert run(JobBinary, name="job.jar", src=src, **unprotected)["job_binary"]["id"] == "2"
