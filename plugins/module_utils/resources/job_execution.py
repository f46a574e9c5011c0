# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job: one run of a job template on a cluster. API v1.1 calls it a job execution."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..client.errors import BadRequest, NotFound, RouteNotFound, ServerError
from .base import GENERATED, Resource
from .fields import Field, Flag, Reference, comparable
from .job_secrets import BLANK, is_secret, masked

# Sahara 19: sahara/utils/edp.py JOB_STATUSES_TERMINATED.
SUCCEEDED = "SUCCEEDED"
OVER = frozenset((SUCCEEDED, "FAILED", "KILLED", "DONEWITHERROR", "SUSPENDFAILED"))
NOT_STARTED = frozenset(("PENDING", "READYTORUN"))

GIVEN = ("configs", "params", "args")


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
        or (is_secret(name) and current[name] in BLANK)
        for name, value in wanted.items()
    )


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
        job["status"] = (job.get("info") or {}).get("status")
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

    # What the task wants

    def described(self) -> dict[str, Any]:
        """Option -> canonical value of the run that the task describes."""
        given = {name: self.params.get(name) for name in GIVEN}
        wanted = super().wanted(None)
        configs = {
            "configs": dict(given["configs"] or {}),
            "params": dict(given["params"] or {}),
            "args": list(given["args"] or []),
        }
        return {**wanted, "job_configs": self._with_interface(configs)}

    @cached_property
    def template(self) -> Mapping[str, Any]:
        identity = self.task.resolve("job_template", self.params["job_template"])
        known = self.task.lookups.objects("job_template")
        return next((item for item in known if item["id"] == identity), {})

    def _with_interface(self, configs: dict[str, Any]) -> dict[str, Any]:
        """The configs as Sahara keeps them: with the values of the template's interface in their places."""
        values = self.params.get("job_interface") or {}
        positional = {}
        for argument in self.template.get("interface") or ():
            value = values.get(argument["name"], argument.get("default"))
            if value is None:
                continue
            if argument["mapping_type"] == "args":
                positional[int(argument["location"])] = value
            else:
                configs[argument["mapping_type"]][argument["location"]] = value
        if positional:
            configs["args"] = [positional[place] for place in sorted(positional)]
        return configs

    def equal_runs(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The runs of the template on the cluster that are as the task describes, the latest first."""
        return [run for run in self.runs(wanted) if self.is_as(run, wanted)]

    def is_as(self, run: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
        return all(
            field.same(wanted.get(field.name), field.current(run.get(field.wire)))
            for field in self.fields
            if field.name in ("input", "output", "job_configs")
        )

    def runs(self, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """All runs of the template on the cluster, the latest first."""
        found = [
            run
            for run in self.listed()
            if run.get("job_template_id") == wanted["job_template"]
            and run.get("cluster_id") == wanted["cluster"]
        ]
        return sorted(found, key=lambda run: str(run.get("created_at")), reverse=True)

    # Writing

    def start(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """POST the run; interface values go by themselves, for Sahara puts them in their places."""
        body = self.body({name: value for name, value in wanted.items() if name != "job_configs"})
        configs = {name: self.params[name] for name in GIVEN if self.params.get(name)}
        if configs:
            body["job_configs"] = configs
        if self.template.get("interface"):
            body["interface"] = dict(self.params.get("job_interface") or {})
        if self.cloud.api_version != "2":
            body["job_id"] = body.pop("job_template_id")
        return self.read(self.manager.create_raw(body))


def gather_jobs(task: Any) -> dict[str, Any]:
    """The result of sahara_job_execution_info, the latest first."""
    job = JobExecution(task)
    wanted = {"status": task.params["status"]}
    for option in ("cluster", "job_template"):
        given = task.params[option]
        wanted[f"{option}_id"] = task.resolve(option, given) if given else None
    task.raise_problems()
    one = job.by_id(task.params["id"]) if task.params["id"] else None
    found = [one] * bool(one) if task.params["id"] else job.listed()
    shown = [
        job.result(run)
        for run in found
        if all(value in (None, run.get(name)) for name, value in wanted.items())
    ]
    shown.sort(key=lambda run: (str(run["created_at"]), str(run["id"])), reverse=True)
    return {"changed": False, "job_executions": shown}
