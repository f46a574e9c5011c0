# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only callback of a measured playbook: records when each task starts and ends.

It writes lines of JSON to the file that TASK_CLOCK_FILE names. A start also has the time when the
previous task ended, and the processor time of all children up to then, in seconds.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: task_clock
type: stdout
short_description: Records when each task starts and ends
description: For the benchmarks.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "task_clock"

    def __init__(self) -> None:
        super().__init__()
        self._file = open(os.environ["TASK_CLOCK_FILE"], "w", encoding="utf-8")  # noqa: SIM115

    def _write(self, **fields: object) -> None:
        print(json.dumps({"at": time.perf_counter(), **fields}), file=self._file, flush=True)

    def _write_start(self, name: str) -> None:
        ended_at = time.perf_counter()
        # The time of the last worker, and of its module, is only known when it has ended.
        for worker in multiprocessing.active_children():
            worker.join()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._write(task=name, ended_at=ended_at, children_s=spent.ru_utime + spent.ru_stime)

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._write_start(task.get_name())

    def v2_runner_on_ok(self, result):
        self._write(changed=result.is_changed())

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._write(failed=str(result._result.get("msg")))

    def v2_playbook_on_stats(self, stats):
        self._write_start("")
