# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our client compared with python-saharaclient: both read the same list, each in its own process."""

from __future__ import annotations

import sys
from functools import partial

from benchmarks import programs, stub, wire
from benchmarks.measure import Goal, Report, compared, interleaved, joined
from benchmarks.one_list import OURS, THEIRS

OBJECTS = 10_000
ROUNDS = 11
LIST_TIME_LIMIT = 0.8
KIB_PER_MIB = 1024


def client() -> Report:
    """Time and memory for a long list, and time for the imports."""
    lists = dict(stub.one_of_each())
    lists["/data-processing/v2/node-group-templates"] = [
        wire.node_group_template(number) for number in range(OBJECTS)
    ]
    with stub.Cloud(lists) as cloud:
        kinds = {name: partial(one_list, name, cloud.auth_url) for name in (OURS, THEIRS)}
        found = interleaved(kinds, ROUNDS)
    measured = (
        (f"list of {OBJECTS:,} node group templates", "s", 1, 1, [Goal(OURS, LIST_TIME_LIMIT)]),
        ("peak memory of that process", "MiB", 2, KIB_PER_MIB, []),
        ("import of client, session and identity", "s", 0, 1, []),
    )
    reports = [
        compared(
            {name: [run[column] / scale for run in runs] for name, runs in found.items()},
            THEIRS,
            title,
            unit,
            goals,
        )
        for title, unit, column, scale, goals in measured
    ]
    return joined(*reports)


def one_list(name: str, auth_url: str) -> tuple[float, ...]:
    """Seconds for the imports, seconds for the list, and peak memory in KiB."""
    command = [sys.executable, "-m", "benchmarks.one_list", name, auth_url]
    *numbers, count = map(float, programs.run(command).split())
    if count != OBJECTS:
        raise RuntimeError(f"{name} found {count:.0f} of {OBJECTS} objects")
    return tuple(numbers)
