# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content that Sahara stores in its own database: read on the host of the task, compared by checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....saharaclient.errors import BadRequest, NotFound
from ...cloud.cloud import Cloud
from ...engine.contracts import Task
from ...fields.field import Field
from .edp import older_api

# The key of the checksum in the state of an object.
CHECKSUM = "checksum"
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


def internals_of(cloud: Cloud) -> Any:
    """The manager of content in Sahara's database. It always uses API v1.1, whatever the task uses."""
    return cloud.client_for("1.1").job_binary_internals


def internal_url(identity: str) -> str:
    return f"{INTERNAL}://{identity}"


def internal_id(url: str) -> str:
    return url.partition("://")[2]


def upload(cloud: Cloud, name: str, params: Mapping[str, Any]) -> str:
    """Store the content of the task under this name, and return the id.

    Raises BadRequest if the content is too big; only the server knows the limit.
    """
    with older_api("Storing content in Sahara's database"):
        try:
            return str(internals_of(cloud).create(name, content_of(params)).id)
        except BadRequest as error:
            if error.name != "DATA_TOO_BIG":
                raise
            raise error.explained(
                f"{error}. Store it in Swift or S3, and create a job binary with its 'url'."
            ) from None
