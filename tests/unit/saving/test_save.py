# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sahara_save writes, and what it leaves alone. ansible-lint checks the files in the folder "expected"."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.saving.project import (
    SAVED_RESOURCES,
)

from tests.unit.saving.conftest import CONTENT, Save
from tests.unit.support.scripted import Answer, EmptyCloud

EXPECTED = Path(__file__).parent / "expected"
ALL_KINDS = list(SAVED_RESOURCES)


def files_in(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def without_licence(text: bytes) -> bytes:
    """A file that is expected, without the first lines, which every file of the project has."""
    return b"".join(text.splitlines(keepends=True)[3:])


def test_a_project_becomes_task_files(save: Save, tmp_path: Path) -> None:
    result = save(dest=str(tmp_path / "saved"), kinds=ALL_KINDS)
    assert result["changed"] is True, result
    found = files_in(tmp_path / "saved")
    contents = {name: found.pop(name) for name in sorted(found) if name.startswith("files/")}
    assert contents == {
        "files/job_binaries/count.py": b"print('words')\n",
        "files/job_binary_internals/notes.txt": b"\x00\x01",
    }
    assert found == {name: without_licence(text) for name, text in files_in(EXPECTED).items()}
    assert result["counts"] == {
        "images": 1,
        "node_group_templates": 1,
        "cluster_templates": 1,
        "data_sources": 2,
        "job_binary_internals": 1,
        "job_binaries": 2,
        "job_templates": 1,
        "clusters": 1,
    }
    assert result["secrets"] == [
        "sahara_secret_data_source_events_credentials",
        "sahara_secret_job_binary_lib_jar_extra",
        "sahara_secret_node_group_template_worker_node_configs_hdfs_admin_password",
    ]
    assert b"hunter2" not in b"".join(found.values())


def test_only_the_owner_can_read_stored_content(save: Save, tmp_path: Path) -> None:
    save(dest=str(tmp_path))
    mode = (tmp_path / "files/job_binaries/count.py").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_second_task_changes_nothing(save: Save, tmp_path: Path) -> None:
    save(dest=str(tmp_path))
    before = files_in(tmp_path)
    again = save(dest=str(tmp_path))
    assert (again["changed"], again["diff"]) == (False, [])
    assert files_in(tmp_path) == before


def test_check_mode_predicts_and_writes_nothing(save: Save, tmp_path: Path) -> None:
    dest = tmp_path / "new" / "saved"
    predicted = save(check_mode=True, dest=str(dest))
    assert list(tmp_path.iterdir()) == []
    assert save(dest=str(dest)) == predicted
    assert predicted["changed"] is True


def test_files_of_deleted_objects_are_removed_and_others_are_not(
    save: Save, cloud: EmptyCloud, tmp_path: Path
) -> None:
    save(dest=str(tmp_path))
    (tmp_path / "files/mine.txt").write_text("mine")
    (tmp_path / "tasks/mine.yml").write_text("- name: Mine\n")
    result = save(dest=str(tmp_path), kinds=["job_templates"])
    assert result["changed"] is True
    assert sorted(files_in(tmp_path)) == [
        "files/mine.txt",
        "tasks/job_templates.yml",
        "tasks/main.yml",
        "tasks/mine.yml",
        "vars/main.yml",
    ]
    names = [entry["before_header"] for entry in result["diff"]]
    assert names == sorted(names) and len(names) > 2
    removed = {entry["before_header"] for entry in result["diff"] if not entry["after"]}
    assert str(tmp_path / "files/job_binaries/count.py") in removed


def test_names_select(save: Save, tmp_path: Path) -> None:
    result = save(dest=str(tmp_path), names=["w*", "~ev"])
    assert {kind: count for kind, count in result["counts"].items() if count} == {
        "node_group_templates": 1,
        "data_sources": 1,
        "job_templates": 1,
    }


def test_a_failure_half_way_leaves_the_directory_as_it_was(
    save: Save, cloud: EmptyCloud, tmp_path: Path
) -> None:
    save(dest=str(tmp_path), kinds=["data_sources"])
    before = files_in(tmp_path)
    path = f"/v1.1/job-binary-internals/{CONTENT}/data"
    cloud.replies[path] = Answer({"error_message": "Gone"}, 404)
    result = save(dest=str(tmp_path))
    assert result["failed"] is True and result["changed"] is False
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(("replaced", "is_changed"), [(0, False), (1, True)])
def test_a_failure_among_the_files_is_a_change_if_one_was_replaced(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: int, is_changed: bool
) -> None:
    possible = iter(range(replaced))

    def replace(old: Path, new: Path) -> None:
        is_temporary = ".saving-" in str(new)
        if not is_temporary and next(possible, None) is None:
            raise OSError(28, "No space left on device")
        Path(old).rename(new)

    monkeypatch.setattr("os.replace", replace)
    result = save(dest=str(tmp_path))
    assert "No space left on device" in result["msg"]
    assert result["changed"] is is_changed


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tasks/main.yml", "'{}/tasks/main.yml' exists and was not saved by this module."),
        ("vars/main.yml", "'{}/vars/main.yml' exists and was not saved by this module."),
    ],
)
def test_files_of_the_user_are_never_overwritten(
    save: Save, tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("- name: Mine\n")
    result = save(dest=str(tmp_path))
    assert result["msg"].startswith(sentence.format(tmp_path))
    assert files_in(tmp_path) == {name: b"- name: Mine\n"}


def test_dest_must_be_a_directory(save: Save, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = save(dest=str(tmp_path / "file"))
    assert result["msg"].startswith(f"'{tmp_path}/file' is not a directory. ")


def test_nothing_is_left_of_a_directory_that_could_not_be_written(
    save: Save, cloud: EmptyCloud, tmp_path: Path
) -> None:
    cloud.replies[f"/v1.1/job-binary-internals/{CONTENT}/data"] = Answer({}, 404)
    assert save(dest=str(tmp_path / "new"))["failed"] is True
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_not_writable_is_reported(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> None:
        raise PermissionError(13, "Permission denied", "x")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    result = save(dest=str(tmp_path))
    assert (
        result["msg"] == f"Cannot write to '{tmp_path}' on the host of the task: Permission denied."
    )


def test_names_of_files_cannot_leave_the_directory(
    save: Save, cloud: EmptyCloud, tmp_path: Path
) -> None:
    binaries: Any = {
        "binaries": [{"id": "b", "name": "../../x", "url": f"internal-db://{CONTENT}"}]
    }
    cloud.replies["/v2/job-binaries"] = binaries
    save(dest=str(tmp_path), kinds=["job_binaries"])
    assert list((tmp_path / "files/job_binaries").iterdir()) == [
        tmp_path / "files/job_binaries/%2E.%2F..%2Fx"
    ]
