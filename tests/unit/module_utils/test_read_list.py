# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The items of a loop read the list of flavors once, because Nova cannot filter it by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.connections import (
    Connections,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.lookups import (
    NoMatch,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.read_list import (
    RECENT_S,
)

from tests.unit.support.scripted import Answer, ScriptedCloud

FLAVORS = {"flavors": [{"id": "1", "name": "small"}, {"id": "2", "name": "large"}]}
Item = Callable[[str], str]


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as started:
        started.add_other_services()
        yield started


@pytest.fixture
def item(cloud: ScriptedCloud) -> Item:
    """The id that an item of a loop finds for the name of a flavor."""
    shared = Connections()

    def item(name: str) -> str:
        task = AnsibleTask({"cloud": {"auth": cloud.auth}}, connections=shared)
        return task.lookups.id_of("flavor", name)

    return item


def expect(cloud: ScriptedCloud, answer: object = FLAVORS) -> None:
    cloud.expect("GET", "/compute/v2.1/flavors", answer)


def test_later_items_need_no_request(cloud: ScriptedCloud, item: Item) -> None:
    expect(cloud)
    assert [item("small"), item("large"), item("small")] == ["1", "2", "1"]


def test_a_flavor_that_was_created_meanwhile_is_found(cloud: ScriptedCloud, item: Item) -> None:
    expect(cloud)
    item("small")
    expect(cloud, {"flavors": [{"id": "3", "name": "new"}]})
    assert item("new") == "3"


def test_an_unknown_flavor_is_looked_for_in_a_new_list(cloud: ScriptedCloud, item: Item) -> None:
    expect(cloud)
    item("small")
    expect(cloud)
    with pytest.raises(NoMatch, match="no flavor named 'none'; available: large, small"):
        item("none")


def test_an_old_list_is_read_again(
    cloud: ScriptedCloud, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    expect(cloud)
    item("small")
    now[0] += RECENT_S
    expect(cloud)
    item("small")


def test_a_list_that_could_not_be_read_is_not_used(cloud: ScriptedCloud, item: Item) -> None:
    expect(cloud, Answer({"forbidden": {"message": "no"}}, 403))
    with pytest.raises(Exception, match="403"):
        item("small")
    expect(cloud)
    assert item("small") == "1"
