# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the managers return."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.clusters import (
    Cluster,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.images import Image
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.plugins import (
    Plugin,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.resource import (
    NOT_UPDATED,
    given,
    updated,
)

from tests.unit.support.scripted import Answer, ScriptedCloud

INFO = {"id": "c1", "name": "web", "node_groups": [{"count": 1}]}


def test_fields_are_attributes() -> None:
    cluster = Cluster(None, INFO)
    assert (cluster.id, cluster.name, cluster.node_groups[0]["count"]) == ("c1", "web", 1)
    assert getattr(cluster, "status", "unset") == "unset"
    with pytest.raises(AttributeError, match="'Cluster' object has no attribute 'status'"):
        cluster.status  # noqa: B018


def test_no_field_replaces_what_a_resource_needs() -> None:
    hostile = {**INFO, "_info": 1, "manager": 2, "request_id": 3, "to_dict": 4, "__class__": 5}
    cluster = Cluster("the manager", hostile, "req-1")
    assert (cluster.manager, cluster.request_id, cluster.to_dict()) == (
        "the manager",
        "req-1",
        hostile,
    )


def test_dictionary_is_a_copy() -> None:
    cluster = Cluster(None, INFO)
    cluster.to_dict()["node_groups"][0]["count"] = 2
    assert cluster.to_dict() == INFO
    assert INFO["node_groups"] == [{"count": 1}]


def test_fields_inside_an_envelope_are_attributes() -> None:
    cluster = Cluster(None, {"cluster": INFO})
    assert cluster.cluster["name"] == cluster.name == "web"
    assert cluster.to_dict() == {"cluster": INFO}
    assert not hasattr(cluster, "status")


def test_defaults_replace_missing_fields() -> None:
    assert Image(None, {"id": "i"}).to_dict() == {"id": "i", "description": ""}
    assert Image(None, {"id": "i", "description": None}).description is None
    assert Image(None, {"image": {"id": "i"}}).to_dict() == {"image": {"id": "i"}}


def test_id_of_a_plugin_is_its_name() -> None:
    plugin = Plugin(None, {"name": "fake"})
    assert plugin.id == "fake"
    assert plugin.to_dict() == {"name": "fake"}


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: roundtrip(one)])
def test_resource_can_be_copied(copied: Any) -> None:
    assert copied(Cluster(None, INFO)).to_dict() == INFO


def roundtrip(resource: Any) -> Any:
    return pickle.loads(pickle.dumps(resource))


def test_representation_contains_no_secrets() -> None:
    job = Cluster(None, {**INFO, "extra": {"password": "hidden"}})
    assert repr(job) == "<Cluster web c1>"
    assert repr(Cluster(None, {"cluster": INFO})) == "<Cluster web c1>"
    assert repr(Cluster(None, {})) == "<Cluster>"


def test_fields_can_be_listed() -> None:
    cluster = Cluster(None, INFO)
    assert str(cluster) == f"Cluster {INFO}"
    assert INFO.items() <= vars(cluster).items()
    assert INFO.keys() <= {*dir(cluster)}
    assert {"cluster", "name"} <= {*dir(Cluster(None, {"cluster": INFO}))}


def test_fields_do_not_hide_methods() -> None:
    assert Cluster(None, {"to_dict": 1, "manager": 2}).to_dict() == {"to_dict": 1, "manager": 2}
    assert Cluster(None, {"cluster": {"cluster": 1}}).cluster == {"cluster": 1}


def test_resources_are_equal_if_their_fields_are() -> None:
    one, same, other = (
        Cluster(1, INFO, "req-1"),
        Cluster(2, INFO),
        Cluster(1, {**INFO, "name": "b"}),
    )
    assert one == same
    assert one != other
    assert one != Image(None, INFO)
    assert len({one, same, other}) == 2
    assert roundtrip(one) == one


def test_request_id_is_that_of_the_answer(cloud: ScriptedCloud, v2: Any) -> None:
    headers = {"X-OpenStack-Request-ID": "req-7"}
    cloud.expect("GET", "/v2/clusters/c1", Answer({"cluster": INFO}, headers=headers))
    assert roundtrip(v2.clusters.get("c1")).request_id == "req-7"
    cloud.expect("GET", "/v2/clusters", Answer({"clusters": [INFO]}, headers=headers))
    page = v2.clusters.list()
    assert [page.request_id, page[0].request_id] == ["req-7", "req-7"]


def test_none_is_a_value_in_an_update_but_not_in_a_creation() -> None:
    assert given(a=None, b=0, c="", d=False) == {"b": 0, "c": "", "d": False}
    assert updated(a=None, b=NOT_UPDATED, c=1) == {"a": None, "c": 1}
    assert repr(NOT_UPDATED) == "NotUpdated"
