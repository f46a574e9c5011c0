# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress lines of a cluster: its status, and the steps of its provisioning as they start and end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.contracts import State
from ...engine.progress import News, Progress


class StepProgress(Progress):
    def begin(self, current: State) -> None:
        steps = current["provision_progress"]
        self._over = {step.get("id") for step in steps if step.get("successful") is not None}

    def news(self, current: State) -> News:
        for step in current["provision_progress"]:
            # Not every poll includes the events of running steps.
            has_news = step["events"] or step.get("successful") is not None
            if step.get("id") not in self._over and (
                has_news or step.get("id") not in self._printed
            ):
                yield step.get("id"), line_of(step)


def line_of(step: Mapping[str, Any]) -> str:
    name, total = step.get("step_name"), step.get("total") or 0
    if step.get("successful") is not None:
        return f"{name}: {f'{total} of {total} done' if step['successful'] else 'failed'}"
    done = sum(event.get("successful") is True for event in step["events"])
    return f"{name}: {done} of {total}"
