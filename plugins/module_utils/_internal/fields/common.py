# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields that several resources share."""

from __future__ import annotations

from typing import Any

from ..engine.contracts import Task
from .field import Field, Flag, Options, Text
from .value import Value

SHARING = (
    Flag("is_public", "Whether other projects can see and use the object."),
    Flag("is_protected", "Whether the object is protected from changes and deletion."),
)


def description(sample: str) -> Text:
    """The description of an object. An empty string removes it."""
    return Text("description", "The description of the object.", sample, may_be_empty=True)


def plugin_fields(updatable: bool = True) -> tuple[Field, ...]:
    """The plugin and its version, for resources that depend on one."""
    return (
        Text("plugin_name", "The name of the plugin.", "vanilla", updatable=updatable),
        Text("plugin_version", "The version of the plugin.", "2.7.5", updatable=updatable),
    )


class Shares(Field):
    """Manila shares, in any order. Sahara mounts them read-write by default."""

    option_type = "list"
    option_elements = "dict"
    value_contains = (
        Value("id", "The id of the share.", "8a9f9a3e-7c0e-4e61-9d0a-4f9a52f1c6ab"),
        Value("path", "The mount path; null for the default below C(/mnt).", "/mnt/data"),
        Value(
            "access_level",
            "What the instances may do with the share: read and write (V(rw)), or only read (V(ro)).",
            "rw",
        ),
    )

    def options(self) -> Options:
        suboptions = {
            "id": {"type": "str", "required": True},
            "path": {"type": "str"},
            "access_level": {"type": "str", "choices": ["rw", "ro"], "default": "rw"},
        }
        (option,) = super().options().values()
        return {self.name: {**option, "options": suboptions}}

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        return self.current(value)

    def current(self, value: Any) -> Any:
        shares = (
            {
                "id": share["id"],
                "path": share.get("path"),
                "access_level": share.get("access_level") or "rw",
            }
            for share in value or ()
        )
        return sorted(shares, key=lambda share: str(share["id"]))

    def option_value(self, value: Any, inherited: Any, task: Task) -> Any:
        defaults = (("path", None), ("access_level", "rw"))
        return [
            {key: item for key, item in share.items() if (key, item) not in defaults}
            for share in value
        ]


SHARES = Shares("shares", "The Manila shares that are mounted on the instances.")
