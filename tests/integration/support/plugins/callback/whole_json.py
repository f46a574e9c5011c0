# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prints the results as one JSON document at the end, as callback plugins for other programs do."""

from __future__ import annotations

import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: whole_json
type: stdout
short_description: Prints one JSON document for the integration tests
description:
  - Prints the names of the successful tasks as a list.
requirements: []
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "whole_json"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._ended = []

    def v2_runner_on_ok(self, result):
        # ansible-core 2.19 renamed this attribute.
        task = getattr(result, "task", None) or result._task
        self._ended.append(task.get_name())

    def v2_playbook_on_stats(self, stats):
        self._display.display(json.dumps(self._ended))
