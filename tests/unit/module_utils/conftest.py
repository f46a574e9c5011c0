# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks on a scripted cloud, for tests of what a task has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)

from tests.unit.support.scripted import ScriptedCloud

NewTask = Callable[..., AnsibleTask]


@pytest.fixture
def new_task(cloud: ScriptedCloud) -> NewTask:
    """Creates a task on the cloud. Each task has its own look-ups."""

    def new_task(api: str = "2", **options: Any) -> AnsibleTask:
        return AnsibleTask({"cloud": {"auth": cloud.auth}, "api_version": api, **options})

    return new_task


@pytest.fixture
def task(new_task: NewTask) -> AnsibleTask:
    return new_task()
