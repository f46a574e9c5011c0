# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine of the info modules: finds the objects that a task selects, with as few requests as possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..cloud.patterns import matcher, only_value
from .contracts import Gatherable, State, Task, Values

# Options that are lists of patterns -> the field that has to match one of them.
MATCHED = {"names": "name", "plugin_names": "plugin_name", "statuses": "status"}

# The option that decides whether public objects of other projects are returned too.
PUBLIC = "public_clusters"


def gather(
    task: Task, resource: Gatherable, *filters: str, references: Sequence[str] = ()
) -> dict[str, Any]:
    """The result of an info task: a list under the plural key, empty if nothing matches.

    filters: options whose values an object must have. references: options that name an object of
    Sahara, which it must refer to. All of them are compared here, because the API versions filter
    by different fields, some of them by regular expression.
    """
    wanted = {name: task.params[name] for name in filters if task.params[name] is not None}
    wanted.update(wanted_references(task, references))
    matchers = {field: matcher(task.params.get(name) or ()) for name, field in MATCHED.items()}
    found = (item for item in candidates(task, resource, wanted) if wanted.items() <= item.items())
    if not task.params.get(PUBLIC, True):
        found = (item for item in found if resource.is_own(item))
    rendered = [
        {**resource.result(item), **resource.reuse(item)}
        for item in found
        if all(matches(str(item.get(field))) for field, matches in matchers.items())
    ]
    rendered.sort(key=lambda item: (str(item["name"]), str(item["id"])))
    return {"changed": False, resource.kind.plural: rendered}


def wanted_references(task: Task, options: Sequence[str]) -> dict[str, str]:
    """Field -> id, for each of these options that is set. Raises Refused if one names no object."""
    wanted = {
        f"{option}_id": task.resolve(option, task.params[option])
        for option in options
        if task.params[option]
    }
    task.raise_problems()
    return wanted


def candidates(task: Task, resource: Gatherable, wanted: Values) -> Sequence[State]:
    """The objects that the task's id or name selects; otherwise those that Sahara selects by its other options."""
    if task.params.get("id"):
        one = resource.by_id(task.params["id"])
        return [one] if one else []
    if task.params.get("name"):
        return resource.named(task.params["name"])
    literal = {field: only_value(task.params.get(name) or ()) for name, field in MATCHED.items()}
    return resource.listed(
        **wanted, **{field: value for field, value in literal.items() if value is not None}
    )
