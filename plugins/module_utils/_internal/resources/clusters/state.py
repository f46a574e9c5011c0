# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a cluster in readable form: its steps, its health, and why it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ....saharaclient.cluster_states import without_stack_trace
from ....saharaclient.texts import ERROR_ID
from ...engine.contracts import State
from ...fields.value import Value

HEALTH_PREFIX = re.compile(r"^Cluster health is \w+\. Reason: ")


STEP = (
    Value("id", "The id of the step.", "2f6a1c88-0c1b-4b9d-8f5e-6a7b8c9d0e1f"),
    Value("step_name", "The name of the step.", "Configure instances"),
    Value("step_type", "Who runs the step, Sahara's engine or the plugin, and for which operation.",
          "Plugin: configure cluster"),
    Value("total", "The number of instances that the step runs on.", 4, type="int"),
    Value("successful", "Whether the step succeeded; null while it runs.", True, type="bool"),
    Value("created_at", "When the step started, in UTC.", "2026-11-27T09:42:10"),
    Value("updated_at", "When the step ended, in UTC; null while it runs.", "2026-11-27T09:44:55"),
)  # fmt: skip
EVENT = (
    Value("instance_id", "The id of the instance in Nova.", "b3d5f7a9-1c2e-4d6f-8a0b-9c8d7e6f5a4b"),
    Value("instance_name", "The name of the instance.", "analytics-worker-0"),
    Value("event_info", "What went wrong.", "Connection timed out"),
    Value("successful", "Whether the step succeeded on this instance.", False, type="bool"),
    Value("created_at", "When the event began, in UTC.", "2026-11-27T09:42:11"),
    Value("updated_at", "When the event ended, in UTC.", "2026-11-27T09:44:50"),
)
CHECK = (
    Value("name", "The name of the check.", "Check of the DataNodes"),
    Value("status", "V(GREEN), V(YELLOW) or V(RED); V(CHECKING) while the check runs.", "GREEN"),
    Value("description", "What the check found, as a sentence.", "All DataNodes are live."),
)
STATE_VALUES = (
    Value("status", "The status of the cluster, for example V(Active) or V(Error).", "Active"),
    Value("status_description", "The reason for the status, if Sahara reports one.", ""),
    Value("info", "The URLs of the services, with a dictionary of names and URLs for each service.",
          {"HDFS": {"Web UI": "http://203.0.113.20:50070"}}, type="dict"),
    Value("provision_progress", "The steps of the provisioning and of later scaling.", type="list", elements="dict",
          contains=(
              *STEP,
              Value("seconds", "How long the step took; null while it runs.", 165, type="int"),
              Value("events", "What happened on the instances. Sahara keeps events only for steps that run or have failed. "
                    "Only tasks that wait return them.", type="list", elements="dict", contains=EVENT),
          )),
    Value("health", "The result of the last health check; null before the first. Sahara checks a cluster when it becomes "
          "Active and from time to time.", type="dict",
          contains=(
              Value("status", "The worst result of the checks, V(GREEN), V(YELLOW) or V(RED); V(CHECKING) until all checks have ended.", "GREEN"),
              Value("checks", "The checks, sorted by name.", type="list", elements="dict", contains=CHECK),
              Value("created_at", "When the health check started, in UTC.", "2026-11-27T09:50:00"),
              Value("updated_at", "When the health check ended, in UTC.", "2026-11-27T09:50:04"),
          )),
)  # fmt: skip


# What a cluster takes over from its template, unless the request sets it (Sahara 19: conductor/manager.py).
INHERITED = (
    "plugin_name",
    "plugin_version",
    "description",
    "default_image_id",
    "neutron_management_network",
    "node_groups",
    "cluster_configs",
    "anti_affinity",
    "domain_name",
    "use_autoconfig",
)


def names_of(values: tuple[Value, ...]) -> tuple[str, ...]:
    return tuple(value.name for value in values)


def normalized(cluster: State) -> dict[str, Any]:
    """A cluster with the same steps and health in both API versions, and without Sahara's stack traces."""
    return {
        **cluster,
        "status_description": without_stack_trace(cluster.get("status_description")),
        "provision_progress": [
            normalized_step(step) for step in cluster.get("provision_progress") or ()
        ],
        "health": health_of(cluster.get("verification")),
    }


def normalized_step(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step with its duration and the events that Sahara keeps.

    Sahara drops the events of a successful step, but its first reply after the success may still contain them
    (Sahara 19: db/sqlalchemy/api.py). They are always left out, so that results do not depend on timing.
    """
    kept = () if step.get("successful") else step.get("events") or ()
    events = [
        {
            **{name: event.get(name) for name in names_of(EVENT)},
            "event_info": without_stack_trace(event.get("event_info")),
        }
        for event in kept
    ]
    return {
        **{name: step.get(name) for name in names_of(STEP)},
        "seconds": duration_of(step),
        "events": events,
    }


def duration_of(step: Mapping[str, Any]) -> int | None:
    """The duration of a step in seconds; None until it has ended."""
    if step.get("successful") is None:
        return None
    try:
        began, ended = (datetime.fromisoformat(step[key]) for key in ("created_at", "updated_at"))
        return int((ended - began).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def health_of(verification: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The result of the last health check; None before the first."""
    if not verification:
        return None
    checks = [
        {**{name: check.get(name) for name in names_of(CHECK)}, "description": finding_of(check)}
        for check in verification.get("checks") or ()
    ]
    return {
        "status": verification.get("status"),
        "checks": sorted(checks, key=lambda check: (str(check["name"]), str(check["description"]))),
        "created_at": verification.get("created_at"),
        "updated_at": verification.get("updated_at"),
    }


def finding_of(check: Mapping[str, Any]) -> str:
    """What a check found, without its color, which is the status."""
    text = without_stack_trace(check.get("description")) or ""
    return HEALTH_PREFIX.sub("", ERROR_ID.sub("", text))


def inherited(template: State) -> dict[str, Any]:
    """What a cluster takes over from its template."""
    return {key: template.get(key) for key in INHERITED}
