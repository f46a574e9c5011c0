# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks in the workers of a real ansible-playbook."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.support.scripted import Answer, Call, ScriptedCloud

PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")
SPAWNING = {"id": "1", "name": "demo", "status": "Spawning", "node_groups": []}


class SlowCloud(ScriptedCloud):
    """A cloud whose only cluster is never ready."""

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            return super().answer_to(call)
        self.calls.append(call)
        one = {**SPAWNING, "project_id": "p" * 32}
        return Answer({"clusters": [one]} if call.path == "/v2/clusters" else {"cluster": one})


@pytest.fixture
def cloud() -> Iterator[SlowCloud]:
    with SlowCloud() as started:
        yield started


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


@pytest.mark.slow
@pytest.mark.parametrize("poll_interval", [1, 60])
def test_worker_ends_when_ansible_playbook_is_killed(
    cloud: SlowCloud, tmp_path: Path, poll_interval: int
) -> None:
    options = {"cloud": {"auth": cloud.auth}, "name": "demo", "poll_interval": poll_interval}
    task = {"sahara.dataprocessing.sahara_cluster": {**options, "timeout": 120}}
    play = [{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]
    (tmp_path / "play.yml").write_text(json.dumps(play))
    # The worker has the write end of the pipe too, so the pipe closes when the last process ends.
    started = subprocess.Popen(
        [str(PLAYBOOK), "-i", "localhost,", "-c", "local", "play.yml"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: len(cloud.calls) >= 4, 60)
        started.kill()
        output, _nothing = started.communicate(timeout=10)
    finally:
        kill_group(started.pid)
    assert b"Unexpected" not in output
    seen = len(cloud.calls)
    time.sleep(1.5)
    assert len(cloud.calls) == seen


def kill_group(group: int) -> None:
    """End the processes that a failed test left."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
