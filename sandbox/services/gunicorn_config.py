# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How gunicorn serves Keystone and Placement."""

from __future__ import annotations

import os
import sys
from typing import Any

workers = 1


def post_fork(_server: Any, _worker: Any) -> None:
    """Undo that gunicorn imports from the working directory, which is new for each start.

    For each path of Python, stevedore keeps a table of the entry points in the cache.
    """
    sys.path[:] = [path for path in sys.path if path != os.getcwd()]
