# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job execution: a job template executed once on a cluster. API v2 calls it a job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from ....saharaclient.errors import BadRequest, NotFound, RouteNotFound, ServerError
from ....saharaclient.job_states import KILLED, OVER, SUCCEEDED
from ...cloud.kinds import CLUSTER, DATA_SOURCE, JOB_EXECUTION, JOB_TEMPLATE
from ...engine.contracts import State, Values
from ...engine.lost_answers import made_sure
from ...engine.plan import Plan
from ...fields.common import SHARING
from ...fields.references import Reference
from ...fields.value import GENERATED, ID, Value
from ..resource import ManagedResource
from .job_configs import JobConfigs, blanked_configs, masked_configs, without_conf
from .logs import LOG, log_of
from .relaunch import unknown_secrets
from .request import (
    GIVEN,
    given_configs,
    interface_values,
    kept_configs,
    location_problems,
    request_problems,
    value_problems,
)

# The statuses after a cancellation, if the job execution has not ended before.
CANCELLED = frozenset(("TOBEKILLED", KILLED))
NOT_STARTED = frozenset(("PENDING", "READYTORUN"))
# Statuses that change without a request. In others (being cancelled or suspended), asking the engine would
# overwrite what Sahara has written.
MOVING = NOT_STARTED | {"PREP", "RUNNING"}


