# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job binaries: the programs and libraries that job templates refer to."""

from __future__ import annotations

from .content import Download, Target
from .fields import JobBinaryFields
from .manager import EditableManager, Fields
from .resource import Page, Resource, given


class JobBinaries(JobBinaryFields, Resource):
    resource_name = "Job Binary"


class _JobBinariesManager(EditableManager[JobBinaries]):
    resource_class = JobBinaries
    path = "/job-binaries"
    envelope = "job_binary"
    collection = "binaries"

    def create(
        self,
        name: str,
        url: str,
        description: str | None = None,
        extra: Fields | None = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> JobBinaries:
        """Create a job binary. extra: the credentials for the URL."""
        fields = given(
            name=name,
            url=url,
            description=description,
            extra=extra,
            is_public=is_public,
            is_protected=is_protected,
        )
        return self.create_raw(fields)

    def list(
        self,
        search_opts: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[JobBinaries]:
        """All job binaries, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, job_binary_id: str) -> JobBinaries:
        """One job binary, without its credentials."""
        return self._get(job_binary_id)

    def get_file(self, job_binary_id: str) -> bytes:
        """The content at its URL, as bytes. With v2 of Sahara 19, this always raises ServerError."""
        return self.api.request("GET", self._at(job_binary_id, "data"), download=True).body

    def download(self, job_binary_id: str, target: Target) -> Download:
        """Write the content at its URL to a path or a file, in constant memory. See `content.sink_for`."""
        return self._download(self._at(job_binary_id, "data"), target)

    def update(self, job_binary_id: str, data: Fields) -> JobBinaries:
        """Update the fields in data."""
        return self.update_raw(job_binary_id, data)

    def delete(self, job_binary_id: str) -> None:
        """Delete it. Raises InUse while a job template refers to it."""
        self._delete(job_binary_id)


class JobBinariesManagerV1(_JobBinariesManager):
    filters = frozenset({"name", "url"})
    update_method = "PUT"


class JobBinariesManagerV2(_JobBinariesManager):
    pass
