# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""RETURN of the modules: the parts that follow from the fields of resources, and the parts that all modules share.

The other parts of RETURN are written by hand and left unchanged: descriptions of objects, values that are not fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.download import (
    DOWNLOAD_VALUES,
    FILE_DIFF_VALUES,
)

from tools.tree import ROOT

COMMAND = "./dev generate"
MODULES = ROOT / "plugins" / "modules"
RETURN = re.compile(r'^RETURN = r"""\n(?P<yaml>.*?)^"""$', re.MULTILINE | re.DOTALL)
WIDTH = 120

DIFF = {
    "before": {
        "description": "The options before the change.",
        "type": "dict",
        "sample": {"description": "Workers"},
    },
    "after": {
        "description": "The options after the change.",
        "type": "dict",
        "sample": {"description": "Workers with local disks"},
    },
}
FACTS = "Details of a failure, which playbooks can test."
FAILURE = {
    "status": {
        "description": "The HTTP status of the error response.",
        "type": "int",
        "sample": 400,
    },
    "name": {
        "description": "The name that Sahara gives the error.",
        "type": "str",
        "sample": "INVALID_REFERENCE",
    },
    "message": {
        "description": "The error message from Sahara.",
        "type": "str",
        "sample": "Requested flavor 'm1.hge' not found",
    },
    "error_id": {
        "description": "The id of the error in Sahara's log.",
        "type": "str",
        "sample": "9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2",
    },
    "request_id": {
        "description": "The id of the request.",
        "type": "str",
        "sample": "req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70",
    },
    "method": {
        "description": "The HTTP method of the request.",
        "type": "str",
        "sample": "POST",
    },
    "url": {
        "description": "The URL of the request.",
        "type": "str",
        "sample": "https://sahara.example.org:8386/v2/clusters",
    },
}


def renewed(source: str, name: str, resources: Mapping[str, Any]) -> str:
    """The source of the module of that name, with an up-to-date RETURN."""
    found = RETURN.search(source)
    if found is None:
        raise ValueError(f"{name} has no RETURN")
    documented = yaml.load(found["yaml"], Loader=yaml.CSafeLoader)
    documented.update(fields(name, documented, resources))
    documented.update(shared(documented, has_options=manages(name, resources)))
    text = yaml.dump(documented, Dumper=Dumper, sort_keys=False, width=WIDTH, allow_unicode=True)
    return source[: found.start("yaml")] + text + source[found.end("yaml") :]


def manages(name: str, resources: Mapping[str, Any]) -> bool:
    """Whether the module manages objects of a resource."""
    return name.removeprefix("sahara_") in resources


def fields(
    name: str, documented: Mapping[str, Any], resources: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The key of the module's objects, with the keys of each object."""
    is_info = name.endswith("_info")
    resource = resources.get(name.removeprefix("sahara_").removesuffix("_info"))
    if resource is None:
        return
    key = resource.kind.plural if is_info else resource.kind.name
    values = (*resource.values(), *(resource.info_values() if is_info else ()))
    yield key, {**documented[key], "contains": contents(values)}


def shared(
    documented: Mapping[str, Any], has_options: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys that RETURN of every module has. Each module describes its own kinds of failure.

    has_options: whether a difference shows options.
    """
    if has_options and "diff" in documented:
        yield "diff", {**documented["diff"], "contains": DIFF}
    if "download" in documented:
        yield "download", {**documented["download"], "contains": contents(DOWNLOAD_VALUES)}
        yield "diff", {**documented["diff"], "contains": contents(FILE_DIFF_VALUES)}
    kind = {**documented["failure"]["contains"]["kind"], "sample": "Refused"}
    facts = {"description": FACTS, "returned": "failure", "type": "dict"}
    yield "failure", {**facts, "contains": {"kind": kind, **FAILURE}}


def contents(values: Iterable[Any]) -> dict[str, Any]:
    return {value.name: described(value) for value in values}


def described(value: Any) -> dict[str, Any]:
    """The documentation of one value, as in RETURN."""
    documentation = {"description": value.meaning, "type": value.type}
    if value.elements:
        documentation["elements"] = value.elements
    if value.contains:
        documentation["contains"] = contents(value.contains)
    elif value.sample is not None:
        documentation["sample"] = value.sample
    return documentation


class Dumper(yaml.SafeDumper):
    """Indents lists below their key, as ansible-lint and yamllint require, and writes no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True
