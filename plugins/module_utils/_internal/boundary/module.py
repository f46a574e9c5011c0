# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``main`` of every module: runs its work with AnsibleModule, on the host of the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The first, because it makes the other imports quicker.
from .ansiballz import import_config_only
from .censoring import masked_options, masked_rejected, secret_values
from .execution import Run, execute
from .options import NEVER_EMPTY
from .presence import without_nulls
from .task import AnsibleTask


def run_as_module(spec: Mapping[str, Any], run: Run) -> None:
    import_config_only()
    module = sahara_module(spec)
    task = AnsibleTask(
        module.params,
        module.check_mode,
        module.warn,
        module.debug,
        sees_earlier_tasks=not module.check_mode,
    )
    result = execute(run, task, spec[NEVER_EMPTY])
    module.no_log_values = secret_values(spec["argument_spec"], module.params, result)
    result["invocation"] = {"module_args": masked_options(spec["argument_spec"], module.params)}
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def sahara_module(spec: Mapping[str, Any]) -> Any:
    """An AnsibleModule that hides what Ansible would show if it rejects the arguments, and that ignores nulls."""
    # Not at the top: the controller's process imports this file, but never needs AnsibleModule.
    from ansible.module_utils.basic import AnsibleModule

    class SaharaModule(AnsibleModule):  # type: ignore[misc]
        params: dict[str, Any]

        def _load_params(self) -> None:
            super()._load_params()
            self.params = without_nulls(self.argument_spec, self.params)

        def fail_json(self, msg: str, **result: Any) -> None:
            checked = getattr(self, "validation_result", None)
            if checked is not None and checked.error_messages:
                # AnsibleModule calls this in its constructor. Not at the top: a module compiles its imports every time.
                from .rejection import rejection

                arguments = masked_rejected(self.argument_spec, self.params)
                self.no_log_values = secret_values(self.argument_spec, self.params, {})
                msg = rejection(self._name, self.argument_spec, checked)
                result["invocation"] = {"module_args": arguments}
            super().fail_json(msg, **result)

    return SaharaModule(**{name: value for name, value in spec.items() if name != NEVER_EMPTY})
