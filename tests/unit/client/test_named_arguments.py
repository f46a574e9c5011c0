# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests that the managers send for named arguments, and what they make of the replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import requests
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import endpoint
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.failures import (
    connection_error,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import Answer, Call, ScriptedCloud

ONE = {"id": "1", "name": "b"}
BOTH = ("1.1", "2")
V1, V2 = BOTH[:1], BOTH[1:]
# How the versions name the plugin version.
PLUGIN = {"1.1": {"hadoop_version": "0.1"}, "2": {"plugin_version": "0.1"}}

# manager, versions, route, envelope, arguments, what is sent for them
UPDATES = [
    ("clusters", BOTH, "clusters", "cluster", {"description": None}, {"description": None}),
    ("clusters", BOTH, "clusters", "cluster", {"shares": []}, {"shares": []}),
    ("clusters", BOTH, "clusters", "cluster", {"is_public": True, "is_protected": False},
     {"is_public": True, "is_protected": False}),
    ("cluster_templates", BOTH, "cluster-templates", "cluster_template", {}, {}),
    ("cluster_templates", BOTH, "cluster-templates", "cluster_template",
     {"net_id": "n1", "default_image_id": None, "use_autoconfig": False},
     {"neutron_management_network": "n1", "default_image_id": None, "use_autoconfig": False}),
    ("cluster_templates", BOTH, "cluster-templates", "cluster_template",
     {"node_groups": [], "anti_affinity": ["a"], "cluster_configs": {}, "domain_name": "d."},
     {"node_groups": [], "anti_affinity": ["a"], "cluster_configs": {}, "domain_name": "d."}),
    ("node_group_templates", BOTH, "node-group-templates", "node_group_template",
     {"volumes_size": 5, "description": None}, {"volumes_size": 5, "description": None}),
    ("jobs", V1, "jobs", "job", {"description": "", "is_public": True},
     {"description": "", "is_public": True}),
    ("job_templates", V2, "job-templates", "job_template", {"is_protected": None},
     {"is_protected": None}),
    ("job_binary_internals", V1, "job-binary-internals", "job_binary_internal", {"is_public": True},
     {"is_public": True}),
]  # fmt: skip


def of_each_version(table: Sequence[tuple[Any, ...]]) -> pytest.MarkDecorator:
    """Parametrizes a test with the rows of a table, once for each API version of a row."""
    return pytest.mark.parametrize(
        ("version", "manager", "path", "envelope", "arguments", "sent"),
        [(version, name, *rest) for name, versions, *rest in table for version in versions],
    )


@pytest.fixture
def clients(v1: Any, v2: Any) -> dict[str, Any]:
    return {"1.1": v1, "2": v2}


@of_each_version(UPDATES)
def test_update_sends_exactly_the_given_arguments(
    cloud: ScriptedCloud,
    clients: Any,
    version: str,
    manager: str,
    path: str,
    envelope: str,
    arguments: dict[str, Any],
    sent: dict[str, Any],
) -> None:
    templates = ("cluster_templates", "node_group_templates")
    method = "PUT" if version == "1.1" and manager in templates else "PATCH"
    answer = Answer({envelope: ONE}, 202)
    cloud.expect(method, f"/v{version}/{path}/1", answer, body={"name": "b", **sent})
    updated = getattr(clients[version], manager).update("1", name="b", **arguments)
    unwrapped = updated.to_dict()
    assert unwrapped.get(envelope, unwrapped) == ONE


HDFS = {"name": "b", "description": None, "data_source_type": "hdfs", "url": "/b"}
S3 = {"accesskey": "a", "secretkey": "s"}
CREATIONS = [
    ("cluster_templates", V1, "cluster-templates", "cluster_template",
     {"name": "b", "plugin_name": "fake", "hadoop_version": "0.1", "net_id": "n1", "shares": []},
     {"name": "b", "plugin_name": "fake", "hadoop_version": "0.1", "neutron_management_network": "n1", "shares": []}),
    ("cluster_templates", V2, "cluster-templates", "cluster_template",
     {"name": "b", "plugin_name": "fake", "plugin_version": "0.1", "net_id": "n1", "use_autoconfig": False},
     {"name": "b", "plugin_name": "fake", "plugin_version": "0.1", "neutron_management_network": "n1",
      "use_autoconfig": False}),
    ("data_sources", BOTH, "data-sources", "data_source", HDFS,
     {"name": "b", "type": "hdfs", "url": "/b"}),
    ("data_sources", BOTH, "data-sources", "data_source", {**HDFS, "s3_credentials": S3},
     {"name": "b", "type": "hdfs", "url": "/b", "credentials": S3}),
    ("data_sources", BOTH, "data-sources", "data_source",
     {**HDFS, "credential_user": "u", "credential_pass": "p", "s3_credentials": S3},
     {"name": "b", "type": "hdfs", "url": "/b", "credentials": {"user": "u", "password": "p"}}),
    ("job_binaries", BOTH, "job-binaries", "job_binary",
     {"name": "b", "url": "swift://a/b", "extra": {"user": "u", "password": "p"}, "is_public": False},
     {"name": "b", "url": "swift://a/b", "extra": {"user": "u", "password": "p"}, "is_public": False}),
    ("jobs", V1, "jobs", "job", {"name": "b", "type": "Pig", "mains": ["1"], "libs": []},
     {"name": "b", "type": "Pig", "mains": ["1"], "libs": []}),
    ("job_templates", V2, "job-templates", "job_template", {"name": "b", "type": "Pig", "mains": ["1"]},
     {"name": "b", "type": "Pig", "mains": ["1"]}),
    ("job_executions", V1, "jobs/t/execute", "job_execution",
     {"job_id": "t", "cluster_id": "c", "input_id": "i", "configs": {"args": []}},
     {"cluster_id": "c", "input_id": "i", "job_configs": {"args": []}}),
    ("jobs", V2, "jobs", "job",
     {"job_template_id": "t", "cluster_id": "c", "output_id": "o", "configs": {"args": []}},
     {"job_template_id": "t", "cluster_id": "c", "output_id": "o", "job_configs": {"args": []}}),
]  # fmt: skip


@of_each_version(CREATIONS)
def test_creation_sends_exactly_the_given_arguments(
    cloud: ScriptedCloud,
    clients: Any,
    version: str,
    manager: str,
    path: str,
    envelope: str,
    arguments: dict[str, Any],
    sent: dict[str, Any],
) -> None:
    cloud.expect("POST", f"/v{version}/{path}", Answer({envelope: ONE}, 202), body=sent)
    assert getattr(clients[version], manager).create(**arguments).to_dict() == ONE


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("count", [None, 1])
def test_a_single_cluster_is_created_with_the_route_for_one(
    cloud: ScriptedCloud, clients: Any, version: str, count: int | None
) -> None:
    body = {
        "name": "b",
        "plugin_name": "fake",
        **PLUGIN[version],
        "neutron_management_network": "n1",
    }
    cloud.expect("POST", f"/v{version}/clusters", Answer({"cluster": ONE}, 202), body=body)
    created = clients[version].clusters.create("b", "fake", "0.1", net_id="n1", count=count)
    assert created.to_dict() == ONE


@pytest.mark.parametrize(
    ("version", "manager", "method", "path", "envelope", "wrapped"),
    [
        ("1.1", "data_sources", "PUT", "data-sources", "data_source", True),
        ("2", "data_sources", "PATCH", "data-sources", "data_source", True),
        ("1.1", "job_binaries", "PUT", "job-binaries", "job_binary", False),
        ("2", "job_binaries", "PATCH", "job-binaries", "job_binary", False),
        ("1.1", "plugins", "PATCH", "plugins", "plugin", False),
        ("2", "plugins", "PATCH", "plugins", "plugin", False),
    ],
)
def test_update_with_a_dictionary_sends_it_unchanged(
    cloud: ScriptedCloud,
    clients: Any,
    version: str,
    manager: str,
    method: str,
    path: str,
    envelope: str,
    wrapped: bool,
) -> None:
    fields = {"name": "b", "url": None}
    cloud.expect(method, f"/v{version}/{path}/1", Answer({envelope: ONE}, 202), body=fields)
    updated = getattr(clients[version], manager).update("1", fields).to_dict()
    assert updated == ({envelope: ONE} if wrapped else ONE)


@pytest.mark.parametrize(
    ("version", "manager", "path", "envelope"),
    [("1.1", "job_executions", "job-executions", "job_execution"), ("2", "jobs", "jobs", "job")],
)
def test_sharing_of_a_job_execution_is_updated(
    cloud: ScriptedCloud, clients: Any, version: str, manager: str, path: str, envelope: str
) -> None:
    answer = Answer({envelope: ONE}, 202)
    cloud.expect("PATCH", f"/v{version}/{path}/1", answer, body={"is_protected": False})
    updated = getattr(clients[version], manager).update("1", is_protected=False)
    assert updated.to_dict() == {envelope: ONE}


@pytest.mark.parametrize(
    ("version", "path", "found"),
    [("1.1", "/v1.1/clusters/multiple", ["1", "2"]), ("2", "/v2/clusters", [{"cluster": ONE}])],
)
def test_a_count_above_one_creates_several_clusters(
    cloud: ScriptedCloud, clients: Any, version: str, path: str, found: list[Any]
) -> None:
    body = {"name": "b", "plugin_name": "fake", **PLUGIN[version], "count": 2}
    cloud.expect("POST", path, Answer({"clusters": found}, 202), body=body)
    created = clients[version].clusters.create("b", "fake", "0.1", count=2)
    assert created.clusters == found


@pytest.mark.parametrize(
    ("answer", "returned"),
    [(Answer({"stack_name": "b-1"}, 200), {"stack_name": "b-1"}), (Answer(None, 204), None)],
)
def test_forced_deletion_returns_the_name_of_the_stack(
    cloud: ScriptedCloud, v2: Any, answer: Answer, returned: Any
) -> None:
    cloud.expect("DELETE", "/v2/clusters/1", answer, body={"force": True})
    assert v2.clusters.force_delete("1") == returned


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("show_progress", [True, False])
def test_events_of_a_cluster_are_requested_only_when_wanted(
    cloud: ScriptedCloud, clients: Any, version: str, show_progress: bool
) -> None:
    query = {"show_progress": show_progress}
    cloud.expect("GET", f"/v{version}/clusters/1", {"cluster": ONE}, query=query)
    assert clients[version].clusters.get("1", show_progress).name == "b"


def test_keypair_and_health_requests(cloud: ScriptedCloud, v2: Any) -> None:
    answer = Answer({"cluster": ONE}, 202)
    cloud.expect("PATCH", "/v2/clusters/1", answer, body={"update_keypair": True})
    assert v2.clusters.update_keypair("1").cluster == ONE
    cloud.expect("PATCH", "/v2/clusters/1", answer, body={"verification": {"status": "START"}})
    assert v2.clusters.verification_update("1", "START").cluster == ONE
    cloud.expect("PUT", "/v2/clusters/1", answer, body={"add_node_groups": []})
    assert v2.clusters.scale("1", {"add_node_groups": []}).cluster == ONE


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    ("per_node", "sent"),
    [
        (None, {}),
        (0, {}),
        (2, {"volumes_per_node": 2, "volumes_size": 5, "volume_type": "ssd"}),
    ],
)
def test_fields_about_volumes_are_sent_only_with_volumes(
    cloud: ScriptedCloud, clients: Any, version: str, per_node: int | None, sent: dict[str, Any]
) -> None:
    body = {
        "name": "b",
        "plugin_name": "fake",
        **PLUGIN[version],
        "flavor_id": "3",
        "node_processes": ["datanode"],
        **sent,
    }
    answer = Answer({"node_group_template": ONE}, 202)
    cloud.expect("POST", f"/v{version}/node-group-templates", answer, body=body)
    clients[version].node_group_templates.create(
        "b",
        "fake",
        "0.1",
        "3",
        node_processes=["datanode"],
        volumes_per_node=per_node,
        volumes_size=5,
        volume_type="ssd",
    )


