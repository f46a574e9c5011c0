# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules on a host whose Python is the oldest that they support, with the newest libraries for it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.integration.support.playbook import API_VERSIONS, MODULE, Playbooks, Variant
from tools.tree import ROOT

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def oldest_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the libraries that the modules need."""
    config = yaml.safe_load((ROOT / "tests/config.yml").read_text())
    version = config["modules"]["python_requires"].removeprefix(">=")
    python = shutil.which(f"python{version}")
    if not python or subprocess.run([python, "--version"], check=False).returncode:
        pytest.skip(f"Python {version} is not installed")
    folder = tmp_path_factory.mktemp("oldest")
    subprocess.run([python, "-m", "venv", folder], check=True)
    pip = (folder / "bin/python", "-m", "pip", "install", "--quiet")
    subprocess.run([*pip, "--requirement", ROOT / "requirements.txt"], check=True)
    return folder / "bin/python"


@pytest.mark.parametrize(
    "target", ["sahara_data_source", "sahara_job_binary_internal", "sahara_save"]
)
def test_modules_run_on_the_oldest_python(
    playbooks: Playbooks, oldest_python: Path, tmp_path: Path, target: str
) -> None:
    there = replace(playbooks, directory=tmp_path, python=str(oldest_python))
    run = there.run(target, Variant(MODULE, API_VERSIONS[-1]))
    assert run.exit_status == 0, run.output
