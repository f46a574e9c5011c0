# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks against a scripted cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)

from tests.unit.support.scripted import ScriptedCloud


@pytest.fixture
def run(cloud: ScriptedCloud) -> Callable[..., dict[str, Any]]:
    """Runs a task on a resource and returns its result. The default of api_version is "2"."""

    def run(resource: Any, check_mode: bool = False, **params: Any) -> dict[str, Any]:
        options = {"cloud": {"auth": cloud.auth}, "api_version": "2", "state": "present"}
        task = AnsibleTask({**options, **params}, check_mode)
        return execute(lambda task: converge(task, resource(task)), task)

    return run
