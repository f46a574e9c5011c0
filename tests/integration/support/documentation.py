# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules' documentation says of their results, against what they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from tests.integration.support.playbook import COLLECTION, Record
from tests.integration.support.sandbox import ROOT

TYPES = {"str": str, "int": int, "bool": bool, "list": list, "dict": dict, "float": float}


@cache
def returned(action: str) -> Mapping[str, Any]:
    """The RETURN block of a module."""
    file = ROOT / "plugins" / "modules" / f"{action.removeprefix(COLLECTION)}.py"
    for statement in ast.parse(file.read_text()).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "RETURN":  # type: ignore[attr-defined]
            return yaml.safe_load(ast.literal_eval(statement.value)) or {}
    raise AssertionError(f"{file} has no RETURN")


def undocumented(record: Record) -> Iterator[str]:
    """A line for each value of a success that is not as RETURN says: too much, missing, of another type."""
    documented = returned(record.action)
    for key in ("diff", *documented):
        if key in documented and key in record.result:
            yield from deviations(key, documented[key], record.result[key], record.check_mode)


def deviations(path: str, said: Mapping[str, Any], value: Any, foretold: bool) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, TYPES[said["type"]]):
        yield f"{path} is {value!r}, not {said['type']}"
    elif "contains" in said:
        for item in value if isinstance(value, list) else [value]:
            # Check mode leaves out what only the server knows; a diff has only what changes.
            partial = foretold or path == "diff"
            if item.keys() - said["contains"].keys():
                yield f"{path} has also {sorted(item.keys() - said['contains'].keys())}"
            if not partial and said["contains"].keys() - item.keys():
                yield f"{path} lacks {sorted(said['contains'].keys() - item.keys())}"
            for name in item.keys() & said["contains"].keys():
                yield from deviations(f"{path}.{name}", said["contains"][name], item[name], partial)
