# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs many operations in one ansible-playbook. The requests of each have labels of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.integration.chaos.faults import API_TIMEOUT_S, Logins
from tests.integration.chaos.operations import FIRST, Operation
from tests.integration.support.playbook import IN_PROCESS, Playbooks, Record, Variant
from tests.integration.support.programs import descendants

LONGEST_S = 1800
# The default of the modules for api_timeout.
LONG_S = 60
PREFIX = f"it{os.getpid()}-chaos"
# The cluster on which all jobs run.
SHARED = f"{PREFIX}-shared"
# The Glance images that no other test uses.
SPARE = ("spare-4", "spare-5", "spare-6")
FILES = {"first.sh": "echo first", "second.sh": "echo second"}
# Each host has its own tasks, and does not wait for the others.
PLAY = """\
- name: Operations
  hosts: all
  gather_facts: false
  strategy: free
  module_defaults:
    group/sahara.dataprocessing.sahara:
      cloud: demo
      auth: {{auth_url: "{auth_url}"}}
      api_version: "{{{{ api }}}}"
      api_timeout: "{{{{ api_timeout }}}}"
  tasks:
    - name: The operations of the host
      ansible.builtin.include_tasks: "{{{{ inventory_hostname }}}}.yml"
"""


@dataclass(frozen=True)
class Trial:
    """One operation on one thing.

    spare: the place in SPARE of the image for it. hurried: whether the disturbed part gives up soon if there is no
    answer.
    """

    name: str
    operation: Operation
    variant: Variant
    spare: int = 0
    hurried: bool = False

    @property
    def thing(self) -> str:
        return f"{PREFIX}-{self.name}"

    def label(self, part: str) -> str:
        """The name of the tasks of this part of the operation, and the label of their requests."""
        return f"{self.name}-{part}"

    def tasks(self, parts: Iterable[str]) -> Iterator[dict[str, Any]]:
        """The tasks of these parts, each of which runs whatever became of the others."""
        for part in parts:
            variables = {
                "run": self.label(part),
                "thing": self.thing,
                "image": SPARE[self.spare],
                "shared": SHARED,
                "api": self.variant.api_version,
                "api_timeout": API_TIMEOUT_S if self.hurried and part == FIRST else LONG_S,
                # In-process is quicker, and only the disturbed part has to be as the variant says.
                "sahara_in_process": part != FIRST or self.variant.way == IN_PROCESS,
            }
            for module, options in self.operation.tasks(part):
                yield {
                    "name": self.label(part),
                    f"sahara.dataprocessing.{module}": options,
                    "vars": variables,
                    "ignore_errors": True,
                }


@dataclass(frozen=True)
class Fleet:
    """Starts ansible-playbook, in folders below that of the playbooks."""

    playbooks: Playbooks
    logins: Logins = field(default_factory=Logins)

    def start(self, name: str, lanes: Sequence[Sequence[Trial]], parts: Sequence[str]) -> Flight:
        """Start these parts of trials: those of one lane one after another, and all lanes at once.

        Runs that nothing disturbs share a log-in.
        """
        for label in (trial.label(part) for lane in lanes for trial in lane for part in parts):
            self.playbooks.relay.disturbances.setdefault(label, self.logins)
        folder = self.playbooks.directory / name
        folder.mkdir(mode=0o700)
        for file, text in self._files(lanes, parts).items():
            self.playbooks.write(folder / file, text)
        options = ("-vvvv", "-f", str(len(lanes)), "-i", "inventory.yml")
        process = self.playbooks.start(folder, *options, "play.yml")
        return Flight(self.playbooks, name, process)

    def _files(self, lanes: Sequence[Sequence[Trial]], parts: Sequence[str]) -> dict[str, str]:
        relay, sandbox = self.playbooks.relay, self.playbooks.sandbox
        auth_url = relay.url(sandbox.auth_url, "RUN").replace("RUN", "{{ run }}")
        everywhere = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        tasks = {
            f"lane{number}": [task for trial in lane for task in trial.tasks(parts)]
            for number, lane in enumerate(lanes)
        }
        inventory = {"all": {"hosts": dict.fromkeys(tasks, {}), "vars": everywhere}}
        return {
            "clouds.yaml": json.dumps({"clouds": {"demo": sandbox.clouds["demo"]}}),
            "inventory.yml": json.dumps(inventory),
            "play.yml": PLAY.format(auth_url=auth_url),
            **FILES,
            **{f"{lane}.yml": json.dumps(listed) for lane, listed in tasks.items()},
        }


@dataclass(frozen=True)
class Flight:
    """A running or finished ansible-playbook."""

    playbooks: Playbooks
    name: str
    process: subprocess.Popen[bytes]

    def end(self) -> Flight:
        """Wait until it has ended, whatever its exit status is."""
        try:
            self.process.wait(LONGEST_S)
        finally:
            self.kill()
        return self

    def kill(self) -> None:
        """Kill ansible-playbook and its workers, which are sessions of their own since ansible-core 2.19."""
        if self.process.poll() is not None:
            return
        for process in (self.process.pid, *descendants(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(LONGEST_S)

    @property
    def output(self) -> str:
        return (self.playbooks.directory / self.name / "output").read_text()

    def records(self) -> Mapping[str, Record]:
        """Label -> the result; that of the last task, if there are several."""
        return {record.task: record for record in self.playbooks.records(self.name)}
