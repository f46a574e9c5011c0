# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a job: taken up or started, followed to its end, cancelled, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ....saharaclient.errors import APIError, NotFound, SaharaError
from ...engine.converge import Change, Plan, Refused, differences, require_unprotected
from ...engine.progress import Progress
from ...engine.wait import Wait
from .failures import LOST, JobFailed, JobTimeout, reason_of
from .job_execution import NOT_STARTED, OVER, SUCCEEDED, JobExecution
from .request import GIVEN
from .secrets import masked

Run = Mapping[str, Any]
UNCHANGED: dict[str, Any] = {"before": {}, "after": {}}


class JobTask:
    """One task on jobs. The states of the module are its public methods."""

    def __init__(self, task: Any):
        self.task = task
        self.params = task.params
        self.job = JobExecution(task)
        self.deadline = task.clock.monotonic() + task.params["timeout"]

    def run(self) -> dict[str, Any]:
        wanted = {} if self.params.get("id") else self.job.described()
        state = self.params["state"]
        if state in ("finished", "started"):
            self.task.raise_problems()
            return self.present(wanted)
        # Of what is not there, nothing can be run.
        runs = [] if self.task.drop_problems() else self.existing(wanted)
        return self.absent(runs) if state == "absent" else self.cancelled(runs)

    def existing(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The job with the task's id, or all that are as the task describes, the latest first."""
        if self.params.get("id"):
            found = self.job.by_id(self.params["id"])
            return [found] if found else []
        return [self.job.fresh(run) for run in self.job.equal_runs(wanted)]

    # Present

    def present(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        taken = self.taken(wanted)
        if taken:
            changes = self.flags(taken)
            run = self.followed(self.with_flags(taken, changes))
            return self.outcome(bool(changes), run, Plan("update", changes).diff)
        self.job.check(wanted, None)
        self.task.raise_problems()
        self.check_cluster(wanted)
        diff = {"before": {}, "after": self.shown(wanted)}
        if self.task.check_mode:
            return {"changed": True, self.job.kind: self.foretold(wanted), "diff": diff}
        run = self.job.start(wanted)
        # Sahara 19 takes the flags with the job, and forgets them (service/api/v2/jobs.py, execute_job).
        return self.outcome(True, self.followed(self.with_flags(run, self.flags(run))), diff)

    def flags(self, run: Run) -> tuple[Change, ...]:
        """Of a run that exists, who may use it is all that Sahara changes."""
        given = {name: self.params.get(name) for name in ("is_public", "is_protected")}
        wanted = {name: value for name, value in given.items() if value is not None}
        changes = differences(self.job, wanted, run)
        if changes:
            self.require_own(run)
            require_unprotected(self.job, run, wanted, [change.option for change in changes])
        return changes

    def with_flags(self, run: Run, changes: tuple[Change, ...]) -> Run:
        values = {change.option: change.value for change in changes}
        if changes and not self.task.check_mode:
            self.job.update(run, values)
        return {**run, **values}

    def taken(self, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
        """The run that counts as the task's own, by the option ``rerun``."""
        if self.params.get("id"):
            found = self.job.by_id(self.params["id"])
            if not found:
                raise Refused(f"There is no {self.job.label}.")
            return found
        rerun = self.params["rerun"]
        if rerun == "always":
            return None
        if rerun == "on_change":
            latest = self.job.runs(wanted)[:1]
            return next((run for run in latest if self.job.is_as(run, wanted)), None)
        equal = self.job.equal_runs(wanted)
        if rerun == "never":
            return equal[0] if equal else None
        now = map(self.job.fresh, equal)
        return next((run for run in now if not is_over(run) or run["status"] == SUCCEEDED), None)

    def check_cluster(self, wanted: Mapping[str, Any]) -> None:
        status = self.cluster_status(wanted["cluster"])
        if status is None:
            raise Refused(f"There is no cluster '{self.params['cluster']}'.")
        if status in ("Error", "Deleting"):
            raise Refused(
                f"The cluster '{self.params['cluster']}' is in {status}, where no jobs run."
            )

    def cluster_status(self, identity: str) -> str | None:
        try:
            return str(self.job.cloud.client.clusters.get(identity).status)
        except NotFound:
            return None

    def followed(self, run: Run) -> Run:
        """The run at its end, if the task waits for it. Raises JobFailed, JobTimeout."""
        if self.params["state"] != "finished" or (self.task.check_mode and not is_over(run)):
            return run
        ended = run if is_over(run) else self.wait(run, self.is_ended)
        if ended["status"] != SUCCEEDED:
            if not ended.get("engine_job_id"):
                self.check_that_it_starts(ended)
            raise JobFailed(
                f"The {self.job.label} ended {ended['status']}: {reason_of(ended)}",
                self.last_seen(ended),
            )
        return ended

    def is_ended(self, run: Run | None) -> bool:
        if run is None:
            raise JobFailed(f"The {self.job.label} was deleted meanwhile.", {})
        if run["status"] in NOT_STARTED and self.params["state"] == "finished":
            self.check_that_it_starts(run)
        return is_over(run)

    def check_that_it_starts(self, run: Run) -> None:
        """A job waits for its cluster. When that fails or goes away the job is killed, or waits for ever."""
        status = self.cluster_status(run["cluster_id"]) if run["cluster_id"] else None
        if status in ("Error", None):
            why = "is in Error" if status else LOST
            raise JobFailed(
                f"The {self.job.label} does not start: its cluster {why}.", self.last_seen(run)
            )

    # Cancelled and absent

    def cancelled(self, runs: list[dict[str, Any]]) -> dict[str, Any]:
        running = [run for run in runs if not is_over(run)]
        if not running:
            return self.outcome(False, runs[0] if runs else None, UNCHANGED)
        run: Run = running[0]
        diff = {"before": {"status": run["status"]}, "after": {"status": "KILLED"}}
        self.free(running)
        if not self.task.check_mode:
            for one in running:
                self.job.cancel(one)
            ended = [self.wait(one, self.is_ended) for one in running]
            run = ended[0]
            # They may have been over before they could be cancelled.
            if all(one["status"] != "KILLED" for one in ended):
                return self.outcome(False, run, UNCHANGED)
        return self.outcome(True, run, diff)

    def absent(self, runs: list[dict[str, Any]]) -> dict[str, Any]:
        """Deleting a job that runs cancels it first, which takes its time."""
        if not runs:
            return self.outcome(False, None, UNCHANGED)
        self.free(runs)
        if not self.task.check_mode:
            for run in runs:
                with suppress(NotFound):
                    self.job.manager.delete(run["id"])
            for run in runs:
                self.wait(run, lambda seen: seen is None)
        before = {"jobs": [run["id"] for run in runs]}
        return self.outcome(True, None, {"before": before, "after": {}})

    def free(self, runs: list[dict[str, Any]]) -> None:
        """End the protection of the runs where the task says so; without that it must not be there."""
        for run in runs:
            self.require_own(run)
            require_unprotected(self.job, run, self.params, ["state"])
        for run in runs:
            if run.get("is_protected") and not self.task.check_mode:
                self.job.update(run, {"is_protected": False})

    def require_own(self, run: Run) -> None:
        if not self.job.is_own(run):
            raise Refused(
                f"The {self.job.label} belongs to project {run['project_id']}, which made it public: "
                "only that project can change it."
            )

    # Waiting

    def wait(self, run: Run, done: Any) -> Any:
        progress = None
        if self.task.say and self.params.get("progress") and not is_over(run):
            progress = Progress(self.job.label, self.task.say, self.task.clock)

        def fetch(seconds_left: float) -> Run | None:
            with self.job.cloud.within(seconds_left):
                seen: Run | None = self.job.by_id(run["id"])
            if progress and seen:
                progress.tell(str(seen["status"]))
            return seen

        def late(seen: Run | None) -> SaharaError:
            return self.late(seen or run)

        interval = self.params["poll_interval"]
        unanswered = progress.unanswered if progress else None
        return Wait(fetch, done, late, self.deadline, interval, unanswered).run(self.task.clock)

    def late(self, run: Run) -> SaharaError:
        return JobTimeout(
            f"The {self.job.label} was still {run['status']} after {self.params['timeout']} s. "
            + self.at_the_deadline(run),
            self.last_seen(run),
        )

    def at_the_deadline(self, run: Run) -> str:
        """Do what the task says for this case; the sentence on it."""
        if self.params["state"] != "finished":
            return "Sahara goes on with it; the same task waits on."
        if not self.params["cancel_on_timeout"]:
            return "It is left running; the same task waits on."
        try:
            self.job.cancel(run)
        except APIError as refusal:
            return f"It cannot be cancelled: {refusal}"
        return "It is being cancelled."

    # Results

    def outcome(self, changed: bool, run: Run | None, diff: Mapping[str, Any]) -> dict[str, Any]:
        shown = self.job.result(run) if run else None
        return {"changed": changed, self.job.kind: shown, "diff": diff}

    def last_seen(self, run: Run) -> dict[str, Any]:
        return {self.job.kind: self.job.result(run)}

    def foretold(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        values = {field.wire: wanted.get(field.name) for field in self.job.fields}
        result = self.job.result(values)
        return {key: value for key, value in result.items() if key not in self.job.generated}

    def shown(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        shown = {
            field.name: field.show(wanted[field.name], self.task)
            for field in self.job.fields
            if field.name in wanted
        }
        configs = masked(shown.pop("job_configs"))
        return {**shown, **{name: configs[name] for name in GIVEN if configs[name]}}


def is_over(run: Run) -> bool:
    return run["status"] in OVER
