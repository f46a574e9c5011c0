# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a job failed, as a sentence and as a failure of the task."""

from __future__ import annotations

from collections.abc import Mapping

from ....saharaclient.texts import with_full_stop
from ...engine.contracts import State
from ...engine.wait import WaitFailed, WaitTimeout

# Sahara takes the jobs from a cluster either way.
LOST = "failed or was deleted"


class JobFailed(WaitFailed):
    """The job ended otherwise than it should."""


class JobTimeout(WaitTimeout):
    """The deadline passed."""


def execution_reason(execution: State) -> str:
    """What the engine says of the failure; Oozie says it of each action."""
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
        parts.append(f"its return code is {execution['return_code']}")
    return with_full_stop("; ".join(parts) or "Sahara gives no reason, see the engine's log")
