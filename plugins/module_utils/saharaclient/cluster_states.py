# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the statuses of a cluster mean, and why it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .texts import ERROR_ID, on_one_line, with_end, without_html

# Sahara 19: sahara/utils/cluster.py.
ACTIVE, ERROR, DELETING = "Active", "Error", "Deleting"
# A transient cluster whose jobs have ended, but which Sahara is not allowed to delete
# (sahara/service/periodic.py).
AWAITING_TERMINATION = "AwaitingTermination"
# The status of a new cluster, and of a cluster that starts to scale.
VALIDATING = "Validating"
# Final statuses of an unusable cluster, and how a sentence describes them.
DEAD_ENDS = {
    ERROR: "in status Error",
    AWAITING_TERMINATION: "awaiting termination, which Sahara is not allowed to carry out",
}
# Statuses in which no operation is in progress.
SETTLED = (ACTIVE, *DEAD_ENDS)
# The time limit for reading the events of steps, which only explain a failed or late wait.
LONGEST_LOOK_S = 10.0

NO_REASON = "Sahara reported no reason"
FAILURE_PREFIX = re.compile(r"^\w+ cluster failed for the following reason\(s\): ")
TRACEBACK = re.compile(r"^Traceback \(most recent call last\):\n(?:[ \t].*\n)*.*\n?", re.MULTILINE)


def without_stack_trace(text: Any) -> Any:
    return TRACEBACK.sub("", text).strip() if isinstance(text, str) else text


def cluster_reason(cluster: Mapping[str, Any]) -> str:
    """Sahara's reason on one line, without the boilerplate around it."""
    text = without_html(ERROR_ID.sub("", cluster.get("status_description") or ""))
    return with_end(on_one_line(FAILURE_PREFIX.sub("", text)) or NO_REASON)


def failed_step(cluster: Mapping[str, Any]) -> str:
    """For a sentence: " at step ... on instance ...". Empty if Sahara reports no failed step."""
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is False:
            failed = [
                event for event in step.get("events") or () if event.get("successful") is False
            ]
            named = {str(event["instance_name"]) for event in failed if event.get("instance_name")}
            label = "instances" if len(named) > 1 else "instance"
            where = f" on {label} {', '.join(sorted(named))}" if named else ""
            return f" at step '{step.get('step_name')}'{where}"
    return ""


def failure_clause(cluster: Mapping[str, Any]) -> str:
    """What a sentence says about a cluster that failed, after its name."""
    waits = cluster.get("status") == AWAITING_TERMINATION
    how = f"is {DEAD_ENDS[AWAITING_TERMINATION]}" if waits else f"failed{failed_step(cluster)}"
    return f"{how}: {cluster_reason(cluster)}"


def step_in_progress(cluster: Mapping[str, Any]) -> str:
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is None:
            return f", step '{step.get('step_name')}'"
    return ""
