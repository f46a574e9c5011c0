# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job templates: which job binaries each type supports."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    BinaryReferences,
    JobTemplate,
    binaries_problems,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.jobs import expect_executions_with
from tests.unit.support.listings import expect_id, expect_name
from tests.unit.support.scripted import error

ID = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("kind", "mains", "libs"),
    [
        ("Pig", ["a"], []),
        ("Spark", ["a"], ["b"]),
        ("Java", [], ["b"]),
        ("MapReduce.Streaming", [], []),
        ("MapReduce.Streaming", [], ["b"]),
    ],
)
def test_valid_job_binaries(kind, mains, libs):
    assert list(binaries_problems(kind, mains, libs)) == []


@pytest.mark.parametrize(
    ("kind", "mains", "libs", "sentence"),
    [
        ("Shell", [], ["b"], "'mains' is required for type Shell"),
        ("Storm.Pyleus", ["a"], ["a", "b"], "a job binary is listed in both 'mains' and 'libs'"),
        ("Java", [], [], "'libs' is required for type Java"),
        ("MapReduce", ["a"], ["b"], "'mains' is not supported for type MapReduce; use 'libs'"),
        (
            "MapReduce.Streaming",
            ["a"],
            [],
            "'mains' is not supported for type MapReduce.Streaming; use 'libs'",
        ),
    ],
)
def test_invalid_job_binaries_are_problems(kind, mains, libs, sentence):
    assert list(binaries_problems(kind, mains, libs)) == [sentence]


def test_new_job_binaries_must_suit_the_type_of_the_template(cloud, run):
    lib = {"id": "1", "name": "a.jar"}
    template = {"id": "9", "name": "t", "type": "Java", "libs": [lib], "project_id": PROJECT}
    cloud.expect("GET", "/v2/job-templates", {"job_templates": [template]})
    result = run(JobTemplate, name="t", libs=[], on_immutable_change="recreate")
    assert result["msg"] == "'libs' is required for type Java."


def test_complete_job_binaries_are_compared_by_id():
    field = BinaryReferences("libs", "The libraries.")
    assert field.current([{"id": "b", "name": "B"}, {"id": "a", "name": "A"}]) == ["a", "b"]
    assert field.current(None) == []


@pytest.mark.parametrize(
    ("api_version", "path", "key"),
    [("1.1", "jobs", "jobs"), ("2", "job-templates", "job_templates")],
)
def test_replacement_is_refused_before_anything_is_deleted(cloud, run, api_version, path, key):
    main = {"id": "1", "name": "old.jar"}
    template = {
        "id": "9",
        "name": "t",
        "type": "Spark",
        "mains": [main],
        "libs": [],
        "tenant_id": PROJECT,
    }
    cloud.expect("GET", f"/v{api_version}/{path}", {key: [template]})
    cloud.expect("GET", f"/v{api_version}/job-binaries/{ID}", error(404, "NOT_FOUND", "gone"))
    result = run(
        JobTemplate, name="t", mains=[ID], on_immutable_change="recreate", api_version=api_version
    )
    assert result["msg"] == f"No job binary with the id '{ID}' exists."


def test_prediction_of_a_replacement_has_the_names_of_all_job_binaries(cloud, run):
    """It reads only those that the template does not have yet."""
    main, new = {"id": "1", "name": "old.jar"}, {"id": ID, "name": "new.jar"}
    template = {"id": "9", "name": "t", "type": "Spark", "mains": [main], "project_id": PROJECT}
    cloud.expect("GET", "/v2/job-templates", {"job_templates": [template]})
    expect_id(cloud, "job_binary", new)
    expect_executions_with(cloud, {"job_id": "9"})
    options = {"libs": [ID], "on_immutable_change": "recreate"}
    result = run(JobTemplate, check_mode=True, name="t", **options)
    assert result["job_template"]["mains"] == [main]
    assert result["job_template"]["libs"] == [new]


def test_job_binaries_are_in_alphabetical_order(cloud, run):
    """Sahara returns them in any order, and the order of their ids is random."""
    libs = [{"id": "1", "name": "b"}, {"id": "3", "name": "a"}, {"id": "2", "name": "c"}]

    def expect_libs():
        for name in ("c", "b", "a"):
            expect_name(cloud, "job_binary", name, *libs)

    template = {
        "id": "9",
        "name": "t",
        "type": "Java",
        "mains": [],
        "libs": libs,
        "project_id": PROJECT,
    }
    cloud.expect("GET", "/v2/job-templates", {"job_templates": [template]})
    expect_libs()
    result = run(JobTemplate, name="t", libs=["c", "b", "a"])
    assert result["changed"] is False
    assert [lib["name"] for lib in result["job_template"]["libs"]] == ["a", "b", "c"]
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_libs()
    result = run(JobTemplate, check_mode=True, name="t", type="Java", libs=["c", "b", "a"])
    assert [lib["name"] for lib in result["job_template"]["libs"]] == ["a", "b", "c"]
    assert result["diff"]["after"]["libs"] == ["a", "b", "c"]
