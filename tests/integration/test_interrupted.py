# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays that end while they wait for a cluster, and two plays that create the same cluster at once."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.support.playbook import (
    API_VERSIONS,
    IN_PROCESS,
    INVENTORY,
    MODULE,
    Playbooks,
    Record,
    Variant,
)
from tests.integration.support.programs import descendants
from tests.integration.support.sandbox import Sandbox
from tests.integration.support.stored import Stored

# For clusters with this name, Heat takes a few seconds longer, so that the play can be killed while it waits.
NAME = f"it{os.getpid()}-slow3"
NUMBERS = itertools.count(1)
LONGEST_S = 180
STATUS_REQUEST = re.compile(r"/clusters/[0-9a-f-]{36}")
PLAY = """\
- name: A cluster
  hosts: testhost
  gather_facts: false
  tasks:
    - name: Create
      sahara.dataprocessing.sahara_cluster:
        cloud: demo
        api_version: "{api_version}"
        name: {name}
        plugin_name: fake
        plugin_version: "0.1"
        default_image: fake-0.1-ubuntu
        neutron_management_network: private
        node_groups:
          - {{name: worker, flavor: sandbox.tiny, node_processes: [datanode], count: 1}}
        poll_interval: 1
        timeout: 150
"""


@dataclass
class Play:
    """A running play, in its own session as if in its own terminal."""

    playbooks: Playbooks
    label: str
    process: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        return (self.playbooks.directory / self.label / "output").read_text()

    def wait_until_it_waits(self) -> None:
        """Wait until the play has requested the status of its cluster."""
        deadline = time.monotonic() + LONGEST_S
        while not any(
            seen.run == self.label and seen.method == "GET" and STATUS_REQUEST.search(seen.path)
            for seen in self.playbooks.relay.requests
        ):
            assert self.process.poll() is None and time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def interrupt(self) -> int:
        """Interrupt all of its processes, as Ctrl-C does."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(LONGEST_S)

    def kill(self) -> int:
        """Kill its main process. Its workers have to notice that, and end without another request."""
        workers = [Path(f"/proc/{worker}") for worker in descendants(self.process.pid)]
        self.process.kill()
        killed = time.time()
        status = self.process.wait(LONGEST_S)
        deadline = time.monotonic() + LONGEST_S
        while any(worker.exists() for worker in workers):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        # One may be on its way already.
        assert len(self.playbooks.relay.between(self.label, killed, time.time())) <= 1
        return status

    def end(self) -> Record:
        """The result of the play, once it has ended successfully."""
        assert self.process.wait(LONGEST_S) == 0, self.output
        (record,) = self.playbooks.records(self.label)
        return record


@dataclass
class Runner:
    """Starts plays. At the end of the test it deletes their cluster, which also ends modules that wait for it."""

    playbooks: Playbooks
    stored: Stored
    test: str
    name: str
    plays: list[Play]

    def start(self, variant: Variant) -> Play:
        label = f"{self.test}-{len(self.plays)}"
        folder = self.playbooks.directory / label
        folder.mkdir(mode=0o700)
        files = {
            "clouds.yaml": json.dumps({"clouds": self.playbooks.clouds(label)}),
            "play.yml": PLAY.format(api_version=variant.api_version, name=self.name),
            "inventory": INVENTORY.format(
                python=sys.executable, in_process=variant.way == IN_PROCESS
            ),
        }
        for name, text in files.items():
            self.playbooks.write(folder / name, text)
        process = self.playbooks.start(folder, "-i", "inventory", "play.yml")
        self.plays.append(Play(self.playbooks, label, process))
        return self.plays[-1]

    def clusters(self) -> list[dict[str, Any]]:
        """The clusters with the name of the test, from Sahara's API."""
        found = self.stored.list("clusters", "clusters")
        return [cluster for cluster in found if cluster["name"] == self.name]

    def close(self) -> None:
        for play in self.plays:
            if play.process.poll() is None:
                os.killpg(play.process.pid, signal.SIGKILL)
                play.process.wait(LONGEST_S)
        self.stored.delete_clusters(self.name)


@pytest.fixture
def runner(
    request: pytest.FixtureRequest, playbooks: Playbooks, sandbox: Sandbox
) -> Iterator[Runner]:
    test = re.sub(r"\W+", "-", request.node.name).strip("-")
    opened = Runner(playbooks, Stored(sandbox), test, f"{NAME}-{next(NUMBERS)}", [])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("end", "variant"),
    [
        pytest.param(Play.kill, Variant(IN_PROCESS, "2"), id="killed"),
        pytest.param(
            Play.interrupt, Variant(MODULE, "1.1"), id="interrupted", marks=pytest.mark.nightly
        ),
    ],
)
def test_second_run_continues_after_an_ended_play(
    runner: Runner, end: Callable[[Play], int], variant: Variant
) -> None:
    ended = runner.start(variant)
    ended.wait_until_it_waits()
    assert end(ended) != 0
    assert "Traceback" not in ended.output
    (started,) = runner.clusters()
    again = runner.start(variant).end()
    # The first play has created the cluster; the second run only waits.
    assert again.result["changed"] is False
    assert again.result["cluster"]["id"] == started["id"]
    (active,) = runner.clusters()
    assert (active["id"], active["status"]) == (started["id"], "Active")


def test_one_of_two_simultaneous_plays_creates_the_cluster(runner: Runner) -> None:
    plays = [runner.start(Variant(IN_PROCESS, api_version)) for api_version in API_VERSIONS]
    results = [play.end().result for play in plays]
    (active,) = runner.clusters()
    assert active["status"] == "Active"
    assert [result["cluster"]["id"] for result in results] == [active["id"]] * 2
    assert [result["cluster"]["status"] for result in results] == ["Active"] * 2
    assert sorted(result["changed"] for result in results) == [False, True]
