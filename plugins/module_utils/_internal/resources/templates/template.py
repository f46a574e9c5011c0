# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What both kinds of templates have in common."""

from __future__ import annotations

from ...engine.contracts import Task
from ...fields.field import Options
from ..resource import ManagedResource

SRC_OPTION: Options = {"src": {"type": "path"}}


class TemplateResource(ManagedResource):
    """A template. The file that the option ``src`` names has the values that the task does not set."""

    def __init__(self, task: Task):
        super().__init__(task)
        if task.params.get("src"):
            # Not at the top: a module compiles its imports every time, and few tasks have a file.
            from .exported import with_exported

            self.params = with_exported(type(self), task.params)
