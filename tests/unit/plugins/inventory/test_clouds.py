# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option ``clouds``: several clouds and regions in one source, each with its own cache entry and failure rule."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleParserError
from ansible.inventory.data import InventoryData

from tests.unit.plugins.inventory.samples import cluster
from tests.unit.plugins.inventory.sources import Parse, expect
from tests.unit.support.identity import PASSWORD, endpoint
from tests.unit.support.scripted import ScriptedCloud, error

pytestmark = pytest.mark.usefixtures("ansible_loader", "warnings")

DOWN = error(500, "X", "down")
TWO_HOURS_S = 7300


@pytest.fixture
def regions(cloud: ScriptedCloud) -> list[dict[str, Any]]:
    """Entries for two regions, of which both have Sahara."""
    sahara = cloud.keystone.catalog[0]["url"]
    cloud.keystone.catalog.append(endpoint(sahara, region="two"))
    return [{"region_name": name, "group_prefix": f"{name}_"} for name in ("one", "two")]


@pytest.fixture
def cached(tmp_path: Path) -> dict[str, Any]:
    folder = str(tmp_path / "cache")
    return {"cache": True, "cache_plugin": "jsonfile", "cache_connection": folder}


def clusters_in(found: InventoryData) -> dict[str, str]:
    """Cluster -> its region."""
    variables = [group.vars for group in found.groups.values()]
    return {
        one["sahara_cluster_name"]: one["sahara_cluster_region"]
        for one in variables
        if "sahara_cluster_name" in one
    }


def test_all_regions_are_read(
    cloud: ScriptedCloud, parse: Parse, regions: Any, warnings: list[str]
) -> None:
    expect(cloud, cluster("a"))
    expect(cloud, cluster("b"))
    found = parse(
        clouds=regions, keyed_groups=[{"key": "sahara_cluster_region", "prefix": "region"}]
    )
    assert clusters_in(found) == {"a": "one", "b": "two"}
    assert {"one_sahara", "two_sahara", "one_cluster_a", "two_cluster_b"} <= set(found.groups)
    assert [len(found.groups[f"region_{name}"].get_hosts()) for name in ("one", "two")] == [3, 3]
    assert warnings == []


def test_same_names_in_two_regions_stay_apart(
    cloud: ScriptedCloud, parse: Parse, warnings: list[str]
) -> None:
    cloud.keystone.catalog.append(endpoint(cloud.keystone.catalog[0]["url"], region="two"))
    other = cluster("demo", id="another")
    for group in other["node_groups"]:
        for one in group["instances"]:
            one["instance_id"] = f"other-{one['instance_id']}"
    expect(cloud, cluster("demo"))
    expect(cloud, other)
    found = parse(clouds=[{"region_name": "one"}, {"region_name": "two"}])
    assert len(found.hosts) == 6 and len(found.groups["namenode"].get_hosts()) == 2
    assert found.groups["cluster_demo"].vars["sahara_cluster_region"] == "one"
    assert len(warnings) == 2


def test_an_entry_overrides_the_connection_of_the_source(
    cloud: ScriptedCloud, parse: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAHARA_TEST_SECRET", PASSWORD)
    secret = "{{ lookup('ansible.builtin.env', 'SAHARA_TEST_SECRET') }}"
    expect(cloud, cluster("a"))
    entry = {"auth": {**cloud.auth, "password": secret}, "region_name": "one"}
    found = parse(auth={**cloud.auth, "password": "wrong"}, region_name="none", clouds=[entry])
    assert clusters_in(found) == {"a": "one"}


def test_a_failing_cloud_fails_the_source_and_adds_nothing(
    cloud: ScriptedCloud, parse: Parse, regions: Any
) -> None:
    expect(cloud, cluster("a"))
    cloud.expect("GET", "/v2/clusters", DOWN)
    inventory = InventoryData()
    with pytest.raises(AnsibleParserError, match="Reading region 'two' failed: .*down"):
        parse(into=inventory, clouds=regions)
    assert not inventory.hosts and set(inventory.groups) == {"all", "ungrouped"}


def test_a_failing_cloud_can_be_left_out_with_a_warning(
    cloud: ScriptedCloud, parse: Parse, regions: Any, warnings: list[str]
) -> None:
    absent = {"region_name": "none", "on_error": "warn"}
    wrong = {"auth": {**cloud.auth, "password": "hunter2"}, "on_error": "warn"}
    cloud.expect("GET", "/v2/clusters", DOWN)
    expect(cloud, cluster("b"))
    found = parse(clouds=[{**regions[0], "on_error": "warn"}, absent, wrong, regions[1]])
    assert clusters_in(found) == {"b": "two"}
    assert [text.partition(": ")[0] for text in warnings] == [
        "The inventory does not include region 'one'",
        "The inventory does not include region 'none'",
        "The inventory does not include entry 3 of 'clouds'",
    ]
    assert "hunter2" not in "".join(warnings)


def test_each_cloud_has_its_own_cache_entry(
    cloud: ScriptedCloud, parse: Parse, cached: dict[str, Any], regions: Any
) -> None:
    expect(cloud, cluster("a"))
    expect(cloud, cluster("b"))
    parse(clouds=regions, **cached)
    assert clusters_in(parse(clouds=regions, **cached)) == {"a": "one", "b": "two"}
    assert len(list(Path(cached["cache_connection"]).iterdir())) == 2
    # A source of only one of them uses the same entry.
    assert clusters_in(parse(region_name="two", **cached)) == {"b": "two"}
    assert len(cloud.keystone.tokens) == 2


def test_an_old_entry_replaces_only_the_cloud_that_is_down(
    cloud: ScriptedCloud,
    parse: Parse,
    cached: dict[str, Any],
    regions: Any,
    warnings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regions[0]["stale_if_error"] = True
    regions[1]["on_error"] = "warn"
    expect(cloud, cluster("a"))
    expect(cloud, cluster("b"))
    parse(clouds=regions, **cached)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + TWO_HOURS_S)
    cloud.expect("GET", "/v2/clusters", DOWN, times=2)
    found = parse(clouds=regions, **cached)
    assert clusters_in(found) == {"a": "one"}
    assert [text.partition(":")[0] for text in warnings] == [
        "Using a cached inventory of region 'one' that is 2 h 01 min old because Sahara is unavailable",
        "The inventory does not include region 'two'",
    ]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("east", "Entry 1 of 'clouds' is not a dictionary."),
        ({"clusters": ["a"]}, "Entry 1 of 'clouds' has unsupported options: clusters."),
        ({"on_error": "ignore"}, "'on_error' in entry 1 of 'clouds' must be 'fail' or 'warn'."),
        ({"stale_if_error": "maybe"}, "'stale_if_error' in entry 1 of 'clouds' has the wrong type"),
        ({"group_prefix": "my-"}, "'group_prefix' may contain only"),
        ({"stale_if_error": True}, "'stale_if_error' requires 'cache: true'"),
    ],
)
def test_invalid_entry_fails_before_a_request(parse: Parse, entry: Any, sentence: str) -> None:
    with pytest.raises(AnsibleParserError) as caught:
        parse(clouds=[entry])
    assert sentence in str(caught.value)
