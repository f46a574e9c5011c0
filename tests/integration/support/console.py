# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's programs as a person runs them, in a folder with a clouds.yaml and inventory sources."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.integration.support.programs import Done, own_environment, program, run

PLUGIN = "sahara.dataprocessing.sahara"
# Makes the network of the clusters unreachable from outside. A ProxyJump or ProxyCommand on the command
# line takes precedence.
WALL = "Host 127.20.*\n    ProxyCommand false\n"


@dataclass(frozen=True)
class Console:
    """folder: the working directory and HOME. clouds_file: a clouds.yaml. ssh_config: how to reach the instances."""

    folder: Path
    clouds_file: Path
    ssh_config: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    def environment(self, walled: bool = False) -> dict[str, str]:
        return {
            **own_environment(),
            "OS_CLIENT_CONFIG_FILE": str(self.clouds_file),
            "HOME": str(self.folder),
            "ANSIBLE_HOME": str(self.folder / "ansible"),
            "ANSIBLE_LOCAL_TEMP": str(self.folder / "tmp"),
            "ANSIBLE_NOCOLOR": "1",
            # A shared connection would hide the route of the next one.
            "ANSIBLE_SSH_ARGS": shlex.join(
                ["-F", str(self.ssh(walled)), "-o", "ControlMaster=no", "-o", "ControlPath=none"]
            ),
            **self.extra,
        }

    def ssh(self, walled: bool) -> Path:
        if not walled:
            return self.ssh_config
        file = self.folder / "walled_ssh_config"
        file.write_text(WALL + self.ssh_config.read_text())
        return file

    def source(self, name: str = "", **options: Any) -> str:
        """Write an inventory source for the plugin, and return its path."""
        file = self.folder / f"{name}.sahara.yml".lstrip(".")
        file.write_text(yaml.safe_dump({"plugin": PLUGIN, **options}))
        return str(file)

    def run(self, name: str, *arguments: str, walled: bool = False, status: int = 0) -> Done:
        """Run a program that must end with this status."""
        done = run(self.folder, self.environment(walled), program(name), *arguments)
        assert done.status == status, done.output + done.errors
        return done

    def hosts(self, source: str) -> dict[str, dict[str, Any]]:
        """The hosts of a source, with their variables."""
        done = self.run("ansible-inventory", "-i", source, "--list")
        return dict(json.loads(done.output, object_hook=unmarked)["_meta"]["hostvars"])


def unmarked(value: dict[str, Any]) -> Any:
    """The value without the mark that ansible-inventory adds to unsafe strings."""
    return value["__ansible_unsafe"] if value.keys() == {"__ansible_unsafe"} else value
