# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job binary internal: content that Sahara stores in its own database. Only API v1.1 has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ....saharaclient.errors import SaharaError
from ...cloud.kinds import JOB_BINARY, JOB_BINARY_INTERNAL
from ...engine.contracts import State, Values
from ...engine.plan import Change, Plan
from ...fields.common import SHARING
from ...fields.field import Text
from ...fields.value import GENERATED, Value
from .content import (
    ContentField,
    checksum,
    content_of,
    delete_content,
    digits,
    foreseen_checksum,
    internal_url,
    stored_checksum,
    upload,
    upload_once,
    with_checksum,
)
from .edp import EdpResource, older_api

# The temporary names of successors: the old object keeps its name until the new one exists.
SUCCESSOR = re.compile(r"(?P<name>.+)\.[0-9a-f]{16}\.new")


class JobBinaryInternal(EdpResource):
    """Its content cannot be changed: new content needs a new object, which takes over the old name."""

    kind = JOB_BINARY_INTERNAL
    options_are_free = True
    names_are_shared = False
    generated = (
        *GENERATED,
        Value("datasize", "The size of the content, in bytes.", 1834, type="int"),
    )
    fields = (
        Text("name", "The name of the object.", "wordcount.jar"),
        ContentField("src", "path"),
        ContentField("content", "str"),
        *SHARING,
    )

    # Reading

    def find(self) -> State | None:
        current = super().find()
        if current and self.params["state"] == "present" and self._gives_content():
            return with_checksum(current, self.cloud, current["id"])
        return current

    def by_id(self, identity: str) -> State | None:
        with older_api(f"A {self.kind.noun}"):
            return super().by_id(identity)

    def named(self, name: str) -> list[State]:
        with older_api(f"A {self.kind.noun}"):
            return super().named(name)

    def listed(self, **attributes: Any) -> list[State]:
        with older_api(f"A {self.kind.noun}"):
            return super().listed(**attributes)

    def _gives_content(self) -> bool:
        return any(self.params.get(option) is not None for option in ("src", "content"))

    # What the task wants

    def check(self, wanted: Values, current: State | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name")
            if not self._gives_content():
                self.task.problem(f"creating a {self.kind.noun} requires 'src' or 'content'")

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        changed = {"src", "content"}.intersection(change.option for change in changes)
        users = self.users(current) if changed else []
        reason = (
            f"Sahara does not allow changing stored content, and it is in use by {', '.join(users)}"
        )
        return dict.fromkeys(changed, reason) if users else {}

    def users(self, current: State) -> list[str]:
        """The job binaries that refer to it. Sahara would delete it and leave them with a dead URL."""
        url = internal_url(current["id"])
        return [f"job binary {binary.name}" for binary in JOB_BINARY.find(self.cloud, url=url)]

    # Writing

    def create(self, wanted: Values) -> State:
        content, name = content_of(self.params), wanted["name"]
        flags = {name: value for name, value in wanted.items() if name.startswith("is_") and value}
        left = self._left_behind(name, content)
        if left:
            return super().update({"id": left}, {"name": name, **flags})
        identity = upload(self.task, name, content)
        if flags:
            return super().update({"id": identity}, flags)
        return self.decode(self.manager.get(identity))

    def update(self, current: State, changes: Values) -> State:
        if not self._changes_content(changes):
            return super().update(current, changes)
        if current.get("is_protected"):
            super().update(current, {"is_protected": False})
        content, name = content_of(self.params), current["name"]
        left = self._left_behind(name, content)
        successor = {"id": left or upload_once(self.task, interim_name(name, content), content)}
        try:
            self.delete(current)
        except SaharaError:
            delete_content(self.task, successor["id"])
            raise
        kept = {"name": name, "is_public": bool(current.get("is_public"))}
        return super().update(successor, {**kept, **changes})

    def _left_behind(self, name: str, content: bytes) -> str | None:
        """The id of the successor with this content that an interrupted task has left. Deletes those with other content."""
        wanted = None
        with older_api(f"A {self.kind.noun}"):
            for item in self.manager.list():
                found = SUCCESSOR.fullmatch(item.name)
                if not found or found["name"] != name or item.tenant_id != self.cloud.project_id:
                    continue
                if stored_checksum(self.manager, item.id) == checksum(content):
                    wanted = str(item.id)
                else:
                    delete_content(self.task, item.id)
        return wanted

    def _changes_content(self, changes: Values) -> bool:
        return bool({"src", "content"} & changes.keys())

    # Results

    def preview(self, plan: Plan) -> dict[str, Any]:
        preview = super().preview(plan)
        if self._changes_content(plan.values):
            for value in self.generated:
                preview.pop(value.name, None)
            preview["datasize"] = len(content_of(self.params))
        return preview

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        state = super().forecast(plan, preview)
        return state and {**state, **foreseen_checksum(plan)}


def interim_name(name: str, content: bytes) -> str:
    """The temporary name of a successor: the old object keeps its name until the new one exists."""
    return f"{name}.{digits(content, 16)}.new"
