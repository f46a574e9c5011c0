# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a converged task costs: ours, in the controller's process and as a module, and those that people know."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks import stub, wire
from benchmarks.measure import Goal, Report, compared, joined, shuffled, table
from benchmarks.playbook import CONVERGED, Task, converged, list_by_uri, task_times

ROUNDS = 12
MODULES = ("sahara_cluster_info", "sahara_image", "sahara_node_group_template")
PING = "ping"
# One that only reads and one that compares, each with a name that it has to look up.
INFO = "openstack.cloud.image_info"
OTHERS = {
    INFO: {"name": wire.GLANCE_IMAGE["name"]},
    "openstack.cloud.network": {"name": wire.NETWORK["name"], "state": "present"},
}
HERE = "in-process"
THERE = "as a module"
# Of ping, and of openstack.cloud's.
MOST_OF_PING = {HERE: 0.3}
MOST_OF_OTHERS = {HERE: 0.1, THERE: 1.0}


def tasks() -> Report:
    """Marginal time per task, all kinds shuffled in one playbook."""
    with stub.Cloud() as cloud:
        kinds = kinds_of_tasks(cloud)
        # The first round pays for what Ansible packs and imports once in a run.
        order = [kind for _round in range(ROUNDS + 1) for kind in shuffled(kinds)]
        times = task_times(cloud, [(kind, kinds[kind]) for kind in order])
    samples: dict[str, list[float]] = {kind: [] for kind in kinds}
    for kind, seconds in zip(order, times, strict=True):
        samples[kind].append(seconds * 1000)
    later = {kind: values[1:] for kind, values in samples.items()}
    title = f"one task, {ROUNDS} rounds"
    return joined(
        compared(later, PING, title, "ms", goals(MOST_OF_PING)),
        compared(later, INFO, title, "ms", goals(MOST_OF_OTHERS)),
    )


def kinds_of_tasks(cloud: stub.Cloud) -> dict[str, list[Task]]:
    """What is compared: a name, and the tasks that do it."""
    kinds = {
        PING: [{"ansible.builtin.ping": {}}],
        "debug": [{"ansible.builtin.debug": {"msg": "nothing"}}],
        "uri: token, then list": list_by_uri(cloud),
    }
    for module, options in OTHERS.items():
        kinds[module] = [{module: {"cloud": "stub", **options}}]
    for module in MODULES:
        kinds[f"{module}, {HERE}"] = [converged(module)]
        kinds[f"{module}, {THERE}"] = [converged(module, in_process=False)]
    return kinds


def goals(most: Mapping[str, float]) -> list[Goal]:
    """way -> the most of the base, for each of our modules."""
    return [Goal(f"{module}, {way}", share) for way, share in most.items() for module in MODULES]


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