@pytest.mark.parametrize(
    ("version", "manager", "path"),
    [("1.1", "jobs", "jobs"), ("2", "job_templates", "job-templates")],
)
def test_settings_of_a_job_type_are_returned_in_their_envelope(
    cloud: ScriptedCloud, clients: Any, version: str, manager: str, path: str
) -> None:
    hints = {"job_config": {"args": [], "configs": []}}
    cloud.expect("GET", f"/v{version}/{path}/config-hints/Hive", hints)
    assert getattr(clients[version], manager).get_configs("Hive").to_dict() == hints


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("manager", ["cluster_templates", "node_group_templates"])
def test_a_template_is_exported_in_its_envelope(
    cloud: ScriptedCloud, clients: Any, version: str, manager: str
) -> None:
    path, envelope = manager.replace("_", "-"), manager[:-1]
    cloud.expect("GET", f"/v{version}/{path}/1/export", {envelope: ONE})
    assert getattr(clients[version], manager).export("1").to_dict() == {envelope: ONE}


# Images


def test_tags_in_v2_are_replaced_and_removed_as_a_whole(cloud: ScriptedCloud, v2: Any) -> None:
    image = Answer({"image": ONE}, 202)
    cloud.expect("PUT", "/v2/images/1/tags", image, body={"tags": ["a"]})
    assert v2.images.update_tags("1", iter(["a"])).image == ONE
    cloud.expect("DELETE", "/v2/images/1/tags")
    v2.images.delete_tags("1")


