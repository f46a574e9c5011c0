# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules in the controller's process if they would run on the controller anyway.

This saves starting a Python process and importing the SDK, which take longer than the requests of a
task. Each module has an action plugin of the same name, which uses this class and imports the module:
Ansible loads only such plugins before it forks. With C(meta/runtime.yml), every fork would load the
plugin and the SDK again, and ansible-lint would take the redirect for the name of another module.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from ansible import constants, context
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ..module_utils._internal.boundary.censoring import (
    SHOW_PASSWORDS,
    masked_options,
    masked_rejected,
    secret_values,
)
from ..module_utils._internal.boundary.execution import execute
from ..module_utils._internal.boundary.options import NEVER_EMPTY
from ..module_utils._internal.boundary.presence import without_nulls
from ..module_utils._internal.boundary.rejection import rejection
from ..module_utils._internal.boundary.task import AnsibleTask
from ..module_utils._internal.cloud.connections import Connections

# At the top, so that the parent process imports the SDK once for all forks.
from . import preload

if TYPE_CHECKING:
    from .ledger import DatabaseLedger

COLLECTION = "sahara.dataprocessing"
# How often a worker checks during a pause that ansible-playbook still exists.
CHECK_S = 1.0
SWITCH_VARIABLE = "sahara_in_process"
# Variables with these prefixes take effect only when a process starts: for the linker, OpenSSL
# and Python.
STARTUP_VARIABLES = ("LD_", "OPENSSL_", "PYTHON")
RULES = (
    "mutually_exclusive",
    "required_together",
    "required_one_of",
    "required_if",
    "required_by",
)

display = Display()

CONNECTIONS = Connections()
LIBRARIES_INSTALLED = preload.preload(CONNECTIONS)


