# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of a loop log in once, and never with the account, the variables or the files of another item."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud import (
    connections,
    token_cache,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.connections import (
    Connections,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import sahara_data_source_info
from openstack.config.cloud_region import CloudRegion

from tests.unit.support.scripted import UNKNOWN_PATH, Answer, ScriptedCloud

PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")
PATH = "/v2/data-sources"
NONE: dict[str, Any] = {"data_sources": []}
NO_TOKEN = Answer({"error": {"code": 401, "title": "Unauthorized", "message": "no"}}, 401)
# What keystoneauth1 renews in advance.
SOON = "2001-01-01T00:00:00.000000Z"

Item = Callable[..., dict[str, Any]]


@pytest.fixture
def item(cloud: ScriptedCloud) -> Item:
    """Runs an item of a loop. answers: those of Sahara."""
    shared = Connections()

    def item(answers: Sequence[Any] = (NONE,), **options: Any) -> dict[str, Any]:
        for answer in answers:
            cloud.expect("GET", PATH, answer)
        given = {"cloud": {"auth": cloud.auth}, "name": None, "id": None, "type": None, **options}
        task = AnsibleTask(given, connections=shared)
        return execute(sahara_data_source_info.run, task)

    return item


@pytest.fixture
def clouds_yaml(cloud: ScriptedCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the cloud "one"."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "clouds.yaml"
    path.write_text(json.dumps({"clouds": {"one": {"auth": cloud.auth}}}))
    return path


def log_ins(cloud: ScriptedCloud) -> int:
    return len(cloud.keystone.tokens)


def test_items_with_the_same_connection_log_in_once(cloud: ScriptedCloud, item: Item) -> None:
    assert [item() for _ in range(3)] == [{"changed": False, **NONE}] * 3
    assert log_ins(cloud) == 1


@pytest.mark.parametrize("option", ["auth", "region_name", "validate_certs"])
def test_items_with_other_options_log_in_themselves(
    cloud: ScriptedCloud, item: Item, option: str
) -> None:
    other = {"auth": {"username": "admin"}, "region_name": "one", "validate_certs": False}
    item()
    item(**{option: other[option]})
    assert log_ins(cloud) == 2
    item()
    assert log_ins(cloud) == 2


def test_a_wrong_password_is_refused_after_the_right_one(cloud: ScriptedCloud, item: Item) -> None:
    item()
    assert "refused the credentials" in failed(item, auth={"password": "wrong"})


def test_a_variable_or_a_working_directory_may_select_another_cloud(
    cloud: ScriptedCloud, item: Item, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    item()
    monkeypatch.setenv("OS_ANYTHING", "new")
    item()
    assert log_ins(cloud) == 2
    monkeypatch.chdir(tmp_path)
    item()
    assert log_ins(cloud) == 3


def test_a_file_that_changes_is_read_again(
    cloud: ScriptedCloud, item: Item, clouds_yaml: Path
) -> None:
    item(cloud="one")
    item(cloud="one")
    assert log_ins(cloud) == 1
    clouds_yaml.write_text(
        json.dumps({"clouds": {"one": {"auth": {**cloud.auth, "username": "admin"}}}})
    )
    item(cloud="one")
    assert log_ins(cloud) == 2
    clouds_yaml.unlink()
    assert "there is no clouds.yaml" in failed(item, cloud="one")


def test_a_file_that_appears_is_read(cloud: ScriptedCloud, item: Item, clouds_yaml: Path) -> None:
    item(cloud="one")
    secret = {"clouds": {"one": {"auth": {"password": "wrong"}}}}
    clouds_yaml.with_name("secure.yaml").write_text(json.dumps(secret))
    assert "refused the credentials" in failed(item, cloud="one")


def test_a_cloud_without_api_v2_is_asked_for_its_versions_once(
    cloud: ScriptedCloud, item: Item
) -> None:
    cloud.expect("GET", PATH, UNKNOWN_PATH)
    cloud.expect("GET", "/", Answer({"versions": [{"id": "v1.1", "status": "CURRENT"}]}, 300))
    for _ in range(2):
        cloud.expect("GET", PATH.replace("v2", "v1.1"), NONE)
        assert item(()) == {"changed": False, **NONE}


def failed(item: Item, **options: Any) -> str:
    """The message of an item that fails before it reaches Sahara."""
    return str(item((), **options)["msg"])


def test_a_token_that_is_refused_or_runs_out_is_renewed(cloud: ScriptedCloud, item: Item) -> None:
    item()
    assert not item((NO_TOKEN, NONE)).get("failed")
    assert log_ins(cloud) == 2
    cloud.keystone.expires_at, late = SOON, cloud.keystone.expires_at
    item((NO_TOKEN, NONE))
    cloud.keystone.expires_at, before = late, log_ins(cloud)
    item()
    item()
    assert log_ins(cloud) == before + 1


def test_an_item_that_could_not_log_in_does_not_disturb_the_next_one(
    cloud: ScriptedCloud, item: Item
) -> None:
    cloud.keystone.status = 403
    assert failed(item)
    cloud.keystone.status = 200
    assert not item().get("failed")


def test_only_the_latest_connections_are_kept(
    cloud: ScriptedCloud, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    for number in range(connections.MOST + 1):
        item(api_timeout=number + 1)
    item(api_timeout=connections.MOST)
    assert log_ins(cloud) == connections.MOST + 1
    item(api_timeout=1)
    assert log_ins(cloud) == connections.MOST + 2


def test_the_settings_of_a_service_are_read_once(
    cloud: ScriptedCloud, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(CloudRegion, "get_interface", lambda _region, kind: read.append(kind))
    item()
    item()
    assert read == ["data-processing"]


def test_the_name_of_the_stored_token_is_computed_once(
    item: Item, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    computed = []
    original = token_cache.file_name

    def file_name(*given: Any) -> str:
        computed.append(given)
        return original(*given)

    monkeypatch.setattr(token_cache, "file_name", file_name)
    for _ in range(3):
        item(token_cache=True)
    assert len(computed) == 1


@pytest.mark.slow
def test_a_real_loop_logs_in_once_and_the_next_task_again(
    cloud: ScriptedCloud, tmp_path: Path
) -> None:
    loop = {
        "sahara.dataprocessing.sahara_data_source_info": {"auth": cloud.auth, "api_version": "2"},
        "loop": [1, 2, 3],
    }
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [loop, loop]}
    (tmp_path / "play.yml").write_text(json.dumps([play]))
    cloud.expect("GET", PATH, NONE, times=6)
    done = subprocess.run([PLAYBOOK, "play.yml"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert log_ins(cloud) == 2
