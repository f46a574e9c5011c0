# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a job execution failed: the sentence, and the failures of the task."""

from __future__ import annotations

from ....saharaclient.errors import WaitFailed, WaitTimeout
from ....saharaclient.job_states import engine_reason
from ....saharaclient.texts import with_end
from ...engine.contracts import State
from .logs import log_sentence


class JobFailed(WaitFailed):
    """The job execution did not succeed."""


class JobTimeout(WaitTimeout):
    """The deadline passed."""


def execution_reason(execution: State, log: State | None) -> str:
    """The reason that the job engine reports, and where its log is."""
    unknown = "no reason reported" if log else "no reason reported; see the log of the job engine"
    return with_end(engine_reason(execution) or unknown) + log_sentence(log)
