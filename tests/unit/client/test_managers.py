# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the managers offer beyond python-saharaclient. tests/differential has the rest."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from tests.unit.support.scripted import Answer, ScriptedCloud

ONE = {"id": "1", "name": "a"}

# version, manager, method and path for creating, method for updating, envelope of the body
RAW = [
    ("1.1", "clusters", "POST /clusters", "PATCH", "cluster"),
    ("2", "clusters", "POST /clusters", "PATCH", "cluster"),
    ("1.1", "cluster_templates", "POST /cluster-templates", "PUT", "cluster_template"),
    ("2", "cluster_templates", "POST /cluster-templates", "PATCH", "cluster_template"),
    ("1.1", "node_group_templates", "POST /node-group-templates", "PUT", "node_group_template"),
    ("2", "node_group_templates", "POST /node-group-templates", "PATCH", "node_group_template"),
    ("1.1", "data_sources", "POST /data-sources", "PUT", "data_source"),
    ("2", "data_sources", "POST /data-sources", "PATCH", "data_source"),
    ("1.1", "job_binaries", "POST /job-binaries", "PUT", "job_binary"),
    ("2", "job_binaries", "POST /job-binaries", "PATCH", "job_binary"),
    ("1.1", "jobs", "POST /jobs", "PATCH", "job"),
    ("2", "job_templates", "POST /job-templates", "PATCH", "job_template"),
    ("2", "jobs", "POST /jobs", "PATCH", "job"),
]


@pytest.fixture
def clients(v1: Any, v2: Any) -> dict[str, Any]:
    return {"1.1": v1, "2": v2}


@pytest.mark.parametrize(("version", "manager", "create", "update", "envelope"), RAW)
def test_raw_fields_are_sent_unchanged(
    cloud: ScriptedCloud,
    clients: Any,
    version: str,
    manager: str,
    create: str,
    update: str,
    envelope: str,
) -> None:
    fields = {"name": "a", "whatever": None}
    method, path = create.split()
    raw = getattr(clients[version], manager)
    cloud.expect(method, f"/v{version}{path}", Answer({envelope: ONE}, 202), body=fields)
    assert raw.create_raw(fields).to_dict() == ONE
    cloud.expect(update, f"/v{version}{path}/1", Answer({envelope: ONE}, 202), body=fields)
    assert raw.update_raw("1", fields).to_dict() == ONE


def test_raw_field_for_the_path_is_not_in_the_body(cloud: ScriptedCloud, v1: Any, v2: Any) -> None:
    run = {"cluster_id": "c", "job_configs": None}
    done = Answer({"job_execution": ONE}, 202)
    cloud.expect("POST", "/v1.1/jobs/t%201/execute", done, body=run)
    v1.job_executions.create_raw({"job_id": "t 1", **run})
    cloud.expect("POST", "/v2/images/i1", Answer({"image": ONE}, 202), body={"username": "u"})
    assert v2.images.create_raw({"id": "i1", "username": "u"}).name == "a"
    cloud.expect("PATCH", "/v1.1/plugins/fake", Answer({"plugin": ONE}, 202), body={"a": None})
    v1.plugins.update_raw("fake", {"a": None})


@pytest.mark.parametrize(
    ("version", "path", "clusters"),
    [("1.1", "/clusters/multiple", ["1", "2"])]
    + [("2", "/clusters", [{"cluster": {"id": "1"}}, {"cluster": {"id": "2"}}])],
)
def test_several_clusters_are_created_at_once(
    cloud: ScriptedCloud, clients: Any, version: str, path: str, clusters: Any
) -> None:
    fields = {"name": "a", "count": 2}
    cloud.expect("POST", f"/v{version}{path}", Answer({"clusters": clusters}, 202), body=fields)
    assert clients[version].clusters.create_multiple_raw(fields) == ["1", "2"]


@pytest.mark.parametrize("clusters", [None, 1, [1], [{"id": "1"}], [{"cluster": {}}]])
def test_invalid_reply_for_several_clusters(cloud: ScriptedCloud, v2: Any, clusters: Any) -> None:
    cloud.expect("POST", "/v2/clusters", Answer({"clusters": clusters}, 202))
    with pytest.raises(errors.BadResponse):
        v2.clusters.create_multiple_raw({"count": 2})


@pytest.mark.parametrize("count", [0, -1])
def test_count_below_one_is_rejected(v2: Any, count: int) -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        v2.clusters.create("a", "fake", "0.1", count=count)


def test_job_executions_can_be_stopped(cloud: ScriptedCloud, v1: Any, v2: Any) -> None:
    v1_job, v2_job = {"job_execution": ONE}, Answer({"job": ONE}, 202)
    cloud.expect("GET", "/v1.1/job-executions/1/cancel", v1_job)
    v1.job_executions.cancel("1")
    cloud.expect("GET", "/v1.1/job-executions/1/refresh-status", v1_job)
    v1.job_executions.refresh_status("1")
    suspend = {"info": {"status": "suspend"}}
    cloud.expect("PATCH", "/v1.1/job-executions/1", Answer(v1_job, 202), body=suspend)
    v1.job_executions.suspend("1")
    cloud.expect("PATCH", "/v2/jobs/1", v2_job, body=suspend)
    v2.jobs.suspend("1")
    cloud.expect("PATCH", "/v2/jobs/1", v2_job, body={"info": {"status": "cancel"}})
    assert v2.jobs.cancel("1").id == "1"


def test_tags_in_v1(cloud: ScriptedCloud, v1: Any) -> None:
    image = {"image": {"id": "1", "tags": ["a", "b"]}}
    cloud.expect("POST", "/v1.1/images/1/tag", Answer(image, 202), body={"tags": ["b"]})
    v1.images.add_tags("1", ["b"])
    cloud.expect("POST", "/v1.1/images/1/untag", Answer(image, 202), body={"tags": ["c"]})
    v1.images.remove_tags("1", iter(["c"]))
    cloud.expect("GET", "/v1.1/images/1", image)
    assert v1.images.update_tags("1", ["b", "a"]).id == "1"


@pytest.mark.parametrize(("answer", "tags"), [(["b", "a"], ["b", "a"]), ([], []), ({}, [])])
def test_tags_in_v2(cloud: ScriptedCloud, v2: Any, answer: Any, tags: list[str]) -> None:
    cloud.expect("GET", "/v2/images/1/tags", answer)
    assert v2.images.get_tags("1") == tags


@pytest.mark.parametrize("answer", ["a", {"tags": []}, 7])
def test_invalid_tags_in_v2(cloud: ScriptedCloud, v2: Any, answer: Any) -> None:
    cloud.expect("GET", "/v2/images/1/tags", answer)
    with pytest.raises(errors.BadResponse):
        v2.images.get_tags("1")


def test_images_are_deleted_by_unregistering(cloud: ScriptedCloud, v2: Any) -> None:
    cloud.expect("DELETE", "/v2/images/1")
    v2.images.delete("1")
