# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A field of a resource is an option of its module, and a value that both its modules tell of."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    Resource,
)

from tests.unit.support.resources import RESOURCES
from tools.tree import ROOT

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules"


# A field that users write in parts.
IN_PARTS = {"job_configs": ("configs", "params", "args")}
# What an info module finds out when it is asked about a plugin's version.
FOUND_OUT = {
    "image": {"missing_tags"},
    "plugin": {"configs", "node_processes", "required_image_tags"},
}


def module_of(resource: type[Resource], suffix: str = "") -> Any:
    return importlib.import_module(f"{MODULES}.sahara_{resource.kind}{suffix}")


def file_of(thing: Any) -> str:
    return str(Path(inspect.getfile(thing)).resolve().relative_to(ROOT))


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_each_field_is_an_option(resource: type[Resource]) -> None:
    module = module_of(resource)
    wanted = {
        option for field in resource.fields for option in IN_PARTS.get(field.name, (field.name,))
    }
    lacking = wanted - set(module.SPEC["argument_spec"])
    assert not lacking, f"{file_of(module)}: SPEC lacks the options {sorted(lacking)}"


@pytest.mark.parametrize("suffix", ["", "_info"])
@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_results_are_told_of_as_they_are(resource: type[Resource], suffix: str) -> None:
    module = module_of(resource, suffix)
    documented = yaml.safe_load(module.RETURN)
    told = set(documented[next(iter(documented)) if suffix else resource.kind]["contains"])
    returned = {field.wire for field in resource.fields if field.returned} | set(resource.generated)
    assert told >= returned, f"{file_of(module)}: RETURN lacks {sorted(returned - told)}"
    returned |= FOUND_OUT.get(resource.kind, set()) if suffix else set()
    assert told <= returned, f"{file_of(resource)}: no field is {sorted(told - returned)}"


def test_all_resources_are_looked_at() -> None:
    assert len(RESOURCES) == 10
