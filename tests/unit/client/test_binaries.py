# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data that is not JSON: job binaries, and files for plugins."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import Answer, ScriptedCloud, error

STORED = Answer({"job_binary_internal": {"id": "1", "name": "a", "datasize": 3}}, 202)
PATH = "/v1.1/job-binary-internals"
BYTES = bytes(range(256)) * 5000


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        (BYTES, BYTES),
        (bytearray(BYTES), BYTES),
        (memoryview(BYTES), BYTES),
        ("print('grün')", "print('grün')".encode()),
        (io.BytesIO(BYTES), BYTES),
        ((chunk for chunk in (b"a", b"", b"bc")), b"abc"),
    ],
)
def test_content_is_stored(cloud: ScriptedCloud, v1: Any, data: Any, sent: bytes) -> None:
    cloud.expect("PUT", f"{PATH}/a%20b", STORED, body=sent)
    stored = v1.job_binary_internals.create("a b", data)
    assert (stored.datasize, stored.sha256) == (3, hashlib.sha256(sent).hexdigest())
    assert cloud.calls[0].headers["content-length"] == str(len(sent))


def test_file_is_stored_from_its_current_position(
    cloud: ScriptedCloud, v1: Any, tmp_path: Path
) -> None:
    (tmp_path / "job").write_bytes(b"skipped" + BYTES)
    # The first attempt reads the file before Sahara rejects the token.
    cloud.expect("PUT", f"{PATH}/a", Answer(b"", 401), body=BYTES)
    cloud.expect("PUT", f"{PATH}/a", STORED, body=BYTES)
    with (tmp_path / "job").open("rb") as file:
        file.seek(7)
        stored = v1.job_binary_internals.create_raw({"name": "a", "data": file})
    assert stored.sha256 == hashlib.sha256(BYTES).hexdigest()


def test_pipe_is_stored_completely_with_its_length(cloud: ScriptedCloud, v1: Any) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"from a pipe")
    os.close(writing)
    cloud.expect("PUT", f"{PATH}/a", Answer(b"", 401), body=b"from a pipe")
    cloud.expect("PUT", f"{PATH}/a", STORED, body=b"from a pipe")
    with open(reading, "rb") as pipe:
        v1.job_binary_internals.create("a", pipe)
    assert cloud.calls[0].headers["content-length"] == "11"


def test_content_is_fetched(cloud: ScriptedCloud, v1: Any, v2: Any) -> None:
    raw = Answer(BYTES, headers={"Content-Type": "application/octet-stream"})
    cloud.expect("GET", f"{PATH}/1/data", raw)
    assert v1.job_binary_internals.get_file("1") == BYTES
    cloud.expect("GET", "/v2/job-binaries/1/data", raw)
    assert v2.job_binaries.get_file("1") == BYTES


@pytest.mark.parametrize("kind", ["path", "file", "pipe"])
def test_download_starts_again_after_a_broken_one(
    cloud: ScriptedCloud, v1: Any, tmp_path: Path, kind: str
) -> None:
    cloud.expect("GET", f"{PATH}/1/data", Answer(BYTES, cut=7000))
    cloud.expect("GET", f"{PATH}/1/data", Answer(BYTES, headers={"X-OpenStack-Request-ID": "r"}))
    path = tmp_path / "job"
    path.write_bytes(b"old content")
    if kind == "path":
        done, before = v1.job_binary_internals.download("1", path), b""
    elif kind == "file":
        with path.open("r+b") as file:
            file.seek(4)
            done, before = v1.job_binary_internals.download("1", file), b"old "
    else:
        with path.open("wb") as file:
            file.seekable = lambda: False  # type: ignore[method-assign]
            done, before = v1.job_binary_internals.download("1", file), b""
    assert path.read_bytes() == before + BYTES
    assert (done.size, done.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    assert done.request_id == "r"
    assert list(tmp_path.iterdir()) == [path]


def test_failed_download_leaves_the_file(cloud: ScriptedCloud, v2: Any, tmp_path: Path) -> None:
    (tmp_path / "job").write_bytes(b"old")
    cloud.expect("GET", "/v2/job-binaries/1/data", error(404, "NOT_FOUND", "gone"))
    with pytest.raises(errors.NotFound):
        v2.job_binaries.download("1", str(tmp_path / "job"))
    assert {file.read_bytes() for file in tmp_path.iterdir()} == {b"old"}


def test_failed_fetch_is_a_server_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/job-binaries/1/data", error(500, "INTERNAL_SERVER_ERROR", "no"))
    with pytest.raises(errors.ServerError):
        v2.job_binaries.get_file("1")


@pytest.mark.parametrize("content", ["a: b", b"a: b", io.BytesIO(b"a: b")])
def test_vendor_file_becomes_a_cluster_template(
    cloud: ScriptedCloud, v1: Any, content: Any
) -> None:
    path = "/v1.1/plugins/fake/0.1/convert-config/a%2Fb"
    cloud.expect("POST", path, Answer({"cluster_template": {"id": "1"}}, 202), body=b"a: b")
    assert v1.plugins.convert_to_cluster_template("fake", "0.1", "a/b", content) == {"id": "1"}


def test_refused_vendor_file_raises_the_reason(cloud: ScriptedCloud, v1: Any) -> None:
    refusal = error(400, "INVALID_REFERENCE", "Requested plugin 'fake' doesn't support it")
    cloud.expect("POST", "/v1.1/plugins/fake/0.1/convert-config/a", refusal)
    with pytest.raises(errors.BadRequest, match="doesn't support it"):
        v1.plugins.convert_to_cluster_template("fake", "0.1", "a", "")


def test_a_full_disk_is_not_a_failure_of_the_connection(cloud: ScriptedCloud, v1: Any) -> None:
    class FullDisk(io.BytesIO):
        def write(self, _chunk: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    cloud.expect("GET", f"{PATH}/1/data", Answer(BYTES))
    with pytest.raises(OSError, match="No space left"):
        v1.job_binary_internals.download("1", FullDisk())
