# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job templates: what to run. API v1.1 calls them jobs."""

from __future__ import annotations

from typing import Any

from .fields import JobTemplateFields
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, R, Resource, given, updated


class JobTemplate(JobTemplateFields, Resource):
    resource_name = "Job Template"


class Job(JobTemplateFields, Resource):
    """A job template, under the name that API v1.1 uses."""

    resource_name = "Job"


class _JobTemplateManager(EditableManager[R]):
    filters = frozenset({"name", "type"})

    def create(
        self,
        name: str,
        type: str,
        mains: Any = None,
        libs: Any = None,
        description: str | None = None,
        interface: Any = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> R:
        """Create a job template. mains, libs: lists of ids of job binaries."""
        fields = given(
            name=name,
            type=type,
            description=description,
            mains=mains,
            libs=libs,
            interface=interface,
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
    ) -> Page[R]:
        """All job templates, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, job_id: str) -> R:
        """One job template. Its mains and libs contain whole job binaries."""
        return self._get(job_id)

    def get_configs(self, job_type: str) -> R:
        """The settings for jobs of this type, in the envelope `job_config`."""
        reply = self.api.request("GET", self._at("config-hints", job_type))
        return self.resource_class(self, reply.enveloped("job_config"), reply.request_id)

    def delete(self, job_id: str) -> None:
        """Delete it. Raises InUse while a job execution refers to it."""
        self._delete(job_id)

    def update(
        self,
        job_id: str,
        name: Any = NOT_UPDATED,
        description: Any = NOT_UPDATED,
        is_public: Any = NOT_UPDATED,
        is_protected: Any = NOT_UPDATED,
    ) -> R:
        """Update the fields that can be changed. The result is in its envelope."""
        fields = updated(
            name=name, description=description, is_public=is_public, is_protected=is_protected
        )
        return self._update_wrapped(job_id, fields)


class JobsManagerV1(_JobTemplateManager[Job]):
    resource_class = Job
    path = "/jobs"
    envelope = "job"
    collection = "jobs"


class JobTemplatesManagerV2(_JobTemplateManager[JobTemplate]):
    resource_class = JobTemplate
    path = "/job-templates"
    envelope = "job_template"
    collection = "job_templates"
