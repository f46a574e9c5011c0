# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which options may be empty, and what becomes of null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    CONNECTION_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.presence import (
    refuse_empty,
    without_nulls,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.emptiness import (
    EmptyOption,
    require_values,
)

from tests.unit.house.test_modules import MODULES, load

# The texts that a task may set to an empty string. All others are names, ids, references, URLs or paths.
CLEARED = {
    "cluster_template": {"description", "default_image", "neutron_management_network", "domain_name"},
    "cluster": {"description", "domain_name"},
    "node_group_template": {"description"},
    "data_source": {"description"},
    "job_binary": {"description"},
    "job_template": {"description", "job_interface.description", "job_interface.default"},
    "job_execution": {"args"},
    "image": {"description"},
}  # fmt: skip
REMOVED_FROM_GROUPS = {
    "image", "volume_type", "volumes_availability_zone", "floating_ip_pool", "availability_zone",
}  # fmt: skip
CREDENTIALS = {"user", "password", "accesskey", "secretkey", "endpoint"}


def texts(options: Mapping[str, Any], outer: str = "") -> Iterator[str]:
    for name, option in options.items():
        if "options" in option:
            yield from texts(option["options"], f"{outer}{name}.")
        elif option.get("elements", option["type"]) in ("str", "path") and "choices" not in option:
            yield f"{outer}{name}"


def expected(module: str) -> set[str]:
    name = module.removeprefix("sahara_")
    found = set(CLEARED.get(name, ()))
    if name == "node_group_template":
        found |= REMOVED_FROM_GROUPS
    if name in ("cluster", "cluster_template"):
        groups = {*REMOVED_FROM_GROUPS, "node_group_template"}
        found |= {f"node_groups.{option}" for option in groups}
    if name in ("data_source", "job_binary"):
        secrets = {"data_source": "credentials", "job_binary": "extra"}[name]
        found |= {f"{secrets}.{option}" for option in CREDENTIALS}
    return found


@pytest.mark.parametrize("module", MODULES)
def test_only_these_options_may_be_empty(module: str) -> None:
    spec = load(module).SPEC
    own = {
        name: option
        for name, option in spec["argument_spec"].items()
        if name not in CONNECTION_OPTIONS
    }
    refused = {".".join(path) for path in spec["never_empty"]}
    assert set(texts(own)) - refused == expected(module)


SPEC = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "default": "present"},
    "tags": {"type": "list", "elements": "str"},
    "configs": {"type": "dict"},
    "groups": {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, "on": {"type": "bool", "default": True}}},
}  # fmt: skip


def test_nulls_are_omitted_except_in_dictionaries_of_the_user() -> None:
    given = {
        "name": None,
        "unknown": None,
        "configs": {"a": None},
        "groups": [{"name": None, "on": False}, None, "text"],
        "_ansible_tmpdir": None,
    }
    assert without_nulls(SPEC, given) == {
        "configs": {"a": None},
        "groups": [{"on": False}, None, "text"],
        "_ansible_tmpdir": None,
    }


def test_ansible_itself_refuses_a_null_in_place_of_a_default() -> None:
    given = {"state": None, "groups": [{"on": None}]}
    assert without_nulls(SPEC, given) == given


def test_a_null_in_a_list_of_texts_is_empty() -> None:
    assert without_nulls(SPEC, {"tags": ["a", None]}) == {"tags": ["a", ""]}
    assert without_nulls(SPEC, {"tags": "a,b"}) == {"tags": "a,b"}


PATHS = [("name",), ("tags",), ("groups", "name")]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"name": None, "tags": None, "groups": None},
        {"name": "x", "tags": [], "groups": []},
        {"tags": ["a", "b"], "groups": [{"name": "a"}, {"name": None}]},
    ],
)
def test_omitted_options_and_empty_lists_are_accepted(params: dict[str, Any]) -> None:
    refuse_empty(PATHS, params)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"name": ""}, "The option 'name' has an empty value. Set a value, or omit the option."),
        ({"name": " \t"}, "The option 'name' has an empty value. Set a value, or omit the option."),
        (
            {"tags": ["a", ""]},
            "The option 'tags' has an empty value. Set a value, or omit the option.",
        ),
        (
            {"name": "", "groups": [{"name": "a"}, {"name": ""}, {"name": ""}]},
            "The options 'groups.name', 'name' have empty values. Set values, or omit the options.",
        ),
    ],
)
def test_empty_options_are_named(params: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EmptyOption) as caught:
        refuse_empty(PATHS, params)
    assert str(caught.value) == sentence


def test_a_null_in_a_list_is_empty() -> None:
    with pytest.raises(EmptyOption):
        require_values([("clusters", ["demo", None])])
