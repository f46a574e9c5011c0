# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each module matches its documentation and examples. It has an action plugin and is in the action group."""

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
# Ansible's defaults for the facts that an option does not set.
FACTS = frozenset(
    [
        "type",
        "elements",
        "choices",
        "default",
        "required",
        "no_log",
        "options",
        "aliases",
        "required_together",
    ]
)
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
    """The facts about options that an argument spec and the documentation both have."""
    return {
        name: {
            **{key: option.get(key, assumed) for key, assumed in DEFAULTS.items()},
            "aliases": sorted(option.get("aliases") or []),
            "options": comparable(option.get(nested) or {}, nested),
        }
        for name, option in options.items()
    }


def nested(options: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each option and suboption, by its path."""
    for name, option in options.items():
        yield f"{path}{name}", option
        yield from nested(option.get("options", {}), f"{path}{name}.")


def differences(
    accepted: Mapping[str, Any], described: Mapping[str, Any], path: str = ""
) -> Iterator[str]:
    """A message for each difference between the code and the documentation of the options."""
    for name in sorted(accepted.keys() | described.keys()):
        option = f"{path}{name}"
        if name not in described:
            yield f"the option {option!r} is not documented"
        elif name not in accepted:
            yield f"the documented option {option!r} is not accepted"
        else:
            for fact in accepted[name].keys() - {"options"}:
                in_code, in_documentation = accepted[name][fact], described[name][fact]
                if in_code != in_documentation:
                    yield f"{fact} of {option!r} is {in_code!r} in the code and {in_documentation!r} in the documentation"
            yield from differences(
                accepted[name]["options"], described[name]["options"], f"{option}."
            )


def examples(module: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The name and the options of each example task that uses this module."""
    for task in yaml.safe_load(documented(module)["examples"]):
        if f"{COLLECTION}.{module}" in task:
            yield task["name"], task[f"{COLLECTION}.{module}"]


@pytest.mark.parametrize("module", MODULES)
def test_options_match_the_documentation(module: str) -> None:
    described = comparable(documented(module)["doc"]["options"], nested="suboptions")
    accepted = comparable(load(module).SPEC["argument_spec"], nested="options")
    different = list(differences(accepted, described))
    assert not different, (
        f"plugins/modules/{module}.py, or one of its fragments in plugins/doc_fragments: {'; '.join(different)}"
    )


@pytest.mark.parametrize("module", MODULES)
def test_options_have_only_facts_that_ansible_knows(module: str) -> None:
    # Ansible ignores others, so that a misspelt "no_log" would go unnoticed.
    options = list(nested(load(module).SPEC["argument_spec"]))
    unknown = {name: option.keys() - FACTS for name, option in options if option.keys() - FACTS}
    assert not unknown, f"{module}: {unknown}"
    assert all("type" in option for _, option in options)


def test_a_difference_between_code_and_documentation_is_found() -> None:
    described = {"nodes": {"type": "list", "suboptions": {"count": {"type": "int"}}}, "old": {}}
    accepted = {
        "nodes": {"type": "list", "options": {"count": {"type": "str"}, "size": {"type": "int"}}}
    }
    assert list(
        differences(comparable(accepted, "options"), comparable(described, "suboptions"))
    ) == [
        "type of 'nodes.count' is 'str' in the code and 'int' in the documentation",
        "the option 'nodes.size' is not documented",
        "the documented option 'old' is not accepted",
    ]


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_accepted(module: str) -> None:
    spec = dict(load(module).SPEC)
    del spec["supports_check_mode"], spec["never_empty"]
    validator = ArgumentSpecValidator(**spec)
    tasks = list(examples(module))
    assert tasks, f"plugins/modules/{module}.py: no example uses the module"
    refused = {name: validator.validate(dict(task)).error_messages for name, task in tasks}
    assert not any(refused.values()), refused


@pytest.mark.parametrize("module", MODULES)
def test_support_for_check_mode_and_diff_is_documented(module: str) -> None:
    attributes = documented(module)["doc"]["attributes"]
    assert {"check_mode", "diff_mode"} <= set(attributes)


@pytest.mark.parametrize("module", MODULES)
def test_it_supports_check_mode_as_documented(module: str) -> None:
    # In check mode Ansible skips a module that does not declare this, and the task succeeds.
    assert documented(module)["doc"]["attributes"]["check_mode"]["support"] == "full"
    assert load(module).SPEC.get("supports_check_mode") is True


@pytest.mark.parametrize("name", MODULES)
def test_it_refers_to_its_twin_and_to_a_guide(name: str) -> None:
    seealso = documented(name)["doc"]["seealso"]
    modules = {item["module"].rpartition(".")[2] for item in seealso if "module" in item}
    twin = name.removesuffix("_info") if name.endswith("_info") else f"{name}_info"
    assert twin in modules or twin not in MODULES
    assert any(".docsite.guide_" in item.get("ref", "") for item in seealso)


def test_all_modules_are_in_the_action_group() -> None:
    assert RUNTIME["action_groups"]["sahara"] == MODULES


def test_each_module_has_an_action_plugin_of_its_name() -> None:
    # Redirects in meta/runtime.yml also work, but then every fork loads the plugin.
    assert sorted(path.stem for path in (ROOT / "plugins" / "action").glob("*.py")) == MODULES
    assert "modules" not in RUNTIME.get("plugin_routing", {})
