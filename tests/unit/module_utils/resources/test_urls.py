# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which URLs data sources and job binaries may have."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.urls import (
    DATA_SOURCES,
    JOB_BINARIES,
    credential_problems,
    data_source_problems,
    job_binary_problems,
    scheme_of,
)

ID = "7f6b0d3e-6d1c-4c8e-9a67-0d3a5c1f2b4e"


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("swift", "swift://container/path"),
        ("swift", "swift://container.sahara/a/b"),
        ("s3", "s3a://bucket/path"),
        ("s3", "s3://bucket/"),
        ("hdfs", "hdfs://namenode:9000/path"),
        ("hdfs", "/path"),
        ("maprfs", "maprfs:///path"),
        ("maprfs", "path"),
        ("manila", f"manila://{ID}/path"),
        ("hdfs", "/out/%JOB_EXEC_ID%/%RANDSTR(1024)%"),
        ("hdfs", "/out/%RANDSTR(1)%"),
    ],
)
def test_valid_data_source_urls(kind, url):
    assert data_source_problems(kind, url) == []


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("swift", ""),
        ("swift", "swift://container"),
        ("swift", "swift://container/"),
        ("swift", "swift:///path"),
        ("swift", "swift://container.other/path"),
        ("swift", "container/path"),
        ("swift", "s3://container/path"),
        ("swift", "swift:/path"),
        ("s3", "s3a://bucket"),
        ("s3", "s3n://bucket/path"),
        ("s3", "s3:///path"),
        ("hdfs", ""),
        ("hdfs", "hdfs:///path"),
        ("hdfs", "file:///path"),
        ("maprfs", "hdfs://namenode/path"),
        ("maprfs", "maprfs://"),
        ("maprfs", ""),
        ("manila", "manila://share/path"),
        ("manila", f"hdfs://{ID}/path"),
        ("manila", f"manila://{ID}"),
        ("manila", "manila://[/path"),
    ],
)
def test_invalid_data_source_urls(kind, url):
    (problem,) = data_source_problems(kind, url)
    assert problem.startswith(f"'{url}' is not a valid {kind} data source URL; expected ")


@pytest.mark.parametrize(
    "random_part", ["%RANDSTR(0)%", "%RANDSTR(-1)%", "%RANDSTR(1000)%%RANDSTR(25)%"]
)
def test_lengths_of_random_parts_are_limited(random_part):
    (problem,) = data_source_problems("hdfs", f"/out/{random_part}")
    assert "must be positive and add up to at most 1024" in problem


@pytest.mark.parametrize(
    "url",
    [
        "swift://container/object",
        "s3://bucket/object",
        f"manila://{ID}/path",
        f"internal-db://{ID}",
    ],
)
def test_valid_job_binary_urls(url):
    assert job_binary_problems(url) == []


@pytest.mark.parametrize(
    ("url", "example"),
    [
        ("swift://container", "swift://container/object"),
        ("s3://bucket/", "s3://bucket/object"),
        ("s3:///object", "s3://bucket/object"),
        ("s3a://bucket/object", "or s3://bucket/object or"),
        ("/tmp/file.jar", "or internal-db://id"),
        ("internal-db://name", "internal-db://id"),
    ],
)
def test_invalid_job_binary_urls(url, example):
    (problem,) = job_binary_problems(url)
    assert problem.startswith(f"'{url}' is not a valid job binary URL; expected ")
    assert example in problem


def test_unsupported_credentials_are_problems():
    given = {"user": "u", "secretkey": "s"}
    (problem,) = credential_problems("extra", given, JOB_BINARIES["s3"], "job binaries at s3://")
    assert problem == (
        "'extra.user' is not supported for job binaries at s3://; "
        "supported: accesskey, secretkey, endpoint"
    )
    (problem,) = credential_problems("credentials", given, DATA_SOURCES["hdfs"], "data sources")
    assert problem == (
        "'credentials.secretkey' and 'credentials.user' are not supported for data sources"
    )
    assert credential_problems("credentials", {}, DATA_SOURCES["hdfs"], "data sources") == []


def test_scheme_of_a_url():
    assert [scheme_of(url) for url in ("S3://b/o", "/path", None)] == ["s3", "", ""]
