# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option dest of info modules: what is written, what counts as a change, and what a failure leaves."""

from __future__ import annotations

import grp
import hashlib
import os
import pwd
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.kinds import (
    JOB_BINARY,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.download import (
    with_download,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import (
    sahara_job_binary_info,
    sahara_job_binary_internal_info,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer, ScriptedCloud

CONTENT = bytes(range(256)) * 2000
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
DATA = "/v1.1/job-binaries/1/data"
Get = Callable[..., "dict[str, Any]"]


def binary(identity: str = "1", name: str = "count.jar") -> dict[str, Any]:
    return {"id": identity, "name": name, "url": "swift://a/b", "project_id": PROJECT}


@pytest.fixture
def get(cloud: ScriptedCloud) -> Get:
    """Runs a task that downloads the job binary with the id 1. It keeps the warnings."""
    warnings: list[str] = []

    def get(
        dest: Path | str,
        check_mode: bool = False,
        item: Any = None,
        content: Any = CONTENT,
        **params: Any,
    ) -> dict[str, Any]:
        cloud.expect("GET", "/v2/job-binaries/1", item or {"job_binary": binary()})
        for answer in content if isinstance(content, list) else [Answer(content)]:
            cloud.expect("GET", DATA, answer)
        spec = sahara_job_binary_info.SPEC["argument_spec"]
        defaults = {name: option.get("default") for name, option in spec.items()}
        connection = {"cloud": {"auth": cloud.auth}, "api_version": "2"}
        options = {**defaults, **connection, "id": "1", "dest": str(dest), **params}
        sees = not params.get("as_module")
        task = AnsibleTask(options, check_mode, warnings.append, sees_earlier_tasks=sees)
        return execute(sahara_job_binary_info.run, task)

    get.warnings = warnings  # type: ignore[attr-defined]
    return get


def mode_of(path: Path) -> str:
    return f"{path.stat().st_mode & 0o7777:04o}"


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_new_file_is_written(get: Get, tmp_path: Path, check_mode: bool) -> None:
    done = get(tmp_path / "job", check_mode)
    after = {"checksum": CHECKSUM, "mode": "0600"}
    assert done["changed"] is True
    assert done["download"] == {"path": str(tmp_path / "job"), "size": len(CONTENT), **after}
    assert done["diff"] == {"before": {}, "after": after}
    assert done["job_binaries"][0]["id"] == "1"
    assert [path.name for path in tmp_path.iterdir()] == ([] if check_mode else ["job"])
    if not check_mode:
        assert (tmp_path / "job").read_bytes() == CONTENT
        assert mode_of(tmp_path / "job") == "0600"


def test_in_a_directory_it_has_the_name_of_the_object(get: Get, tmp_path: Path) -> None:
    assert get(f"{tmp_path}/")["download"]["path"] == str(tmp_path / "count.jar")
    assert (tmp_path / "count.jar").read_bytes() == CONTENT


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_same_content_changes_nothing(get: Get, tmp_path: Path, check_mode: bool) -> None:
    get(tmp_path / "job")
    before = (tmp_path / "job").stat()
    again = get(tmp_path / "job", check_mode)
    assert (again["changed"], again["diff"]) == (False, {"before": {}, "after": {}})
    after = (tmp_path / "job").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("check_mode", [True, False])
def test_other_content_replaces_the_file(get: Get, tmp_path: Path, check_mode: bool) -> None:
    (tmp_path / "job").write_bytes(b"old")
    (tmp_path / "job").chmod(0o600)
    done = get(tmp_path / "job", check_mode)
    old = hashlib.sha256(b"old").hexdigest()
    assert done["diff"] == {"before": {"checksum": old}, "after": {"checksum": CHECKSUM}}
    assert (tmp_path / "job").read_bytes() == (b"old" if check_mode else CONTENT)


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ("0640", "0640"),
        ("640", "0640"),
        (0o640, "0640"),
        ("0o4755", "4755"),
        ("7777", "7777"),
    ],
)
def test_another_mode_is_a_change(get: Get, tmp_path: Path, given: Any, mode: str) -> None:
    get(tmp_path / "job")
    predicted = get(tmp_path / "job", check_mode=True, mode=given)
    done = get(tmp_path / "job", mode=given)
    assert predicted == done
    assert done["diff"] == {"before": {"mode": "0600"}, "after": {"mode": mode}}
    assert mode_of(tmp_path / "job") == mode
    assert get(tmp_path / "job", mode=given)["changed"] is False


@pytest.mark.parametrize("form", ["name", "number"])
def test_the_owner_and_the_group_are_set(get: Get, tmp_path: Path, form: str) -> None:
    owner, group = pwd.getpwuid(os.getuid()), grp.getgrgid(os.getgid())
    names, numbers = (owner.pw_name, group.gr_name), (str(owner.pw_uid), str(group.gr_gid))
    user, team = names if form == "name" else numbers
    done = get(tmp_path / "job", owner=user, group=team)
    assert done["diff"]["after"]["owner"], done["diff"]["after"]["group"] == names
    assert get(tmp_path / "job", owner=user, group=team)["changed"] is False


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_another_owner_is_a_change_and_stays(get: Get, tmp_path: Path) -> None:
    get(tmp_path / "job")
    assert get(tmp_path / "job", owner="1234")["diff"]["after"] == {"owner": "1234"}
    (tmp_path / "job").write_bytes(b"old")
    get(tmp_path / "job")
    assert (tmp_path / "job").stat().st_uid == 1234


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "answers",
    [[Answer(CONTENT, status=500)], [GONE], [Answer(CONTENT, cut=9000), GONE]],
    ids=["server error", "deleted", "deleted after an interruption"],
)
def test_a_failure_leaves_everything_as_it_was(
    get: Get, tmp_path: Path, answers: list[Answer]
) -> None:
    (tmp_path / "job").write_bytes(b"old")
    failed = get(tmp_path / "job", content=answers)
    assert failed["failed"] and failed["changed"] is False
    assert [path.name for path in tmp_path.iterdir()] == ["job"]
    assert (tmp_path / "job").read_bytes() == b"old"


