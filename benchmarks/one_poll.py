# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Polls a cluster as a waiting task does, in a separate process. The benchmark `waits` starts it.

Prints the processor time in milliseconds of a poll without events, of one with events, and of parsing each of the replies.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.cluster import (
    Cluster,
)

from benchmarks.stub import USER

REPEATS = 7


def main(auth_url: str, identity: str) -> None:
    options = {"cloud": {"auth": {"auth_url": auth_url, **USER}}, "api_version": "2"}
    cluster = Cluster(AnsibleTask(options))
    cluster.look(identity)  # logs in, and triggers late imports
    for with_events in (False, True):
        reply = json.dumps(cluster.manager.get(identity, show_progress=with_events).to_dict())
        poll = median_ms(cluster.look, identity, with_events)
        print(poll, median_ms(json.loads, reply))


def median_ms(function: Callable[..., Any], *arguments: Any) -> float:
    samples = []
    for _repeat in range(REPEATS):
        started = time.process_time()
        function(*arguments)
        samples.append((time.process_time() - started) * 1000)
    return statistics.median(samples)


if __name__ == "__main__":
    main(*sys.argv[1:])
