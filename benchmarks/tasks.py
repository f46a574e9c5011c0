# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a converged task of ours costs, in the controller's process and as a module, against `ping`."""

from __future__ import annotations

from benchmarks import stub
from benchmarks.measure import Goal, Report, compared, shuffled, table
from benchmarks.playbook import CONVERGED, converged, list_by_uri, task_times

ROUNDS = 12
MODULES = ("sahara_cluster_info", "sahara_image", "sahara_node_group_template")
PING = "ping"
HERE = "in-process"
MOST_IN_PROCESS = 0.3


def tasks() -> Report:
    """Marginal time per task, all kinds shuffled in one playbook."""
    with stub.Cloud() as cloud:
        kinds = {
            PING: [{"ansible.builtin.ping": {}}],
            "debug": [{"ansible.builtin.debug": {"msg": "nothing"}}],
            "uri: token, then list": list_by_uri(cloud),
        }
        for module in MODULES:
            kinds[f"{module}, {HERE}"] = [converged(module)]
            kinds[f"{module}, as a module"] = [converged(module, in_process=False)]
        # The first round pays for what Ansible packs and imports once in a run.
        order = [kind for _round in range(ROUNDS + 1) for kind in shuffled(kinds)]
        times = task_times(cloud, [(kind, kinds[kind]) for kind in order])
    samples: dict[str, list[float]] = {kind: [] for kind in kinds}
    for kind, seconds in zip(order, times, strict=True):
        samples[kind].append(seconds * 1000)
    goals = [Goal(kind, MOST_IN_PROCESS) for kind in kinds if kind.endswith(HERE)]
    later = {kind: values[1:] for kind, values in samples.items()}
    return compared(later, PING, f"one task, {ROUNDS} rounds", "ms", goals)


def requests() -> Report:
    """How many requests a converged task sends, and to whom."""
    services = ("identity", "data-processing", "compute", "network", "image")
    rows = []
    for module in CONVERGED:
        with stub.Cloud() as cloud:
            task_times(cloud, [(module, [converged(module)])])
            rows.append([module, *(str(cloud.requests[service]) for service in services)])
    names = ("Keystone", "Sahara", "Nova", "Neutron", "Glance")
    return Report(table(["requests of one converged task", *names], rows))
