# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tests run in the same process."""

from __future__ import annotations

from pathlib import Path

from xdist.scheduler import LoadFileScheduling

# These files share the runs of the targets.
SHARING = ("test_plan", "test_requests", "test_targets")


class ByFixtures(LoadFileScheduling):
    """Runs a file in one process, because its tests share fixtures, and some files too. The largest come first."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "targets" if Path(file).stem in SHARING else file
