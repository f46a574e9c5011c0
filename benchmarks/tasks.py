# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a converged task costs: ours, in-process and as a module, compared with familiar tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks import stub, wire
from benchmarks.measure import Goal, Report, compared, joined, shuffled, table
from benchmarks.playbook import (
    CONVERGED,
    Task,
    TaskTime,
    converged,
    list_by_uri,
    looped,
    task_times,
)

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
PING_LIMIT = 0.15
INFO_LIMIT = 0.05
MODULE_LIMIT = 0.8
# How many items of a loop follow the first one, and the limit of the ratio to an item of debug.
MORE_ITEMS = 20
ITEMS = "items"
ITEM_LIMIT = 3.0
DEBUG: Task = {"ansible.builtin.debug": {"msg": "nothing"}}
LOOPED: Mapping[str, Task] = {"debug": DEBUG, **{name: converged(name) for name in MODULES}}


def tasks() -> Report:
    """Time per task, and per item of a loop. One playbook runs all kinds of tasks in random order."""
    with stub.Cloud(tls=True) as cloud:
        kinds = kinds_of_tasks(cloud)
        # The first round is not counted: it pays for what Ansible packs and imports once.
        order = [kind for _round in range(ROUNDS + 1) for kind in shuffled(kinds)]
        times = task_times(cloud, [(kind, kinds[kind]) for kind in order])
    rounds: dict[str, list[TaskTime]] = {kind: [] for kind in kinds}
    for kind, time in zip(order, times, strict=True):
        rounds[kind].append(time)
    return report({kind: found[1:] for kind, found in rounds.items()})


def report(rounds: Mapping[str, Sequence[TaskTime]]) -> Report:
    """The tables. rounds: the times of each kind."""
    clock = {kind: [one.seconds * 1000 for one in times] for kind, times in rounds.items()}
    single = {kind: times for kind, times in clock.items() if not kind.endswith(ITEMS)}
    processor = {kind: [one.processor_s * 1000 for one in rounds[kind]] for kind in single}
    items = {name: item_times(clock, name) for name in LOOPED}
    title = f"one task, {ROUNDS} rounds"
    return joined(
        compared(single, PING, title, "ms", goals(IN_PROCESS, PING_LIMIT)),
        compared(single, INFO, title, "ms", goals(IN_PROCESS, INFO_LIMIT)),
        compared(processor, INFO, f"{title}, processor", "ms", goals(AS_MODULE, MODULE_LIMIT)),
        compared(
            items, "debug", "one item", "ms", [Goal(module, ITEM_LIMIT) for module in MODULES]
        ),
    )


def item_times(clock: Mapping[str, Sequence[float]], name: str) -> list[float]:
    """The time of an item after the first, in each round."""
    short, long = (clock[items_kind(name, items)] for items in (1, 1 + MORE_ITEMS))
    return [(more - one) / MORE_ITEMS for one, more in zip(short, long, strict=True)]


def kinds_of_tasks(cloud: stub.Cloud) -> dict[str, list[Task]]:
    """The tasks to compare, by their names in the table."""
    kinds = {
        PING: [{"ansible.builtin.ping": {}}],
        "debug": [DEBUG],
        "uri: token, then list": list_by_uri(cloud),
    }
    for module, options in OTHERS.items():
        kinds[module] = [{module: {"cloud": "stub", **options}}]
    for module in MODULES:
        kinds[f"{module}, {IN_PROCESS}"] = [converged(module)]
        kinds[f"{module}, {AS_MODULE}"] = [converged(module, in_process=False)]
    for name, task in LOOPED.items():
        for items in (1, 1 + MORE_ITEMS):
            kinds[items_kind(name, items)] = looped(task, items)
    return kinds


def items_kind(name: str, items: int) -> str:
    return f"{name}, {items} {ITEMS}"


def goals(way: str, limit: float) -> list[Goal]:
    """The goals of our modules, if they run in this way."""
    return [Goal(f"{module}, {way}", limit) for module in MODULES]


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
