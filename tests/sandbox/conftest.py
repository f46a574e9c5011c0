# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox that most tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.support import Cloud, Sandbox, alive, family


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A running sandbox. At the end, this checks that nothing of it is left."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"))
    sandbox.run("up")
    try:
        yield sandbox
        processes = family(set(sandbox.pids().values()))
    finally:
        sandbox.run("down", "--purge")
    assert not alive(processes)
    assert not Path(sandbox.directory).exists()


@pytest.fixture(scope="session")
def demo(sandbox: Sandbox) -> Cloud:
    return sandbox.cloud("demo")
