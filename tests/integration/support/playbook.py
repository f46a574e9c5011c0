# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a target with the real `ansible-playbook`, and records its results and requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.support import programs
from tests.integration.support.planned_roles import planned_roles
from tests.integration.support.programs import own_environment, program
from tests.integration.support.relay import PLAIN, RIVAL, Relay, Request
from tests.integration.support.sandbox import Sandbox

INTEGRATION = Path(__file__).resolve().parents[1]
TARGETS = INTEGRATION / "targets"
PLUGINS = INTEGRATION / "support" / "plugins"
COLLECTION = "sahara.dataprocessing."
# Images in Glance that are not registered: one for each API version, because both run at the same time.
IMAGES = {"1.1": "unregistered", "2": "fake-0.1-unregistered"}

# Two names for this machine: one for the play, and one for delegation.
INVENTORY = """\
testhost
elsewhere
[all:vars]
ansible_connection=local
ansible_python_interpreter="{python}"
sahara_in_process={in_process}
"""
PLAY = """\
- name: {target}
  hosts: testhost
  gather_facts: false
  module_defaults:
    group/sahara.dataprocessing.sahara:
      cloud: demo
      api_version: "{api_version}"
  roles:
    - role: {target}
"""


@dataclass(frozen=True)
class Variant:
    """How a target runs: in-process, as modules or only planned, and with which API version."""

    way: str
    api_version: str

    def __str__(self) -> str:
        return f"{self.way}-v{self.api_version}"


# "planned": the whole run in check mode, in-process.
IN_PROCESS, MODULE, PLANNED = "in_process", "module", "planned"
API_VERSIONS = ("1.1", "2")
VARIANTS = tuple(Variant(way, api) for way in (IN_PROCESS, MODULE) for api in API_VERSIONS)


@dataclass(frozen=True)
class Record:
    """One result of a task of the collection, and the requests that it sent."""

    task: str
    action: str
    host: str
    check_mode: bool
    outcome: str
    result: dict[str, Any]
    began: float
    ended: float
    requests: list[Request]

    def __str__(self) -> str:
        return f"{self.task} [{self.action.rpartition('.')[2]}]"


@dataclass(frozen=True)
class Run:
    """A run of ansible-playbook. names: the names (or prefixes) of its objects -> placeholders."""

    exit_status: int
    output: str
    names: Mapping[str, str]
    records: list[Record]

    @property
    def ours(self) -> list[Record]:
        return [record for record in self.records if record.action.startswith(COLLECTION)]


@dataclass(frozen=True)
class Playbooks:
    """Runs targets in folders below `directory`, each with its own HOME, clouds.yaml and temporary files.

    extra: more variables for the targets. python: runs the modules that are not in-process.
    """

    directory: Path
    sandbox: Sandbox
    relay: Relay
    extra: Mapping[str, str]
    python: str = sys.executable

    def run(self, target: str, variant: Variant, play: str = "") -> Run:
        """Run a target. play: the text of the play; by default that of the target."""
        name = f"{target}-{variant}"
        folder = self.directory / name
        folder.mkdir(mode=0o700)
        initials = "".join(word[0] for word in target.split("_"))
        prefix = f"it{os.getpid()}-{initials}-{variant.way[0]}{variant.api_version[0]}"
        self.write(
            folder / "variables.json", json.dumps(self.variables(folder, name, variant, prefix))
        )
        self.write(folder / "clouds.yaml", json.dumps({"clouds": self.clouds(name)}))
        play = play or PLAY.format(target=target, api_version=variant.api_version)
        self.write(folder / "play.yml", play)
        in_process = variant.way != MODULE
        check = ["--check"] if variant.way == PLANNED else []
        inventory = INVENTORY.format(python=self.python, in_process=in_process)
        self.write(folder / "inventory", inventory)
        roles = planned_roles(folder) if check else TARGETS
        arguments = ["-vvvv", "-i", "inventory", "-e", "@variables.json", *check, "play.yml"]
        playbook = (program("ansible-playbook"), *arguments)
        done = programs.run(folder, self.environment(folder, roles), *playbook, merged=True)
        self.write(folder / "output", done.output)
        names = {
            str(folder): "FOLDER",
            prefix: "PREFIX",
            # In the names of variables.
            prefix.replace("-", "_"): "PREFIX",
            IMAGES[variant.api_version]: "IMAGE",
        }
        return Run(done.status, done.output, names, self.records(name))

    def start(self, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """Start ansible-playbook in a folder, in its own session as if in its own terminal. Its output is in a file."""
        with (folder / "output").open("wb") as output:
            return subprocess.Popen(
                [program("ansible-playbook"), *arguments],
                cwd=folder,
                env=self.environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def write(self, file: Path, text: str) -> None:
        """Write a file that only this user can read, because most contain passwords."""
        file.touch(mode=0o600)
        file.write_text(text)

    def variables(self, folder: Path, name: str, variant: Variant, prefix: str) -> dict[str, Any]:
        """The variables of the targets."""
        return {
            **self.extra,
            "prefix": prefix,
            "image": IMAGES[variant.api_version],
            "scratch": str(folder),
            "api_version": variant.api_version,
            "clouds": self.clouds(name),
            "networks": self.sandbox.networks,
            "projects": {user: self.sandbox.project(user) for user in self.sandbox.clouds},
        }

    def clouds(self, name: str) -> dict[str, Any]:
        """The clouds of the users, through the relay. In `rival`, that of demo, someone else creates objects first."""
        tricks = {**{user: (user, PLAIN) for user in self.sandbox.clouds}, "rival": ("demo", RIVAL)}
        clouds = {}
        for cloud, (user, trick) in tricks.items():
            entry = self.sandbox.clouds[user]
            auth_url = self.relay.url(self.sandbox.auth_url, name, trick)
            clouds[cloud] = {**entry, "auth": {**entry["auth"], "auth_url": auth_url}}
        return clouds

    def environment(self, folder: Path, roles: Path = TARGETS) -> dict[str, str]:
        return {
            **own_environment(),
            "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
            "STORED_URL": self.sandbox.catalog["data-processing"].rstrip("/"),
            **{
                f"STORED_TOKEN_{user.upper()}": self.sandbox.token(user)
                for user in self.sandbox.clouds
            },
            "HOME": str(folder),
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_LOCAL_TEMP": str(folder / "tmp"),
            "ANSIBLE_REMOTE_TEMP": str(folder / "tmp"),
            "ANSIBLE_ASYNC_DIR": str(folder / "async"),
            "ANSIBLE_ROLES_PATH": str(roles),
            "ANSIBLE_CALLBACK_PLUGINS": str(PLUGINS / "callback"),
            "ANSIBLE_LOOKUP_PLUGINS": str(PLUGINS / "lookup"),
            "ANSIBLE_TEST_PLUGINS": str(PLUGINS / "test"),
            "ANSIBLE_CALLBACKS_ENABLED": "recorder",
            "ANSIBLE_FORCE_COLOR": "0",
            # Since ansible-core 2.21, results contain the arguments only on request.
            "ANSIBLE_INJECT_INVOCATION": "1",
            "RECORDER_FILE": str(folder / "records"),
        }

    def records(self, name: str) -> list[Record]:
        """The results that the callback plugin wrote, with the requests during each task."""
        file = self.directory / name / "records"
        lines = file.read_text().splitlines() if file.exists() else []
        found = [json.loads(line) for line in lines]
        return [
            Record(**line, requests=self.relay.between(name, line["began"], line["ended"]))
            for line in found
        ]
