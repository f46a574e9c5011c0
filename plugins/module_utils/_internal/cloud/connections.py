# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections that tasks share: those of one process, and of the processes that it forks.

The items of a loop run in one process. Those with the same connection log in once, and keep the connections to the
services open. keystoneauth1 renews expired tokens; the client renews those that a service refuses.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from .connection import Connection

# Each has a few sockets once it is used.
MOST = 32


class Connections:
    """The latest connections of this process, each for one set of options in one environment."""

    def __init__(self) -> None:
        self._kept: dict[str, Connection] = {}

    def of(self, options: Mapping[str, Any]) -> Connection:
        """The connection for exactly these options, while the variables and files that it was made from stay the same."""
        key = json.dumps([options, dict(os.environ), working_directory()], sort_keys=True)
        connection = self._kept.pop(key, None)
        if connection is None or connection.is_outdated():
            connection = Connection(options)
        self._kept[key] = connection
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return connection


def working_directory() -> str | None:
    """clouds.yaml may be in it. None if it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return None
