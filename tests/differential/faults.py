# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls in which python-saharaclient 4.2.0 is wrong, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.differential.cases import ONE, VOLUMES, answer
from tests.differential.pair import Case
from tests.unit.support.scripted import Answer, error

STRING = Answer("<Response 120 bytes [404 NOT FOUND]>")
GONE = error(404, "NOT_FOUND", "Object with {'id': '1'} not found")
TWINS = Answer({"clusters": [ONE, {**ONE, "id": "2"}]})


@dataclass(frozen=True)
class Fault:
    """What is wrong with the call, and the right requests and result.

    requests: method, path with query, body. result: of ours, the name of an error when it raises
    one. raises: what theirs raises, if so.
    """

    reason: str
    case: Case
    requests: list[tuple[str, str, Any]]
    result: Any
    raises: str = ""


FAULTS = [
    Fault(
        "the list of tags is taken for an object: TypeError",
        Case("2", "images.get_tags", ("1",), (Answer(["x", "y"]),)),
        [("GET", "/v2/images/1/tags", None)],
        {"items": ["x", "y"], "marks": [None, None, None]},
        "TypeError",
    ),
    Fault(
        "no tags are sent as an empty object, which it hands on as an image",
        Case("2", "images.get_tags", ("1",), (Answer({}),)),
        [("GET", "/v2/images/1/tags", None)],
        {"items": [], "marks": [None, None, None]},
    ),
    Fault(
        "the default description lands beside the image's envelope, not in the image",
        Case("2", "images.update_tags", ("1", ["x"]), (answer("image", 200),)),
        [("PUT", "/v2/images/1/tags", {"tags": ["x"]})],
        {"image": ONE},
    ),
    *(
        Fault(
            "registering again without a description empties the one that is there",
            Case(version, "images.update_image", ("1", "root"), (answer("image"),)),
            [("POST", f"/v{version}/images/1", {"username": "root"})],
            {"image": ONE},
        )
        for version in ("1.1", "2")
    ),
    *(
        Fault(
            "the default description lands beside the image's envelope, not in the image",
            Case(version, "images.update_image", ("1", "root", "d"), (answer("image"),)),
            [("POST", f"/v{version}/images/1", {"username": "root", "description": "d"})],
            {"image": ONE},
        )
        for version in ("1.1", "2")
    ),
    Fault(
        "when nothing is to be changed the image is read a second time",
        Case("1.1", "images.update_tags", ("1", ["y", "x"]), (answer("image", 200),) * 2),
        [("GET", "/v1.1/images/1", None)],
        ONE,
    ),
    Fault(
        "sends refresh_status, which v2 refuses as an unknown parameter",
        Case("2", "jobs.refresh_status", ("1",), (answer("job", 200),)),
        [("GET", "/v2/jobs/1", None)],
        ONE,
    ),
    Fault(
        "sends a null for a description that was not given, which Sahara refuses",
        Case("2", "data_sources.create", ("a", None, "hdfs", "/p"), (answer("data_source"),)),
        [("POST", "/v2/data-sources", {"name": "a", "type": "hdfs", "url": "/p"})],
        ONE,
    ),
    Fault(
        "sends a null for node processes that were not given",
        Case(
            "2",
            "node_group_templates.create",
            ("a", "fake", "0.1", "1"),
            (error(400, "VALIDATION_ERROR", "'node_processes' is a required property"),),
        ),
        [
            (
                "POST",
                "/v2/node-group-templates",
                {"name": "a", "plugin_name": "fake", "plugin_version": "0.1", "flavor_id": "1"},
            )
        ],
        "BadRequest",
        "APIException",
    ),
    Fault(
        "leaves out a false that was given, and sends a null for a size that was not",
        Case(
            "1.1",
            "node_group_templates.create",
            ("a", "fake", "0.1", "1"),
            (answer("node_group_template"),),
            {
                "node_processes": ["p"],
                **VOLUMES,
                "volume_local_to_instance": False,
                "volumes_size": None,
            },
        ),
        [
            (
                "POST",
                "/v1.1/node-group-templates",
                {
                    "name": "a",
                    "plugin_name": "fake",
                    "hadoop_version": "0.1",
                    "flavor_id": "1",
                    "node_processes": ["p"],
                    "volumes_per_node": 2,
                    "volumes_availability_zone": "nova",
                    "volume_type": "ssd",
                    "volume_local_to_instance": False,
                    "volume_mount_prefix": "/data",
                },
            )
        ],
        ONE,
    ),
    Fault(
        "a count of 0 is sent, and the answer to it is a KeyError",
        Case(
            "2", "clusters.create", ("a", "f", "1"), (Answer({"clusters": []}, 202),), {"count": 0}
        ),
        [],
        "ValueError",
        "KeyError",
    ),
    Fault(
        "an id is put into the path as it is: this one lists all clusters",
        Case("2", "clusters.get", ("",), (Answer({"clusters": []}),)),
        [],
        "NotFound",
        "KeyError",
    ),
    Fault(
        "an id with a question mark becomes a query",
        Case("2", "cluster_templates.delete", ("1?x=y",), (Answer(None, 204),)),
        [("DELETE", "/v2/cluster-templates/1%3Fx%3Dy", None)],
        None,
    ),
    Fault(
        "a None among the filters is sent as the word",
        Case("2", "clusters.list", ({"name": None},), (Answer({"clusters": []}),)),
        [("GET", "/v2/clusters", None)],
        {"items": [], "marks": [None, None, None]},
    ),
    Fault(
        "what is deleted while v1 reads it is a TypeError",
        Case("1.1", "clusters.get", ("1",), (STRING, GONE)),
        [("GET", "/v1.1/clusters/1?show_progress=False", None)] * 2,
        "NotFound",
        "TypeError",
    ),
    Fault(
        "what is deleted while v2 reads it is an error of the server's",
        Case("2", "clusters.get", ("1",), (error(500, "INTERNAL_SERVER_ERROR", "x"), GONE)),
        [("GET", "/v2/clusters/1?show_progress=False", None)] * 2,
        "NotFound",
        "APIException",
    ),
    Fault(
        "a reply without the envelope is a KeyError",
        Case("2", "clusters.list", (), (Answer({"versions": []}),)),
        [("GET", "/v2/clusters", None)],
        "BadResponse",
        "KeyError",
    ),
    Fault(
        "an error whose body is JSON but no object is an AttributeError",
        Case("2", "clusters.list", (), (Answer("no", 500),)),
        [("GET", "/v2/clusters", None)],
        "ServerError",
        "AttributeError",
    ),
    Fault(
        "why a vendor's file is refused is not told",
        Case(
            "1.1",
            "plugins.convert_to_cluster_template",
            ("fake", "0.1", "a", b"x"),
            (error(400, "INVALID_REFERENCE", "doesn't support converting"),),
        ),
        [("POST", "/v1.1/plugins/fake/0.1/convert-config/a", b"x")],
        "BadRequest",
        "RuntimeError",
    ),
    *(
        Fault(
            "a find by name fetches everything, in one request without limit",
            Case(
                version, "clusters.find_unique", (), (Answer({"clusters": [ONE]}),), {"name": "a"}
            ),
            [("GET", f"/v{version}/clusters?limit=200&name=a", None)],
            ONE,
        )
        for version in ("1.1", "2")
    ),
    *(
        Fault(
            "find gives a list: whoever does not count takes any of several (ours is find_all)",
            Case(version, "clusters.find", (), (TWINS,), {"name": "a"}),
            [("GET", f"/v{version}/clusters?limit=200&name=a", None)],
            "NotUnique",
        )
        for version in ("1.1", "2")
    ),
]
