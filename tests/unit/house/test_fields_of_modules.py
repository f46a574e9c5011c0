# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A field of a resource is an option of its module, and a value that both its modules tell of."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils import resources
from ansible_collections.sahara.dataprocessing.plugins.module_utils.resources.base import Resource

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules"


# A field that users write in parts.
IN_PARTS = {"job_configs": ("configs", "params", "args")}


def declared() -> Iterator[type[Resource]]:
    for found in pkgutil.iter_modules(resources.__path__):
        module = importlib.import_module(f"{resources.__name__}.{found.name}")
        classes = (value for value in vars(module).values() if isinstance(value, type))
        for value in classes:
            its_own = value.__module__ == module.__name__
            if its_own and issubclass(value, Resource) and value.fields:
                yield value


RESOURCES = sorted(declared(), key=lambda resource: resource.kind)


def module_of(resource: type[Resource], suffix: str = "") -> Any:
    return importlib.import_module(f"{MODULES}.sahara_{resource.kind}{suffix}")


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.kind)
def test_each_field_is_an_option(resource: type[Resource]) -> None:
    options = module_of(resource).SPEC["argument_spec"]
    for field in resource.fields:
        assert set(IN_PARTS.get(field.name, (field.name,))) <= set(options)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.kind)
def test_each_field_is_told_of(resource: type[Resource]) -> None:
    told = {field.wire for field in resource.fields if field.returned}
    for module, key in ((module_of(resource), resource.kind), (module_of(resource, "_info"), "")):
        documented = yaml.safe_load(module.RETURN)
        found = documented[key or next(iter(documented))]["contains"]
        assert told - set(found) == set(), module.__name__


def test_all_resources_are_looked_at() -> None:
    assert len(RESOURCES) == 10
