# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real playbooks, in both ways of running a task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

WAYS = {"in-process": True, "as a module": False}
Results = list[dict[str, Any]]
# What "register" has, what callback plugins get, and what is printed.
Play = Callable[..., "tuple[Results, Results, str]"]


def in_both_ways(
    play: Play, expect: Callable[[], None], *tasks: Any
) -> tuple[Results, Results, str]:
    """What tasks return and print. Both ways must return the same."""
    found = []
    for way in WAYS:
        expect()
        found.append(play(way, *tasks))
    (one, logged, printed), (other, logged_too, printed_too) = found
    for result in (*one, *other, *logged, *logged_too):
        # Ansible adds it to the failures of modules.
        result.pop("exception", None)
    assert one == other
    assert logged == logged_too
    return one, logged, printed + printed_too
