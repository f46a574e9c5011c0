# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task on job executions: adopts or starts one, waits for it, cancels or deletes them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ....saharaclient.cluster_states import DELETING, ERROR
from ....saharaclient.errors import NotFound, SaharaError
from ....saharaclient.job_states import KILLED, LOST, SUCCEEDED
from ....saharaclient.texts import with_end
from ...cloud.kinds import CLUSTER
from ...cloud.lookups import Unresolved
from ...engine.checks import Refused, require_own, require_unprotected
from ...engine.contracts import State, Task, Values
from ...engine.forecast import complete_result, foresee
from ...engine.plan import CREATE, DELETE, NONE, UPDATE, Change, Plan, differences, result_of
from ...engine.waiting import MaybeState, Waiting, gone, last_known
from .failures import JobFailed, JobTimeout, execution_reason
from .job_execution import NOT_STARTED, JobExecution, is_over, with_success
from .relaunch import effective_params
from .request import GIVEN

UNCHANGED = Plan(NONE)


def converge_job_execution(task: Task) -> dict[str, Any]:
    """Change the job executions of the task to the wanted state, and return the task's result."""
    return JobTask(task).run()


class JobTask:
    """One task on job executions: a method for each value of the option ``state``, and what they share."""

    def __init__(self, task: Task):
        self.task = task
        self.resource = JobExecution(task)
        self.params = self.resource.params = effective_params(task)
        self.waiting = Waiting(self.resource)

    def run(self) -> dict[str, Any]:
        wanted = {} if self.params.get("id") else self.resource.described()
        state = self.params["state"]
        if state in ("finished", "started"):
            self.task.raise_problems()
            return self.present(wanted)
        # If the template or the cluster does not exist, no job execution can.
        found = [] if self.task.drop_problems() else self.existing(wanted)
        return self.absent(found) if state == "absent" else self.cancelled(found)

    def existing(self, wanted: Values) -> list[State]:
        """The job execution with the task's id, or all that equal the task's description, the latest first."""
        if self.params.get("id"):
            found = self.resource.by_id(self.params["id"])
            return [found] if found else []
        return [self.resource.refreshed(item) for item in self.resource.equal_executions(wanted)]

    # Present

    def present(self, wanted: Values) -> dict[str, Any]:
        known = [] if self.params.get("id") else self.resource.executions(wanted)
        adopted = self.adopted(wanted, known)
        if adopted:
            changes = self.flag_changes(adopted)
            plan = Plan(UPDATE if changes else NONE, adopted, changes)
            execution = self.awaited(self.with_flags(adopted, changes))
            if self.task.check_mode:
                foresee(self.resource, plan, execution)
            return self.outcome(plan, execution)
        self.resource.check(wanted, None)
        self.task.raise_problems()
        self.check_cluster(wanted)
        plan = Plan(CREATE, changes=self.creation(wanted))
        if self.task.check_mode:
            return result_of(plan, self.predicted(plan, wanted), self.resource.kind.name)
        execution = self.resource.start(wanted, known)
        self.warn_of_twins(execution, wanted, known)
        # Sahara 19 accepts the flags on creation but ignores them (service/api/v2/jobs.py, execute_job).
        flagged = self.with_flags(execution, self.flag_changes(execution))
        return self.outcome(plan, self.awaited(flagged))

    def warn_of_twins(self, started: State, wanted: Values, known: list[State]) -> None:
        """Warn of equal job executions that others started at the same time. Sahara cannot prevent them."""
        if self.params["rerun"] == "always":
            return
        twins: list[str] = []
        with suppress(SaharaError):  # The job execution has started; only the warning is missing.
            newcomers = self.resource.equal_newcomers(wanted, known)
            twins = [str(item["id"]) for item in newcomers if item["id"] != started["id"]]
        if twins:
            self.task.warn(
                f"{self.resource.subject} was started more than once: this task started {started['id']}, "
                f"and others started {', '.join(twins)} at the same time. Cancel the superfluous ones "
                "by their 'id', and run such tasks one after another."
            )

    def flag_changes(self, execution: State) -> tuple[Change, ...]:
        """The changes to sharing and protection: all that Sahara can change in an existing job execution."""
        given = {name: self.params.get(name) for name in ("is_public", "is_protected")}
        wanted = {name: value for name, value in given.items() if value is not None}
        changes = differences(self.resource, wanted, execution)
        if changes:
            require_own(self.resource, execution)
            touched = [change.option for change in changes]
            require_unprotected(self.resource, execution, wanted, touched)
        return changes

    def with_flags(self, execution: State, changes: tuple[Change, ...]) -> State:
        values = {change.option: change.value for change in changes}
        if changes and not self.task.check_mode:
            self.resource.update(execution, values)
        return {**execution, **values}

    def adopted(self, wanted: Values, known: list[State]) -> State | None:
        """The existing job execution that the task adopts, depending on the option ``rerun``.

        known: the executions of the job template on the cluster, the latest first.
        """
        if self.params.get("id"):
            found = self.resource.by_id(self.params["id"])
            if not found:
                raise Refused(f"{self.resource.subject} does not exist.")
            return found
        rerun = self.params["rerun"]
        if rerun == "always":
            return None
        if rerun == "on_change":
            return self.resource.latest_equal(known, wanted)
        equal = self.resource.equal_among(known, wanted)
        if rerun == "never":
            return equal[0] if equal else None
        now = map(self.resource.refreshed, equal)
        return next(
            (item for item in now if not is_over(item) or item["status"] == SUCCEEDED), None
        )

    def check_cluster(self, wanted: Values) -> None:
        if isinstance(wanted["cluster"], Unresolved):
            return
        status = self.cluster_status(wanted["cluster"])
        if status is None:
            raise Refused(f"Cluster '{self.params['cluster']}' does not exist.")
        if status in (ERROR, DELETING):
            raise Refused(
                f"Cluster '{self.params['cluster']}' is in status {status} and cannot run jobs."
            )

    def cluster_status(self, identity: str) -> str | None:
        try:
            return str(CLUSTER.manager_of(self.task.cloud).get(identity).status)
        except NotFound:
            return None

    def awaited(self, execution: State) -> State:
        """The job execution, once it has ended if the task waits for it. Raises JobFailed or JobTimeout."""
        over = is_over(execution)
        if self.params["state"] != "finished":
            return execution
        if self.task.check_mode and not over:
            # The plan of a run assumes that jobs succeed.
            return with_success(execution) if self.task.cloud.ledger else execution
        ended = execution if over else self.until_ended(execution)
        if ended["status"] != SUCCEEDED:
            if not ended.get("engine_job_id"):
                self.check_that_it_can_start(ended)
            raise JobFailed(
                f"{self.resource.subject} finished with status {ended['status']}: "
                f"{execution_reason(ended, self.resource.log_of(ended))}",
                self.resource.last_seen(ended),
            )
        return ended

    def check_that_it_can_start(self, execution: State) -> None:
        """Raises JobFailed if the cluster failed or was deleted: then Sahara kills the job, or it waits forever."""
        cluster = execution["cluster_id"]
        status = self.cluster_status(cluster) if cluster else None
        if status in (ERROR, None):
            why = "is in status Error" if status else LOST
            raise JobFailed(
                f"{self.resource.subject} cannot start: its cluster {why}.",
                self.resource.last_seen(execution),
            )

    # Cancelled and absent

    def cancelled(self, found: list[State]) -> dict[str, Any]:
        running = [execution for execution in found if not is_over(execution)]
        if not running:
            return self.outcome(UNCHANGED, found[0] if found else None)
        latest = running[0]
        self.unprotect(running)
        change = Change("status", latest["status"], KILLED, None)
        plan = Plan(UPDATE, latest, (change,))
        if self.task.check_mode:
            for execution in running:
                after = {**execution, "info": {**execution["info"], "status": KILLED}}
                foresee(self.resource, Plan(UPDATE, execution, (change,)), after)
            return self.outcome(plan, latest)
        for execution in running:
            self.resource.cancel(execution)
        ended = [self.until_ended(execution) for execution in running]
        # They may have ended before they could be cancelled.
        killed = any(execution["status"] == KILLED for execution in ended)
        return self.outcome(plan if killed else UNCHANGED, ended[0])

    def absent(self, found: list[State]) -> dict[str, Any]:
        """Delete the job executions. Sahara first cancels those that are running, which takes time."""
        if not found:
            return self.outcome(UNCHANGED, None)
        self.unprotect(found)
        removed = found
        if self.task.check_mode:
            for execution in found:
                foresee(self.resource, Plan(DELETE, execution), {})
        else:
            removed = [execution for execution in found if self.resource.delete(execution)]
            for execution in removed:
                self.waiting.until(execution, lambda seen: seen is None, self.timeout_error)
        plan = Plan(DELETE, lost={"jobs": [execution["id"] for execution in removed]})
        return self.outcome(plan if removed else UNCHANGED, None)

    def unprotect(self, found: list[State]) -> None:
        """End the protection of the job executions. Raises Refused if the task does not allow that."""
        for execution in found:
            require_own(self.resource, execution)
            require_unprotected(self.resource, execution, self.params, ["state"])
        for execution in found:
            if execution.get("is_protected") and not self.task.check_mode:
                self.resource.update(execution, {"is_protected": False})

    # Waiting

    def until_ended(self, execution: State) -> State:
        return self.require_existing(
            self.waiting.until(execution, self.is_ended, self.timeout_error)
        )

    def is_ended(self, seen: MaybeState) -> bool:
        execution = self.require_existing(seen)
        if execution["status"] in NOT_STARTED and self.params["state"] == "finished":
            self.check_that_it_can_start(execution)
        return is_over(execution)

    def require_existing(self, seen: MaybeState) -> State:
        if seen is None:
            raise JobFailed(gone(self.resource.subject), {})
        return seen

    def timeout_error(self, seen: State, silence_s: float) -> SaharaError:
        missed = "was not deleted" if self.params["state"] == "absent" else "did not finish"
        return JobTimeout(
            f"{self.resource.subject} {missed} within {self.params['timeout']} s "
            f"({last_known(seen['status'], silence_s)}). {self.handle_timeout(seen)}",
            self.resource.last_seen(seen),
        )

    def handle_timeout(self, seen: State) -> str:
        """Cancel the job execution if the task wants that. Returns a sentence about what happens to it."""
        if self.params["state"] != "finished":
            return "Sahara continues the operation; run the task again to keep waiting."
        if not self.params["cancel_on_timeout"]:
            return "It keeps running; run the task again to keep waiting."
        try:
            self.resource.cancel(seen)
        except SaharaError as error:
            return f"It could not be cancelled: {with_end(error.sentence)}"
        return "It is being cancelled."

    # Results

    def outcome(self, plan: Plan, execution: State | None) -> dict[str, Any]:
        found = self.resource.result(execution) if execution else None
        return result_of(plan, found, self.resource.kind.name)

    def predicted(self, plan: Plan, wanted: Values) -> dict[str, Any]:
        values = {field.wire: wanted.get(field.name) for field in self.resource.fields}
        generated = {value.name for value in self.resource.generated}
        result = self.resource.result(values)
        result = {key: value for key, value in result.items() if key not in generated}
        return complete_result(self.resource, foresee(self.resource, plan, result), result)

    def creation(self, wanted: Values) -> tuple[Change, ...]:
        """The diff of a new job execution: each option that has a value."""
        rendered = {
            field.name: field.render(wanted[field.name], self.task)
            for field in self.resource.fields
            if field.name in wanted
        }
        configs = rendered.pop("job_configs")
        rendered.update({name: configs[name] for name in GIVEN if configs[name]})
        return tuple(Change(option, None, value, None) for option, value in rendered.items())
