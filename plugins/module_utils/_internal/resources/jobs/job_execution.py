# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job: one run of a job template on a cluster. API v1.1 calls it a job execution."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ....saharaclient.errors import BadRequest, NotFound, RouteNotFound, ServerError
from ...fields.fields import Field, Flag, Reference, comparable
from ..resource import GENERATED, Resource
from .request import (
    GIVEN,
    interface_problems,
    interface_values,
    kept_configs,
    request_problems,
)
from .secrets import BLANK, is_hidden, masked

# Sahara 19: sahara/utils/edp.py JOB_STATUSES_TERMINATED.
SUCCEEDED = "SUCCEEDED"
OVER = frozenset((SUCCEEDED, "FAILED", "KILLED", "DONEWITHERROR", "SUSPENDFAILED"))
NOT_STARTED = frozenset(("PENDING", "READYTORUN"))
# What changes by itself. To be asked while it is cancelled or suspended would disturb Sahara.
MOVING = NOT_STARTED | {"PREP", "RUNNING"}


class JobConfigs(Field):
    """Configs, params and args; Sahara blanks the credentials among them."""

    def current(self, value: Any) -> Any:
        shown = value or {}
        configs = {name: shown.get(name) or {} for name in ("configs", "params")}
        return {**configs, "args": list(shown.get("args") or [])}

    def same(self, wanted: Any, current: Any) -> bool:
        if comparable(wanted["args"]) != comparable(current["args"]):
            return False
        return all(same_configs(wanted[name], current[name]) for name in ("configs", "params"))


def same_configs(wanted: Mapping[str, Any], current: Mapping[str, Any]) -> bool:
    if wanted.keys() != current.keys():
        return False
    return all(
        comparable(value) == comparable(current[name])
        or (is_hidden(name) and current[name] in BLANK)
        for name, value in wanted.items()
    )


def without_conf(info: Mapping[str, Any]) -> dict[str, Any]:
    """Without Oozie's configuration of each action: it has credentials, and v2 shows it of a single job."""
    actions = info.get("actions")
    if not isinstance(actions, list):
        return dict(info)
    shown = [
        {key: value for key, value in action.items() if key != "conf"}
        for action in actions
        if isinstance(action, Mapping)
    ]
    return {**info, "actions": shown}


