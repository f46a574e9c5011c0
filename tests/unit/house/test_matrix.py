# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The integration tests change each field of each resource: none is forgotten."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_groups import (
    FIELDS,
)

from tests.integration.support.matrix import KINDS, fields_of, group_rows, steps, table
from tools.resources import RESOURCES
from tools.tree import ROOT

# Objects that live for a while, and have targets of their own.
ALIVE = {"cluster", "job_execution"}


def test_each_resource_has_a_table() -> None:
    modules = (file.stem for file in (ROOT / "plugins" / "modules").glob("sahara_*.py"))
    kinds = {name.removeprefix("sahara_") for name in modules if not name.endswith("_info")}
    assert kinds - ALIVE == set(KINDS), "each has a file in tests/integration/matrix"


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_becomes_something_else(kind: str) -> None:
    fields = {field.name for field in RESOURCES[kind].fields}
    changed = fields_of(kind)
    file = f"tests/integration/matrix/{kind}.yml"
    assert changed >= fields, f"{file}: 'changes' has no row for {sorted(fields - changed)}"
    assert changed <= fields, f"{file}: no field is {sorted(changed - fields)}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_fixed_and_what_one_version_has_is_declared_so(kind: str) -> None:
    fields = {field.name: field for field in RESOURCES[kind].fields}
    for step in steps(kind)[1:]:
        for name in step.set:
            assert fields[name].updatable is not step.fixed
            assert (step.only in (None, *fields[name].versions)) and (
                step.only is None or len(fields[name].versions) == 1
            )


def test_each_field_of_a_node_group_becomes_something_else() -> None:
    rows = table("cluster_template")
    changed = {name for row in group_rows(rows) for name in row["set"]["node_groups"][0]}
    lacking = {field.name for field in FIELDS} - changed - set(rows["left_out"])
    assert not lacking, (
        f"tests/integration/matrix/node_group_template.yml: 'changes' has no row for {sorted(lacking)} alone"
    )
