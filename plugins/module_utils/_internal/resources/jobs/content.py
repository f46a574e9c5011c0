# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content that Sahara stores in its own database: read on the host of the task, compared by checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....saharaclient.errors import BadRequest, Conflict, NotFound
from ...cloud.cloud import Cloud
from ...cloud.kinds import JOB_BINARY_INTERNAL
from ...engine.contracts import State, Task
from ...engine.lost_answers import deleted, made_sure
from ...engine.plan import Plan
from ...fields.field import Field
from .edp import older_api

# The key of the checksum in the state of an object.
CHECKSUM = "checksum"
FORESEEN_CHECKSUM = "foreseen_checksum"
# The scheme of a URL that refers to content in Sahara's database.
INTERNAL = "internal-db"


class ContentField(Field):
    """An option that contains content, or the path of a file with the content.

    The checksum represents it everywhere, so that no content appears in a diff or a log. A separate
    request uploads the content itself.
    """

    def __init__(self, name: str, option_type: str):
        super().__init__(
            name, option={"type": option_type}, wire=CHECKSUM, sent=False, returned=False
        )

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        try:
            content = content_of({self.name: value})
        except OSError as error:
            task.problem(
                f"cannot read the file '{value}' on the host of the task: {error.strerror}"
            )
            return None
        if not content:
            task.problem(f"'{self.name}' is empty; Sahara cannot store empty content")
        return checksum(content)


def content_of(params: Mapping[str, Any]) -> bytes:
    """The bytes that the option ``src`` or ``content`` gives. Raises OSError."""
    if params.get("content") is not None:
        return str(params["content"]).encode()
    return Path(params["src"]).read_bytes()


def checksum(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def stored_checksum(internals: Any, identity: str) -> str | None:
    """The checksum of the stored content; None if it no longer exists (Sahara allows deleting it at any time)."""
    try:
        return checksum(internals.get_file(identity))
    except NotFound:
        return None


def internal_url(identity: str) -> str:
    return f"{INTERNAL}://{identity}"


def internal_id(url: str) -> str:
    return url.partition("://")[2]


def with_checksum(current: State, cloud: Cloud, identity: str) -> State:
    """The state of an object with the checksum of its content, which is stored under this id."""
    foreseen = current.get(FORESEEN_CHECKSUM)
    return {
        **current,
        CHECKSUM: foreseen or stored_checksum(JOB_BINARY_INTERNAL.manager_of(cloud), identity),
    }


def foreseen_checksum(plan: Plan) -> dict[str, Any]:
    """The checksum of the content once the plan is carried out. Later tasks of a run in check mode compare it."""
    before = plan.current.get(CHECKSUM) or plan.current.get(FORESEEN_CHECKSUM)
    return {FORESEEN_CHECKSUM: plan.values.get("src") or plan.values.get("content") or before}


def digits(content: bytes, count: int) -> str:
    """The first digits of the checksum, for names that follow from the content."""
    return hashlib.sha256(content).hexdigest()[:count]


def upload(task: Task, name: str, content: bytes) -> str:
    """Store the content under this name, and return the id.

    Raises Conflict, and BadRequest if the content is too big; only the server knows the limit.
    """
    internals = JOB_BINARY_INTERNAL.manager_of(task.cloud)
    with older_api("Storing content in Sahara's database"):
        try:
            return made_sure(
                task,
                lambda: str(internals.create(name, content).id),
                lambda: stored_id(task.cloud, name, content),
            )
        except BadRequest as error:
            if error.name != "DATA_TOO_BIG":
                raise
            raise error.explained(
                f"{error.sentence}. Store it in Swift or S3, and create a job binary with its 'url'."
            ) from None


def upload_once(task: Task, name: str, content: bytes) -> str:
    """The same, for a name that follows from the content: what an interrupted task has stored is used."""
    try:
        return upload(task, name, content)
    except Conflict:
        stored = stored_id(task.cloud, name, content)
        if stored is None:
            raise
        return stored


def delete_content(task: Task, identity: str) -> None:
    """Delete the stored content, unless someone else has deleted it."""
    internals = JOB_BINARY_INTERNAL.manager_of(task.cloud)

    def is_deleted() -> bool:
        try:
            internals.get(identity)
        except NotFound:
            return True
        return False

    deleted(task, lambda: internals.delete(identity), is_deleted)


def stored_id(cloud: Cloud, name: str, content: bytes) -> str | None:
    """The id of the project's stored content with this name, if it is this content."""
    internals = JOB_BINARY_INTERNAL.manager_of(cloud)
    own = [item for item in internals.find(name=name) if item.tenant_id == cloud.project_id]
    same = [item for item in own if stored_checksum(internals, item.id) == checksum(content)]
    return str(same[0].id) if same else None
