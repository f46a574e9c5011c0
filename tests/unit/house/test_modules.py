# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each module accepts what its documentation says, and is found as users are told."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from tools.artifact import ansible
from tools.tree import ROOT

COLLECTION = "sahara.dataprocessing"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("sahara_*.py"))
RUNTIME = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
# What Ansible assumes of an option that says nothing.
DEFAULTS = {"type": "str", "required": False, "default": None, "elements": None, "choices": None}


@cache
def documentation() -> Mapping[str, Any]:
    names = [f"{COLLECTION}.{module}" for module in MODULES]
    return json.loads(ansible("ansible-doc", "--json", "--type", "module", *names))


def documented(module: str) -> Mapping[str, Any]:
    return documentation()[f"{COLLECTION}.{module}"]


def load(module: str) -> ModuleType:
    return importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{module}")


def comparable(options: Mapping[str, Any], nested: str) -> dict[str, Any]:
    """The facts that a specification and a documentation of the same options share."""
    return {
        name: {
            **{key: option.get(key, assumed) for key, assumed in DEFAULTS.items()},
            "aliases": sorted(option.get("aliases") or []),
            "options": comparable(option.get(nested) or {}, nested),
        }
        for name, option in options.items()
    }


def examples(module: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The name and the arguments of each task of this module in its examples."""
    for task in yaml.safe_load(documented(module)["examples"]):
        if f"{COLLECTION}.{module}" in task:
            yield task["name"], task[f"{COLLECTION}.{module}"]


@pytest.mark.parametrize("module", MODULES)
def test_its_arguments_are_those_of_its_documentation(module: str) -> None:
    said = comparable(documented(module)["doc"]["options"], nested="suboptions")
    assert comparable(load(module).SPEC["argument_spec"], nested="options") == said


def test_a_difference_between_arguments_and_documentation_is_seen() -> None:
    said = {"nodes": {"type": "list", "suboptions": {"count": {"type": "int"}}}}
    meant = {"nodes": {"type": "list", "options": {"count": {"type": "str"}}}}
    assert comparable(said, "suboptions") != comparable(meant, "options")
    meant["nodes"]["options"]["count"]["type"] = "int"
    assert comparable(said, "suboptions") == comparable(meant, "options")


@pytest.mark.parametrize("module", MODULES)
def test_its_examples_are_accepted(module: str) -> None:
    spec = dict(load(module).SPEC)
    spec.pop("supports_check_mode")
    validator = ArgumentSpecValidator(**spec)
    shown = list(examples(module))
    assert shown, "it has no example"
    refused = {name: validator.validate(dict(task)).error_messages for name, task in shown}
    assert not any(refused.values()), refused


@pytest.mark.parametrize("module", MODULES)
def test_its_documentation_says_what_check_mode_and_diff_are_worth(module: str) -> None:
    attributes = documented(module)["doc"]["attributes"]
    assert {"check_mode", "diff_mode"} <= set(attributes)


@pytest.mark.parametrize("module", MODULES)
def test_it_supports_check_mode_as_documented(module: str) -> None:
    # In check mode Ansible skips a module that does not declare this, and the task succeeds.
    assert documented(module)["doc"]["attributes"]["check_mode"]["support"] == "full"
    assert load(module).SPEC.get("supports_check_mode") is True


def test_all_are_in_the_action_group() -> None:
    assert RUNTIME["action_groups"]["sahara"] == MODULES


def test_each_has_an_action_plugin_of_its_own_name() -> None:
    # A redirect in meta/runtime.yml works as well, but Ansible loads those plugins in every fork.
    assert sorted(path.stem for path in (ROOT / "plugins" / "action").glob("*.py")) == MODULES
    assert "modules" not in RUNTIME.get("plugin_routing", {})