@pytest.mark.parametrize(
    ("present", "wanted", "requests"),
    [
        (["b", "x", "a"], ["a", "d", "c"], [("tag", ["c", "d"]), ("untag", ["b", "x"])]),
        (None, ["a"], [("tag", ["a"])]),
        (["b", "a"], [], [("untag", ["a", "b"])]),
    ],
)
def test_tags_in_v1_are_replaced_by_their_difference(
    cloud: ScriptedCloud, v1: Any, present: Any, wanted: Any, requests: Any
) -> None:
    cloud.expect("GET", "/v1.1/images/1", {"image": {"id": "1", "tags": present}})
    for route, tags in requests:
        answer = Answer({"image": {"id": "1", "tags": tags}}, 202)
        cloud.expect("POST", f"/v1.1/images/1/{route}", answer, body={"tags": tags})
    assert v1.images.update_tags("1", wanted).tags == requests[-1][1]


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    ("description", "sent"), [(None, {}), ("", {"description": ""}), ("d", {"description": "d"})]
)
def test_a_registration_is_updated_with_its_description_if_given(
    cloud: ScriptedCloud, clients: Any, version: str, description: Any, sent: dict[str, str]
) -> None:
    path, body = f"/v{version}/images/1", {"username": "u", **sent}
    cloud.expect("POST", path, Answer(dropped=True), body=body)  # It can be sent twice.
    cloud.expect("POST", path, Answer({"image": ONE}, 202), body=body)
    assert clients[version].images.update_image("1", "u", description).image == ONE


