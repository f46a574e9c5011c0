# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One sandbox for all tests that need a real Sahara, and for each process that runs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.support.sandbox import Sandbox, running_sandbox

# These files share the runs of the targets. They take longest, so they start first.
SHARING = ("test_plan", "test_requests", "test_targets")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups the tests for `--dist loadgroup`: the tests of a file share fixtures, so they run in one process."""
    for item in items:
        group = "targets" if item.path.stem in SHARING else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.stem not in SHARING)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as started:
        yield started
