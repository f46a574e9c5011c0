# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names that results show for ids."""

from __future__ import annotations

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)

from tests.unit.support.listings import NONE, UUID, expect_id, expect_name, named
from tests.unit.support.scripted import Answer, ScriptedCloud


def test_an_id_is_shown_by_name_if_the_task_names_objects_of_its_kind(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    assert task.name_of("flavor", "id of a") == "id of a"
    expect_name(cloud, "flavor", "b", *named("b"))
    task.resolve("flavor", "b")
    assert task.name_of("flavor", "id of b") == "b"
    assert task.name_of("flavor", None) is None
    assert task.name_of("image", "id of a") == "id of a"
    expect_id(cloud, "flavor", {"id": UUID, "name": "a"})
    cloud.expect("GET", "/compute/v2.1/flavors/unknown", NONE)
    cloud.expect("GET", "/compute/v2.1/flavors/hidden", Answer({"message": "no"}, 403))
    for identity, name in ((UUID, "a"), ("unknown", "unknown"), ("hidden", "hidden")):
        assert task.name_of("flavor", identity) == name


def test_an_id_is_shown_by_name_after_its_object_was_requested(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_id(cloud, "flavor", {"id": UUID, "name": "m1.small"})
    assert task.name_of("flavor", UUID) == UUID
    assert task.lookups.id_of("flavor", UUID) == UUID
    assert task.name_of("flavor", UUID) == "m1.small"
    assert task.name_of("flavor", "2") == "2"


def test_an_id_that_is_a_name_is_not_requested(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "volume_type", "ssd", {"id": "t1", "name": "ssd"})
    task.resolve("volume_type", "ssd")
    assert task.name_of("volume_type", "hdd") == "hdd"


def test_an_id_without_a_name_is_shown_as_it_is(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_id(cloud, "image", {"id": UUID, "name": None})
    assert task.lookups.id_of("image", UUID) == UUID
    assert task.name_of("image", UUID) == UUID


def test_nothing_is_asked_without_an_id(task: AnsibleTask) -> None:
    assert task.lookups.state_of("cluster", None) == {}
