# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of several objects with the same name is used."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)

from tests.unit.module_utils.conftest import NewTask
from tests.unit.support.identity import PROJECT
from tests.unit.support.listings import expect_name, mentioned, refusal
from tests.unit.support.scripted import ScriptedCloud

OTHERS = "a" * 32


@pytest.mark.parametrize(
    ("kind", "plural"), [("network", "networks"), ("job_binary", "job binaries")]
)
def test_an_ambiguous_name_is_refused_with_the_sorted_ids(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, plural: str
) -> None:
    expect_name(cloud, kind, "twin", *({"id": one, "name": "twin"} for one in ("i3", "i1", "i2")))
    message = refusal(task, kind, "twin")
    assert message == f"3 {plural} are named 'twin': i1, i2, i3; use the id instead"


OWNERS = pytest.mark.parametrize(
    ("kind", "owner", "api"),
    [
        ("network", "project_id", "2"),
        ("network", "tenant_id", "2"),
        ("security_group", "tenant_id", "2"),
        ("floating_ip_pool", "tenant_id", "2"),
        ("image", "owner", "2"),
        ("cluster", "project_id", "2"),
        ("job_template", "project_id", "2"),
        ("data_source", "tenant_id", "2"),
        ("cluster", "tenant_id", "1.1"),
        ("job_template", "tenant_id", "1.1"),
    ],
)


@OWNERS
@pytest.mark.parametrize("own", [0, 1, 2])
def test_the_object_of_our_project_is_chosen(
    cloud: ScriptedCloud, new_task: NewTask, kind: str, owner: str, api: str, own: int
) -> None:
    owners = [PROJECT if number == own else OTHERS for number in range(3)]
    items = [
        {"id": f"i{number}", "name": "twin", "router:external": True, owner: project}
        for number, project in enumerate(owners)
    ]
    expect_name(cloud, kind, "twin", *items, api=api)
    assert new_task(api).lookups.id_of(kind, "twin") == f"i{own}"


@OWNERS
@pytest.mark.parametrize(
    ("owners", "ids"),
    [((OTHERS, OTHERS), "i0, i1"), ((OTHERS, PROJECT, PROJECT), "i1, i2"), ((None, ""), "i0, i1")],
    ids=["none of them is ours", "two of them are ours", "nobody's"],
)
def test_an_ambiguous_name_lists_only_the_candidates(
    cloud: ScriptedCloud,
    new_task: NewTask,
    kind: str,
    owner: str,
    api: str,
    owners: tuple[str | None, ...],
    ids: str,
) -> None:
    items = [
        {"id": f"i{number}", "name": "twin", "router:external": True, owner: project}
        for number, project in enumerate(owners)
    ]
    expect_name(cloud, kind, "twin", *items, api=api)
    message = refusal(new_task(api), kind, "twin")
    assert mentioned(message, ["i0", "i1", "i2"]) == ids.split(", ")


def test_the_only_match_may_belong_to_another_project(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "network", "shared", {"id": "n1", "name": "shared", "project_id": OTHERS})
    assert task.lookups.id_of("network", "shared") == "n1"


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_objects_of_all_services_have_the_same_keys(
    cloud: ScriptedCloud, new_task: NewTask, api: str
) -> None:
    expect_name(cloud, "image", "ubuntu", {"id": "i1", "name": "ubuntu", "owner": PROJECT})
    expect_name(cloud, "volume_type", "ssd", {"id": "t1", "name": "ssd", "is_public": True})
    template = {"id": "s1", "name": "mine", "tenant_id": OTHERS, "hadoop_version": "0.1"}
    expect_name(cloud, "cluster_template", "mine", template, api=api)
    lookups = new_task(api).lookups
    (image,), (kind,) = lookups.named("image", "ubuntu"), lookups.named("volume_type", "ssd")
    (template,) = lookups.named("cluster_template", "mine")
    words = ("id", "own_id", "name", "project_id")
    assert [image[word] for word in words] == ["i1", "i1", "ubuntu", PROJECT]
    assert [kind[word] for word in words] == ["ssd", "t1", "ssd", None]
    assert [template[word] for word in words] == ["s1", "s1", "mine", OTHERS]
    assert template["plugin_version"] == "0.1"
