# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions and files stay within the size limits, which keep them easy to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tools.files import python_files
from tools.tree import ROOT

FUNCTION_LINES = 40
FILE_LINES = {"plugins/module_utils": 300, "plugins/modules": 350, "tests": 600}
FILE_LINES_ELSEWHERE = 400
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef
# Documentation for users does not count towards the limit of a file.
DOCUMENTATION = {"DOCUMENTATION", "EXAMPLES", "RETURN"}


def is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_documentation(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id in DOCUMENTATION for target in statement.targets
    )


def lines_of(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def function_length(function: Function) -> int:
    """The number of lines without the docstring, nested functions and nested classes.

    A function that only returns a value, such as a table, counts as one line.
    """
    text = [statement for statement in function.body[:1] if is_text(statement)]
    body = function.body[len(text) :]
    if len(body) == 1 and isinstance(body[0], ast.Return):
        return 1
    inner = [node for node in body if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    return lines_of(function) - sum(map(lines_of, [*text, *inner]))


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(parsed(source)):
        if isinstance(node, FUNCTIONS) and function_length(node) > FUNCTION_LINES:
            yield f"{node.name} in line {node.lineno} has {function_length(node)} lines"


def file_length(source: str) -> int:
    documentation = sum(lines_of(node) for node in parsed(source).body if is_documentation(node))
    return len(source.splitlines()) - documentation


def limit_of(path: Path) -> int:
    return next(
        (limit for folder, limit in FILE_LINES.items() if Path(folder) in path.parents),
        FILE_LINES_ELSEWHERE,
    )


def excesses(path: Path) -> Iterator[str]:
    """What is too long in a file."""
    source = (ROOT / path).read_text(encoding="utf-8")
    for sentence in long_functions(source):
        yield f"{path}: {sentence}"
    if file_length(source) > limit_of(path):
        yield f"{path} has {file_length(source)} lines, limit {limit_of(path)}"


@pytest.mark.slow
def test_functions_and_files_are_small() -> None:
    assert [sentence for path in python_files() for sentence in excesses(path)] == []


def test_a_long_function_is_found_and_its_docstring_is_not_counted() -> None:
    body = "    x = 1\n" * FUNCTION_LINES
    text = '    """' + "text\n" * 50 + '    """\n'
    assert len(list(long_functions(f"def f():\n{body}"))) == 1
    assert list(long_functions(f"def f():\n{text}{body[10:]}")) == []


def test_a_table_is_not_a_long_function() -> None:
    assert (
        list(long_functions("def spec():\n    return dict(\n" + "        a=1,\n" * 60 + "    )\n"))
        == []
    )
    assert (
        len(list(long_functions("def spec():\n    x = 1\n    return (\n" + "\n" * 60 + "    x)\n")))
        == 1
    )


def test_nested_functions_are_counted_separately() -> None:
    method = "    class C:\n        def g(self):\n"
    line = "            x = 1\n"
    assert list(long_functions(f"def f():\n{method}{line * 39}    return C\n")) == []
    assert list(long_functions(f"def f():\n{method}{line * 40}    return C\n")) == [
        "g in line 3 has 41 lines"
    ]


def test_documentation_is_not_counted_in_a_file() -> None:
    assert file_length('DOCUMENTATION = r"""\n' + "a: 1\n" * 100 + '"""\nx = 1\n') == 1
