# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the plan of a run, which is the same run in check mode, with the real run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.integration.support.compare import DIFFERS, unequal
from tests.integration.support.playbook import Record, Run
from tools.resources import RESOURCES

PROMISED = re.compile(r"known after apply( \([^()]*\))?")
# What Sahara adds to objects: null in a plan, as long as only the server knows it.
SERVER_KNOWS = {value.name for resource in RESOURCES.values() for value in resource.generated}
SERVER_KNOWS.add("instances")
# What a result says about the task, not about Sahara.
ABOUT_TASK = ("invocation", "attempts", "warnings", "failed_when_result")
# The results of tasks with this in their names depend on it.
TIMING = "depends on timing"


def deviations(planned: Run, real: Run) -> list[str]:
    """What the plan says differently. It may leave out what only the server knows."""
    plan = list(results(planned))
    tasks = {task for task, _ in plan}
    done = [(task, result) for task, result in results(real) if task in tasks]
    assert [task for task, _ in plan] == [task for task, _ in done]
    return [
        f"{task}: {line}"
        for (task, foreseen), (_, happened) in zip(plan, done, strict=True)
        if TIMING not in task
        for line in unequal("", foreseen, known(happened, foreseen))
    ]


def results(run: Run) -> Iterator[tuple[str, Any]]:
    """The result of each task that acts, without what differs from run to run."""
    for record in run.ours:
        if run_mode(record, run):
            text = json.dumps({"outcome": record.outcome, **record.result}, sort_keys=True)
            for name, word in run.names.items():
                text = text.replace(name, word)
            text = DIFFERS.sub("<differs>", PROMISED.sub("<differs>", text))
            # Python quotes a made-up id differently, because it has quotes itself.
            found = json.loads(text.replace('\\"<differs>\\"', "'<differs>'"))
            yield str(record), {key: value for key, value in found.items() if key not in ABOUT_TASK}


def run_mode(record: Record, run: Run) -> bool:
    """Whether the task is in the mode of its run: a single task in check mode only tests the others."""
    return record.check_mode == all(record.check_mode for record in run.ours)


def known(happened: Any, foreseen: Any) -> Any:
    """The part of a result that the plan mentions."""
    if isinstance(happened, dict) and isinstance(foreseen, dict):
        keys = happened.keys() & foreseen.keys()
        return {
            key: foreseen[key]
            if foreseen[key] in (None, [], {}) and key in SERVER_KNOWS
            else known(happened[key], foreseen[key])
            for key in keys
        }
    if isinstance(happened, list) and isinstance(foreseen, list) and len(happened) == len(foreseen):
        return [known(*pair) for pair in zip(happened, foreseen, strict=True)]
    return happened
