# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole list is read, despite the quirks of its pages."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import ScriptedCloud, error

NOT_FOUND = error(404, "NOT_FOUND", "Object with {'id': '2'} not found")


def page(*ids: int, after: str | None = None, key: str = "clusters") -> dict[str, Any]:
    """A page as Sahara sends it. after: the marker of the next page."""
    return {key: [{"id": str(one)} for one in ids], "markers": {"prev": None, "next": after}}


def ids_of(items: Any) -> list[str]:
    return [item.id for item in items]


def test_page_has_the_markers_of_its_neighbors(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", page(3, 4, after="4"), query={"limit": 2, "marker": "2"})
    found = v2.clusters.list(limit=2, marker="2")
    assert (ids_of(found), found.next, found.prev, found.limit) == (["3", "4"], "4", None, 2)


def test_list_without_limit_has_no_markers(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": []}, query={})
    found = v2.clusters.list()
    assert (list(found), found.next, found.prev, found.limit) == ([], None, None, None)


@pytest.mark.parametrize(("reverse", "sent"), [(None, "name"), (False, "name"), (True, "-name")])
def test_list_can_be_sorted(cloud: ScriptedCloud, v2: Any, reverse: Any, sent: str) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": []}, query={"sort_by": sent})
    v2.clusters.list(sort_by="name", reverse=reverse)


def test_pages_are_fetched_on_demand(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", page(1, 2, after="2"), query={"limit": 2})
    items = v2.clusters.iterate(limit=2)
    assert cloud.calls == []
    assert [next(items).id, next(items).id] == ["1", "2"]
    assert len(cloud.calls) == 1
    cloud.expect("GET", "/v2/clusters", page(3), query={"limit": 2, "marker": "2"})
    assert ids_of(items) == ["3"]


def test_filters_are_sent_for_every_page(cloud: ScriptedCloud, v2: Any) -> None:
    wanted = {"limit": 200, "plugin_name": "fake"}
    cloud.expect("GET", "/v2/clusters", page(1, after="1"), query=wanted)
    cloud.expect("GET", "/v2/clusters", page(2), query={**wanted, "marker": "1"})
    assert ids_of(v2.clusters.iterate(plugin_name="fake")) == ["1", "2"]


def test_empty_page_after_a_full_last_page_is_the_end(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", page(1, 2, after="2"))
    cloud.expect("GET", "/v2/clusters", page(after="2"))
    assert ids_of(v2.clusters.iterate(limit=2)) == ["1", "2"]


def test_page_of_jobs_starts_with_its_marker(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/jobs", page(1, 2, after="2", key="jobs"))
    cloud.expect("GET", "/v2/jobs", page(2, 3, after="4", key="jobs"))
    cloud.expect("GET", "/v2/jobs", page(4, 5, key="jobs"), query={"limit": 2, "marker": "4"})
    assert ids_of(v2.jobs.iterate(limit=2)) == ["1", "2", "3", "4", "5"]


def test_deleted_marker_restarts_the_listing(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", page(1, 2, after="2"))
    cloud.expect("GET", "/v2/clusters", NOT_FOUND, query={"limit": 2, "marker": "2"})
    cloud.expect("GET", "/v2/clusters", page(1, 3, after="3"), query={"limit": 2})
    cloud.expect("GET", "/v2/clusters", page(4))
    assert ids_of(v2.clusters.iterate(limit=2)) == ["1", "2", "3", "4"]


def test_listing_does_not_restart_endlessly(cloud: ScriptedCloud, v2: Any) -> None:
    for _round in range(4):
        cloud.expect("GET", "/v2/clusters", page(1, 2, after="2"))
        cloud.expect("GET", "/v2/clusters", NOT_FOUND)
    with pytest.raises(errors.NotFound):
        list(v2.clusters.iterate(limit=2))


def test_not_found_for_the_first_page_is_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", NOT_FOUND)
    with pytest.raises(errors.NotFound):
        list(v2.clusters.iterate())


def test_ignored_marker_restarts_the_listing(cloud: ScriptedCloud, v1: Any) -> None:
    key = "binaries"
    cloud.expect("GET", "/v1.1/job-binaries", page(1, 2, after="2", key=key))
    cloud.expect("GET", "/v1.1/job-binaries", page(1, 3, after="3", key=key))
    cloud.expect("GET", "/v1.1/job-binaries", page(1, 3, after="3", key=key))
    cloud.expect("GET", "/v1.1/job-binaries", page(4, key=key))
    assert ids_of(v1.job_binaries.iterate(limit=2)) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("ignored", [True, False], ids=["ignored", "not found"])
def test_after_a_lost_marker_the_pages_are_read_again(
    cloud: ScriptedCloud, v1: Any, ignored: bool
) -> None:
    path, key = "/v1.1/job-binaries", "binaries"

    def expect(content: Any, **query: Any) -> None:
        cloud.expect("GET", path, content, query={"limit": 2, **query})

    before = [page(n, n + 1, after=str(n + 1), key=key) for n in (1, 3, 5, 7, 9)]
    expect(before[0])
    for content, marker in zip(before[1:], (2, 4, 6, 8), strict=True):
        expect(content, marker=marker)
    if ignored:
        expect(before[0], marker=10)  # The object is deleted, so the first page is returned.
    else:
        expect(NOT_FOUND, marker=10)
        expect(before[0])
    for content, marker in zip(before[1:4], (2, 4, 6), strict=True):
        expect(content, marker=marker)
    expect(page(9, 11, after="11", key=key), marker=8)
    expect(page(12, key=key), marker=11)
    found = ids_of(v1.job_binaries.iterate(limit=2))
    assert found == [str(number) for number in range(1, 13)]


def test_endlessly_repeated_pages_are_an_error(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", page(1, after="1"), times=5)
    with pytest.raises(errors.BadResponse, match="the same pages"):
        list(v2.clusters.iterate())


@pytest.mark.parametrize("manager", ["plugins", "images", "job_types"])
def test_list_without_pages_is_one_request(cloud: ScriptedCloud, v2: Any, manager: str) -> None:
    path = "/v2/" + manager.replace("_", "-")
    cloud.expect("GET", path, {manager: [{"name": "a", "id": "1"}]}, query={})
    assert [item.name for item in getattr(v2, manager).iterate(limit=2)] == ["a"]


@pytest.mark.parametrize("option", ["sort_by", "reverse", "marker"])
def test_arguments_that_would_lose_items_are_rejected(v2: Any, option: str) -> None:
    with pytest.raises(TypeError, match=option):
        v2.clusters.iterate(**{option: "x"})
