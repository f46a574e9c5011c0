# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks as a user does, without recorder and relay, to test their output."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.integration.support.playbook import PLUGINS
from tests.integration.support.programs import Done, own_environment, program, run
from tests.integration.support.sandbox import Sandbox
from tools.tree import ROOT

LINE = re.compile(
    r"(\[(?P<host>[\w.-]+)\] )?(?P<label>(?:cluster|job execution)\b.*'): (?P<news>.+) \((?P<elapsed>[^()]+)\)"
)


@dataclass(frozen=True)
class Line:
    """A progress line."""

    host: str | None
    label: str
    news: str


class Played(Done):
    """A finished run of a playbook."""

    @property
    def progress(self) -> list[Line]:
        return progress_in(self.errors)

    @property
    def changed(self) -> set[str]:
        """The counts of changed tasks in the recap."""
        return set(re.findall(r"changed=(\d+)", self.output))


def progress_in(text: str) -> list[Line]:
    found = (LINE.fullmatch(line) for line in text.splitlines())
    return [Line(match["host"], match["label"], match["news"]) for match in found if match]


@dataclass(frozen=True)
class Plays:
    """Runs playbooks in `folder` on the clouds of these users of the sandbox."""

    folder: Path
    sandbox: Sandbox
    users: tuple[str, ...] = ("demo",)

    def command(self, *arguments: str) -> list[str]:
        python = f"ansible_python_interpreter={sys.executable}"
        return [program("ansible-playbook"), "-e", python, *arguments]

    def run(self, *arguments: str, **environment: str) -> Played:
        done = run(ROOT, self.environment(**environment), *self.command(*arguments))
        return Played(done.status, done.output, done.errors)

    def play(self, name: str, *arguments: str, **variables: object) -> Played:
        """Run a playbook of the collection."""
        given = json.dumps({"sahara_cloud": "demo", **variables})
        return self.run(f"sahara.dataprocessing.{name}", "-e", given, *arguments)

    def play_twice(self, name: str, **variables: object) -> Played:
        """Run a playbook that makes changes: check mode predicts them, and a second run does not repeat them."""
        predicted = self.play(name, "--check", **variables)
        ran = self.play(name, **variables)
        again = self.play(name, **variables)
        check = self.play(name, "--check", **variables)
        for one in (predicted, ran, again, check):
            assert one.status == 0, one.output + one.errors
        assert predicted.changed == ran.changed != {"0"}, predicted.output + ran.output
        assert again.changed == check.changed == {"0"}, again.output + check.output
        return ran

    def write(self, name: str, text: str) -> str:
        """Write a file that only this user can read, and return its path."""
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(text)
        return str(file)

    def environment(self, **extra: str) -> Mapping[str, str]:
        clouds = {"clouds": {user: self.sandbox.clouds[user] for user in self.users}}
        return {
            **own_environment(),
            "OS_CLIENT_CONFIG_FILE": self.write("clouds.yaml", json.dumps(clouds)),
            "ANSIBLE_FORCE_COLOR": "0",
            "ANSIBLE_CALLBACK_PLUGINS": str(PLUGINS / "callback"),
            "ANSIBLE_ASYNC_DIR": str(self.folder / "async"),
            **extra,
        }
