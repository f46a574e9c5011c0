# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding objects by exact name, with as little data as is safe."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.listings import WHOLE, by_name
from tests.unit.support.scripted import ScriptedCloud

# Without a filter, the list is read in pages of this length.
EVERYTHING = {"limit": "200"}


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"id-{number}", "name": name} for number, name in enumerate(names)]


def full(*names: str) -> dict[str, Any]:
    """A page of clusters that is followed by another one. The names are in alphabetical order."""
    return {"clusters": named(*names), "markers": {"next": f"id-{len(names) - 1}"}}


def expect_page(cloud: ScriptedCloud, name: str, reply: Any) -> None:
    cloud.expect("GET", "/v2/clusters", reply, query=by_name(name))


# To MySQL and PostgreSQL, the filter is a regular expression; to other databases, it is the name.


def test_server_filters_by_pattern_and_client_by_exact_name(cloud: ScriptedCloud, v2: Any) -> None:
    expect_page(cloud, "a.b", {"clusters": named("aXb", "a.b", "my-a.b", "A.B")})
    assert [item.id for item in v2.clusters.find(name="a.b")] == ["id-1"]


@pytest.mark.parametrize("name", ["[", "]", "a+b", "(x", ")", "^web$", "a|b", "a*", "a?", "{1}", "\\d", ""])  # fmt: skip
def test_name_that_could_be_a_pattern_is_not_sent(cloud: ScriptedCloud, v2: Any, name: str) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": named("x", name)}, query=EVERYTHING)
    assert v2.clusters.find_unique(name=name).id == "id-1"


@pytest.mark.parametrize("name", ["a b", "100%", "grün", "a_b-c", "x&name=y", "a/b"])
def test_name_with_other_characters_is_sent(cloud: ScriptedCloud, v2: Any, name: str) -> None:
    expect_page(cloud, name, {"clusters": named("x", name)})
    assert v2.clusters.find_unique(name=name).id == "id-1"


def test_name_that_is_followed_by_another_one_is_complete(cloud: ScriptedCloud, v2: Any) -> None:
    before = [f"a-web-{number:02}" for number in range(17)]
    expect_page(cloud, "web", full(*before, "web", "web", "web-1"))
    assert [item.id for item in v2.clusters.find(name="web")] == ["id-17", "id-18"]


@pytest.mark.parametrize(
    "names",
    [
        [f"a-a.b-{number:02}" for number in range(20)],
        [*(f"a-a.b-{number:02}" for number in range(19)), "a.b"],
        # Some databases sort without regard to case.
        [*["a.b"] * 10, *["A.B"] * 10],
    ],
    ids=["others only", "the last one", "equal but for the case"],
)
def test_exact_pattern_is_sent_if_others_fill_the_page(
    cloud: ScriptedCloud, v2: Any, names: list[str]
) -> None:
    """Only a database to which the name is a pattern finds other names."""
    expect_page(cloud, "a.b", full(*names))
    found = {"clusters": [*named("A.B"), {"id": "x", "name": "a.b"}]}
    cloud.expect("GET", "/v2/clusters", found, query={"name": "^a[.]b$"})
    assert v2.clusters.find_unique(name="a.b").id == "x"


def test_all_pages_are_read_if_namesakes_fill_the_first(cloud: ScriptedCloud, v2: Any) -> None:
    """The database may compare exactly, so an exact pattern could find nothing."""
    namesakes = full(*["web"] * 20)
    expect_page(cloud, "web", namesakes)
    query = {**EVERYTHING, "name": "web"}
    cloud.expect("GET", "/v2/clusters", namesakes, query=query)
    last = {"clusters": [{"id": "x", "name": "web"}]}
    cloud.expect("GET", "/v2/clusters", last, query={**query, "marker": "id-19"})
    assert len(v2.clusters.find(name="web")) == 21


