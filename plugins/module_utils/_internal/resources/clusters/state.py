# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster as Sahara shows it, made legible: its steps, its health, and why it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

ClusterState = Mapping[str, Any]

PREFIX = re.compile(r"^\w+ cluster failed for the following reason\(s\): ")
HEALTH_PREFIX = re.compile(r"^Cluster health is \w+\. Reason: ")
ERROR_ID = re.compile(r"\s*Error ID: [0-9a-f-]+")
# Of what fails in a thread of its own, Sahara puts the whole stack there (sahara/context.py).
TRACEBACK = re.compile(r"^Traceback \(most recent call last\):\n(?:[ \t].*\n)*.*\n?", re.MULTILINE)

# What results have of a step, of its events, and of a check of the health.
STEP = ("id", "step_name", "step_type", "total", "successful", "created_at", "updated_at")
EVENT = ("instance_id", "instance_name", "event_info", "successful", "created_at", "updated_at")
CHECK = ("name", "status", "description")


def legible(cluster: ClusterState) -> dict[str, Any]:
    """A cluster whose steps and health are the same in both versions of the API, without Sahara's own
    stack in any text."""
    return {
        **cluster,
        "status_description": without_stack(cluster.get("status_description")),
        "provision_progress": [step_of(step) for step in cluster.get("provision_progress") or ()],
        "health": health_of(cluster.get("verification")),
    }


def without_stack(text: Any) -> Any:
    return TRACEBACK.sub("", text).strip() if isinstance(text, str) else text


def step_of(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step with how long it took, and with the events that Sahara keeps of it.

    It drops those of a step that went well, and the answer that tells so first still has them
    (sahara/db/sqlalchemy/api.py): whether they are there then is a matter of the moment.
    """
    kept = () if step.get("successful") else step.get("events") or ()
    events = [
        {
            **{key: event.get(key) for key in EVENT},
            "event_info": without_stack(event.get("event_info")),
        }
        for event in kept
    ]
    return {**{key: step.get(key) for key in STEP}, "seconds": seconds_of(step), "events": events}


def seconds_of(step: Mapping[str, Any]) -> int | None:
    """How long a step took, as far as it is over."""
    if step.get("successful") is None:
        return None
    try:
        began, ended = (datetime.fromisoformat(step[key]) for key in ("created_at", "updated_at"))
        return int((ended - began).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def health_of(verification: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the last check of the health has found; None before the first."""
    if not verification:
        return None
    checks = [
        {**{key: check.get(key) for key in CHECK}, "description": sentence_of(check)}
        for check in verification.get("checks") or ()
    ]
    return {
        "status": verification.get("status"),
        "checks": sorted(checks, key=lambda check: (str(check["name"]), str(check["description"]))),
        "created_at": verification.get("created_at"),
        "updated_at": verification.get("updated_at"),
    }


def sentence_of(check: Mapping[str, Any]) -> str:
    """What a check has found, without the colour, which stands beside it."""
    text = without_stack(check.get("description")) or ""
    return HEALTH_PREFIX.sub("", ERROR_ID.sub("", text))


def reason_of(cluster: ClusterState) -> str:
    """Sahara's own reason on one line, without its frame."""
    text = ERROR_ID.sub("", cluster.get("status_description") or "")
    reason = on_one_line(PREFIX.sub("", text)) or "Sahara gives no reason"
    return ended(reason)


def on_one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."


def failed_step(cluster: ClusterState) -> str:
    """at the step ... on instance ..., or nothing when Sahara does not say."""
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is False:
            failed = [event for event in step["events"] if event.get("successful") is False]
            named = {str(event["instance_name"]) for event in failed if event.get("instance_name")}
            where = f" on instance {', '.join(sorted(named))}" if named else ""
            return f" at the step '{step.get('step_name')}'{where}"
    return ""


def step_under_way(cluster: ClusterState) -> str:
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is None:
            return f", at the step '{step.get('step_name')}'"
    return ""
