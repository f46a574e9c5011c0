# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates from the files that the dashboard and ``openstack dataprocessing`` write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.checks import (
    Refused,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.exported import (
    with_exported,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

# What Sahara 19 exports, with API v1.1's name of the version.
WORKER = {
    "name": "worker",
    "plugin_name": "vanilla",
    "hadoop_version": "2.7.5",
    "description": None,
    "flavor_id": "{flavor_id}",
    "image_id": "{image_id}",
    "security_groups": "{security_groups}",
    "floating_ip_pool": "{floating_ip_pool}",
    "node_processes": ["datanode"],
    "node_configs": {"HDFS": {"Heap": 512}},
    "volumes_per_node": 0,
    "volume_type": "ssd",
    "use_autoconfig": True,
    "is_public": True,
    "is_protected": False,
    "boot_from_volume": False,
}


def exported(folder: Path, content: Any) -> str:
    file = folder / "template.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(file)


def test_options_of_the_task_precede_those_of_the_file(tmp_path: Path) -> None:
    path = exported(tmp_path, {"node_group_template": WORKER})
    given = {"src": path, "name": "mine", "flavor": "m1.small", "is_public": False, "image": None}
    assert with_exported(NodeGroupTemplate, given) == {
        "src": path,
        "name": "mine",
        "flavor": "m1.small",
        "image": None,
        "is_public": False,
        "plugin_name": "vanilla",
        "plugin_version": "2.7.5",
        "node_processes": ["datanode"],
        "node_configs": {"HDFS": {"Heap": 512}},
        "volume_type": "ssd",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "'{}' is not JSON: "),
        ([], "'{}' has no 'cluster_template'. Set 'src' to a file that a cluster template was exported to."),
        ({"node_group_template": WORKER}, "'{}' has no 'cluster_template'."),
        ({"cluster_template": {"node_groups": 5}}, "'node_groups' in '{}' must be of type list."),
    ],
)  # fmt: skip
def test_other_files_are_refused(tmp_path: Path, content: Any, sentence: str) -> None:
    path = exported(tmp_path, content)
    with pytest.raises(Refused) as refused:
        with_exported(ClusterTemplate, {"src": path})
    assert str(refused.value).startswith(sentence.format(path))


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(Refused, match="Cannot read '/nowhere/x.json' on the host of the task: "):
        with_exported(ClusterTemplate, {"src": "/nowhere/x.json"})
