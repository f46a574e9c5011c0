# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binary internals: programs in Sahara's own database. API v1.1 only."""

from __future__ import annotations

from typing import Any

from .content import Content, Download, Target, rewindable, sha256_of
from .fields import JobBinaryInternalFields
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, Resource, updated


class JobBinaryInternal(JobBinaryInternalFields, Resource):
    """sha256: the checksum of what was uploaded, in hexadecimal digits; None unless `create` returned it."""

    resource_name = "JobBinaryInternal"
    sha256: str | None = None


class JobBinaryInternalsManager(EditableManager[JobBinaryInternal]):
    resource_class = JobBinaryInternal
    path = "/job-binary-internals"
    envelope = "job_binary_internal"
    collection = "binaries"

    def create(self, name: str, data: str | Content) -> JobBinaryInternal:
        """Store data: a string, bytes, a file that is open in binary mode, or chunks of bytes.

        A seekable file is sent while it is read, in constant memory. By default, Sahara accepts up
        to 5120 KB. The result has the checksum in `sha256`.
        """
        path = self._at(name)
        with rewindable(data.encode() if isinstance(data, str) else data) as (content, start):
            sha256 = sha256_of(content, start)
            stored = self._object(self.api.request("PUT", path, content=content))
        stored.sha256 = sha256
        return stored

    def create_raw(self, fields: Fields) -> JobBinaryInternal:
        """The same as `create`, with the fields `name` and `data`."""
        return self.create(**fields)

    def list(
        self,
        search_opts: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[JobBinaryInternal]:
        """All job binary internals, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, job_binary_id: str) -> JobBinaryInternal:
        """The name and the size (`datasize`, in bytes) of one job binary internal."""
        return self._get(job_binary_id)

    def get_file(self, job_binary_id: str) -> bytes:
        """The stored content, as bytes."""
        return self.api.request("GET", self._at(job_binary_id, "data"), download=True).body

    def download(self, job_binary_id: str, target: Target) -> Download:
        """Write the stored content to a path or a file, in constant memory. See `content.sink_for`."""
        return self._download(self._at(job_binary_id, "data"), target)

    def update(
        self,
        job_binary_id: str,
        name: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
    ) -> JobBinaryInternal:
        """Update the fields that can be changed. The result is in its envelope."""
        fields = updated(name=name, is_public=is_public, is_protected=is_protected)
        return self._update_wrapped(job_binary_id, fields)

    def delete(self, job_binary_id: str) -> None:
        """Delete it, even if the URL of a job binary refers to it."""
        self._delete(job_binary_id)
