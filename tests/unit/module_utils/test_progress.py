# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads while a cluster is provisioned."""

from __future__ import annotations

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.progress import (
    Progress,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.wait import (
    Wait,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.progress import (
    StepProgress,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
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


def test_each_piece_of_news_is_said_once_and_silence_now_and_then():
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


def test_a_status_that_comes_back_is_news():
    lines = []
    progress = Progress("job 'x'", lines.append, FakeClock())
    for status in ("RUNNING", "RUNNING", "SUSPENDED", "RUNNING"):
        progress.see({"status": status})
    assert lines == [
        "job 'x': RUNNING (0 s)",
        "job 'x': SUSPENDED (0 s)",
        "job 'x': RUNNING (0 s)",
    ]


def test_what_the_server_says_does_not_move_the_cursor():
    lines = []
    progress = StepProgress("cluster 'x'", lines.append, FakeClock())
    progress.begin({})
    steps = [step("Assign\x1b[2J\nIPs", total=1)]
    progress.see({"status": "Wai\rting", "provision_progress": steps})
    assert lines == [
        "cluster 'x': Assign\\x1b[2J IPs: 0 of 1 (0 s)",
        "cluster 'x': Wai ting (0 s)",
    ]


def test_a_server_that_does_not_answer_is_told_once_and_then_now_and_then():
    clock, lines = FakeClock(), []
    progress = Progress("job 'x'", lines.append, clock)
    answers = iter(["RUNNING", *[None] * 9, "RUNNING", "SUCCEEDED"])

    def fetch(_seconds_left):
        status = next(answers)
        if status is None:
            raise ConnectionFailed("No route to host")
        progress.see({"status": status})
        return status

    def late(seen):
        raise AssertionError(seen)

    end = clock.monotonic() + 999
    Wait(fetch, lambda seen: seen == "SUCCEEDED", late, end, 10, progress.unanswered).run(clock)
    assert lines == [
        "job 'x': RUNNING (0 s)",
        "job 'x': no answer, asking again (0 s)",
        "job 'x': still no answer (34 s)",
        "job 'x': RUNNING (44 s)",
        "job 'x': SUCCEEDED (54 s)",
    ]
