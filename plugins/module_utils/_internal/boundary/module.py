# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``main`` of every module: runs its work with AnsibleModule, on the host of the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cloud.cloud import import_config_only
from .censoring import censored
from .execution import Run, execute
from .task import AnsibleTask


def run_as_module(spec: Mapping[str, Any], run: Run) -> None:
    # Not at the top: the controller's process imports this file, but never needs AnsibleModule.
    from ansible.module_utils.basic import AnsibleModule

    import_config_only()
    module = AnsibleModule(**spec)
    module.no_log_values = censored(module.no_log_values, module.params)
    task = AnsibleTask(module.params, module.check_mode, module.warn, module.debug)
    result = execute(run, task)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)
