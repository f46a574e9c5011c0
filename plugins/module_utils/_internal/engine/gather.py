# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine of the info modules: finds the objects that a task selects, with as few requests as possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .contracts import Gatherable, State, Task


def gather(task: Task, resource: Gatherable, *filters: str) -> dict[str, Any]:
    """The result of an info task: a list under the plural key, empty if nothing matches.

    filters: options whose values an object must have. They are compared here because the API versions
    filter by different fields, some of them by regular expression.
    """
    wanted = {name: task.params[name] for name in filters if task.params[name] is not None}
    rendered = [
        {**resource.result(item), **resource.reuse(item)}
        for item in candidates(task, resource)
        if all(item.get(name) == value for name, value in wanted.items())
    ]
    rendered.sort(key=lambda item: (str(item["name"]), str(item["id"])))
    return {"changed": False, resource.kind.plural: rendered}


def candidates(task: Task, resource: Gatherable) -> Sequence[State]:
    """The objects that the task's id or name selects; without either, all objects."""
    if task.params.get("id"):
        one = resource.by_id(task.params["id"])
        return [one] if one else []
    if task.params.get("name"):
        return resource.named(task.params["name"])
    return resource.listed()
