# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a converged task costs: ours, in-process and as a module, compared with familiar tasks."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks import stub, wire
from benchmarks.measure import Goal, Report, compared, joined, shuffled, table
from benchmarks.playbook import CONVERGED, Task, converged, list_by_uri, task_times

ROUNDS = 12
MODULES = ("sahara_cluster_info", "sahara_image", "sahara_node_group_template")
PING = "ping"
# One task that only reads, and one that compares. Both have to look up a name.
INFO = "openstack.cloud.image_info"
OTHERS = {
    INFO: {"name": wire.GLANCE_IMAGE["name"]},
    "openstack.cloud.network": {"name": wire.NETWORK["name"], "state": "present"},
}
IN_PROCESS = "in-process"
AS_MODULE = "as a module"
# The limits of the ratios to ping, and to INFO.
PING_LIMITS = {IN_PROCESS: 0.3}
INFO_LIMITS = {IN_PROCESS: 0.1, AS_MODULE: 1.0}


def tasks() -> Report:
    """Time per task. One playbook runs all kinds of tasks in random order."""
    with stub.Cloud() as cloud:
        kinds = kinds_of_tasks(cloud)
        # The first round is not counted: it pays for what Ansible packs and imports once.
        order = [kind for _round in range(ROUNDS + 1) for kind in shuffled(kinds)]
        times = task_times(cloud, [(kind, kinds[kind]) for kind in order])
    samples: dict[str, list[float]] = {kind: [] for kind in kinds}
    for kind, seconds in zip(order, times, strict=True):
        samples[kind].append(seconds * 1000)
    later = {kind: values[1:] for kind, values in samples.items()}
    title = f"one task, {ROUNDS} rounds"
    return joined(
        compared(later, PING, title, "ms", goals(PING_LIMITS)),
        compared(later, INFO, title, "ms", goals(INFO_LIMITS)),
    )


def kinds_of_tasks(cloud: stub.Cloud) -> dict[str, list[Task]]:
    """The tasks to compare, by their names in the table."""
    kinds = {
        PING: [{"ansible.builtin.ping": {}}],
        "debug": [{"ansible.builtin.debug": {"msg": "nothing"}}],
        "uri: token, then list": list_by_uri(cloud),
    }
    for module, options in OTHERS.items():
        kinds[module] = [{module: {"cloud": "stub", **options}}]
    for module in MODULES:
        kinds[f"{module}, {IN_PROCESS}"] = [converged(module)]
        kinds[f"{module}, {AS_MODULE}"] = [converged(module, in_process=False)]
    return kinds


def goals(limits: Mapping[str, float]) -> list[Goal]:
    """The goals of our modules. limits: way to run a module -> limit of its ratio."""
    return [Goal(f"{module}, {way}", limit) for way, limit in limits.items() for module in MODULES]


def requests() -> Report:
    """How many requests a converged task sends to each service."""
    services = ("identity", "data-processing", "compute", "network", "image")
    rows = []
    for module in CONVERGED:
        with stub.Cloud() as cloud:
            task_times(cloud, [(module, [converged(module)])])
            rows.append([module, *(str(cloud.requests[service]) for service in services)])
    names = ("Keystone", "Sahara", "Nova", "Neutron", "Glance")
    return Report(table(["requests of one converged task", *names], rows))
