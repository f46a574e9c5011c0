# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a job execution failed: the sentence, and the failures of the task."""

from __future__ import annotations

from collections.abc import Mapping

from ....saharaclient.texts import with_full_stop, without_html
from ...engine.contracts import State
from ...engine.wait import WaitFailed, WaitTimeout
from .logs import log_sentence

# Sahara removes the reference to the cluster in both cases.
LOST = "failed or was deleted"


class JobFailed(WaitFailed):
    """The job execution did not succeed."""


class JobTimeout(WaitTimeout):
    """The deadline passed."""


def execution_reason(execution: State, log: State | None) -> str:
    """The reason that the job engine reports, and where its log is. Oozie reports a reason for each action."""
    info = execution.get("info") or {}
    parts = []
    for action in info.get("actions") or ():
        if isinstance(action, Mapping) and (action.get("errorMessage") or action.get("errorCode")):
            code = f" ({action['errorCode']})" if action.get("errorCode") else ""
            parts.append(f"{action.get('name')}: {action.get('errorMessage')}{code}")
    parts += [str(info[key]) for key in ("errorMessage", "reason") if info.get(key)]
    if not parts and not execution.get("cluster_id"):
        parts.append(f"its cluster {LOST}")
    if not parts and execution.get("return_code") is not None:
        parts.append(f"return code {execution['return_code']}")
    reason = without_html("; ".join(parts))
    unknown = "no reason reported" if log else "no reason reported; see the log of the job engine"
    return with_full_stop(reason or unknown) + log_sentence(log)
