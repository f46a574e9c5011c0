# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job binary internal: content that Sahara keeps in its own database. Only API v1.1 has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ....saharaclient.errors import SaharaError
from ...engine.converge import Plan
from ...fields.fields import Flag, Text
from ..resource import GENERATED
from .content import CHECKSUM, Content, content_of, internals_of, stored_checksum, upload
from .edp import EdpResource, interim_name, older_api

NOUN = "job binary internal"


class JobBinaryInternal(EdpResource):
    """Its content never changes: another content is another object, which takes the old one's name."""

    kind = "job_binary_internal"
    plural = "job_binary_internals"
    noun = NOUN
    names_are_shared = False
    generated = (*GENERATED, "datasize")
    fields = (
        Text("name"),
        Content("src"),
        Content("content"),
        Flag("is_public"),
        Flag("is_protected"),
    )

    @property
    def manager(self) -> Any:
        return internals_of(self.cloud)

    # Reading

    def find(self) -> dict[str, Any] | None:
        current = super().find()
        if current and self.params["state"] == "present" and self._gives_content():
            current[CHECKSUM] = stored_checksum(self.manager, current["id"])
        return current

    def by_id(self, identity: str) -> dict[str, Any] | None:
        with older_api(f"A {NOUN}"):
            return super().by_id(identity)

    def named(self, name: str) -> list[dict[str, Any]]:
        with older_api(f"A {NOUN}"):
            return super().named(name)

    def listed(self) -> list[dict[str, Any]]:
        with older_api(f"A {NOUN}"):
            return super().listed()

    def _gives_content(self) -> bool:
        return any(self.params.get(option) is not None for option in ("src", "content"))

    # What the task wants

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name")
            if not self._gives_content():
                self.task.problem(f"'src' or 'content' is required to create a {NOUN}")

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        changed = {"src", "content"}.intersection(changes)
        users = self.users(current) if changed else []
        reason = f"Sahara never changes the content of what it keeps, and it is in use by {', '.join(users)}"
        return dict.fromkeys(changed, reason) if users else {}

    def users(self, current: Mapping[str, Any]) -> list[str]:
        """Sahara would delete it, and leave job binaries that lead nowhere."""
        url = f"internal-db://{current['id']}"
        binaries = self.cloud.client.job_binaries.iterate()
        return [f"job binary {binary.name}" for binary in binaries if binary.url == url]

    # Writing

    def create(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        identity = upload(self.cloud, wanted["name"], self.params)
        flags = {name: value for name, value in wanted.items() if name.startswith("is_") and value}
        if flags:
            return super().update({"id": identity}, flags)
        return self.read(self.manager.get(identity))

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        if not self._changes_content(changes):
            return super().update(current, changes)
        if current.get("is_protected"):
            super().update(current, {"is_protected": False})
        successor = {"id": upload(self.cloud, interim_name(current["name"]), self.params)}
        try:
            self.delete(current)
        except SaharaError:
            self.manager.delete(successor["id"])
            raise
        kept = {"name": current["name"], "is_public": bool(current.get("is_public"))}
        return super().update(successor, {**kept, **changes})

    def _changes_content(self, changes: Mapping[str, Any]) -> bool:
        return bool({"src", "content"} & changes.keys())

    def body(self, values: Mapping[str, Any]) -> dict[str, Any]:
        body = super().body(values)
        body.pop(CHECKSUM, None)
        return body

    # Results

    def preview(self, plan: Plan, current: Mapping[str, Any] | None) -> dict[str, Any]:
        preview = super().preview(plan, current)
        if self._changes_content(plan.values):
            for name in self.generated:
                preview.pop(name, None)
            preview["datasize"] = len(content_of(self.params))
        return preview
