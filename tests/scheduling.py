# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tests run in the same process, and which start first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

# These files share the runs of the targets.
SHARING = ("test_plan", "test_requests", "test_targets")
# What takes longest starts first, so that both processes end at about the same time.
LONG = (*SHARING, "test_matrix", "test_short_lived", "test_inventory", "test_faults", "test_kills")


def rank(test: pytest.Item) -> int:
    file = test.path.stem
    return LONG.index(file) if file in LONG else len(LONG)


def by_fixtures(config: pytest.Config, log: Any) -> Any:
    """Runs a file in one process, because its tests share fixtures, and some files too."""
    # Only some of the sessions install pytest-xdist.
    from xdist.scheduler import LoadFileScheduling

    class ByFixtures(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "targets" if Path(file).stem in SHARING else file

    return ByFixtures(config, log)
