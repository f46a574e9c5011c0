# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Without Spark, a cluster with its image fails, and the error says how to install it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.layout import Layout
from sandbox.spark.distribution import IMAGE
from tests.sandbox.support import PRIVATE, Sandbox


@pytest.mark.slow
def test_a_cluster_with_the_image_fails_and_names_the_command(tmp_path: Path) -> None:
    (cache := tmp_path / "cache").mkdir()
    for path in Layout.from_environment().cache.glob("venv-*"):
        (cache / path.name).symlink_to(path)
    sandbox = Sandbox(tmp_path / "sandbox", SAHARA_SANDBOX_CACHE=str(cache))
    try:
        sandbox.run("up")
        cloud = sandbox.cloud()
        groups = {"master": ["namenode", "master"], "worker": ["datanode", "slave"]}
        body = {
            "name": "without",
            "plugin_name": "spark",
            "plugin_version": "2.1.0",
            "default_image_id": cloud.image(IMAGE),
            "neutron_management_network": cloud.networks[PRIVATE],
            "cluster_configs": {"HDFS": {"dfs.replication": 1}},
            "node_groups": [
                {"name": name, "flavor_id": "2", "node_processes": processes, "count": 1}
                for name, processes in groups.items()
            ],
        }
        status, created = cloud.call("POST", "/v2/clusters", body)
        assert status == 202, created
        failed = cloud.wait(created["cluster"]["id"], "Error", "Active")
        assert "python3 -m sandbox up --with spark" in failed["status_description"]
    finally:
        sandbox.run("down", "--purge")