def test_a_full_disk_leaves_everything_as_it_was(get: Get, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        failed = get(tmp_path / "job")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert failed["msg"] == (
        f"Cannot write '{tmp_path}/job' on the host of the task: File too large."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_cloud_without_the_older_api_has_no_content(get: Get, tmp_path: Path) -> None:
    failed = get(tmp_path / "job", content=[UNKNOWN_PATH])
    assert failed["msg"] == (
        "The content of a job binary requires API version 1.1, which this cloud does not offer."
    )


@pytest.mark.parametrize(
    ("dest", "sentence"),
    [
        ("none/job", "The directory '{0}/none' does not exist on the host of the task. Create it first."),
        ("none/", "The directory '{0}/none/' does not exist on the host of the task. Create it first."),
        ("pipe", "'{0}/pipe' on the host of the task is not a file."),
    ],
)  # fmt: skip
def test_an_impossible_target_is_refused(
    get: Get, tmp_path: Path, dest: str, sentence: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused = get(f"{tmp_path}/{dest}", content=[])
    assert refused["msg"] == sentence.format(tmp_path)


@pytest.mark.parametrize("mode", ["u=rw", "rw", 0o10000, -1, True, "99999", [], ""])
def test_an_invalid_mode_is_refused(get: Get, tmp_path: Path, mode: Any) -> None:
    refused = get(tmp_path / "job", content=[], mode=mode)
    sentence = f"'{mode}' is not a valid 'mode'. Use an octal number in quotes, such as '0600'."
    assert refused["msg"] == sentence


@pytest.mark.parametrize(("option", "noun"), [("owner", "user"), ("group", "group")])
@pytest.mark.parametrize("given", ["nobody-there", "99999999999", "-1"])
def test_an_unknown_owner_is_refused(
    get: Get, tmp_path: Path, option: str, noun: str, given: str
) -> None:
    refused = get(tmp_path / "job", content=[], **{option: given})
    assert refused["msg"] == (
        f"No {noun} named '{given}' exists on the host of the task. Correct '{option}', or use a number."
    )


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "..", "a/b", "\u202ename"])
def test_a_name_that_could_be_a_path_is_refused(get: Get, tmp_path: Path, name: str) -> None:
    refused = get(tmp_path, content=[], item={"job_binary": binary(name=name)})
    assert "is not a safe file name" in refused["msg"]
    assert get(tmp_path / "job", item={"job_binary": binary(name=name)})["changed"] is True


def test_several_objects_are_refused(tmp_path: Path) -> None:
    found = {"job_binaries": [binary("1"), binary("2")]}
    task = AnsibleTask({"dest": str(tmp_path), "mode": "0600"})
    refused = execute(lambda task: with_download(task, JOB_BINARY, found), task)
    assert refused["msg"] == (
        "2 job binaries match, but 'dest' takes the content of one: 1, 2. Set 'id'."
    )


def test_nothing_to_download_is_a_failure(get: Get, tmp_path: Path) -> None:
    failed = get(tmp_path, content=[], item=GONE)
    assert failed["msg"] == "No job binary matches, so there is nothing to download."


def test_an_earlier_task_may_create_it(get: Any, tmp_path: Path) -> None:
    predicted = get(tmp_path, check_mode=True, content=[], item=GONE, as_module=True)
    assert (predicted["changed"], predicted["download"]) == (True, None)
    assert get.warnings[0].startswith("No job binary matches, so there is nothing to download. In")


def test_without_dest_nothing_is_written(cloud: ScriptedCloud) -> None:
    cloud.expect("GET", "/v1.1/job-binary-internals/1", GONE)
    spec = sahara_job_binary_internal_info.SPEC["argument_spec"]
    options = {name: option.get("default") for name, option in spec.items()}
    options.update(cloud={"auth": cloud.auth}, api_version="2", id="1")
    result = execute(sahara_job_binary_internal_info.run, AnsibleTask(options))
    assert result == {"changed": False, "job_binary_internals": []}