def test_filter_that_the_route_does_not_accept_is_not_sent(
    cloud: ScriptedCloud, v1: Any, v2: Any
) -> None:
    first = {"data_sources": named("a"), "markers": {"next": "id-0"}}
    cloud.expect("GET", "/v2/data-sources", first, query=EVERYTHING)
    second = {"data_sources": [{"id": "id-7", "name": "in"}]}
    cloud.expect("GET", "/v2/data-sources", second, query={**EVERYTHING, "marker": "id-0"})
    assert v2.data_sources.find_unique(name="in").id == "id-7"
    cloud.expect("GET", "/v1.1/data-sources", second, query=by_name("in"))
    assert v1.data_sources.find_unique(name="in").id == "id-7"


def test_no_match_is_not_found(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/node-group-templates", {"node_group_templates": named("Web")})
    with pytest.raises(errors.NotFound) as caught:
        v2.node_group_templates.find_unique(name="web")
    assert str(caught.value) == "No node group template with name 'web' exists."
    assert (caught.value.error_code, caught.value.error_name) == (404, None)


def test_several_matches_are_not_unique(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": named("web", "web")}, times=2)
    with pytest.raises(errors.NotUnique) as caught:
        v2.clusters.find_unique(name="web")
    assert caught.value.ids == ("id-0", "id-1")
    assert caught.value.result["ids"] == ["id-0", "id-1"]
    assert (caught.value.error_code, caught.value.error_name) == (409, None)
    assert str(caught.value) == (
        "More than one cluster has name 'web': id-0, id-1. Use the id instead."
    )
    assert [item.id for item in v2.clusters.find(name="web")] == ["id-0", "id-1"]


def test_other_fields_are_compared_by_the_client(cloud: ScriptedCloud, v2: Any) -> None:
    items = [
        {"id": "1", "name": "web", "project_id": "mine"},
        {"id": "2", "name": "web", "project_id": "theirs"},
        {"id": "3", "name": "web"},
    ]
    expect_page(cloud, "web", {"clusters": items})
    assert v2.clusters.find_unique(name="web", project_id="mine").id == "1"
    cloud.expect("GET", "/v2/clusters", {"clusters": items}, query=EVERYTHING)
    assert v2.clusters.find_unique(id="3").id == "3"


def test_references_are_one_request_where_the_route_filters_by_them(
    cloud: ScriptedCloud, v1: Any, v2: Any
) -> None:
    items = [{"id": "1", "cluster_id": "a", "job_id": "t"}, {"id": "2", "cluster_id": "b"}]
    query = {"cluster_id": "a", "job_id": "t"}
    whole = {**query, **WHOLE}
    cloud.expect("GET", "/v1.1/job-executions", {"job_executions": items}, query=whole)
    assert v1.job_executions.find_unique(**query).id == "1"
    cloud.expect("GET", "/v2/jobs", {"jobs": items}, query=EVERYTHING)
    assert v2.jobs.find_unique(cluster_id="b").id == "2"
    cloud.expect("GET", "/v1.1/job-executions", {"job_executions": items}, query=EVERYTHING)
    assert v1.job_executions.find(cluster_id=None) == []


def test_image_is_found_by_name_in_a_list_without_pages(cloud: ScriptedCloud, v2: Any) -> None:
    images = {"images": named("ubuntu-22", "ubuntu")}
    cloud.expect("GET", "/v2/images", images, query={"name": "ubuntu"})
    assert v2.images.find_unique(name="ubuntu").id == "id-1"


def test_plugins_and_job_types_are_found_by_name(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/plugins", {"plugins": [{"name": "a"}, {"name": "b"}]}, query={})
    assert v2.plugins.find_unique(name="b").id == "b"
    answer = {"job_types": [{"name": "Pig"}]}
    cloud.expect("GET", "/v2/job-types", answer, query={"type": "Pig"})
    assert v2.job_types.get("Pig").id == "Pig"
    cloud.expect("GET", "/v2/job-types", {"job_types": [{}]}, query={"type": "Hive"})
    with pytest.raises(errors.NotFound, match="No job type named 'Hive' exists"):
        v2.job_types.get("Hive")
