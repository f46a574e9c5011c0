# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each field is declared once, and the options and RETURN of its module match the declaration."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.presence import (
    without_marks,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.kinds import (
    KINDS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.value import (
    Value,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    ManagedResource,
)

from tests.unit.house.test_modules import MODULES, load
from tools import returns
from tools.resources import RESOURCES
from tools.tree import ROOT

each_resource = pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)


def module_of(resource: type[ManagedResource]) -> ModuleType:
    return load(f"sahara_{resource.kind.name}")


def file_of(thing: type | ModuleType) -> str:
    return str(Path(inspect.getfile(thing)).resolve().relative_to(ROOT))


def leaves(values: tuple[Value, ...], path: str = "") -> Iterator[tuple[str, Value]]:
    """The values without nested values, each with its path."""
    for value in values:
        if value.contains:
            yield from leaves(value.contains, f"{path}{value.name}.")
        else:
            yield f"{path}{value.name}", value


@each_resource
def test_each_field_is_an_option(resource: type[ManagedResource]) -> None:
    module = module_of(resource)
    accepted = module.SPEC["argument_spec"]
    declared = without_marks(resource.options())
    wrong = [name for name, spec in declared.items() if accepted.get(name) != spec]
    assert not wrong, (
        f"{file_of(module)}: the options {wrong} are missing in SPEC, or differ from the fields"
    )


@each_resource
def test_each_value_has_a_meaning_and_a_sample(resource: type[ManagedResource]) -> None:
    values = (*resource.values(), *resource.info_values())
    incomplete = [
        path for path, value in leaves(values) if not value.meaning or value.sample is None
    ]
    assert not incomplete, f"{file_of(resource)}: {incomplete} need a meaning and a sample"


@pytest.mark.parametrize("name", MODULES)
def test_return_matches_the_fields(name: str) -> None:
    path = returns.MODULES / f"{name}.py"
    source = path.read_text(encoding="utf-8")
    assert source == returns.renewed(source, name, RESOURCES), (
        f"{path.relative_to(ROOT)}: RETURN is out of date. Run {returns.COMMAND!r}."
    )


def test_each_kind_has_a_resource_and_a_module_of_its_name() -> None:
    modules = {name.removeprefix("sahara_") for name in MODULES if not name.endswith("_info")}
    # The modules for requests and for whole projects have no resource.
    assert modules - {"api", "save"} == set(RESOURCES) == set(KINDS)
