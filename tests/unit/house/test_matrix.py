# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of the integration tests changes each field of each resource."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_groups import (
    FIELDS,
)

from tests.integration.support.matrix import KINDS, fields_of, group_rows, steps, table
from tools.resources import RESOURCES

# Long-running objects, whose fields their own integration targets test.
LONG_RUNNING = {"cluster", "job_execution"}


def test_each_resource_has_a_table() -> None:
    assert set(RESOURCES) - LONG_RUNNING == set(KINDS), (
        "tests/integration/matrix needs a file for each resource"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_is_changed(kind: str) -> None:
    fields = {field.name for field in RESOURCES[kind].fields}
    changed = fields_of(kind)
    file = f"tests/integration/matrix/{kind}.yml"
    assert changed >= fields, f"{file}: 'changes' has no row for {sorted(fields - changed)}"
    assert changed <= fields, f"{file}: unknown fields {sorted(changed - fields)}"


@pytest.mark.parametrize("kind", KINDS)
def test_rows_for_fixed_and_version_specific_fields_match_the_declaration(kind: str) -> None:
    fields = {field.name: field for field in RESOURCES[kind].fields}
    for step in steps(kind)[1:]:
        for name in step.set:
            assert fields[name].updatable is not step.fixed
            assert (step.only in (None, *fields[name].versions)) and (
                step.only is None or len(fields[name].versions) == 1
            )


def test_each_field_of_a_node_group_is_changed() -> None:
    rows = table("cluster_template")
    changed = {name for row in group_rows(rows) for name in row["set"]["node_groups"][0]}
    missing = {field.name for field in FIELDS} - changed - set(rows["left_out"])
    assert not missing, (
        f"tests/integration/matrix/node_group_template.yml: 'changes' has no rows that set only one of {sorted(missing)}"
    )
