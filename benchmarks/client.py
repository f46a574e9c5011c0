# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our client compared with python-saharaclient: both read the same list, each in its own process."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks import programs, stub, wire
from benchmarks.measure import Goal, Report, compared, interleaved, joined
from benchmarks.one_list import OURS, PAGED, THEIRS

Run = tuple[float, ...]
TEMPLATES, CLUSTERS = 10_000, 100_000
ROUNDS = 11
# The list of clusters is ten times as long, and its objects are larger.
LONG_ROUNDS = 3
LIST_TIME_LIMIT = 0.8
ITERATE_MEMORY_MIB = 40
KIB_PER_MIB = 1024


def client() -> Report:
    """Time and memory for long lists, and time for the imports."""
    return joined(short_list(), long_list())


def short_list() -> Report:
    templates = [wire.node_group_template(number) for number in range(TEMPLATES)]
    found = runs("node_group_templates", templates, ROUNDS)
    what = f"list of {TEMPLATES:,} node group templates"
    return joined(
        column(found, 1, what, "s", goals=[Goal(OURS, LIST_TIME_LIMIT)]),
        column(found, 2, "peak memory of that process", "MiB", KIB_PER_MIB),
        column(found, 0, "import of client, session and identity", "s"),
    )


def long_list() -> Report:
    """Ours page by page, with `iterate`."""
    clusters = [wire.cluster(number, instances=1) for number in range(CLUSTERS)]
    found = runs(PAGED, clusters, LONG_ROUNDS)
    peak = max(run[3] for run in found[OURS]) / KIB_PER_MIB
    line = f"iterate over {CLUSTERS:,} clusters: {peak:.0f} MiB, limit {ITERATE_MEMORY_MIB}"
    is_met = peak <= ITERATE_MEMORY_MIB
    memory = f"Goal {'met' if is_met else 'missed'}: {line}."
    return joined(
        column(found, 1, f"all of {CLUSTERS:,} clusters", "s", goals=[Goal(OURS, LIST_TIME_LIMIT)]),
        column(found, 2, "peak memory of that process", "MiB", KIB_PER_MIB),
        Report(memory, [] if is_met else [line]),
    )


def runs(path: str, items: Sequence[wire.Object], rounds: int) -> Mapping[str, Sequence[Run]]:
    """Client -> what its program printed in each round. path: the name of the list's manager."""
    lists = {**stub.one_of_each(), f"/data-processing/v2/{path.replace('_', '-')}": items}
    with stub.Cloud(lists) as cloud:
        kinds = {
            name: partial(one_list, name, cloud.auth_url, path, len(items))
            for name in (OURS, THEIRS)
        }
        return interleaved(kinds, rounds)


def column(
    found: Mapping[str, Sequence[Run]],
    number: int,
    title: str,
    unit: str,
    scale: float = 1,
    goals: Sequence[Goal] = (),
) -> Report:
    """One of the printed numbers, compared."""
    samples = {name: [run[number] / scale for run in each] for name, each in found.items()}
    return compared(samples, THEIRS, title, unit, goals)


def one_list(name: str, auth_url: str, path: str, expected: int) -> Run:
    """The numbers that `benchmarks.one_list` prints, except the length."""
    command = [sys.executable, "-m", "benchmarks.one_list", name, auth_url, path]
    *numbers, count = map(float, programs.run(command).split())
    if count != expected:
        raise RuntimeError(f"{name} found {count:.0f} of {expected} objects")
    return tuple(numbers)
