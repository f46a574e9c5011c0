# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the benchmarks time tasks and items of loops."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import stub, tasks
from benchmarks.playbook import TaskFailed, TaskTime, times_of


def start(at: float, ended_at: float, children_s: float) -> dict[str, Any]:
    return {"task": "", "at": at, "ended_at": ended_at, "children_s": children_s}


EVENTS = [
    start(1.0, 0.9, 0.0),
    {"at": 1.5, "changed": False},
    start(3.0, 2.0, 0.5),
    {"at": 3.5, "changed": False},
    start(5.0, 4.5, 0.75),
]


def test_a_task_lasts_until_the_next_one_starts_without_the_end_of_its_worker() -> None:
    assert times_of(EVENTS, [1, 1]) == [TaskTime(1.0, 0.5), TaskTime(1.5, 0.25)]


def test_a_step_lasts_as_long_as_all_its_tasks() -> None:
    assert times_of(EVENTS, [2]) == [TaskTime(2.5, 0.75)]


@pytest.mark.parametrize("broken", [{"changed": True}, {"failed": "no"}])
def test_a_task_that_fails_or_changes_something_is_not_timed(broken: dict[str, Any]) -> None:
    with pytest.raises(TaskFailed):
        times_of([EVENTS[0], {"at": 1.5, **broken}, EVENTS[2]], [1])


def test_an_item_costs_what_the_items_after_the_first_add() -> None:
    clock = {"a, 1 items": [30.0, 40.0], f"a, {1 + tasks.MORE_ITEMS} items": [230.0, 440.0]}
    assert tasks.item_times(clock, "a") == [10.0, 20.0]


def test_the_report_has_a_goal_for_each_module_and_way() -> None:
    with stub.Cloud() as cloud:
        kinds = tasks.kinds_of_tasks(cloud)
    rounds = {kind: [TaskTime(21.0 if kind.endswith("21 items") else 1.0, 1.0)] for kind in kinds}
    report = tasks.report(rounds)
    assert report.text.count("Goal ") == 4 * len(tasks.MODULES)
    assert len(report.missed) == 3 * len(tasks.MODULES)
