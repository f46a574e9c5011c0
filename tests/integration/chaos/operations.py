# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations that are disturbed, and the tasks of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# The tasks of an operation, in this order: what it needs; what is disturbed; the same undisturbed, twice.
BEFORE, FIRST, SECOND, THIRD = "before", "first", "second", "third"
RUNS = (FIRST, SECOND, THIRD)
Task = tuple[str, Any]


@dataclass(frozen=True)
class Operation:
    """An entry of operations.yml, which explains it."""

    name: str
    module: str
    task: Mapping[str, Any]
    before: tuple[Mapping[str, Any], ...] = ()
    cloud: bool = False
    weight: int = 1
    most: int = 1000
    slow: bool = False

    def tasks(self, part: str) -> list[Task]:
        """The tasks of this part: module and options."""
        steps = self.before if part == BEFORE else ({self.module: self.task},)
        return [(module, options) for step in steps for module, options in step.items()]


def loaded() -> dict[str, Operation]:
    table = yaml.safe_load(Path(__file__).with_name("operations.yml").read_text())
    return {
        name: Operation(name, **{**entry, "before": tuple(entry.get("before", ()))})
        for name, entry in table.items()
    }


OPERATIONS = loaded()
