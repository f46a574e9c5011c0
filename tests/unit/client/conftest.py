# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures for the tests of the client."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import ScriptedCloud


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def v1(cloud: ScriptedCloud, clock: FakeClock) -> Any:
    return Client("1.1", session=cloud.session(), clock=clock)


@pytest.fixture
def v2(cloud: ScriptedCloud, clock: FakeClock) -> Any:
    return Client("2", session=cloud.session(), clock=clock)
