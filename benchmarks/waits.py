# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a poll of a waiting task costs, compared with parsing the reply, as the cluster grows."""

from __future__ import annotations

import sys

from benchmarks import stub, wire
from benchmarks.measure import Report, rounded, table
from benchmarks.programs import run

SIZES = (10, 100, 1_000)
STEPS = 12
# Processor time of a poll of the largest cluster. Most polls ask for no events.
LIMIT_MS = 50.0


def replies(cluster: wire.Object) -> dict[str, wire.Object]:
    """The cluster while the last of its steps runs, without and with events."""
    path = f"/data-processing/v2/clusters/{cluster['id']}?show_progress="
    steps = {
        with_events: [wire.step(number, cluster, with_events) for number in range(STEPS)]
        for with_events in (False, True)
    }
    return {
        f"{path}{with_events}": {"cluster": {**cluster, "provision_progress": found}}
        for with_events, found in steps.items()
    }


def waits() -> Report:
    """Processor time of a poll without and with the events of each step on each instance."""
    rows, missed = [], []
    for size in SIZES:
        cluster = wire.cluster(instances=size)
        with stub.Cloud(others=replies(cluster)) as cloud:
            command = [sys.executable, "-m", "benchmarks.one_poll", cloud.auth_url, cluster["id"]]
            output = run(command)
        (poll, parsed), (with_events, all_parsed) = (
            map(float, line.split()) for line in output.splitlines()
        )
        rows.append([f"{size:,}", *map(rounded, (poll, parsed, with_events, all_parsed))])
        if size == SIZES[-1] and poll > LIMIT_MS:
            missed.append(f"a poll of {size:,} instances takes {poll:.0f} ms, limit {LIMIT_MS:.0f}")
    header = [
        "instances",
        "a poll, ms",
        "its JSON alone",
        "a poll with events, ms",
        "its JSON alone",
    ]
    verdict = (
        f"Goal missed: {missed[0]}."
        if missed
        else f"Goal met: at most {LIMIT_MS:.0f} ms without events."
    )
    return Report(f"{table(header, rows)}\n\n{verdict}", missed)
