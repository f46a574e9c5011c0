# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The targets, as a run in check mode can execute them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

TARGETS = Path(__file__).resolve().parents[1] / "targets"
# The look-up that reads Sahara itself, which a run in check mode does not change.
REALITY = "query('stored'"
# Cases whose outcome depends on faults of the cloud, on other people, or on a file that an earlier task writes, and
# what refers to them.
UNPREDICTABLE = {
    "sahara_cluster": ("rival", "named", "late", "failing", "refused", "in_error", "stuck"),
    "sahara_job_binary": ("download",),
    "sahara_job_binary_internal": ("download",),
    "sahara_job_execution": ("failed", "not_active", "others", "rerun"),
    "sahara_node_group_template": ("rival",),
}
# The tag of tasks that are refused for a reason that only the server knows.
SURPRISE = "only_the_server_knows"
# The module whose replies cannot be predicted.
REQUEST = "sahara.dataprocessing.sahara_api"
# Their effects are not Sahara's, and later tasks need them.
NEEDED = ("ansible.builtin.copy", "ansible.builtin.file")


def planned_roles(folder: Path) -> Path:
    """Copies of the targets below `folder`, with the tasks that act or read."""
    copies = folder / "roles"
    for file in sorted(path for path in TARGETS.rglob("*") if path.is_file()):
        copy = copies / file.relative_to(TARGETS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = file.read_text()
        if file.parent.name == "tasks":
            target = file.relative_to(TARGETS).parts[0]
            left_out = UNPREDICTABLE.get(target, ())
            content = json.dumps(list(planned_tasks(yaml.safe_load(content) or [], left_out)))
        copy.write_text(content)
    return copies


def planned_tasks(
    tasks: Iterable[dict[str, Any]], left_out: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The tasks that act or read. left_out: cases."""
    for task in tasks:
        if "block" in task:
            parts = {"block", "rescue", "always"} & task.keys()
            yield {**task, **{part: list(planned_tasks(task[part], left_out)) for part in parts}}
        elif task.keys() & NEEDED:
            yield {**task, "check_mode": False}
        elif "ansible.builtin.include_tasks" in task and "loop" in task:
            yield {**task, "loop": [case for case in task["loop"] if case not in left_out]}
        elif not checks(task):
            yield task


def checks(task: Mapping[str, Any]) -> bool:
    """Whether the task only tests others, or has an outcome that no plan can know.

    It is an assertion, a single prediction, a look at Sahara itself, a request as the user writes it, or a surprise.
    """
    return (
        "check_mode" in task
        or REQUEST in task
        or "ansible.builtin.assert" in task
        or REALITY in json.dumps(task)
        or task.get("tags") == SURPRISE
    )
