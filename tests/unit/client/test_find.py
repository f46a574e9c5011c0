# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding objects by exact name, with as little data as is safe."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import ScriptedCloud

FIRST = {"limit": 200}


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"id-{number}", "name": name} for number, name in enumerate(names)]


def test_server_filters_by_pattern_and_client_by_exact_name(cloud: ScriptedCloud, v2: Any) -> None:
    answer = {"clusters": named("my-web", "a.b", "web2", "aXb")}
    cloud.expect("GET", "/v2/clusters", answer, query={**FIRST, "name": "a.b"})
    assert v2.clusters.find(name="a.b").id == "id-1"


@pytest.mark.parametrize("name", ["[", "a+b", "(x", "a b", "100%", "^web$", "grün", ""])
def test_name_that_could_be_a_pattern_is_not_sent(cloud: ScriptedCloud, v2: Any, name: str) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": named("x", name)}, query=FIRST)
    assert v2.clusters.find(name=name).id == "id-1"


def test_filter_that_the_route_does_not_accept_is_not_sent(
    cloud: ScriptedCloud, v1: Any, v2: Any
) -> None:
    answer = {"data_sources": named("a", "in")}
    cloud.expect("GET", "/v2/data-sources", answer, query=FIRST)
    assert v2.data_sources.find("in").id == "id-1"
    cloud.expect("GET", "/v1.1/data-sources", answer, query={**FIRST, "name": "in"})
    assert v1.data_sources.find("in").id == "id-1"


def test_all_pages_are_searched(cloud: ScriptedCloud, v2: Any) -> None:
    first = {"job_templates": named("webx"), "markers": {"next": "id-0"}}
    cloud.expect("GET", "/v2/job-templates", first, query={**FIRST, "name": "web"})
    second = {"job_templates": [{"id": "id-7", "name": "web"}]}
    wanted = {**FIRST, "name": "web", "marker": "id-0"}
    cloud.expect("GET", "/v2/job-templates", second, query=wanted)
    assert v2.job_templates.find("web").id == "id-7"


def test_no_match_is_not_found(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/node-group-templates", {"node_group_templates": named("Web")})
    with pytest.raises(errors.NotFound) as caught:
        v2.node_group_templates.find("web")
    assert str(caught.value) == "No node group template with name 'web' exists."


def test_several_matches_are_not_unique(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": named("web", "web")}, times=2)
    with pytest.raises(errors.NotUnique) as caught:
        v2.clusters.find("web")
    assert caught.value.ids == ("id-0", "id-1")
    assert caught.value.result == {"ids": ["id-0", "id-1"]}
    assert str(caught.value) == (
        "More than one cluster has name 'web': id-0, id-1. Use the id instead."
    )
    assert [item.id for item in v2.clusters.find_all(name="web")] == ["id-0", "id-1"]


def test_other_fields_are_compared_by_the_client(cloud: ScriptedCloud, v2: Any) -> None:
    items = [
        {"id": "1", "name": "web", "project_id": "mine"},
        {"id": "2", "name": "web", "project_id": "theirs"},
        {"id": "3", "name": "web"},
    ]
    cloud.expect("GET", "/v2/clusters", {"clusters": items}, query={**FIRST, "name": "web"})
    assert v2.clusters.find("web", project_id="mine").id == "1"
    cloud.expect("GET", "/v2/clusters", {"clusters": items}, query=FIRST)
    assert v2.clusters.find(id="3").id == "3"


def test_job_executions_can_be_found_without_a_name(cloud: ScriptedCloud, v1: Any) -> None:
    items = [{"id": "1", "cluster_id": "a"}, {"id": "2", "cluster_id": "b"}]
    cloud.expect("GET", "/v1.1/job-executions", {"job_executions": items}, query=FIRST)
    assert v1.job_executions.find_unique(cluster_id="b").id == "2"


def test_plugins_and_job_types_are_found_by_name(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("GET", "/v2/plugins", {"plugins": [{"name": "a"}, {"name": "b"}]}, query={})
    assert v2.plugins.find("b").id == "b"
    answer = {"job_types": [{"name": "Pig"}]}
    cloud.expect("GET", "/v2/job-types", answer, query={"type": "Pig"})
    assert v2.job_types.get("Pig").id == "Pig"
    cloud.expect("GET", "/v2/job-types", {"job_types": [{}]}, query={"type": "Hive"})
    with pytest.raises(errors.NotFound, match="No job type named 'Hive' exists"):
        v2.job_types.get("Hive")
