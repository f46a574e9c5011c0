# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads while a cluster is provisioned."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.progress import (
    StepProgress,
    elapsed,
)


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


def step(name, successful=None, total=3, done=0):
    return {
        "id": name,
        "step_name": name,
        "successful": successful,
        "total": total,
        "events": [{"successful": True}] * done,
    }


def test_each_piece_of_news_is_said_once_and_silence_now_and_then():
    clock, lines = Clock(), []
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


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min 00 s"), (187, "3 min 07 s"), (3720, "1 h 02 min")],
)
def test_times_are_said_as_people_do(seconds, text):
    assert elapsed(seconds) == text
