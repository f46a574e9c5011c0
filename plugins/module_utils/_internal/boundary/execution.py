# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the work of a module. Exceptions become failed results only here."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import Any, Callable

from ...saharaclient.errors import MissingLibrary, RouteNotFound, SaharaError
from ...saharaclient.texts import clean_line, printable
from ..engine.contracts import Task
from .censoring import masked_values
from .presence import Path, refuse_empty
from .task import AnsibleTask

# The work of a module: takes a task, returns its result.
Run = Callable[[Task], "dict[str, Any]"]


def execute(run: Run, task: AnsibleTask, never_empty: Sequence[Path] = ()) -> dict[str, Any]:
    """The result of a task. A failure is a result with ``failed`` and a message in ``msg``.

    never_empty: the options that must not be empty.
    Settings that are secret by their name are masked. Both ways of running a task then remove the
    secret values of its options, see ``censoring``.
    """
    result = outcome(run, task, never_empty)
    if result.get("failed"):
        result["changed"] = task.has_written
    return masked_values(result, task.params)


def outcome(run: Run, task: AnsibleTask, never_empty: Sequence[Path]) -> dict[str, Any]:
    try:
        refuse_empty(never_empty, task.params)
        try:
            return run(task)
        except RouteNotFound:
            # The task's first read failed because the cloud has no API v2. Nothing was written yet.
            if not task.cloud.fall_back():
                raise
            return run(task)
    except MissingLibrary as error:
        return failure(error, " Or set 'ansible_python_interpreter' to a Python that has it.")
    except SaharaError as error:
        return failure(error)
    except Exception as error:  # A bug in the collection. The message asks the user to report it.
        return {
            "failed": True,
            "msg": clean_line(
                f"Unexpected {type(error).__name__} in the collection sahara.dataprocessing: {error}. "
                "Please report it with the output of -vvv."
            ),
            "exception": printable(traceback.format_exc()),
        }


def failure(error: SaharaError, advice: str = "") -> dict[str, Any]:
    """A failed result: the message, facts for playbooks to test, and the object's last known state.

    Only the message is cleaned. The rest is data, which stays as the server sent it.
    """
    facts = {"kind": type(error).__name__, **error.result}
    return {
        "failed": True,
        "msg": clean_line(error.sentence + advice),
        "failure": facts,
        **getattr(error, "last_seen", {}),
    }
