# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a job: taken up or started, followed to its end, cancelled, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ..client.errors import NotFound, SaharaError
from ..converge import Refused
from ..progress import Progress
from ..wait import Wait, WaitTimeout
from .job_execution import NOT_STARTED, OVER, SUCCEEDED, JobExecution
from .job_secrets import masked

Run = Mapping[str, Any]
UNCHANGED: dict[str, Any] = {"before": {}, "after": {}}


class JobFailed(SaharaError):
    """The job ended otherwise than it should; last_seen has it by the key of the result."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


class JobTimeout(WaitTimeout):
    """The deadline passed; last_seen as in JobFailed."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


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
        if state == "absent":
            return self.absent(runs)
        return self.cancelled([run for run in runs if not is_over(run)])

    def existing(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The job with the task's id, or all that are as the task describes."""
        if self.params.get("id"):
            found = self.job.by_id(self.params["id"])
            return [found] if found else []
        return self.job.equal_runs(wanted)

    # Present

    def present(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        taken = self.taken(wanted)
        if taken:
            return self.outcome(False, self.followed(taken), UNCHANGED)
        self.check_cluster(wanted)
        diff = {"before": {}, "after": self.shown(wanted)}
        if self.task.check_mode:
            return {"changed": True, self.job.kind: self.foretold(wanted), "diff": diff}
        return self.outcome(True, self.followed(self.job.start(wanted)), diff)

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
        good = [run for run in equal if not is_over(run) or run["status"] == SUCCEEDED]
        return good[0] if good else None

    def check_cluster(self, wanted: Mapping[str, Any]) -> None:
        status = self.cluster_status(wanted["cluster"])
        if status in ("Error", "Deleting", None):
            raise Refused(
                f"The cluster '{self.params['cluster']}' is {status or 'not there'}: it runs no jobs."
            )

    def cluster_status(self, identity: str) -> str | None:
        try:
            return str(self.job.cloud.client.clusters.get(identity).status)
        except NotFound:
            return None

    def followed(self, run: Run) -> Run:
        """The run at its end, if the task waits for it. Raises JobFailed, JobTimeout."""
        if self.params["state"] != "finished" or self.task.check_mode:
            return run
        ended = run if is_over(run) else self.wait(run, self.is_ended)
        if ended["status"] != SUCCEEDED:
            raise JobFailed(
                f"The {self.job.label} ended {ended['status']}: {reason_of(ended)}",
                self.last_seen(ended),
            )
        return ended

    def is_ended(self, run: Run | None) -> bool:
        if run is None:
            raise JobFailed(f"The {self.job.label} was deleted meanwhile.", {})
        if run["status"] in NOT_STARTED and self.cluster_status(run["cluster_id"]) == "Error":
            raise JobFailed(
                f"The {self.job.label} does not start: its cluster is in Error.",
                self.last_seen(run),
            )
        return is_over(run)

    # Cancelled and absent

    def cancelled(self, running: list[dict[str, Any]]) -> dict[str, Any]:
        if not running:
            latest = self.job.by_id(self.params["id"]) if self.params.get("id") else None
            return self.outcome(False, latest, UNCHANGED)
        run: Run = running[0]
        diff = {"before": {"status": run["status"]}, "after": {"status": "KILLED"}}
        if not self.task.check_mode:
            for one in running:
                self.cancel(one)
            run = self.wait(run, self.is_ended)
            if run["status"] != "KILLED":
                return self.outcome(
                    False, run, UNCHANGED
                )  # It was over before it could be cancelled.
        return self.outcome(True, run, diff)

    def cancel(self, run: Run) -> None:
        self.job.manager.cancel(run["id"])
        # The engine's word, asked for meanwhile, would overwrite what the cancelling has written.
        self.job.may_refresh = False

    def absent(self, runs: list[dict[str, Any]]) -> dict[str, Any]:
        """Deleting a job that runs cancels it first, which takes its time."""
        if not runs:
            return self.outcome(False, None, UNCHANGED)
        if not self.task.check_mode:
            for run in runs:
                with suppress(NotFound):
                    self.job.manager.delete(run["id"])
            for run in runs:
                self.wait(run, lambda seen: seen is None)
        before = {"jobs": [run["id"] for run in runs]}
        return self.outcome(True, None, {"before": before, "after": {}})

    # Waiting

    def wait(self, run: Run, done: Any) -> Any:
        progress = None
        if self.task.say and self.params.get("progress"):
            progress = Progress(self.job.label, self.task.say, self.task.clock)

        def fetch() -> Run | None:
            seen = self.job.by_id(run["id"])
            if progress and seen:
                progress.tell(str(seen["status"]), iter([("status", str(seen["status"]))]))
            return seen

        def late(seen: Run | None) -> SaharaError:
            return self.late(seen or run)

        interval = self.params["poll_interval"]
        return Wait(fetch, done, late, self.deadline, interval).run(self.task.clock)

    def late(self, run: Run) -> SaharaError:
        cancel = self.params["cancel_on_timeout"] and self.params["state"] == "finished"
        if cancel:
            self.cancel(run)
        then = "It was cancelled." if cancel else "It is left running; the same task waits on."
        return JobTimeout(
            f"The {self.job.label} was still {run['status']} after {self.params['timeout']} s. {then}",
            self.last_seen(run),
        )

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
        configs = masked(wanted["job_configs"])
        return {**shown, "job_configs": {name: value for name, value in configs.items() if value}}


def is_over(run: Run) -> bool:
    return run["status"] in OVER


def reason_of(run: Run) -> str:
    """What the engine says of the failure; Oozie says it of each action."""
    info = run.get("info") or {}
    parts = []
    for action in info.get("actions") or ():
        if isinstance(action, Mapping) and (action.get("errorMessage") or action.get("errorCode")):
            code = f" ({action['errorCode']})" if action.get("errorCode") else ""
            parts.append(f"{action.get('name')}: {action.get('errorMessage')}{code}")
    parts += [str(info[key]) for key in ("errorMessage", "reason") if info.get(key)]
    if not parts and run.get("return_code") is not None:
        parts.append(f"its return code is {run['return_code']}")
    return ("; ".join(parts) or "Sahara gives no reason, see the engine's log").rstrip(".") + "."
