# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls in which python-saharaclient 4.2.0 is wrong, and the right result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.differential.cases import ONE, VOLUMES, answer
from tests.differential.pair import Case
from tests.unit.support.scripted import Answer, error

NOT_FOUND_AS_STRING = Answer("<Response 120 bytes [404 NOT FOUND]>")
NOT_FOUND = error(404, "NOT_FOUND", "Object with {'id': '1'} not found")
SAME_NAME = Answer({"clusters": [ONE, {**ONE, "id": "2"}]})


@dataclass(frozen=True)
class Fault:
    """What python-saharaclient does wrong in a call, and the right requests and result.

    requests: method, path with query, body. result: our result, or the name of the error that we
    raise. raises: the name of the exception that python-saharaclient raises, if any.
    """

    reason: str
    case: Case
    requests: list[tuple[str, str, Any]]
    result: Any
    raises: str = ""


FAULTS = [
    Fault(
        "takes the list of tags for an object, and raises a TypeError",
        Case("2", "images.get_tags", ("1",), (Answer(["x", "y"]),)),
        [("GET", "/v2/images/1/tags", None)],
        {"items": ["x", "y"], "page": [None, None, None]},
        "TypeError",
    ),
    Fault(
        "returns the empty object that Sahara sends for an empty list of tags as an image",
        Case("2", "images.get_tags", ("1",), (Answer({}),)),
        [("GET", "/v2/images/1/tags", None)],
        {"items": [], "page": [None, None, None]},
    ),
    Fault(
        "adds the default description next to the image's envelope, not inside the image",
        Case("2", "images.update_tags", ("1", ["x"]), (answer("image", 200),)),
        [("PUT", "/v2/images/1/tags", {"tags": ["x"]})],
        {"image": ONE},
    ),
    *(
        Fault(
            "sends an empty description if there is none",
            Case(version, "images.update_image", ("1", "root"), (answer("image"),)),
            [("POST", f"/v{version}/images/1", {"username": "root"})],
            {"image": ONE},
        )
        for version in ("1.1", "2")
    ),
    *(
        Fault(
            "adds the default description next to the image's envelope, not inside the image",
            Case(version, "images.update_image", ("1", "root", "d"), (answer("image"),)),
            [("POST", f"/v{version}/images/1", {"username": "root", "description": "d"})],
            {"image": ONE},
        )
        for version in ("1.1", "2")
    ),
    Fault(
        "reads the image a second time if there is nothing to change",
        Case("1.1", "images.update_tags", ("1", ["y", "x"]), (answer("image", 200),) * 2),
        [("GET", "/v1.1/images/1", None)],
        ONE,
    ),
    Fault(
        "sends refresh_status, which v2 rejects as an unknown parameter",
        Case("2", "jobs.refresh_status", ("1",), (answer("job", 200),)),
        [("GET", "/v2/jobs/1", None)],
        ONE,
    ),
    Fault(
        "sends a null for a missing description, which Sahara rejects",
        Case("2", "data_sources.create", ("a", None, "hdfs", "/p"), (answer("data_source"),)),
        [("POST", "/v2/data-sources", {"name": "a", "type": "hdfs", "url": "/p"})],
        ONE,
    ),
    Fault(
        "sends a null for missing node processes",
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
        "omits a given false, and sends a null for a missing size",
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
        "sends a count of 0, and raises a KeyError for the reply",
        Case(
            "2", "clusters.create", ("a", "f", "1"), (Answer({"clusters": []}, 202),), {"count": 0}
        ),
        [],
        "ValueError",
        "KeyError",
    ),
    Fault(
        "does not quote the id in the path, so that an empty one lists all clusters",
        Case("2", "clusters.get", ("",), (Answer({"clusters": []}),)),
        [],
        "NotFound",
        "KeyError",
    ),
    Fault(
        "turns the part of an id after a question mark into a query",
        Case("2", "cluster_templates.delete", ("1?x=y",), (Answer(None, 204),)),
        [("DELETE", "/v2/cluster-templates/1%3Fx%3Dy", None)],
        None,
    ),
    Fault(
        "sends a filter that is None as the text None",
        Case("2", "clusters.list", ({"name": None},), (Answer({"clusters": []}),)),
        [("GET", "/v2/clusters", None)],
        {"items": [], "page": [None, None, None]},
    ),
    Fault(
        "raises a TypeError for an object that is deleted while v1 reads it",
        Case("1.1", "clusters.get", ("1",), (NOT_FOUND_AS_STRING, NOT_FOUND)),
        [("GET", "/v1.1/clusters/1?show_progress=False", None)] * 2,
        "NotFound",
        "TypeError",
    ),
    Fault(
        "raises a server error for an object that is deleted while v2 reads it",
        Case("2", "clusters.get", ("1",), (error(500, "INTERNAL_SERVER_ERROR", "x"), NOT_FOUND)),
        [("GET", "/v2/clusters/1?show_progress=False", None)] * 2,
        "NotFound",
        "APIException",
    ),
    Fault(
        "raises a KeyError for a reply without the envelope",
        Case("2", "clusters.list", (), (Answer({"versions": []}),)),
        [("GET", "/v2/clusters", None)],
        "BadResponse",
        "KeyError",
    ),
    Fault(
        "raises an AttributeError for an error whose body is JSON but not an object",
        Case("2", "clusters.list", (), (Answer("no", 500),)),
        [("GET", "/v2/clusters", None)],
        "ServerError",
        "AttributeError",
    ),
    Fault(
        "does not report why a vendor's file is rejected",
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
            "reads the whole list without a limit to find a name",
            Case(
                version, "clusters.find_unique", (), (Answer({"clusters": [ONE]}),), {"name": "a"}
            ),
            [("GET", f"/v{version}/clusters?limit=20&name=a&sort_by=name", None)],
            ONE,
        )
        for version in ("1.1", "2")
    ),
    *(
        Fault(
            "reads the whole list without a limit to find a name",
            Case(version, "clusters.find", (), (SAME_NAME,), {"name": "a"}),
            [("GET", f"/v{version}/clusters?limit=20&name=a&sort_by=name", None)],
            {"items": SAME_NAME.body["clusters"], "page": [None, None, None]},
        )
        for version in ("1.1", "2")
    ),
]
