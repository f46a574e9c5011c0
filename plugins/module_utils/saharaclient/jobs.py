# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job executions. API v2 calls them jobs."""

from __future__ import annotations

from typing import Any, Callable, cast

from .errors import WaitFailed
from .fields import JobExecutionFields
from .job_states import OVER, SUCCEEDED, engine_reason
from .manager import EditableManager, Fields
from .resource import NOT_UPDATED, Page, R, Resource, fields_of, given, updated
from .texts import with_end
from .wait import wait_for


class JobExecution(JobExecutionFields, Resource):
    """A job execution, under the name that API v1.1 uses."""

    resource_name = "JobExecution"


class Job(JobExecutionFields, Resource):
    """A job execution, under the name that API v2 uses."""

    resource_name = "Job"


def status_of(execution: Resource) -> str:
    info = fields_of(execution).get("info") or {}
    return str(info.get("status"))


class _JobManager(EditableManager[R]):
    def list(
        self,
        search_opts: Fields | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[R]:
        """All job executions, or one page of them. search_opts: filters of the route.

        Unlike the pages of other resources, a page includes the object of its marker.
        """
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, obj_id: str) -> R:
        """One job execution. Its status is up to 45 s old: Sahara updates it at that interval."""
        return self._get(obj_id)

    def refresh_status(self, obj_id: str) -> R:
        """The same as `get`, because v2 cannot return a more recent status.

        It rejects its own parameter refresh_status (Sahara 19: api/v2/jobs.py jobs_get).
        """
        return self._get(obj_id)

    def wait(
        self,
        obj_id: str,
        *,
        timeout_s: float = 3600.0,
        interval_s: float = 10.0,
        progress: Callable[[R], None] | None = None,
    ) -> R:
        """The job execution once it has succeeded. The arguments: see `clusters.wait`.

        Raises WaitFailed with the engine's reason if it ends otherwise or is deleted, and WaitTimeout.
        """

        def done(seen: R | None) -> bool:
            if seen is None:
                raise WaitFailed(f"Job execution '{obj_id}' was deleted during the wait.")
            if status_of(seen) in OVER - {SUCCEEDED}:
                fields = fields_of(seen)
                reason = with_end(engine_reason(fields) or "no reason reported")
                sentence = (
                    f"Job execution '{obj_id}' finished with status {status_of(seen)}: {reason}"
                )
                raise WaitFailed(sentence, {self.envelope: fields})
            return status_of(seen) == SUCCEEDED

        def late(seen: R | None) -> str:
            known = f"status {status_of(seen)}" if seen else "no answer"
            return f"Job execution '{obj_id}' did not finish within {timeout_s:.0f} s ({known})."

        def read() -> R:
            return self.refresh_status(obj_id)

        # It exists: otherwise, `done` has raised.
        return cast("R", wait_for(self.api, read, done, late, timeout_s, interval_s, progress))

    def delete(self, obj_id: str) -> None:
        """Delete it. Sahara cancels a running one first; until then, the object remains."""
        self._delete(obj_id)

    def update(
        self, obj_id: str, is_public: Any = NOT_UPDATED, is_protected: Any = NOT_UPDATED
    ) -> R:
        """Update is_public and is_protected. The result is in its envelope."""
        fields = updated(is_public=is_public, is_protected=is_protected)
        return self._update_wrapped(obj_id, fields)

    def suspend(self, obj_id: str) -> R:
        """Ask the job engine to suspend it."""
        return self.update_raw(obj_id, {"info": {"status": "suspend"}})


class JobExecutionsManager(_JobManager[JobExecution]):
    resource_class = JobExecution
    path = "/job-executions"
    envelope = "job_execution"
    collection = "job_executions"
    filters = frozenset({"job_id", "cluster_id", "input_id", "output_id"})

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
        """Run a job template (v1: job) on a cluster. input_id, output_id: ids of data sources."""
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
        """Run the job template `job_id`, which is sent in the path, with exactly the other fields."""
        body = dict(fields)
        template = self._at(body.pop("job_id")).rpartition("/")[2]
        return self._send("POST", f"/jobs/{template}/execute", body)

    def cancel(self, obj_id: str) -> JobExecution:
        """Ask the job engine to cancel it. It may still be running when this returns.

        The route is a GET but changes something, so it is not repeated more often than a POST.
        """
        path = self._at(obj_id, "cancel")
        return self._object(self.api.request("GET", path, repeatable=False))

    def refresh_status(self, obj_id: str) -> JobExecution:
        """One job execution, after Sahara has asked the job engine for its current status."""
        return self._get(obj_id, "refresh-status")


class JobsManagerV2(_JobManager[Job]):
    resource_class = Job
    path = "/jobs"
    envelope = "job"
    collection = "jobs"
    filters = frozenset()

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
        """Run a job template on a cluster. input_id, output_id: ids of data sources."""
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
        """Ask the job engine to cancel it. It may still be running when this returns."""
        return self.update_raw(obj_id, {"info": {"status": "cancel"}})
