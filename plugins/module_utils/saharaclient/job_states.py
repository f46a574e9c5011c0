# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the statuses of a job execution mean, and why it failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .texts import without_html

# Sahara 19: sahara/utils/edp.py JOB_STATUSES_TERMINATED.
SUCCEEDED, KILLED = "SUCCEEDED", "KILLED"
OVER = frozenset((SUCCEEDED, "FAILED", KILLED, "DONEWITHERROR", "SUSPENDFAILED"))
# Sahara removes the reference to the cluster in both cases.
LOST = "failed or was deleted"


def engine_reason(execution: Mapping[str, Any]) -> str:
    """The reason that the job engine reports; "" if there is none. Oozie reports a reason for each action."""
    info = execution.get("info") or {}
    parts = []
    for action in info.get("actions") or ():
        if isinstance(action, Mapping) and (action.get("errorMessage") or action.get("errorCode")):
            message, code = action.get("errorMessage"), action.get("errorCode")
            reason = f"{message} ({code})" if message and code else message or code
            parts.append(f"{action.get('name')}: {reason}")
    parts += [str(info[key]) for key in ("errorMessage", "reason") if info.get(key)]
    if not parts and not execution.get("cluster_id"):
        parts.append(f"its cluster {LOST}")
    if not parts and execution.get("return_code") is not None:
        parts.append(f"return code {execution['return_code']}")
    return without_html("; ".join(parts))
