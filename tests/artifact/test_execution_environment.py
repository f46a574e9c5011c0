# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment: ansible-builder accepts the definition, and the requirements suffice."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.support.scripted import ScriptedCloud
from tools.execution_environment import DEFINITION, with_tarball
from tools.tree import ROOT

pytestmark = pytest.mark.slow

PROGRAMS = Path(sys.executable).parent
COLLECTION = Path("ansible_collections", "sahara", "dataprocessing")
# Until then, Debian's security team supports the release: https://www.debian.org/releases/
END_OF_SUPPORT = {"trixie": datetime.date(2028, 8, 9)}


def run(*command: str | Path, **variables: str) -> str:
    """The output of the program, which has to succeed."""
    environment = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def requirements(collection: Path) -> list[str]:
    lines = (collection / "requirements.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_ansible_builder_finds_what_the_collection_needs(installed: Path) -> None:
    found = yaml.safe_load(run(PROGRAMS / "ansible-builder", "introspect", installed))
    source = "  # from collection sahara.dataprocessing"
    assert found["python"] == [line + source for line in requirements(installed / COLLECTION)]
    assert [line.split()[0] for line in found["system"]] == ["openssh-client", "openssh-clients"]


def created(definition: Mapping[str, Any], folder: Path) -> Path:
    """The build context of a definition in this folder."""
    file, context = folder / DEFINITION.name, folder / "context"
    file.write_text(yaml.safe_dump(dict(definition)))
    run(PROGRAMS / "ansible-builder", "create", "--file", file, "--context", context,
        "--output-filename", "Containerfile")  # fmt: skip
    wanted = yaml.safe_load((context / "_build" / "requirements.yml").read_text())
    assert wanted == definition["dependencies"]["galaxy"]
    return context


def test_ansible_builder_creates_a_build_context(tmp_path: Path) -> None:
    definition = yaml.safe_load(DEFINITION.read_text())
    context = created(definition, tmp_path)
    base = definition["images"]["base_image"]["name"]
    assert f'EE_BASE_IMAGE="{base}"' in (context / "Containerfile").read_text()


def test_the_guide_builds_it_from_a_tarball(tmp_path: Path) -> None:
    definition = with_tarball(yaml.safe_load(DEFINITION.read_text()))
    (collection,) = definition["dependencies"]["galaxy"]["collections"]
    (tmp_path / collection["name"]).write_text("the tarball")
    context = created(definition, tmp_path)
    assert (context / "_build" / collection["name"]).read_text() == "the tarball"


def test_the_definition_installs_a_release() -> None:
    """Never the default branch of a repository, which changes without notice."""
    (collection,) = yaml.safe_load(DEFINITION.read_text())["dependencies"]["galaxy"]["collections"]
    assert collection == {"name": "sahara.dataprocessing", "version": ">=1.0.0"}


def test_the_base_image_is_supported_for_some_time() -> None:
    name = yaml.safe_load(DEFINITION.read_text())["images"]["base_image"]["name"]
    release = re.fullmatch(r"docker\.io/library/debian:(\w+)-slim", name)
    assert release, "add the end of its support to END_OF_SUPPORT"
    left = END_OF_SUPPORT[release[1]] - datetime.date.today()
    assert left > datetime.timedelta(days=180), "move the definition to a newer release of Debian"


def test_the_requirements_suffice(installed: Path, tmp_path: Path) -> None:
    """With only these and ansible-core installed, a module and the inventory work."""
    clean = tmp_path / "clean"
    run(sys.executable, "-m", "venv", "--without-pip", clean)
    python = clean / "bin" / "python"
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
        *("ansible-core", "--requirement", installed / COLLECTION / "requirements.txt"),
    )
    with ScriptedCloud() as cloud:
        # One request of the inventory, and one of the task.
        for _request in range(2):
            cloud.expect("GET", "/v2/clusters", {"clusters": []})
        variables = {
            "ANSIBLE_COLLECTIONS_PATH": str(installed),
            "ANSIBLE_HOME": str(tmp_path / "ansible"),
            "ANSIBLE_CONFIG": str(ROOT / "tests" / "ansible.cfg"),
        }
        source = tmp_path / "sahara.yml"
        options = {"plugin": "sahara.dataprocessing.sahara", "auth": cloud.auth}
        source.write_text(yaml.safe_dump(options))
        listed = run(
            clean / "bin" / "ansible-inventory", "-i", source, "--list",
            **variables,
        )  # fmt: skip
        assert json.loads(listed)["_meta"]["hostvars"] == {}
        output = run(
            *(clean / "bin" / "ansible", "localhost", "--module-name"),
            *(
                "sahara.dataprocessing.sahara_cluster_info",
                "--args",
                json.dumps({"auth": cloud.auth}),
            ),
            **variables,
        )
        assert "SUCCESS" in output and '"clusters": []' in output
