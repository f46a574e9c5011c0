# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sahara's replies become records: fields, filters, and no secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.records import (
    Filters,
    add_usernames,
    chosen,
    has_instances,
    record,
)

from tests.unit.plugins.inventory.samples import IMAGE, PROJECT, cluster, instance, node_group


def names(clusters: list[dict[str, Any]], /, **filters: Any) -> list[str]:
    return [found["name"] for found in chosen(map(record, clusters), Filters(**filters))]


def test_record_is_the_same_for_both_api_versions() -> None:
    newer = cluster()
    older = {**newer, "hadoop_version": newer["plugin_version"], "tenant_id": PROJECT}
    del older["plugin_version"], older["project_id"]
    assert record(older) == record(newer)
    assert record(newer)["plugin_version"] == "2.7.5"
    assert record(newer)["project_id"] == PROJECT


def test_record_has_no_configuration_and_no_password() -> None:
    console = {
        "Web UI": "http://admin:hunter2@172.24.0.1:7180/cmf?x=1",
        "Username": "admin",
        "Password": "hunter2",
        "API key": "hunter2",
        "Auth-Token": "hunter2",
        "nested": [{"client_secret": "hunter2", "KeyValue store": "kv:1"}],
    }
    kept = record(cluster(info={"Cloudera Manager": console, "NameNode": "hdfs://master:9000"}))
    assert kept["info"] == {
        "Cloudera Manager": {
            "Web UI": "http://172.24.0.1:7180/cmf?x=1",
            "Username": "admin",
            "nested": [{"KeyValue store": "kv:1"}],
        },
        "NameNode": "hdfs://master:9000",
    }
    assert "hunter2" not in json.dumps(kept)


def test_incomplete_cluster_has_a_record() -> None:
    bare = record({"id": "1", "name": "demo", "node_groups": None})
    assert bare["node_groups"] == []
    assert (bare["status"], bare["info"], bare["health"]) == ("", {}, None)
    odd = node_group("worker", [], None, "x", {"instance_name": "no id"}, node_processes=None)
    assert record(cluster("demo", odd))["node_groups"][0]["instances"] == []


def test_unprintable_characters_are_escaped() -> None:
    kept = record(cluster("demo", description="\ud800 {{ x }}", info={"\udfff": ["\ud800"]}))
    assert kept["description"] == "\\ud800 {{ x }}"
    assert kept["info"] == {"\\udfff": ["\\ud800"]}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["a-1", "a-2", "b"]),
        ({"clusters": ["a-*"]}, ["a-1", "a-2"]),
        ({"clusters": ["a-[2-9]", "b"]}, ["a-2", "b"]),
        ({"clusters": ["a"]}, []),
        ({"clusters": ["~a-\\d$"]}, ["a-1", "a-2"]),
        ({"clusters": ["~-1"]}, []),
        ({"plugin_names": ["spark"]}, ["a-2"]),
        ({"statuses": ["Scaling*"]}, ["b"]),
        ({"statuses": ["Deleting"]}, ["gone"]),
        ({"clusters": ["a-*"], "plugin_names": ["vanilla"]}, ["a-1"]),
    ],
)
def test_filters(filters: dict[str, Any], expected: list[str]) -> None:
    clusters = [
        cluster("b", status="Scaling: Spawning"),
        cluster("a-2", plugin_name="spark"),
        cluster("a-1"),
        cluster("gone", status="Deleting"),
    ]
    assert names(clusters, **filters) == expected


def test_public_clusters_of_other_projects_can_be_left_out() -> None:
    clusters = [cluster("ours"), cluster("theirs", project_id="q" * 32, is_public=True)]
    assert names(clusters, project_id=PROJECT) == ["ours"]
    assert names(clusters) == ["ours", "theirs"]


def test_user_is_that_of_the_node_groups_image_or_of_the_clusters_image() -> None:
    groups = [
        node_group("own", ["a"], instance("one", 1), image_id="other"),
        node_group("inherited", ["a"], instance("two", 2)),
        node_group("unregistered", ["a"], instance("three", 3), image_id="unknown"),
    ]
    kept = record(cluster("demo", *groups))
    assert [group["image_username"] for group in kept["node_groups"]] == [None] * 3
    add_usernames([kept], {IMAGE: "ubuntu", "other": "centos", "third": None})
    assert [group["image_username"] for group in kept["node_groups"]] == ["centos", "ubuntu", ""]


def test_clusters_without_instances_need_no_images() -> None:
    assert not has_instances([record(cluster("demo", node_group("worker", ["a"])))])
    assert has_instances([record(cluster())])
