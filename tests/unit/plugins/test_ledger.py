# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tasks of a run in check mode record, and what later tasks read."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.ledger import (
    UNKNOWN,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    NotFound,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.resource import (
    Resource,
)
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.ledger import DatabaseLedger

PLACE, KIND = "https://cloud/v3 region", "node_group_template"
OURS, THEIRS = "our project", "their project"
WORKER = {"name": "worker", "project_id": OURS, "hadoop_version": "1"}


class Stored:
    """A manager whose server has these objects."""

    resource_class = Resource

    def __init__(self, *objects: dict[str, Any]):
        self.objects = [Resource(self, each) for each in objects]

    def get(self, identity: str) -> Resource:
        found = [each for each in self.objects if each.id == identity]
        if not found:
            raise NotFound(f"{identity} does not exist")
        return found[0]

    def iterate(self, **_options: Any) -> Any:
        return iter(self.objects)

    def list(self) -> Any:
        return self.objects

    def find(self, **attributes: Any) -> Any:
        assert UNKNOWN not in str(attributes), "The server does not know made-up ids."
        return [each for each in self.objects if attributes.items() <= each.to_dict().items()]


@pytest.fixture
def ledger(tmp_path: Path) -> DatabaseLedger:
    return DatabaseLedger(tmp_path)


def seen(ledger: DatabaseLedger, *stored: dict[str, Any], project: str = OURS) -> Any:
    return ledger.manager(PLACE, project, KIND, Stored(*stored))


def names(manager: Any) -> list[str]:
    listed = [each.name for each in manager.list()]
    assert listed == [each.name for each in manager.iterate()]
    return listed


def test_an_empty_ledger_shows_what_exists(ledger: DatabaseLedger, tmp_path: Path) -> None:
    manager = seen(ledger, {"id": "1", **WORKER})
    assert names(manager) == ["worker"]
    assert manager.get("1").name == "worker"
    with pytest.raises(NotFound):
        manager.get("2")
    assert not list(tmp_path.iterdir())


def test_a_new_object_is_found_by_name_and_id(ledger: DatabaseLedger) -> None:
    identity = ledger.record(PLACE, KIND, None, WORKER)
    assert identity == "known after apply (node group template 'worker')"
    manager = seen(ledger, {"id": "1", "name": "other"})
    assert names(manager) == ["other", "worker"]
    assert manager.get(identity).to_dict() == {**WORKER, "id": identity}
    assert [each.id for each in manager.find(name="worker")] == [identity]
    assert manager.find(name="work") == []


def test_only_the_user_can_read_the_file(ledger: DatabaseLedger, tmp_path: Path) -> None:
    ledger.record(PLACE, KIND, None, WORKER)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_other_kinds_and_places_are_separate(ledger: DatabaseLedger) -> None:
    ledger.record(PLACE, KIND, None, WORKER)
    assert list(ledger.manager("elsewhere", OURS, KIND, Stored()).iterate()) == []
    assert list(ledger.manager(PLACE, OURS, "cluster", Stored()).iterate()) == []


def test_a_change_is_seen_over_what_exists(ledger: DatabaseLedger) -> None:
    ledger.record(PLACE, KIND, "1", {**WORKER, "plugin_version": "2"})
    manager = seen(ledger, {"id": "1", **WORKER, "count": 3})
    (found,) = manager.iterate()
    assert found.to_dict() == manager.get("1").to_dict()
    assert (found.plugin_version, found.count) == ("2", 3)


def test_a_new_name_replaces_the_old_one(ledger: DatabaseLedger) -> None:
    ledger.record(PLACE, KIND, "1", {**WORKER, "name": "slave"})
    manager = seen(ledger, {"id": "1", **WORKER})
    assert names(manager) == ["slave"]
    assert manager.find(name="worker") == []
    assert [each.id for each in manager.find(name="slave")] == ["1"]