class JobExecution(ManagedResource):
    """Found by its id, or because it equals the job execution that the task describes."""

    kind = JOB_EXECUTION
    fields = (
        Reference("job_template", JOB_TEMPLATE.name, "The id of the job template.", ID.sample),
        Reference("cluster", CLUSTER.name, "The id of the cluster; null if it was deleted or could not be created.", ID.sample),
        Reference("input", DATA_SOURCE.name, "The id of the input data source.", ID.sample),
        Reference("output", DATA_SOURCE.name, "The id of the output data source.", ID.sample),
        JobConfigs("job_configs", "The configs, params and args of the job execution, without credentials.",
                   {"configs": {"edp.java.main_class": "org.example.WordCount"}, "params": {}, "args": ["10"]}),
        *SHARING,
    )  # fmt: skip
    generated = (
        *GENERATED,
        Value("status", "The status of the job execution, for example V(RUNNING), V(SUCCEEDED) or V(FAILED).", SUCCEEDED),
        Value("start_time", "When the job execution started.", "2026-11-27T09:51:00"),
        Value("end_time", "When the job execution ended.", "2026-11-27T09:54:12"),
        Value("return_code", "The return code, if the job engine reports one.", "0"),
        Value("engine_job_id", "The id that the job engine assigned.", "job_1764236890123_0007"),
        Value("data_source_urls", "The URLs of the data sources by their ids, with placeholders replaced.",
              {ID.sample: "hdfs://namenode/data/sales"}, type="dict"),
        Value("info", "What the job engine reports about the job execution.", {"status": SUCCEEDED}, type="dict"),
        LOG,
    )  # fmt: skip
    identity_options = {"id": {"type": "str"}}

    # Whether to request a status refresh, for which Sahara asks the job engine.
    may_refresh = True

    @property
    def label(self) -> str:
        if self.params.get("id"):
            return f"{self.kind.noun} '{self.params['id']}'"
        if self.params.get("like"):
            return f"{self.kind.noun} like '{self.params['like']}'"
        return f"{self.kind.noun} of '{self.params['job_template']}' on '{self.params['cluster']}'"

    def decode(self, found: Any) -> State:
        execution = super().decode(found)
        info = without_conf(execution.get("info") or {})
        return {**execution, "info": info, "status": info.get("status")}

    def result(self, current: State) -> dict[str, Any]:
        result = super().result(current)
        configs = masked_configs(result["job_configs"])
        return {**result, "job_configs": configs, LOG.name: self.log_of(current)}

    def as_options(self, current: State) -> dict[str, Any]:
        template = self.task.lookups.state_of(JOB_TEMPLATE.name, current["job_template_id"])
        configs = masked_configs(self.field("job_configs").current(current["job_configs"]))
        given = given_configs(configs, template.get("interface") or (), self.task)
        return {**super().as_options({**current, "job_configs": None}), **given}

    def log_of(self, execution: State) -> dict[str, Any] | None:
        failed = execution.get("status") in OVER - {SUCCEEDED}
        return log_of(execution, self.task) if failed else None

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        """In Sahara's form, which has the status in ``info`` and blanks credentials."""
        state = super().forecast(plan, preview)
        if state is None:
            return None
        status = SUCCEEDED if self.params["state"] == "finished" else "PENDING"
        configs = blanked_configs(state["job_configs"])
        return {"info": {"status": status}, "status": status, **state, "job_configs": configs}

    def by_id(self, identity: str) -> State | None:
        """The job execution, with its status refreshed from the engine if the cloud has API v1.1."""
        if self.may_refresh and self.cloud.has_older_api:
            try:
                older = self.kind.manager_of(self.cloud, "1.1")
                return self.decode(older.refresh_status(identity))
            except RouteNotFound:
                self.cloud.avoid_older_api()
            except NotFound:
                return None
            except (BadRequest, ServerError):
                pass  # The engine does not answer now; Sahara has its last known status.
        return super().by_id(identity)

    look = by_id

    def last_seen(self, current: State) -> dict[str, Any]:
        return {self.kind.name: self.result(current)}

    def refreshed(self, execution: State) -> State:
        """A job execution from a list, with its current status: Sahara's may be out of date."""
        if execution["status"] not in MOVING:
            return execution
        return self.by_id(execution["id"]) or execution

    # What the task wants

    def described(self) -> dict[str, Any]:
        """Option -> canonical value of the job execution that the task describes. Notes the problems with it."""
        wanted = super().wanted(None)
        wanted["job_configs"] = kept_configs(self.params, self.arguments, self.argument_values)
        if self.template:
            for problem in value_problems(self.arguments, self.argument_values):
                self.task.problem(problem)
        return wanted

    def check(self, wanted: Values, current: State | None) -> None:
        kind = self.template.get("type", "")
        state_of = self.task.lookups.state_of
        ends = [state_of(DATA_SOURCE.name, wanted.get(end)) for end in ("input", "output")]
        problems = [*request_problems(kind, wanted), *location_problems(kind, ends)]
        for problem in problems + (unknown_secrets(wanted) if self.params.get("like") else []):
            self.task.problem(problem)

    @cached_property
    def template(self) -> State:
        """The job template; empty if none has this name."""
        identity = self.task.resolve(JOB_TEMPLATE.name, self.params["job_template"])
        return self.task.lookups.state_of(JOB_TEMPLATE.name, identity)

    @property
    def arguments(self) -> list[dict[str, Any]]:
        """The interface of the job template."""
        return list(self.template.get("interface") or ())

    @cached_property
    def argument_values(self) -> dict[str, Any]:
        """The values of the task for the interface of the job template."""
        given = self.params.get("job_interface") or {}
        return interface_values(self.arguments, given, self.task)

    def equal_executions(self, wanted: Values) -> list[State]:
        """The project's job executions that equal the one that the task describes, the latest first."""
        return self.equal_among(self.executions(wanted), wanted)

    def equal_among(self, executions: Iterable[State], wanted: Values) -> list[State]:
        return [execution for execution in executions if self.equals(execution, wanted)]

    def latest_equal(self, known: Sequence[State], wanted: Values) -> State | None:
        return next(iter(self.equal_among(latest_among(known), wanted)), None)

    def equals(self, execution: State, wanted: Values) -> bool:
        return all(
            field.same(wanted.get(field.name), field.current(execution.get(field.wire)))
            for field in self.fields
            if field.name in ("input", "output", "job_configs")
        )

    def executions(self, wanted: Values) -> list[State]:
        """The project's executions of the job template on the cluster, the latest first."""
        found = [
            execution
            for execution in self.listed(
                job_template_id=wanted["job_template"], cluster_id=wanted["cluster"]
            )
            if self.is_own(execution)
        ]
        started = [execution for execution in found if execution.get("created_at")]
        started.sort(key=lambda execution: str(execution["created_at"]), reverse=True)
        # A run in check mode would start the others after these, in this order.
        planned = [execution for execution in found if not execution.get("created_at")]
        return [*reversed(planned), *started]

    # Writing

    def start(self, wanted: Values, known: Iterable[State]) -> State:
        """Start the job execution. known: all earlier executions of the job template on the cluster."""
        body = self.start_request(wanted)
        return made_sure(
            self.task,
            lambda: self.decode(self.manager.create_raw(body)),
            lambda: next(iter(self.equal_newcomers(wanted, known)), None),
        )

    def equal_newcomers(self, wanted: Values, known: Iterable[State]) -> list[State]:
        """The equal job executions that exist now and are not known yet."""
        ids = {execution["id"] for execution in known}
        return [item for item in self.equal_executions(wanted) if item["id"] not in ids]

    def start_request(self, wanted: Values) -> dict[str, Any]:
        """The body of the request. Interface values are separate; Sahara merges them into the configs."""
        body = self.body({name: value for name, value in wanted.items() if name != "job_configs"})
        configs = {name: self.params[name] for name in GIVEN if self.params.get(name)}
        if configs:
            body["job_configs"] = configs
        if self.arguments:
            body["interface"] = self.argument_values
        return body

    def cancel(self, execution: State) -> None:
        """Request the cancellation, without waiting for it.

        API v2 refuses this while the cluster is not Active; API v1.1 allows it.
        """
        # A refresh from the engine would overwrite the status that the cancellation has written.
        self.may_refresh = False
        identity = execution["id"]
        try:
            self._request_cancellation(self.manager, identity)
        except BadRequest as refusal:
            try:
                self._request_cancellation(self.kind.manager_of(self.cloud, "1.1"), identity)
            except RouteNotFound:
                raise refusal from None

    def _request_cancellation(self, manager: Any, identity: str) -> None:
        def cancelled() -> State | None:
            seen = self.by_id(identity)
            return seen if seen and seen["status"] in CANCELLED else None

        made_sure(self.task, lambda: manager.cancel(identity), cancelled)


def with_success(execution: State) -> State:
    info = {**(execution.get("info") or {}), "status": SUCCEEDED}
    return {**execution, "status": SUCCEEDED, "info": info}


def is_over(execution: State) -> bool:
    return execution["status"] in OVER


def latest_among(executions: Sequence[State]) -> Sequence[State]:
    """The latest ones of an ordered list. Sahara's times are whole seconds, so there can be several."""
    latest = executions[:1]
    created_at = latest[0].get("created_at") if latest else None
    if created_at is None:
        return latest
    return [execution for execution in executions if execution.get("created_at") == created_at]
