# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode refuses what Sahara refuses: each request is refused by us, and without our checks by Sahara."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)

from tests.integration.support.sandbox import Sandbox
from tests.integration.support.variants import EACH_API

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules"
NAME = f"it{os.getpid()}-refused"
FAKE = {"plugin_name": "fake", "plugin_version": "0.1"}
GROUP = {"name": "w", "count": 1, "flavor": "sandbox.tiny", "node_processes": ["namenode"]}
CLUSTER = {
    **FAKE,
    "default_image": "fake-0.1-ubuntu",
    "neutron_management_network": "private",
    "node_groups": [GROUP],
    "wait": False,
}
each_api = pytest.mark.parametrize("api", EACH_API)


class Careless(AnsibleTask):
    """A task that ignores the problems with the request."""

    def problem(self, sentence: str) -> None:
        pass


def outcome(
    sandbox: Sandbox, kind: type[AnsibleTask], module: str, check_mode: bool, **options: Any
) -> dict[str, Any]:
    code = importlib.import_module(f"{MODULES}.sahara_{module}")
    spec = code.SPEC["argument_spec"]
    defaults = {name: option.get("default") for name, option in spec.items()}
    cloud = dict(sandbox.clouds[options.pop("user", "demo")])
    return execute(code.run, kind({**defaults, "cloud": cloud, **options}, check_mode))


def with_group(**fields: Any) -> dict[str, Any]:
    return {"node_groups": [{**GROUP, **fields}]}


@pytest.fixture(scope="module")
def scaled(sandbox: Sandbox) -> Iterator[str]:
    """The name of an Active cluster."""
    name = f"{NAME}-scaled"
    options = {**CLUSTER, "name": name, "wait": True, "poll_interval": 1}
    assert outcome(sandbox, AnsibleTask, "cluster", False, **options)["changed"]
    yield name
    absent = {"name": name, "state": "absent", "poll_interval": 1}
    assert outcome(sandbox, AnsibleTask, "cluster", False, **absent)["changed"]


GROUPS = [
    ({"name": "my_group"}, "'my_group' is not a valid node group name"),
    ({"volumes_per_node": 4}, "requires 'volumes_size'"),
    ({"volumes_per_node": -1}, "must not be negative"),
    ({"volume_mount_prefix": "/mnt/a.b"}, "'volume_mount_prefix' of node group 'w' cannot be"),
]
REFUSED = [
    *(
        ("cluster", {**CLUSTER, "name": name}, "is not a valid cluster name")
        for name in ("my_cluster", "my cluster", "a" * 51, "-lead", "größe")
    ),
    *(
        (module, {**described, "name": NAME, **with_group(**fields)}, problem)
        for module, described in (("cluster", CLUSTER), ("cluster_template", FAKE))
        for fields, problem in GROUPS
    ),
    (
        "cluster",
        {**CLUSTER, "name": "a" * 30, **with_group(name="b" * 40)},
        "would be longer than 64 characters",
    ),
    (
        "cluster_template",
        {**FAKE, "name": NAME, "node_groups": [{"name": "w", "count": 0}]},
        "node group 'w' requires",
    ),
    (
        "node_group_template",
        {**FAKE, "name": NAME, "flavor": "sandbox.tiny", "node_processes": ["namenode"], "volumes_size": -1},
        "must not be negative",
    ),
    ("image", {"name": "fake-0.1-ubuntu", "tags": ["a b"], "purge_tags": False}, "is not a valid tag"),
]  # fmt: skip


@each_api
@pytest.mark.parametrize(
    ("module", "options", "problem"), REFUSED, ids=[f"{row[0]}-{row[2]}" for row in REFUSED]
)
def test_check_mode_refuses_what_sahara_refuses(
    sandbox: Sandbox, api: str, module: str, options: dict[str, Any], problem: str
) -> None:
    ours = outcome(sandbox, AnsibleTask, module, True, api_version=api, **options)
    assert problem in ours["msg"]
    assert ours["failure"]["kind"] == "Refused"
    theirs = outcome(sandbox, Careless, module, False, api_version=api, **options)
    assert theirs["failure"]["status"] == 400, theirs


@each_api
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"new": "my_cluster"}, "is not a valid cluster name"),
        ({"groups": {"name": "my_group"}}, "is not a valid node group name"),
        ({"groups": {"name": "new", "volumes_per_node": 1}}, "requires 'volumes_size'"),
        ({"groups": {"name": "b" * 50}}, "would be longer than 64 characters"),
    ],
)
def test_check_mode_refuses_what_sahara_refuses_of_an_existing_cluster(
    sandbox: Sandbox, scaled: str, api: str, change: dict[str, Any], problem: str
) -> None:
    options: dict[str, Any] = {"name": scaled}
    if "new" in change:
        info = outcome(sandbox, AnsibleTask, "cluster_info", False, name=scaled)
        options = {"id": info["clusters"][0]["id"], "name": change["new"]}
    else:
        options |= with_group(**change["groups"])
    ours = outcome(sandbox, AnsibleTask, "cluster", True, api_version=api, **options)
    assert problem in ours["msg"]
    theirs = outcome(sandbox, Careless, "cluster", False, api_version=api, **options)
    assert theirs["failure"]["status"] == 400, theirs


@each_api
def test_a_reader_cannot_create_a_cluster(sandbox: Sandbox, api: str) -> None:
    """Sahara would accept it. Then Heat refuses, and not even another user can delete what is left."""
    options = {**CLUSTER, "name": NAME, "user": "viewer", "api_version": api}
    for check_mode in (True, False):
        refused = outcome(sandbox, AnsibleTask, "cluster", check_mode, **options)
        assert "has only the role 'reader'" in refused["msg"]
    assert outcome(sandbox, AnsibleTask, "cluster_info", False, name=NAME)["clusters"] == []