# The connection


@pytest.mark.parametrize("space", [" {}", "{}\n", "\t{} "])
def test_whitespace_around_the_url_is_ignored(space: str) -> None:
    url = space.format("http://sahara:8386/base/v1.1/0123/")
    assert endpoint.root_url(url) == "http://sahara:8386/base"


def refused(*numbers: int) -> OSError:
    return OSError(*numbers, "Connection refused") if numbers else OSError("no text")


def nested_in_reason() -> Exception:
    """As urllib3 keeps the cause of MaxRetryError: only in its attribute `reason`."""
    outer = Exception("Max retries exceeded with url: /v2/clusters")
    outer.reason = refused(111)  # type: ignore[attr-defined]
    return outer


def chained(by: str) -> Exception:
    outer = Exception("Connection aborted")
    setattr(outer, by, refused(111))
    return outer


def without_a_text_of_the_system() -> Exception:
    outer = Exception("outer")
    outer.__cause__ = middle = Exception("middle")
    middle.__cause__ = ValueError("the innermost")
    return outer


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (nested_in_reason, "Connection refused"),
        (lambda: chained("__cause__"), "Connection refused"),
        (lambda: chained("__context__"), "Connection refused"),
        (without_a_text_of_the_system, "the innermost"),
        (lambda: Exception("a\n  b"), "a b"),
        (lambda: Exception(), "Exception"),
    ],
)
def test_a_lost_connection_is_reported_with_its_innermost_reason(
    failure: Callable[[], Exception], reason: str
) -> None:
    error = connection_error(failure(), "Sahara at http://sahara")
    assert str(error) == f"Sahara at http://sahara closed the connection ({reason})."


@pytest.mark.parametrize(
    ("failure", "what"),
    [
        (requests.exceptions.InvalidURL("Failed to parse"), "cannot be reached (Failed to parse)"),
        (
            requests.exceptions.ContentDecodingError("incorrect header check"),
            "sent a response that cannot be decoded (incorrect header check)",
        ),
    ],
)
def test_other_failures_are_not_called_a_closed_connection(failure: Exception, what: str) -> None:
    error = connection_error(failure, "Sahara at http://sahara")
    assert str(error) == f"Sahara at http://sahara {what}."
    assert error.never_sent == isinstance(failure, requests.exceptions.InvalidURL)


class TimedCloud(ScriptedCloud):
    """A cloud that takes 0.25 s on a clock to answer each request to Sahara."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock

    def answer_to(self, call: Call) -> Answer:
        if not call.path.startswith("/identity"):
            self.clock.now += 0.25
        return super().answer_to(call)


def test_a_trace_has_the_duration_of_each_request(clock: FakeClock) -> None:
    seconds: list[float] = []
    with TimedCloud(clock) as cloud:
        client = Client(
            "2",
            session=cloud.session(),
            clock=clock,
            trace=lambda *call: seconds.append(call[3]),
        )
        cloud.expect("GET", "/v2/plugins", {"plugins": []}, times=2)
        client.plugins.list()
        client.plugins.list()
    assert seconds == [0.25, 0.25]
