# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the named benchmarks, or all of them. Compares the collection with familiar tools."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import client, full_cloud, imports, inventory, measure, tasks, waits

BENCHMARKS: dict[str, Callable[[], measure.Report]] = {
    "tasks": tasks.tasks,
    "requests": tasks.requests,
    "full_cloud": full_cloud.full_cloud,
    "waits": waits.waits,
    "client": client.client,
    "imports": imports.imports,
    "inventory": inventory.inventory,
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args(arguments).names or list(BENCHMARKS)
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"unknown benchmark {unknown[0]!r}; choose from {', '.join(BENCHMARKS)}")
    print(measure.machine())
    missed: list[str] = []
    for name in names:
        started = time.monotonic()
        report = BENCHMARKS[name]()
        print(f"\n## {name}\n\n{report.text}\n\n({time.monotonic() - started:.0f} s)", flush=True)
        missed += report.missed
    print("\n" + ("Missed goals: " + "; ".join(missed) if missed else "All goals are met."))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