class ActionModule(ActionBase):
    _supports_async = True
    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: Any = None, task_vars: Any = None) -> dict[str, Any]:
        task_vars = task_vars or {}
        result: dict[str, Any] = super().run(tmp, task_vars)
        if boolean(self._task.args.get(SHOW_PASSWORDS, False), strict=False):
            # Like "no_log: true": logs and callbacks do not show the result, but "register" keeps it.
            self._task.no_log = result["_ansible_no_log"] = True
        module = self._task.action.rpartition(".")[2]
        environment: dict[str, Any] = {}
        self._compute_environment_string(environment)
        if self._can_run_in_process(task_vars, environment):
            with applied(environment):
                result.update(self._run_in_process(module, task_vars))
        else:
            result.update(self._run_as_module(module, task_vars))
        return result

    def _can_run_in_process(
        self, task_vars: Mapping[str, Any], environment: Mapping[str, Any]
    ) -> bool:
        return (
            self._connection.transport == "local"
            and self._connection.become is None
            and not self._task.async_val
            and LIBRARIES_INSTALLED
            and not any(name.startswith(STARTUP_VARIABLES) for name in environment)
            and boolean(self._templar.template(task_vars.get(SWITCH_VARIABLE, True)))
        )

    def _run_as_module(self, module: str, task_vars: dict[str, Any]) -> dict[str, Any]:
        wrap_async = bool(self._task.async_val)
        result: dict[str, Any] = self._execute_module(
            module_name=f"{COLLECTION}.{module}", task_vars=task_vars, wrap_async=wrap_async
        )
        if not wrap_async:
            self._remove_tmp_path(self._connection._shell.tmpdir)
        return result

    def _run_in_process(self, module: str, task_vars: dict[str, Any]) -> dict[str, Any]:
        """Run the work of a module, and do what AnsibleModule does before and after it."""
        code = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{module}")
        args, internal = self._arguments(f"{COLLECTION}.{module}", task_vars)
        rules = {rule: code.SPEC[rule] for rule in RULES if rule in code.SPEC}
        spec = code.SPEC["argument_spec"]
        checked = ArgumentSpecValidator(spec, **rules).validate(without_nulls(spec, args))
        params = checked.validated_parameters
        # AnsibleModule warns in the same words.
        warnings = [
            f"Both option {both['option']} and its alias {both['alias']} are set."
            for both in checked._warnings
        ]
        if checked.error_messages:
            message = rejection(f"{COLLECTION}.{module}", spec, checked)
            result = {"failed": True, "msg": message}
            shown = masked_rejected(spec, params)
        else:
            say = None if self._task.no_log else line_printer(task_vars)
            check_mode = internal["_ansible_check_mode"]
            log = display.vvvv
            ledger = run_ledger() if check_mode else None
            task = AnsibleTask(
                params,
                check_mode,
                warnings.append,
                log,
                say,
                WorkerClock(),
                ledger,
                connections=CONNECTIONS,
            )
            result = execute(code.run, task, code.SPEC[NEVER_EMPTY])
            shown = masked_options(spec, params)
        secrets = secret_values(spec, params, result)
        if internal.get("_ansible_inject_invocation", True):
            result["invocation"] = {"module_args": shown}
        if warnings:
            result["warnings"] = warnings
        return censored_result(result, secrets)

    def _arguments(
        self, module: str, task_vars: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The task's arguments as a module receives them, through JSON, and Ansible's internal ones."""
        args = json.loads(json.dumps(self._task.args, default=str))
        internal: dict[str, Any] = {}
        self._update_module_args(module, internal, task_vars)
        return args, internal


@contextmanager
def applied(environment: Mapping[str, Any]) -> Iterator[None]:
    """Applies the task's ``environment:``, from the validation of paths to the end of the task."""
    if not environment:
        yield
        return
    before = dict(os.environ)
    os.environ.update({name: str(value) for name, value in environment.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def run_ledger() -> DatabaseLedger | None:
    """The ledger of this run; None unless the whole run is in check mode.

    A single task in check mode must see what really exists: the other tasks change it.
    """
    if not context.CLIARGS.get("check"):
        return None
    from .ledger import DatabaseLedger

    return DatabaseLedger(Path(constants.DEFAULT_LOCAL_TMP))


class WorkerClock:
    """The clock of a task in a worker of ansible-playbook. Its pauses end the worker if that was killed.

    Without its parent, a worker has nobody to report to, and would poll until the task's timeout.
    It ends at once, as if it had been killed too. Sahara finishes what the task has requested.
    In a process that is not a worker, this is the system clock.
    """

    monotonic = staticmethod(time.monotonic)
    time = staticmethod(time.time)

    def __init__(self) -> None:
        parent = multiprocessing.parent_process()
        self._parent_id = parent.pid if parent else None

    def sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            if self._parent_id not in (None, os.getppid()):
                os._exit(1)
            left = end - time.monotonic()
            if left <= 0:
                break
            time.sleep(min(left, CHECK_S))


def line_printer(task_vars: Mapping[str, Any]) -> Callable[[str], None]:
    """A function that prints a line for the person at the terminal, with the host if there are several.

    It writes to standard error, because standard output belongs to the callback plugin and may be JSON.
    """
    several = len(task_vars.get("ansible_play_hosts") or ()) > 1
    prefix = f"[{task_vars.get('inventory_hostname')}] " if several else ""
    return lambda line: display.display(prefix + line, stderr=True)


def censored_result(result: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    """The result as AnsibleModule would return it: censored, except values that cannot be secret."""
    kept = {key: value for key, value in result.items() if value is None or isinstance(value, bool)}
    return {**remove_values(result, secrets), **kept} if may_contain(result, secrets) else result


def may_contain(result: Mapping[str, Any], secrets: set[str]) -> bool:
    """Whether one of the secrets is anywhere in the result. Searching its text is quicker than removing nothing."""
    if not secrets:
        return False
    text = json.dumps(result, ensure_ascii=False, default=str)
    return any(json.dumps(secret, ensure_ascii=False)[1:-1] in text for secret in secrets)