def test_objects_are_found_by_what_they_would_refer_to(ledger: DatabaseLedger) -> None:
    ledger.record(PLACE, KIND, "1", {**WORKER, "flavor_id": "b"})
    manager = seen(ledger, {"id": "1", **WORKER, "flavor_id": "a"})
    assert manager.find(flavor_id="a") == []
    assert [each.id for each in manager.find(flavor_id="b")] == ["1"]


@pytest.mark.parametrize(
    ("kind", "asked", "state"),
    [
        ("job_execution", {"job_id": f"{UNKNOWN} (a)"}, {"job_template_id": f"{UNKNOWN} (a)"}),
        ("job_binary", {"url": f"internal-db://{UNKNOWN} (a)"}, {}),
    ],
)
def test_references_to_made_up_ids_are_not_requested(
    ledger: DatabaseLedger, kind: str, asked: dict[str, str], state: dict[str, str]
) -> None:
    """API v1.1 has other names for some references."""
    identity = ledger.record(PLACE, kind, None, {"project_id": OURS, **(state or asked)})
    ledger.record(PLACE, kind, None, {"project_id": OURS})
    manager = ledger.manager(PLACE, OURS, kind, Stored())
    assert [each.id for each in manager.find(**asked)] == [identity]


def test_a_changed_new_object_stays_new(ledger: DatabaseLedger) -> None:
    identity = ledger.record(PLACE, KIND, None, WORKER)
    assert ledger.record(PLACE, KIND, identity, {**WORKER, "name": "slave"}) == identity
    manager = seen(ledger)
    assert names(manager) == ["slave"]
    assert manager.get(identity).name == "slave"
    another = ledger.record(PLACE, KIND, None, WORKER)
    assert another not in (None, identity)
    assert names(manager) == ["slave", "worker"]


def test_a_deleted_object_is_gone(ledger: DatabaseLedger) -> None:
    identity = ledger.record(PLACE, KIND, None, WORKER)
    manager = seen(ledger, {"id": "1", "name": "other"})
    for each in ("1", identity):
        ledger.record_deletion(PLACE, KIND, each)
        with pytest.raises(NotFound, match="would not exist"):
            manager.get(each)
    assert names(manager) == []
    assert manager.find(name="worker") == manager.find(name="other") == []


def test_other_projects_see_public_objects_only(ledger: DatabaseLedger) -> None:
    hidden = ledger.record(PLACE, KIND, None, WORKER)
    ledger.record(PLACE, KIND, None, {**WORKER, "name": "shared", "is_public": True})
    manager = seen(ledger, project=THEIRS)
    assert names(manager) == ["shared"]
    with pytest.raises(NotFound):
        manager.get(hidden)


def test_an_object_that_has_an_id_keeps_it(ledger: DatabaseLedger) -> None:
    assert ledger.record(PLACE, "image", None, {"id": "glance", "name": "ubuntu"}) == "glance"


def test_objects_keep_the_order_in_which_they_were_recorded(ledger: DatabaseLedger) -> None:
    ids = [ledger.record(PLACE, "job_execution", None, {"project_id": OURS}) for _ in range(12)]
    ledger.record(PLACE, "job_execution", ids[0], {"project_id": OURS, "is_public": True})
    listed = ledger.manager(PLACE, OURS, "job_execution", Stored()).iterate()
    assert [each.id for each in listed] == ids


def test_everything_else_is_the_managers_own(ledger: DatabaseLedger) -> None:
    assert seen(ledger).objects == []


def record_many(folder: Path, fork: int) -> None:
    ledger = DatabaseLedger(folder)
    for number in range(20):
        ledger.record(PLACE, KIND, None, {**WORKER, "name": f"{fork}-{number}"})


def test_forks_that_record_at_once_lose_nothing(ledger: DatabaseLedger, tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as forks:
        list(forks.map(record_many, [tmp_path] * 4, range(4)))
    assert len(names(seen(ledger))) == 80
