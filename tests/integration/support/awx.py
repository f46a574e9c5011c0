# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-runner as AWX does: private data in a folder, and credentials that AWX's own code injects.

AWX runs it in a container, and so do the tests if SAHARA_EE_IMAGE names an image. Otherwise, they run it on this
machine; the content of the folder is the same (AWX: tasks/jobs.py).
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ansible_runner
import yaml
from awx_plugins.interfaces._temporary_private_api import ManagedCredentialType
from awx_plugins.interfaces._temporary_private_container_api import CONTAINER_ROOT
from awx_plugins.interfaces._temporary_private_credential_api import Credential as AwxCredential
from awx_plugins.interfaces._temporary_private_inject_api import inject_credential

# The image of an execution environment, or "" to run everything on this machine.
IMAGE = os.environ.get("SAHARA_EE_IMAGE", "")
# Variables that AWX sets for all jobs, and for inventory updates.
JOB = {"ANSIBLE_HOST_KEY_CHECKING": "False", "ANSIBLE_RETRY_FILES_ENABLED": "False"}
UPDATE = {
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_INVENTORY_EXPORT": "True",
    "ANSIBLE_VERBOSE_TO_STDERR": "True",
}


class Unsafe(str):
    """A value of a survey. AWX marks these as unsafe, so that nobody can inject a template."""


yaml.SafeDumper.add_representer(
    Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text))
)


def marked(value: Any) -> Any:
    return Unsafe(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Credential:
    """A credential: its type, and the values of its fields."""

    type: ManagedCredentialType
    values: Mapping[str, Any]

    @classmethod
    def of_custom_type(
        cls, inputs: Mapping[str, Any], injectors: Mapping[str, Any], **values: Any
    ) -> Credential:
        """A credential of a custom type, defined by two documents."""
        known = {field["id"] for field in inputs["fields"]}
        assert known >= values.keys() >= set(inputs["required"])
        custom = ManagedCredentialType("custom", "Custom", "cloud", dict(inputs), dict(injectors))
        return cls(custom, values)

    def injected(self, folder: Path) -> dict[str, str]:
        """The variables of a job with its private data in the folder, which also gets files."""
        variables: dict[str, Any] = {}
        values = AwxCredential(dict(self.values))
        inject_credential(self.type, values, variables, {}, [], str(folder))
        # The paths are those in a container.
        place = seen_by_runs(folder)
        return {name: text.replace(CONTAINER_ROOT, place, 1) for name, text in variables.items()}


def seen_by_runs(folder: Path) -> str:
    """The path under which a run sees its folder with private data."""
    return CONTAINER_ROOT if IMAGE else str(folder)


@dataclass(frozen=True)
class Awx:
    """A project and its runs. project: file -> content. environment: variables of all runs.
    shared: a folder that all runs see under its own path."""

    folder: Path
    project: Mapping[str, str]
    environment: Mapping[str, str]
    shared: Path

    def job(
        self,
        playbook: str,
        credentials: Sequence[Credential] = (),
        *,
        survey: Mapping[str, Any] | None = None,
        inventory: Mapping[str, Any] | None = None,
        key: str = "",
        options: Sequence[str] = (),
    ) -> ansible_runner.Runner:
        """Run a job template. survey: the answers of a person. inventory: as in AWX's database.
        key: the SSH key of the machine credential."""
        folder = self.prepared(playbook)
        survey = {name: marked(value) for name, value in (survey or {}).items()}
        (folder / "env" / "extravars").write_text(yaml.safe_dump(survey))
        (folder / "env" / "cmdline").write_text(shlex.join(["-u", "root", *options]))
        script = folder / "inventory" / "hosts"
        script.touch(mode=0o700)
        shown = json.dumps(inventory or {"_meta": {"hostvars": {}}})
        script.write_text(f"#! /usr/bin/env python3\nprint({shown!r})\n")
        return self.run(folder, {**JOB}, credentials, playbook=playbook, ssh_key=key or None)

    def update(self, source: str, credentials: Sequence[Credential]) -> ansible_runner.Runner:
        """Update an inventory from a source in the project."""
        folder = self.prepared(source)
        output = folder / "artifacts" / "update" / "output.json"
        place = seen_by_runs(folder)
        command = ["ansible-inventory", "--list", "--export", "-i", f"{place}/project/{source}"]
        command += ["--output", f"{place}/artifacts/update/output.json"]
        command += ["--playbook-dir", f"{place}/project"]
        (folder / "args").write_text(shlex.join(command))
        run = self.run(folder, {**JOB, **UPDATE}, credentials, ident="update")
        run.inventory = json.loads(output.read_text()) if output.exists() else None
        return run

    def prepared(self, name: str) -> Path:
        """A folder with the project for one run."""
        number = len(list(self.folder.iterdir()))
        folder = self.folder / f"{number}_{Path(name).stem}"
        for part in ("env", "inventory", "project", "artifacts/update"):
            (folder / part).mkdir(parents=True, mode=0o700)
        for file, content in self.project.items():
            target = folder / "project" / file
            target.parent.mkdir(exist_ok=True)
            target.write_text(content)
        return folder

    def run(
        self,
        folder: Path,
        environment: Mapping[str, str],
        credentials: Sequence[Credential],
        **options: Any,
    ) -> ansible_runner.Runner:
        injected = [credential.injected(folder) for credential in credentials]
        variables = {**self.environment, **environment}
        if IMAGE:
            options.update(self.container())
        else:
            variables.update(self.own_programs())
        for one in injected:
            variables.update(one)
        return ansible_runner.run(
            private_data_dir=str(folder), envvars=variables, quiet=True, timeout=600, **options
        )

    def container(self) -> dict[str, Any]:
        """The container that AWX starts, but with this machine's network, which has the sandbox."""
        return {
            "process_isolation": True,
            "process_isolation_executable": "podman",
            "container_image": IMAGE,
            "container_options": ["--user=root", "--network=host"],
            "container_volume_mounts": [f"{self.shared}:{self.shared}"],
        }

    def own_programs(self) -> dict[str, str]:
        """The variables for Ansible next to this Python, without the files of the user."""
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.shared),
            "ANSIBLE_HOME": str(self.shared / "ansible"),
        }


def imported(listed: Mapping[str, Any]) -> dict[str, Any]:
    """An inventory as AWX's database returns it to jobs: through JSON, including the marks of unsafe values."""
    return dict(json.loads(json.dumps(listed)))


def shown(run: ansible_runner.Runner) -> str:
    """The output of the run."""
    return Path(run.config.artifact_dir, "stdout").read_text()


def leaked(run: ansible_runner.Runner, secret: str) -> list[str]:
    """The files of the run that contain the secret, except that of the credential."""
    folder = Path(run.config.private_data_dir)
    files = [file for file in folder.rglob("*") if file.is_file() and os.access(file, os.R_OK)]
    return [
        str(file)
        for file in files
        if not is_credential(file) and secret.encode() in file.read_bytes()
    ]


def is_credential(file: Path) -> bool:
    return file.parent.name == "env" and file.name.startswith("tmp")
