# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides match the code: modules accept the tasks in them, and the code has the messages that they explain."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from tools.files import project_files
from tools.guides import GUIDES, code_of, text_of
from tools.tree import ROOT

PREFIX = "sahara.dataprocessing."
PACKAGE = f"ansible_collections.{PREFIX}plugins"
# Stands for a value, both in the message of a guide and in a string of the code.
PLACEHOLDER = "..."


def tasks_in(code: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The module and the options of each of our tasks in plays, lists of tasks and blocks."""
    if isinstance(code, list):
        for item in code:
            yield from tasks_in(item)
    elif isinstance(code, Mapping):
        for key, value in code.items():
            if str(key).startswith(PREFIX):
                yield key.removeprefix(PREFIX), value or {}
            elif key in ("tasks", "block", "rescue", "always"):
                yield from tasks_in(value)


def our_tasks() -> list[tuple[str, str, Mapping[str, Any]]]:
    return [
        (guide, module, arguments)
        for guide in GUIDES
        for code in code_of(guide, "yaml")
        for module, arguments in tasks_in(yaml.safe_load(code))
    ]


@pytest.mark.parametrize(("guide", "module", "arguments"), our_tasks())
def test_tasks_in_guides_are_accepted(
    guide: str, module: str, arguments: Mapping[str, Any]
) -> None:
    spec = importlib.import_module(f"{PACKAGE}.modules.{module}").SPEC["argument_spec"]
    plain = {name: value for name, value in arguments.items() if "{{" not in str(value)}
    assert set(arguments) <= set(spec)
    assert ArgumentSpecValidator(spec).validate(dict(plain)).error_messages == []


def test_the_guides_contain_tasks() -> None:
    assert len(our_tasks()) > 10


def test_each_guide_is_listed() -> None:
    listed = yaml.safe_load((ROOT / "docs" / "docsite" / "extra-docs.yml").read_text("utf-8"))
    names = [name for section in listed["sections"] for name in section["toctree"]]
    assert sorted(names) == GUIDES


def strings(tree: ast.AST) -> Iterator[str]:
    """Each string in the code, with PLACEHOLDER instead of the values in an f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else PLACEHOLDER
                for part in node.values
            )


def all_strings() -> list[str]:
    files = [path for path in project_files(".py") if path.parts[0] == "plugins"]
    return [
        string
        for path in files
        for string in strings(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    ]


STRINGS = all_strings()


def messages() -> list[str]:
    return re.findall(r"^``(.+)``$", text_of("guide_troubleshooting"), re.M)


def contains(string: str, message: str) -> bool:
    """Whether the string contains the parts of the message, in the same order."""
    position = 0
    for piece in message.split(PLACEHOLDER):
        position = string.find(piece, position) + len(piece)
        if position < len(piece):
            return False
    return True


@pytest.mark.parametrize("message", messages())
def test_messages_in_the_troubleshooting_guide_are_in_the_code(message: str) -> None:
    assert re.search(r"[a-z]{3}", message)
    assert any(contains(string, message) for string in STRINGS)


def test_a_message_that_is_not_in_the_code_is_found() -> None:
    assert len(messages()) > 30
    assert not any(contains(string, "There is no elephant ...") for string in STRINGS)
    assert contains("The cluster ... is ready", "The ... is ready")
    assert not contains("The cluster is ready", "The ... was ready")
