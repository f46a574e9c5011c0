# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: single runs of job templates. v1 calls them job executions."""

from __future__ import annotations

from typing import Any

from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, R, Resource, given, updated


class JobExecution(Resource):
    """v1's name for a job."""

    resource_name = "JobExecution"


class Job(Resource):
    resource_name = "Job"


class _JobManager(EditableManager[R]):
    filters_by_name = False

    def list(
        self,
        search_opts: Fields | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[R]:
        """Jobs, or a page of them, which begins with its marker. search_opts: the filters that
        the route takes."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, obj_id: str) -> R:
        """One job, with the status of the server's last look at it (every 45 s)."""
        return self._get(obj_id)

    def delete(self, obj_id: str) -> None:
        """Delete it. One that runs is cancelled first, and stays until that is done."""
        self._delete(obj_id)

    def update(
        self, obj_id: str, is_public: Any = NOT_UPDATED, is_protected: Any = NOT_UPDATED
    ) -> R:
        """Change who may use it; the result is in its envelope."""
        fields = updated(is_public=is_public, is_protected=is_protected)
        return self._send_wrapped("PATCH", self._at(obj_id), fields)

    def suspend(self, obj_id: str) -> R:
        """Ask the job's engine to suspend it."""
        return self.update_raw(obj_id, {"info": {"status": "suspend"}})


class JobExecutionsManager(_JobManager[JobExecution]):
    resource_class = JobExecution
    path = "/job-executions"
    envelope = "job_execution"
    collection = "job_executions"

    def create(
        self,
        job_id: str,
        cluster_id: str,
        input_id: str | None = None,
        output_id: str | None = None,
        configs: Fields | None = None,
        interface: Fields | None = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> JobExecution:
        """Run a job (of v1, a template) on a cluster. input_id, output_id: of data sources."""
        fields = given(
            job_id=job_id,
            cluster_id=cluster_id,
            input_id=input_id,
            output_id=output_id,
            job_configs=configs,
            interface=interface,
            is_public=is_public,
            is_protected=is_protected,
        )
        return self.create_raw(fields)

    def create_raw(self, fields: Fields) -> JobExecution:
        """Run the job `job_id`, which is in the route, with exactly the other fields."""
        body = dict(fields)
        template = self._at(body.pop("job_id")).rpartition("/")[2]
        return self._send("POST", f"/jobs/{template}/execute", body)

    def cancel(self, obj_id: str) -> JobExecution:
        """Ask the job's engine to end it; it is not over yet when this returns.

        The route is a GET although it changes something, so it is repeated no more than a POST.
        """
        path = self._at(obj_id, "cancel")
        return self._object(self.api.request("GET", path, repeatable=False))

    def refresh_status(self, obj_id: str) -> JobExecution:
        """The job, after the server has asked the engine for its present status."""
        return self._get(obj_id, "refresh-status")


class JobsManagerV2(_JobManager[Job]):
    resource_class = Job
    path = "/jobs"
    envelope = "job"
    collection = "jobs"

    def create(
        self,
        job_template_id: str,
        cluster_id: str,
        input_id: str | None = None,
        output_id: str | None = None,
        configs: Fields | None = None,
        interface: Fields | None = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
    ) -> Job:
        """Run a job template on a cluster. input_id, output_id: of data sources."""
        fields = given(
            job_template_id=job_template_id,
            cluster_id=cluster_id,
            input_id=input_id,
            output_id=output_id,
            job_configs=configs,
            interface=interface,
            is_public=is_public,
            is_protected=is_protected,
        )
        return self.create_raw(fields)

    def cancel(self, obj_id: str) -> Job:
        """Ask the job's engine to end it; it is not over yet when this returns."""
        return self.update_raw(obj_id, {"info": {"status": "cancel"}})

    def refresh_status(self, obj_id: str) -> Job:
        """The same as `get`, which is the freshest that v2 has.

        Its parameter for more is refused by its own check (Sahara 19: api/v2/jobs.py jobs_get).
        """
        return self._get(obj_id)
