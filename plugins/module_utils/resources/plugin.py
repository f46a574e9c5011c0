# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plugin offers, to check requests against before they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..lookups import unknown


def check_plugin(task: Any, name: str | None, version: str | None) -> Mapping[str, Any] | None:
    """The plugin's version, or None with the problem noted."""
    return task.plugin(name, version) if name and version else None


def check_processes(task: Any, plugin: Mapping[str, Any], processes: Iterable[str]) -> None:
    offered = {process for group in plugin["node_processes"].values() for process in group}
    for process in processes:
        if process not in offered:
            task.problem(unknown(f"node process of plugin {plugin['name']}", process, offered))
