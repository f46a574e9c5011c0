# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All mutations of a file, without those that no test could notice."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from tools.mutants import operators
from tools.mutants.source import Edit, Source

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef
DOCUMENTATION = frozenset({"DOCUMENTATION", "EXAMPLES", "RETURN"})
# Their arguments are for type checkers.
TYPING = frozenset({"TypeVar", "ParamSpec", "NewType", "NamedTuple", "TypedDict"})
GENERIC = frozenset({"dict", "frozenset", "list", "set", "tuple", "type"})
CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__"})
UNNOTICED = (ast.Import, ast.ImportFrom, ast.Assert, ast.Pass, ast.Global, ast.Nonlocal)


@dataclass(frozen=True)
class Mutation:
    """One fault in one file.

    lines: tests that run them can notice the fault. Without any, it is in code that runs when the
    file is imported, so any test may notice it.
    """

    path: str
    line: int
    lines: tuple[int, ...]
    what: str
    mutated: str

    def diff(self, original: str) -> list[str]:
        compared = difflib.unified_diff(original.splitlines(), self.mutated.splitlines(), n=0)
        return [line for line in compared if not line.startswith(("---", "+++", "@@"))]


def mutations(path: str, text: str) -> list[Mutation]:
    """In the order of the file, and each once."""
    source = Source(text)
    found: dict[str, Mutation] = {}
    for edit, lines in Walk(source).statements(source.tree.body, None):
        line = source.raw.count(b"\n", 0, edit.start) + 1
        mutated = source.edited(edit)
        found.setdefault(mutated, Mutation(path, line, tuple(lines), edit.what, mutated))
    return sorted(found.values(), key=lambda one: (one.line, one.what, one.mutated))


Found = Iterator[tuple[Edit, range]]


class Walk:
    """Every edit of a program, with the lines of its function that run together with it."""

    def __init__(self, source: Source):
        self.source = source

    def statements(self, body: list[ast.stmt], function: Function | None) -> Found:
        for node in body:
            if isinstance(node, FUNCTIONS):
                yield from self.function(node)
            elif isinstance(node, ast.ClassDef):
                yield from self.statements(node.body, function)
            elif not is_unnoticed(node):
                yield from self.statement(node, function)

    def function(self, node: Function) -> Found:
        if node.name == "__repr__" or any(
            "overload" in ast.unparse(d) for d in node.decorator_list
        ):
            return
        whole = range(node.body[0].lineno, (node.end_lineno or 0) + 1)
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            yield from ((edit, whole) for edit in self.expression(default))
        yield from self.statements(node.body, node)

    def statement(self, node: ast.stmt, function: Function | None) -> Found:
        lines = head(node) if function else range(0)
        if not function:
            yield from ((edit, lines) for edit in operators.of_table(node, self.source))
        if not (function and function.name in CONSTRUCTORS and isinstance(node, ast.Assign)):
            yield from ((edit, lines) for edit in operators.of_statement(node, self.source))
        for expression in expressions_of(node):
            yield from ((edit, lines) for edit in self.expression(expression, node))
        for handler in getattr(node, "handlers", ()):
            lines = range(handler.lineno, handler.body[0].lineno + 1) if function else range(0)
            yield from ((edit, lines) for edit in operators.of_handler(handler, self.source))
        for block in blocks_of(node):
            yield from self.statements(block, function)

    def expression(self, node: ast.AST, around: ast.stmt | None = None) -> Iterator[Edit]:
        if isinstance(node, ast.expr) and not isinstance(node, ast.Lambda):
            yield from operators.of_expression(node, self.source)
        for child in children(node):
            raised = isinstance(around, ast.Raise) and isinstance(child, ast.Constant)
            if not (raised and isinstance(node, ast.Call)):
                yield from self.expression(child, around)


def is_unnoticed(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If):
        test = ast.unparse(node.test)
        return test.endswith("TYPE_CHECKING") or test.startswith("__name__ ==")
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        return any(name in DOCUMENTATION or name.startswith("__") for name in names)
    return isinstance(node, UNNOTICED)


def head(node: ast.stmt) -> range:
    """The lines of a statement, without those of the statements in it."""
    inner = [block[0].lineno for block in blocks_of(node)]
    return range(node.lineno, max(min(inner, default=(node.end_lineno or 0) + 1), node.lineno + 1))


def blocks_of(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for part in (node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(part, name, None)
            if block:
                yield block


def expressions_of(node: ast.stmt) -> Iterator[ast.expr]:
    """What the statement itself evaluates, without annotations."""
    if isinstance(node, ast.AnnAssign):
        yield from filter(None, [node.value])
        return
    for item in getattr(node, "items", ()):
        yield item.context_expr
    yield from (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def children(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression that are evaluated and not only read by people or type checkers."""
    if isinstance(node, ast.JoinedStr):  # Python 3.11 does not report where its parts are.
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in TYPING:
            return
        if node.func.id == "cast":
            yield node.args[1]
            return
    if isinstance(node, ast.Subscript) and is_a_type(node.value):
        return
    if isinstance(node, ast.BinOp) and is_a_product(node):  # Nobody writes 16 * 1023.
        return
    yield from ast.iter_child_nodes(node)


def is_a_product(node: ast.expr) -> bool:
    """Whether it is a number, or a product of numbers as in 16 * 1024, whose factors are units."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return is_a_product(node.left) and is_a_product(node.right)
    return isinstance(node, ast.Constant)


def is_a_type(node: ast.expr) -> bool:
    name = ast.unparse(node).rpartition(".")[2]
    return name in GENERIC or (name[0].isupper() and not name.isupper())
