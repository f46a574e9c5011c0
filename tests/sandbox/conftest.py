# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox that most tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.support.sandbox import extras
from tests.sandbox.support import Cloud, Sandbox, running

# The real services create several clusters at once.
OPENSTACK_SECONDS = 300


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox"), *extras()) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def demo(sandbox: Sandbox) -> Cloud:
    cloud = sandbox.cloud("demo")
    if extras():
        cloud.seconds = OPENSTACK_SECONDS
    return cloud
