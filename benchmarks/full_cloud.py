# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How many requests a converged task sends in a cloud that has many objects of each kind."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import stub, wire
from benchmarks.measure import Report, table
from benchmarks.playbook import CONVERGED
from benchmarks.programs import run

SIZES = (1, 1_000, 10_000)
API_VERSIONS = ("1.1", "2")
# Nova cannot filter flavors by name. It sends a thousand on a page, which is more than clouds have.
MOST = {"/compute/v2.1/flavors": 1_000}
# Lists whose length does not depend on how much a cloud is used, or that are never asked for.
CONSTANT = ("plugins", "job-types", "os-keypairs")


def full_cloud() -> Report:
    """The requests of all modules, by API version and size of the cloud. Goal: the same number for all sizes."""
    counts = {(api, size): requests(size, api) for api in API_VERSIONS for size in SIZES}
    rows = [[module, *(str(found[module]) for found in counts.values())] for module in CONVERGED]
    header = ["converged task", *(f"v{api}: {size:,}" for api, size in counts)]
    growing = [
        module
        for module in CONVERGED
        if any(len({counts[api, size][module] for size in SIZES}) > 1 for api in API_VERSIONS)
    ]
    verdict = f"missed: {', '.join(growing)} send more" if growing else "met: no module sends more"
    text = f"{table(header, rows)}\n\nGoal {verdict} requests in a full cloud than in an empty one."
    return Report(text, [f"requests of {module} grow" for module in growing])


def requests(size: int, api: str) -> Mapping[str, int]:
    """Module -> how many requests it sends, if there are so many objects of each kind."""
    with stub.Cloud(many_of_each(size)) as cloud, TemporaryDirectory() as folder:
        variables = {"OS_CLIENT_CONFIG_FILE": str(cloud.write_clouds_yaml(Path(folder)))}
        command = [sys.executable, "-m", "benchmarks.one_of_each_module", api]
        lines = run(command, variables).splitlines()
    return {module: int(number) for module, number in map(str.split, lines)}


def many_of_each(size: int) -> dict[str, Sequence[wire.Object]]:
    """Path of a list -> its objects. Those of the tasks come last."""
    return {
        path: items
        if path.endswith(CONSTANT)
        else [*siblings(items[0], MOST.get(path, size) - 1), items[0]]
        for path, items in stub.one_of_each().items()
    }


def siblings(item: wire.Object, number: int) -> list[wire.Object]:
    """Other objects of the same kind, whose names begin with that of the item."""
    references = ("cluster_id", "job_template_id", "job_id")
    return [
        {
            **item,
            "id": wire.uuid(99, n),
            **({"name": f"{item['name']}-{n}"} if "name" in item else {}),
            **{key: wire.uuid(98, n) for key in references if key in item},
        }
        for n in range(number)
    ]
