# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The execution environment that `./dev ee` has built: what is in the image, and who can use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.integration.support.awx import IMAGE
from tests.integration.support.sandbox import Sandbox
from tools.tree import ROOT

pytestmark = pytest.mark.skipif(not IMAGE, reason="./dev ee builds the image for these tests")

# ansible-navigator mounts it into its containers.
MESSAGE_QUEUES = Path("/dev/mqueue")


def output(*command: str, **variables: str) -> str:
    """The output of a program, which has to succeed."""
    environment = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def in_image(*command: str, options: tuple[str, ...] = ()) -> str:
    return output("podman", "run", "--rm", "--network=host", *options, IMAGE, *command)


def test_the_image_has_the_collection_of_this_checkout() -> None:
    listed = json.loads(in_image("ansible-galaxy", "collection", "list", "--format", "json"))
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    assert listed == {
        "/usr/share/ansible/collections/ansible_collections": {
            "sahara.dataprocessing": {"version": version}
        }
    }


def test_the_libraries_fit_together() -> None:
    assert in_image("python3", "-m", "pip", "check") == "No broken requirements found.\n"


def test_the_image_has_no_compiler_and_no_package_lists() -> None:
    left = in_image("sh", "-c", "command -v cc gcc || ls /var/lib/apt/lists")
    assert left == ""


def test_any_user_can_run_a_module(sandbox: Sandbox) -> None:
    """OpenShift gives containers a user that does not exist in the image, in the group root."""
    cloud = sandbox.clouds["demo"]
    options = {"auth": dict(cloud["auth"]), "region_name": cloud["region_name"]}
    module = "sahara.dataprocessing.sahara_plugin_info"
    command = ("ansible", "localhost", "--module-name", module, "--args", json.dumps(options))
    shown = in_image(*command, options=("--user=54321:0",))
    assert "localhost | SUCCESS" in shown and '"name": "fake"' in shown


@pytest.fixture
def message_queues() -> Iterator[None]:
    """Creates the folder if the machine lacks it, as containers do."""
    if MESSAGE_QUEUES.is_dir():
        yield
        return
    try:
        MESSAGE_QUEUES.mkdir()
    except PermissionError:
        pytest.skip(f"ansible-navigator needs the folder {MESSAGE_QUEUES}; create it as root")
    yield
    MESSAGE_QUEUES.rmdir()


@pytest.mark.usefixtures("message_queues")
def test_ansible_navigator_runs_the_demo(sandbox: Sandbox, tmp_path: Path) -> None:
    def navigate(playbook: str) -> int:
        """Runs a playbook of the collection in the image. Returns how many tasks changed something."""
        shown = output(
            *(f"{Path(sys.executable).parent}/ansible-navigator", "run", playbook),
            *("--mode", "stdout", "--display-color", "false", "--pull-policy", "never"),
            *("--container-engine", "podman", "--execution-environment-image", IMAGE),
            "--container-options=--network=host",
            *("--execution-environment-volume-mounts", f"{sandbox.clouds_file.parent}:/etc/openstack:ro"),
            *("--pass-environment-variable", "OS_CLOUD"),
            *("--playbook-artifact-enable", "false", "--log-file", str(tmp_path / "log")),
            OS_CLOUD="demo",
        )  # fmt: skip
        (changed,) = re.findall(r"^localhost .* changed=(\d+) .* failed=0 ", shown, re.M)
        return int(changed)

    playbook = "sahara.dataprocessing.demo"
    try:
        assert navigate(playbook) > 0
        assert navigate(playbook) == 0
    finally:
        assert navigate(f"{playbook}_teardown") > 0
