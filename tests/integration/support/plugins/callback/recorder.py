# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes every result of a run as a line of JSON, for the tests to compare."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: recorder
type: aggregate
short_description: Records results for the integration tests
description:
  - For each result of a task or a loop item, appends a line of JSON to the file E(RECORDER_FILE).
requirements: []
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "recorder"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._file = Path(os.environ["RECORDER_FILE"])
        self._began = time.time()

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._began = time.time()

    def v2_runner_on_ok(self, result):
        self._write("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._write("failed", result)

    def v2_runner_on_skipped(self, result):
        self._write("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self._write("unreachable", result)

    def _write(self, outcome, result):
        # ansible-core 2.19 renamed these attributes.
        task = getattr(result, "task", None) or result._task
        host = getattr(result, "host", None) or result._host
        values = getattr(result, "result", None) or result._result
        line = {
            "task": task.get_name(),
            "action": task.action,
            "host": host.get_name(),
            "check_mode": bool(task.check_mode),
            "outcome": outcome,
            "result": values,
            "began": self._began,
            "ended": time.time(),
        }
        with self._file.open("a") as records:
            records.write(json.dumps(line, default=str, sort_keys=True) + "\n")
