# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task finds its object among three hundred with similar names in one or two requests.

The server compares names as Sahara does on each kind of database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
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
from tests.unit.support.scripted import KEYS, Answer, Call, ScriptedCloud

MANY = 300
NAME = "a.c"
# Sorted before and after it, containing it, and matching it as a regular expression.
ALIKE = ("abc", "a.c2", "aa.c", "A.C", "a.cc", "xa.c", "a-c", "a.")
Compare = Callable[[str, str], Any]
DATABASES: dict[str, Compare] = {
    "MySQL": lambda wanted, name: re.search(wanted, name, re.IGNORECASE),
    "PostgreSQL": re.search,
    "others": str.__eq__,
}
RESOURCES = (
    ClusterTemplate, DataSource, Image, JobBinary, JobBinaryInternal, JobTemplate, NodeGroupTemplate
)  # fmt: skip


class FullCloud(ScriptedCloud):
    """Each list of its Sahara has three hundred objects, and no two of them have the same name."""

    def __init__(self, database: str):
        super().__init__()
        self.is_like = DATABASES[database]
        names = [*ALIKE, *(f"{ALIKE[n % len(ALIKE)]}{n}" for n in range(MANY - len(ALIKE) - 1))]
        common = {"tenant_id": PROJECT, "project_id": PROJECT, "url": "swift://a/b", "type": "Pig"}
        # The look-alikes come first in the order of the ids.
        self.items = [
            {**common, "id": f"id-{n:05}", "name": name, "username": "u", "tags": []}
            for n, name in enumerate([*names, NAME])
        ]

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            return super().answer_to(call)
        self.calls.append(call)
        given = {key: values[0] for key, values in call.query.items()}
        assert not given.keys() - {"name", "limit", "sort_by"}
        found = [i for i in self.items if self.is_like(given.get("name", i["name"]), i["name"])]
        found.sort(key=lambda item: (item[given.get("sort_by", "id")].lower(), item["id"]))
        page = found[: int(given.get("limit", MANY))]
        route = call.path.rpartition("/")[2]
        key = KEYS.get(route) or route.replace("-", "_")
        more = page[-1]["id"] if len(page) < len(found) else None
        return Answer({key: page, "markers": {"prev": None, "next": more}})


@pytest.fixture(params=DATABASES)
def cloud(request: pytest.FixtureRequest) -> Iterator[FullCloud]:
    with FullCloud(request.param) as started:
        yield started


@pytest.mark.parametrize("api", ["1.1", "2"])
@pytest.mark.parametrize("resource", RESOURCES)
def test_a_task_finds_its_object_by_exact_name(
    cloud: FullCloud, run: Callable[..., Any], resource: Any, api: str
) -> None:
    """A second request is necessary if more than 20 other names match a pattern."""
    found = run(resource, name=NAME, api_version=api)
    assert (found.get("msg"), found["changed"]) == (None, False)
    assert found[resource.kind.name]["id"] == f"id-{MANY - 1:05}"
    is_exact = cloud.is_like is str.__eq__ or resource is Image  # The list of images has no pages.
    assert len(cloud.calls) == (1 if is_exact else 2)
    cloud.calls.clear()
    assert run(resource, name="abc8", api_version=api)["changed"] is False
    assert len(cloud.calls) == 1


def test_a_misspelt_name_is_compared_with_a_part_of_the_names(
    cloud: FullCloud, run: Callable[..., Any]
) -> None:
    result = run(JobTemplate, name="new", type="Spark", mains=[NAME], libs=["abc", "a_c", "a_c1"])
    assert result["msg"].startswith(
        "The request has 2 problems: (1) no job binary named 'a_c'; did"
    )
    assert result["msg"].endswith("(from the first 200 job binaries).")
    suggestions = [call for call in cloud.calls if call.query.get("limit") == ["200"]]
    assert len(suggestions) == 1 and len(cloud.calls) <= 8
