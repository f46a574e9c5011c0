# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of hosts and groups are valid and unique."""

from __future__ import annotations

import json
import re

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.names import (
    group_names,
    host_names,
    safe_group_name,
    safe_host_name,
)

from tests.unit.support.fresh import python


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("namenode", "namenode"),
        ("spark history server", "spark_history_server"),
        ("status_Scaling: Spawning", "status_Scaling__Spawning"),
        ("3d", "_3d"),
        ("", "_"),
        ("größe", "gr__e"),
        ("{{ x }}\n", "___x____"),
    ],
)
def test_group_names_are_valid(label: str, name: str) -> None:
    assert safe_group_name(label) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("demo-master-0.example.org", "demo-master-0.example.org"),
        ("fe80::1", "fe80::1"),
        ("-oProxyCommand=id", "_oProxyCommand_id"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        ("{{ lookup('pipe', 'id') }}", "___lookup__pipe____id_____"),
        ("a,b;c d\n", "a_b_c_d_"),
    ],
)
def test_host_names_are_valid(label: str, name: str) -> None:
    assert safe_host_name(label) == name


def test_similar_group_names_become_unique_in_any_order() -> None:
    labels = {
        ("cluster", "1"): "cluster_a-b",
        ("cluster", "2"): "cluster_a.b",
        ("cluster", "3"): "cluster_c",
    }
    names, sentences = group_names(labels, {})
    assert names["cluster", "3"] == "cluster_c"
    assert re.fullmatch("cluster_a_b_[0-9a-f]{8}", names["cluster", "1"])
    assert re.fullmatch("cluster_a_b_[0-9a-f]{8}", names["cluster", "2"])
    assert len(set(names.values())) == 3
    assert group_names(dict(reversed(labels.items())), {}) == (names, sentences)
    assert len(sentences) == 2
    assert "cluster '1' ('cluster_a-b')" in sentences[0] and "cluster_a_b" in sentences[0]


def test_exact_label_keeps_the_name() -> None:
    names, _ = group_names({("process", "a_b"): "a_b", ("process", "a b"): "a b"}, {})
    assert names["process", "a_b"] == "a_b"
    assert names["process", "a b"].startswith("a_b_")


def test_groups_with_the_same_label_become_unique() -> None:
    labels = {("cluster", "1"): "cluster_a", ("cluster", "2"): "cluster_a"}
    names, sentences = group_names(labels, {})
    assert "cluster_a" not in names.values()
    assert len(set(names.values())) == len(sentences) == 2


def test_taken_name_is_only_for_its_owner() -> None:
    labels = {("cluster", "1"): "cluster_a", ("process", "all"): "all"}
    names, _ = group_names(labels, {"all": None, "cluster_a": ("cluster", "1")})
    assert names["cluster", "1"] == "cluster_a"
    assert names["process", "all"].startswith("all_")
    names, _ = group_names(labels, {"all": None, "cluster_a": ("cluster", "2")})
    assert names["cluster", "1"].startswith("cluster_a_")


def test_forged_group_name_does_not_collide() -> None:
    labels = {("process", "a b"): "a b", ("process", "a-b"): "a-b"}
    expected, _ = group_names(labels, {})
    forged = expected["process", "a b"]
    names, _ = group_names({**labels, ("process", forged): forged}, {})
    assert names["process", forged] == forged
    assert len(set(names.values())) == 3


def test_ids_are_appended_to_all_hosts_with_the_same_name() -> None:
    names, renamed = host_names({"id1": "web", "id2": "web", "id3": "db"}, {}, ())
    assert names == {"id1": "web-id1", "id2": "web-id2", "id3": "db"}
    assert renamed == ["web"]


def test_names_that_become_equal_get_their_ids_appended() -> None:
    names, renamed = host_names({"id1": "a b", "id2": "a_b"}, {}, ())
    assert names == {"id1": "a_b-id1", "id2": "a_b-id2"}
    assert renamed == ["a b", "a_b"]


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", "all", "namenode"])
def test_host_does_not_take_a_reserved_name_or_a_group_name(name: str) -> None:
    assert host_names({"id1": name}, {}, ["namenode"]) == ({"id1": f"{name}-id1"}, [name])


def test_host_of_an_earlier_source_keeps_its_name() -> None:
    assert host_names({"id1": "web"}, {"web": "id1"}, ()) == ({"id1": "web"}, [])
    assert host_names({"id2": "web"}, {"web": "id1"}, ()) == ({"id2": "web-id2"}, ["web"])


def test_forged_name_does_not_replace_another_host() -> None:
    names, _ = host_names({"id1": "web", "id2": "web", "id3": "web-id1"}, {}, ())
    assert len(set(names.values())) == 3
    assert names["id3"] == "web-id1"


# The order of sets, and of dictionaries built from them, depends on the hash seed.
CONTESTED = f"""
import json
from {group_names.__module__} import group_names, host_names
words = {{"a b", "a-b", "a.b", "a_b", "a+b"}}
labels = {{(kind, word): word for kind in {{"process", "status", "plugin"}} for word in words}}
hosts = {{name: "web" for name in {{"x y", "x-y", "x+y", "x_y"}}}} | {{"z": "db", "w": "all"}}
groups, sentences = group_names(labels, {{"a_b": None}})
names, confused = host_names(hosts, {{}}, {{"web-x-y"}})
print(json.dumps([sorted(groups.items()), sentences, sorted(names.items()), confused]))
"""


def test_contested_names_do_not_depend_on_the_hash_seed() -> None:
    first, *others = (python(CONTESTED, PYTHONHASHSEED=str(seed)) for seed in range(5))
    groups, sentences, hosts, confused = json.loads(first)
    assert len({name for _key, name in groups}) == len(sentences) == 15
    assert len({name for _identity, name in hosts}) == 6
    assert confused == ["all", "web"]
    assert set(others) == {first}
