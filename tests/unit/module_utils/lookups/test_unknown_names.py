# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors for names that no object has."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    SaharaError,
)

from tests.unit.support.listings import (
    expect_name,
    expect_suggestions,
    listing_of,
    mentioned,
    named,
    refusal,
)
from tests.unit.support.scripted import ScriptedCloud, error


@pytest.mark.parametrize(
    ("offered", "value", "close"),
    [
        (["m1.small", "m1.large", "c7.xlarge"], "m1.smal", ["m1.small"]),
        (["east", "west", "north"], "eats", ["east"]),
        # Three at most.
        (["node-1", "node-2", "node-3", "node-4"], "node-x", ["node-4", "node-3", "node-2"]),
    ],
)
def test_an_unknown_name_is_reported_with_similar_names(
    cloud: ScriptedCloud, task: AnsibleTask, offered: list[str], value: str, close: list[str]
) -> None:
    expect_name(cloud, "flavor", value, *named(*offered))
    message = refusal(task, "flavor", value)
    assert f"no flavor named '{value}'" in message
    hint = message.partition(f"'{value}'")[2]
    assert mentioned(hint, offered) == close
    assert hint.endswith("?")


@pytest.mark.parametrize(("number", "cut"), [(1, False), (10, False), (11, True), (40, True)])
def test_without_similar_names_the_first_ten_are_listed(
    cloud: ScriptedCloud, task: AnsibleTask, number: int, cut: bool
) -> None:
    names = [f"flavor-{one:02}" for one in range(number)]
    expect_name(cloud, "flavor", "XYZ", *named(*reversed(names)), *named(*names))
    message = refusal(task, "flavor", "XYZ")
    assert mentioned(message, names) == names[:10]
    assert ", ".join(names[:10]) in message
    assert ("..." in message) is cut


def test_objects_without_a_name_are_not_suggested(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "image", "XYZ")
    nameless = [{"id": "i1", "name": None}, {"id": "i2", "name": ""}]
    expect_suggestions(cloud, "image", *nameless, *named("ubuntu"))
    assert refusal(task, "image", "XYZ") == "no image named 'XYZ'; available: ubuntu"


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(("kind", "plural"), [("image", "images"), ("job_binary", "job binaries")])
def test_suggestions_are_from_a_part_of_a_long_list(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, plural: str, full: bool
) -> None:
    """The next page is not requested, and the error says so."""
    items = named(*(f"one-{number}" for number in range(200 if full else 199)))
    expect_name(cloud, kind, "one_7")
    listing = listing_of(kind)
    more = {"next": "/v2/images?marker=i", "markers": {"next": "i"}} if full else {}
    cloud.expect("GET", listing.path, {listing.key: items, **more}, query={"limit": "200"})
    message = refusal(task, kind, "one_7")
    assert message.partition("? (")[2] == (f"from the first 200 {plural})" if full else "")
    assert "did you mean 'one-7'" in message


def test_without_a_list_of_names_the_error_suggests_none(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "cluster", "hadop")
    cloud.expect("GET", listing_of("cluster").path, error(403, "FORBIDDEN", "Not you"))
    assert refusal(task, "cluster", "hadop") == "no cluster named 'hadop'"


def test_a_task_collects_everything_that_it_could_not_find(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "flavor", "m1.smal", *named("m1.small"))
    expect_name(cloud, "image", "gone")
    expect_suggestions(cloud, "image")
    assert task.resolve("flavor", "m1.smal") == "m1.smal"
    assert task.resolve("image", "gone") == "gone"
    assert task.resolve("flavor", "m1.small") == "id of m1.small"
    with pytest.raises(SaharaError, match=r"\(1\).*'m1\.smal'.*\(2\).*'gone'"):
        task.raise_problems()


def test_the_current_value_is_not_looked_up(task: AnsibleTask) -> None:
    assert task.resolve("flavor", "2", "2") == "2"