class JobExecution(Resource):
    """Found by its id, or as the run that equals what the task describes."""

    kind = "job_execution"
    plural = "jobs"
    noun = "job"
    fields = (
        Reference("job_template", "job_template"),
        Reference("cluster", "cluster"),
        Reference("input", "data_source"),
        Reference("output", "data_source"),
        JobConfigs("job_configs"),
        Flag("is_public"),
        Flag("is_protected"),
    )
    generated = (
        *GENERATED,
        "status",
        "start_time",
        "end_time",
        "return_code",
        "engine_job_id",
        "data_source_urls",
        "info",
    )

    # Whether to have the engine asked for the status.
    may_refresh = True

    @property
    def label(self) -> str:
        if self.params.get("id"):
            return f"job '{self.params['id']}'"
        return f"job of '{self.params['job_template']}' on '{self.params['cluster']}'"

    def read(self, found: Any) -> dict[str, Any]:
        job = super().read(found)
        job.setdefault("job_template_id", job.get("job_id"))
        info = job["info"] = without_conf(job.get("info") or {})
        job["status"] = info.get("status")
        return job

    def result(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """Without credentials: v2 shows those of a single job in clear."""
        result = super().result(current)
        return {**result, "job_configs": masked(result["job_configs"])}

    def by_id(self, identity: str) -> dict[str, Any] | None:
        """With the engine's own word on the status, where API v1.1 is there to ask for it."""
        if self.may_refresh:
            try:
                older = self.cloud.client_for("1.1").job_executions
                return self.read(older.refresh_status(identity))
            except RouteNotFound:
                self.may_refresh = False
            except NotFound:
                return None
            except (BadRequest, ServerError):
                pass  # The engine cannot be asked now; Sahara has its last word.
        return super().by_id(identity)

    def fresh(self, run: dict[str, Any]) -> dict[str, Any]:
        """A run of a list, whose status may have changed since Sahara's own last look."""
        if run["status"] not in MOVING:
            return run
        return self.by_id(run["id"]) or run

    # What the task wants

    def described(self) -> dict[str, Any]:
        """Option -> canonical value of the run that the task describes; what is wrong with it is noted."""
        wanted = super().wanted(None)
        if not self.template:
            return wanted
        wanted["job_configs"] = kept_configs(self.params, self.interface, self.values)
        for problem in interface_problems(self.interface, self.values):
            self.task.problem(problem)
        return wanted

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        for problem in request_problems(str(self.template.get("type")), wanted):
            self.task.problem(problem)

    @cached_property
    def template(self) -> Mapping[str, Any]:
        """The job template; nothing when there is none of that name."""
        identity = self.task.resolve("job_template", self.params["job_template"])
        known = self.task.lookups.objects("job_template")
        return next((item for item in known if item["id"] == identity), {})

    @property
    def interface(self) -> list[dict[str, Any]]:
        return list(self.template.get("interface") or ())

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values that the task gives for the template's interface."""
        given = self.params.get("job_interface") or {}
        return interface_values(self.interface, given, self.task)

    def equal_runs(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The project's runs that are as the task describes, the latest first."""
        return [run for run in self.runs(wanted) if self.is_as(run, wanted)]

    def is_as(self, run: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
        return all(
            field.same(wanted.get(field.name), field.current(run.get(field.wire)))
            for field in self.fields
            if field.name in ("input", "output", "job_configs")
        )

    def runs(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The project's runs of the template on the cluster, the latest first."""
        found = [
            run
            for run in self.listed()
            if run.get("job_template_id") == wanted["job_template"]
            and run.get("cluster_id") == wanted["cluster"]
            and self.is_own(run)
        ]
        return sorted(found, key=lambda run: str(run.get("created_at")), reverse=True)

    # Writing

    def start(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """POST the run; interface values go by themselves, for Sahara puts them in their places."""
        body = self.body({name: value for name, value in wanted.items() if name != "job_configs"})
        configs = {name: self.params[name] for name in GIVEN if self.params.get(name)}
        if configs:
            body["job_configs"] = configs
        if self.interface:
            body["interface"] = self.values
        if self.cloud.api_version != "2":
            body["job_id"] = body.pop("job_template_id")
        return self.read(self.manager.create_raw(body))

    def cancel(self, run: Mapping[str, Any]) -> None:
        """Ask for its end; it is not over yet when this returns.

        API v2 refuses that while the cluster is not Active, and v1.1 does not.
        """
        # The engine's word, asked for meanwhile, would overwrite what the cancelling has written.
        self.may_refresh = False
        try:
            self.manager.cancel(run["id"])
        except BadRequest as refusal:
            try:
                self.cloud.client_for("1.1").job_executions.cancel(run["id"])
            except RouteNotFound:
                raise refusal from None


def gather_jobs(task: Any) -> dict[str, Any]:
    """The result of sahara_job_execution_info, the latest first."""
    job = JobExecution(task)
    wanted = {
        f"{option}_id": task.resolve(option, task.params[option])
        for option in ("cluster", "job_template")
        if task.params[option]
    }
    task.raise_problems()
    one: Any = job.by_id(task.params["id"]) if task.params["id"] else None
    found = [one] * bool(one) if task.params["id"] else job.listed()
    status = task.params["status"]
    chosen = [run for run in found if all(run.get(name) == wanted[name] for name in wanted)]
    shown = [job.result(run) for run in map(job.fresh, chosen) if status in (None, run["status"])]
    shown.sort(key=lambda run: (str(run["created_at"]), str(run["id"])), reverse=True)
    return {"changed": False, "job_executions": shown}
