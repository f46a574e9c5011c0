# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of the guides run from the installed tarball, against a real Sahara."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.support.sandbox import Sandbox
from tools.artifact import install
from tools.guides import code_of

# The only folders that a collection in the package `ansible` may depend on.
NEEDED = {"meta", "playbooks", "plugins", "roles"}
GUIDE = "guide_first_cluster"


@pytest.fixture(scope="module")
def stripped(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the installed collection, reduced to the folders that it may depend on."""
    tree = tmp_path_factory.mktemp("stripped")
    collection = install(tarball, tree)
    for path in collection.iterdir():
        if path.name not in NEEDED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return tree


@pytest.fixture
def environment(stripped: Path, sandbox: Sandbox) -> dict[str, str]:
    """The environment of a user who has the collection, and the cloud of the sandbox."""
    auth = sandbox.clouds["demo"]["auth"]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("OS_")},
        "ANSIBLE_COLLECTIONS_PATH": str(stripped),
        "OS_CLIENT_CONFIG_FILE": str(sandbox.clouds_file),
        "OS_CLOUD": "demo",
        # For programs that do not read clouds.yaml.
        "PYTHONPATH": str(stripped),
        **{f"OS_{key.upper()}": value for key, value in auth.items()},
        "OS_REGION_NAME": sandbox.clouds["demo"]["region_name"],
    }


def run(folder: Path, environment: dict[str, str], *command: str) -> str:
    return finished(folder, environment, *command).stdout


def finished(
    folder: Path, environment: dict[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def changed(output: str) -> list[str]:
    return re.findall(r"changed=(\d+)", output)


def test_the_first_cluster_of_the_guide(environment: dict[str, str], tmp_path: Path) -> None:
    play, source = code_of(GUIDE, "yaml")
    (tmp_path / "first.yml").write_text(play)
    (tmp_path / "first.sahara.yml").write_text(source)
    delete = ("-m", "sahara.dataprocessing.sahara_cluster", "-a", "name=first state=absent")
    try:
        first = finished(tmp_path, environment, "ansible-playbook", "first.yml")
        assert "cluster 'first': Active" in first.stderr and changed(first.stdout) == ["1"]
        assert changed(run(tmp_path, environment, "ansible-playbook", "first.yml")) == ["0"]
        inventory = run(
            tmp_path, environment, "ansible-inventory", "-i", "first.sahara.yml", "--graph"
        )
        assert "first-master-0" in inventory.partition("@namenode:")[2].partition("@")[0]
    finally:
        run(tmp_path, environment, "ansible", "localhost", *delete)


def test_the_guide_shows_the_tested_commands() -> None:
    commands = " ".join(code_of(GUIDE, "shell"))
    for command in (
        "ansible-playbook first.yml\n",
        "ansible-inventory -i first.sahara.yml --graph\n",
        '-m sahara.dataprocessing.sahara_cluster -a "name=first state=absent"\n',
    ):
        assert command in commands


def test_the_scripts_of_the_guide_need_no_ansible(
    environment: dict[str, str], tmp_path: Path
) -> None:
    script, _waiting, large_files = code_of("guide_client", "python")
    delete = "older.job_binary_internals.delete(stored.id)\n"
    program = b"a program"
    (tmp_path / "analysis.jar").write_bytes(program)
    unwanted = tmp_path / "ansible"
    unwanted.mkdir()
    (unwanted / "__init__.py").write_text("raise ImportError('the script imports Ansible')\n")
    path = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    environment = {**environment, "PYTHONPATH": path}
    output = run(tmp_path, environment, sys.executable, "-c", f"{script}\n{large_files}\n{delete}")
    first, *_clusters, last = output.splitlines()
    assert first == "versions: v1.0, v1.1, v2"
    assert last == f"{len(program)} True"
    assert (tmp_path / "copy.jar").read_bytes() == program
