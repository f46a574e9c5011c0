# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sandbox with a real HDFS and a real Spark."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.support import PROGRAMS, Sandbox, running
from tools.tree import ROOT, ansible_environment

INVENTORY = "playbooks/files/demo.sahara.yml"


class Cluster:
    """The cluster of playbooks/demo_spark_cluster.yml. folder: where its playbooks keep files."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.environment = sandbox.variables() | ansible_environment() | {"ANSIBLE_NOCOLOR": "1"}

    def play(self, name: str, status: int = 0, **variables: Any) -> str:
        """The output of a playbook, which must end with this status."""
        extra = json.dumps({"folder": str(self.folder)} | variables)
        command = ["ansible-playbook", "-i", INVENTORY, f"playbooks/{name}.yml", "-e", extra]
        return self.run(command, status)

    def run(self, command: list[str], status: int = 0) -> str:
        done = subprocess.run(
            [PROGRAMS / command[0], *command[1:]],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def run_job(self, name: str, kind: str, status: int = 0, **variables: Any) -> str:
        chosen = {"cluster_name": "spark", "job_name": name, "job_type": kind} | variables
        return self.play("run_job", status, **chosen)

    def on_master(self, command: str) -> str:
        """The output of a shell command on the master."""
        ansible = ["ansible", "-i", INVENTORY, "namenode", "-m", "ansible.builtin.shell"]
        return self.run([*ansible, "-a", command])


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("spark"), "--with", "spark") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cluster(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A running cluster of two instances, which the last test deletes."""
    cluster = Cluster(sandbox, tmp_path_factory.mktemp("words"))
    cluster.play("demo_spark_cluster")
    return cluster
