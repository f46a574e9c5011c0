# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten thousand objects with similar names: each page is read once, and only an exact name matches.

Sahara filters by regular expression on most databases, and cannot filter some lists. So all objects are read.
"""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    JobTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import ScriptedCloud

pytestmark = pytest.mark.slow

MANY = 10_000
PAGE = 200
NAME = "a.c"
# Sorted before and after it, containing it, and matching it as a regular expression.
ALIKE = ("abc", "a.c2", "aa.c", "A.C", "a.cc", "xa.c", "a-c", "a.")
PAGED = [
    (ClusterTemplate, "v2/cluster-templates", "cluster_templates"),
    (ClusterTemplate, "v1.1/cluster-templates", "cluster_templates"),
    (DataSource, "v2/data-sources", "data_sources"),
    (DataSource, "v1.1/data-sources", "data_sources"),
    (JobBinary, "v2/job-binaries", "binaries"),
    (JobBinary, "v1.1/job-binaries", "binaries"),
    (JobBinaryInternal, "v1.1/job-binary-internals", "binaries"),
    (JobTemplate, "v2/job-templates", "job_templates"),
    (JobTemplate, "v1.1/jobs", "jobs"),
    (NodeGroupTemplate, "v2/node-group-templates", "node_group_templates"),
    (NodeGroupTemplate, "v1.1/node-group-templates", "node_group_templates"),
]
each_list = pytest.mark.parametrize(
    ("resource", "path", "key"), PAGED, ids=[path for _, path, _ in PAGED]
)


def many(project: str) -> list[dict[str, Any]]:
    """All but the last have names similar to the one that the tests look for."""
    names = [
        f"{ALIKE[n % len(ALIKE)]}{n}" if n >= len(ALIKE) else ALIKE[n] for n in range(MANY - 1)
    ]
    common = {"tenant_id": project, "project_id": project, "url": "swift://a/b", "type": "Pig"}
    return [{**common, "id": f"id-{n:05}", "name": name} for n, name in enumerate([*names, NAME])]


def expect_pages(cloud: ScriptedCloud, path: str, key: str, items: list[dict[str, Any]]) -> None:
    for start in range(0, len(items), PAGE):
        page = items[start : start + PAGE]
        following = page[-1]["id"] if start + PAGE < len(items) else None
        cloud.expect("GET", f"/{path}", {key: page, "markers": {"prev": None, "next": following}})


@each_list
def test_task_finds_its_object_by_exact_name(cloud, run, resource, path, key):
    expect_pages(cloud, path, key, many(PROJECT))
    found = run(resource, name=NAME, api_version=path.split("/")[0][1:])
    assert found["changed"] is False
    assert found[resource.kind.name]["id"] == f"id-{MANY - 1:05}"
    assert len(cloud.calls) == MANY // PAGE


def test_info_task_finds_it_too(cloud):
    resource = NodeGroupTemplate
    expect_pages(cloud, "v2/node-group-templates", resource.kind.plural, many(PROJECT))
    params = {"cloud": {"auth": cloud.auth}, "api_version": "2", "id": None}
    result = execute(
        lambda task: gather(task, resource(task)), AnsibleTask({**params, "name": NAME})
    )
    assert [item["id"] for item in result[resource.kind.plural]] == [f"id-{MANY - 1:05}"]


def test_images_have_no_pages(cloud, run):
    images = [{**item, "tags": [], "username": "u"} for item in many("p")]
    cloud.expect("GET", "/v2/images", {"images": images})
    assert run(Image, name=NAME)["image"]["id"] == f"id-{MANY - 1:05}"


def test_all_names_of_a_kind_are_looked_up_in_one_list(cloud, run):
    """The pages are read once for all names of a kind. A misspelt name needs no further request."""
    cloud.expect("GET", "/v2/job-templates", {"job_templates": []})
    expect_pages(cloud, "v2/job-binaries", "binaries", many(PROJECT))
    wanted = {"mains": [NAME], "libs": ["abc", "xa.c", "ac"]}
    result = run(JobTemplate, name="t", type="Spark", **wanted)
    assert result["msg"].startswith("No job binary named 'ac'; did you mean ")
    assert len(cloud.calls) == 1 + MANY // PAGE
