# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares the documented results of modules with real ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from tests.integration.support.playbook import COLLECTION, Record
from tests.integration.support.sandbox import ROOT

TYPES = {
    "str": str,
    "int": int,
    "bool": bool,
    "list": list,
    "dict": dict,
    "float": float,
    "raw": object,
}


@cache
def returned(action: str) -> Mapping[str, Any]:
    """The RETURN block of a module."""
    file = ROOT / "plugins" / "modules" / f"{action.removeprefix(COLLECTION)}.py"
    for statement in ast.parse(file.read_text()).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "RETURN":  # type: ignore[attr-defined]
            return yaml.safe_load(ast.literal_eval(statement.value)) or {}
    raise AssertionError(f"{file} has no RETURN")


def undocumented(record: Record) -> Iterator[str]:
    """A line for each value of a result that deviates from RETURN: undocumented, missing, or of another type."""
    documented = returned(record.action)
    for key in ("diff", *documented):
        if key in documented and key in record.result:
            yield from deviations(key, documented[key], record.result[key], record.check_mode)


def deviations(
    path: str, documented: Mapping[str, Any], value: Any, predicted: bool
) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, TYPES[documented["type"]]):
        yield f"{path} is {value!r}, not {documented['type']}"
    elif "contains" in documented:
        for item in value if isinstance(value, list) else [value]:
            # Check mode leaves out what only the server knows, and a diff shows only changes.
            partial = predicted or path == "diff"
            if item.keys() - documented["contains"].keys():
                yield f"{path} also has {sorted(item.keys() - documented['contains'].keys())}"
            if not partial and documented["contains"].keys() - item.keys():
                yield f"{path} lacks {sorted(documented['contains'].keys() - item.keys())}"
            for name in item.keys() & documented["contains"].keys():
                yield from deviations(
                    f"{path}.{name}", documented["contains"][name], item[name], partial
                )
