# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress lines while a task waits."""

from __future__ import annotations

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.progress import (
    Progress,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.progress import (
    StepProgress,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.wait import (
    Wait,
)

from tests.unit.support.clock import FakeClock


def step(name, successful=None, total=3, done=0):
    return {
        "id": name,
        "step_name": name,
        "successful": successful,
        "total": total,
        "events": [{"successful": True}] * done,
    }


def test_each_change_is_printed_once_and_silence_prints_a_heartbeat():
    clock, lines = FakeClock(0.0), []
    progress = StepProgress("cluster 'demo'", lines.append, clock)
    course = [
        (0, "Spawning", [step("Of before", True), step("Create Heat stack", total=1)]),
        (1, "Spawning", [step("Create Heat stack", total=1)]),
        (2, "Waiting", [step("Create Heat stack", True, 1), step("Assign IPs", done=2)]),
        (31, "Waiting", [step("Create Heat stack", True, 1), step("Assign IPs", done=2)]),
        (33, "Waiting", [step("Create Heat stack", True, 1), step("Assign IPs", done=2)]),
        (34, "Error", [step("Create Heat stack", True, 1), step("Assign IPs", False, done=2)]),
    ]
    progress.begin({"status": "Validating", "provision_progress": [step("Of before", True)]})
    for clock.now, status, steps in course:
        progress.see({"status": status, "provision_progress": steps})
    assert lines == [
        "cluster 'demo': Create Heat stack: 0 of 1 (0 s)",
        "cluster 'demo': Spawning (0 s)",
        "cluster 'demo': Create Heat stack: 1 of 1 done (2 s)",
        "cluster 'demo': Assign IPs: 2 of 3 (2 s)",
        "cluster 'demo': Waiting (2 s)",
        "cluster 'demo': still Waiting (33 s)",
        "cluster 'demo': Assign IPs: failed (34 s)",
        "cluster 'demo': Error (34 s)",
    ]


def test_a_step_that_runs_at_the_beginning_is_printed():
    lines = []
    progress = StepProgress("cluster 'x'", lines.append, FakeClock())
    progress.begin({"provision_progress": [step("Assign IPs")]})
    progress.see({"status": "Waiting", "provision_progress": [step("Assign IPs", True)]})
    assert lines[0] == "cluster 'x': Assign IPs: 3 of 3 done (0 s)"


def test_status_that_returns_is_printed_again():
    lines = []
    progress = Progress("job execution 'x'", lines.append, FakeClock())
    for status in ("RUNNING", "RUNNING", "SUSPENDED", "RUNNING"):
        progress.see({"status": status})
    assert lines == [
        "job execution 'x': RUNNING (0 s)",
        "job execution 'x': SUSPENDED (0 s)",
        "job execution 'x': RUNNING (0 s)",
    ]


def test_control_characters_from_the_server_are_escaped():
    lines = []
    progress = StepProgress("cluster 'x'", lines.append, FakeClock())
    progress.begin({"provision_progress": []})
    steps = [step("Assign\x1b[2J\nIPs", total=1)]
    progress.see({"status": "Wai\rting", "provision_progress": steps})
    assert lines == [
        "cluster 'x': Assign\\x1b[2J IPs: 0 of 1 (0 s)",
        "cluster 'x': Wai ting (0 s)",
    ]


def test_silent_server_is_reported_once_and_then_with_a_heartbeat():
    clock, lines = FakeClock(), []
    progress = Progress("job execution 'x'", lines.append, clock)
    answers = iter(["RUNNING", *[None] * 9, "RUNNING", "SUCCEEDED"])

    def fetch(_seconds_left):
        status = next(answers)
        if status is None:
            raise ConnectionFailed("No route to host")
        progress.see({"status": status})
        return status

    def timeout_error(seen, _silence_s):
        raise AssertionError(seen)

    end = clock.monotonic() + 999
    wait = Wait(
        fetch, lambda seen: seen == "SUCCEEDED", timeout_error, end, 10, progress.unanswered
    )
    wait.run(clock)
    assert lines == [
        "job execution 'x': RUNNING (0 s)",
        "job execution 'x': no answer, trying again (0 s)",
        "job execution 'x': still no answer (34 s)",
        "job execution 'x': RUNNING (44 s)",
        "job execution 'x': SUCCEEDED (54 s)",
    ]
