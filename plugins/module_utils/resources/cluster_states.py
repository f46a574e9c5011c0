# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cluster's status and progress mean (Sahara 19: sahara/utils/cluster.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..client.errors import SaharaError

ACTIVE, ERROR, DELETING = "Active", "Error", "Deleting"

PREFIX = re.compile(r"^\w+ cluster failed for the following reason\(s\): ")
ERROR_ID = re.compile(r"\s*Error ID: [0-9a-f-]+")


class ClusterFailed(SaharaError):
    """The cluster ended where it should not; last_seen is its last state, by the key of the result."""

    def __init__(self, message: str, last_seen: Mapping[str, Any]):
        super().__init__(message)
        self.last_seen = last_seen


def reason_of(cluster: Mapping[str, Any]) -> str:
    """Sahara's own reason on one line, without its frame."""
    text = ERROR_ID.sub("", cluster.get("status_description") or "")
    lines = [line.strip() for line in PREFIX.sub("", text).splitlines() if line.strip()]
    reason = "; ".join(lines) or "Sahara gives no reason"
    return reason if reason.endswith(".") else reason + "."


def failed_step(cluster: Mapping[str, Any]) -> str:
    """at the step ... on instance ..., or nothing when Sahara does not say."""
    for step in cluster.get("provision_progress") or ():
        if step.get("successful") is False:
            failed = [
                event for event in step.get("events") or () if event.get("successful") is False
            ]
            names = ", ".join(
                sorted(
                    {str(event["instance_name"]) for event in failed if event.get("instance_name")}
                )
            )
            return f" at the step '{step.get('step_name')}'" + (
                f" on instance {names}" if names else ""
            )
    return ""
