# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine of the info modules: the objects that a task asks for, and no more reads than that takes."""

from __future__ import annotations

from typing import Any


def gather(task: Any, resource: Any, *filters: str) -> dict[str, Any]:
    """The result of an info task: a list under the plural key, empty when nothing is there.

    filters: options that an object must equal. They are compared here, for the API versions
    filter by different fields, some by regular expressions.
    """
    if task.params.get("id"):
        one = resource.by_id(task.params["id"])
        found = [one] if one else []
    elif task.params.get("name"):
        found = resource.named(task.params["name"])
    else:
        found = resource.listed()
    wanted = {name: task.params[name] for name in filters if task.params[name] is not None}
    shown = [
        resource.result(item)
        for item in found
        if all(item.get(name) == value for name, value in wanted.items())
    ]
    shown.sort(key=lambda item: (str(item["name"]), str(item["id"])))
    return {"changed": False, resource.plural: shown}
