# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each manager reads and deletes at its own route, in its own envelope. Writes are in other files."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.paging import (
    PAGE_SIZE,
)

from tests.unit.support.listings import by_name
from tests.unit.support.scripted import Answer, ScriptedCloud

# Sahara's reply for an image may lack the description; the client adds it.
ONE = {"id": "1", "name": "a", "description": ""}


class Route(NamedTuple):
    """envelope, collection: the keys around one object and around a list. by_name: filters by name."""

    version: str
    manager: str
    path: str
    envelope: str
    collection: str
    noun: str
    by_name: bool = True

    def __str__(self) -> str:
        return f"{self.manager} {self.version}"

    @property
    def url(self) -> str:
        return f"/v{self.version}{self.path}"


def both(*facts: Any) -> list[Route]:
    return [Route("1.1", *facts), Route("2", *facts)]


PAGED = [
    *both("clusters", "/clusters", "cluster", "clusters", "Cluster"),
    *both("cluster_templates", "/cluster-templates", "cluster_template", "cluster_templates", "Cluster Template"),
    *both("node_group_templates", "/node-group-templates", "node_group_template", "node_group_templates",
          "Node Group Template"),
    Route("1.1", "data_sources", "/data-sources", "data_source", "data_sources", "Data Source"),
    Route("2", "data_sources", "/data-sources", "data_source", "data_sources", "Data Source", False),
    *both("job_binaries", "/job-binaries", "job_binary", "binaries", "Job Binary"),
    Route("1.1", "job_binary_internals", "/job-binary-internals", "job_binary_internal", "binaries", "JobBinaryInternal"),
    Route("1.1", "jobs", "/jobs", "job", "jobs", "Job"),
    Route("2", "job_templates", "/job-templates", "job_template", "job_templates", "Job Template"),
    Route("1.1", "job_executions", "/job-executions", "job_execution", "job_executions", "JobExecution", False),
    Route("2", "jobs", "/jobs", "job", "jobs", "Job", False),
]  # fmt: skip
PLUGINS = both("plugins", "/plugins", "plugin", "plugins", "Plugin", False)
IMAGES = both("images", "/images", "image", "images", "Image", False)
JOB_TYPES = both("job_types", "/job-types", "job_type", "job_types", "JobType", False)


@pytest.fixture
def manager(route: Route, v1: Any, v2: Any) -> Any:
    return getattr({"1.1": v1, "2": v2}[route.version], route.manager)


@pytest.mark.parametrize("route", PAGED + PLUGINS + IMAGES, ids=str)
def test_one_object_is_read(cloud: ScriptedCloud, manager: Any, route: Route) -> None:
    cloud.expect("GET", f"{route.url}/1", {route.envelope: ONE})
    found = manager.get("1")
    assert found.to_dict() == ONE
    assert repr(found) == f"<{route.noun} a 1>"


@pytest.mark.parametrize("route", PAGED + IMAGES, ids=str)
def test_an_object_is_deleted(cloud: ScriptedCloud, manager: Any, route: Route) -> None:
    cloud.expect("DELETE", f"{route.url}/1", body=None)
    manager.delete("1")


@pytest.mark.parametrize("route", PAGED, ids=str)
def test_a_page_of_a_list_is_read(cloud: ScriptedCloud, manager: Any, route: Route) -> None:
    query = {"plugin_name": "fake", "limit": 2, "marker": "0", "sort_by": "-name"}
    answer = {route.collection: [ONE], "markers": {"prev": "p", "next": "n"}}
    cloud.expect("GET", route.url, answer, query=query)
    page = manager.list({"plugin_name": "fake"}, limit=2, marker="0", sort_by="name", reverse=True)
    assert [item.to_dict() for item in page] == [ONE]
    assert (page.prev, page.next, page.limit) == ("p", "n", 2)


@pytest.mark.parametrize("route", PLUGINS + IMAGES + JOB_TYPES, ids=str)
def test_a_list_without_pages_is_read_at_once(
    cloud: ScriptedCloud, manager: Any, route: Route
) -> None:
    cloud.expect("GET", route.url, {route.collection: [ONE]}, query={"type": "a"})
    assert [item.to_dict() for item in manager.list({"type": "a"})] == [ONE]
    cloud.expect("GET", route.url, {route.collection: [ONE]}, query={})
    assert [item.to_dict() for item in manager.iterate()] == [ONE]


@pytest.mark.parametrize("route", PAGED, ids=str)
def test_a_name_is_compared_exactly_whether_or_not_the_route_filters_by_it(
    cloud: ScriptedCloud, manager: Any, route: Route
) -> None:
    query = by_name("a") if route.by_name else {"limit": PAGE_SIZE}
    longer = {"id": "2", "name": "ab"}
    cloud.expect("GET", route.url, {route.collection: [longer, ONE]}, query=query)
    assert manager.find_unique(name="a").id == "1"
    cloud.expect("GET", route.url, {route.collection: [longer]}, query=query)
    with pytest.raises(errors.NotFound) as caught:
        manager.find_unique(name="a")
    assert str(caught.value) == f"No {route.noun.lower()} with name 'a' exists."
    assert (caught.value.method, caught.value.url) == ("GET", route.path)


@pytest.mark.parametrize("route", JOB_TYPES, ids=str)
def test_a_job_type_is_read_from_the_list(cloud: ScriptedCloud, manager: Any, route: Route) -> None:
    listed = [{"name": "MapReduce.Streaming"}, {"name": "MapReduce"}]
    cloud.expect("GET", route.url, {"job_types": listed}, query={"type": "MapReduce"})
    found = manager.get("MapReduce")
    assert (found.id, repr(found)) == ("MapReduce", "<JobType MapReduce>")
    cloud.expect("GET", route.url, {"job_types": listed[:1]}, query={"type": "MapReduce"})
    with pytest.raises(errors.NotFound) as caught:
        manager.get("MapReduce")
    assert str(caught.value) == "No job type named 'MapReduce' exists."
    assert (caught.value.method, caught.value.url) == ("GET", "/job-types")


@pytest.mark.parametrize("route", PLUGINS, ids=str)
def test_the_id_of_a_plugin_is_its_name_and_a_version_has_more_details(
    cloud: ScriptedCloud, manager: Any, route: Route
) -> None:
    cloud.expect("GET", f"{route.url}/fake", {"plugin": {"name": "fake"}})
    assert manager.get("fake").id == "fake"
    cloud.expect("GET", f"{route.url}/fake/0.1", {"plugin": {"name": "fake", "configs": []}})
    assert manager.get_version_details("fake", "0.1").configs == []


@pytest.mark.parametrize(
    "route", [route for route in PAGED if route.collection == "binaries"], ids=str
)
def test_the_content_of_a_binary_is_downloaded(
    cloud: ScriptedCloud, manager: Any, route: Route
) -> None:
    cloud.expect("GET", f"{route.url}/1/data", Answer(b"\x00\xff"))
    assert manager.get_file("1") == b"\x00\xff"
