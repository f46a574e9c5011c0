# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a mutation does to one expression or one statement.

An operator gets a node and yields edits, each a fault that a person could make. What cannot be
noticed by a test yields nothing: text for people, and values that only a type checker reads.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tools.mutants.source import CONDITIONS, Edit, Source

Edits = Iterator[Edit]

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
}
# Functions, and the one that a person could have meant.
TWINS = {"any": "all", "all": "any", "min": "max", "max": "min"}
# Methods whose result can be taken for the object itself.
TIDYING = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "casefold"})
VERBOSE = frozenset({"v", "vv", "vvv", "vvvv", "debug"})


def compare(node: ast.Compare, source: Source) -> Edits:
    sides = [source.operand(side) for side in (node.left, *node.comparators)]
    for changed, operator in enumerate(node.ops):
        signs = [COMPARISONS[type(each)][0] for each in node.ops]
        old, signs[changed] = COMPARISONS[type(operator)]
        pairs = (f" {sign} {side}" for sign, side in zip(signs, sides[1:], strict=True))
        yield source.replace(node, sides[0] + "".join(pairs), f"{old} becomes {signs[changed]}")


def boolean(node: ast.BoolOp, source: Source) -> Edits:
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    parts = [source.operand(part, CONDITIONS) for part in node.values]
    yield source.replace(node, f" {new} ".join(parts), f"{old} becomes {new}")
    for dropped, part in enumerate(parts):
        rest = parts[:dropped] + parts[dropped + 1 :]
        yield source.replace(node, f" {old} ".join(rest), f"an operand of {old} dropped: {part}")


def negation(node: ast.UnaryOp, source: Source) -> Edits:
    if isinstance(node.op, ast.Not):
        yield source.replace(node, source.operand(node.operand), "not dropped")


def arithmetic(node: ast.BinOp, source: Source) -> Edits:
    left, right = source.operand(node.left), source.operand(node.right)
    if is_text(node.left) or is_text(node.right):
        return
    if type(node.op) in ARITHMETIC:
        old, new = ARITHMETIC[type(node.op)]
        yield source.replace(node, f"{left} {new} {right}", f"{old} becomes {new}")
    elif isinstance(node.op, (ast.BitOr, ast.BitAnd)):
        yield source.replace(node, left, "the right operand dropped")


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def constant(node: ast.Constant, source: Source) -> Edits:
    value = node.value
    if isinstance(value, bool):
        yield source.replace(node, str(not value), f"{value} becomes {not value}")
    elif isinstance(value, (int, float)):
        for new in others(value):
            yield source.replace(node, str(new), f"{value} becomes {new}")
    elif isinstance(value, (str, bytes)) and is_a_word(value):
        yield source.replace(node, repr(value[:0]).replace("'", '"'), f"{value!r} becomes empty")


def others(value: int | float) -> tuple[int | float, ...]:
    """The integers next to an integer; twice a float, which is mostly a time or a limit."""
    if isinstance(value, float):
        return (value * 2 or 1.0,)
    return (value + 1, value - 1) if value else (1,)


def is_a_word(value: str | bytes) -> bool:
    """Whether it is for programs. What has spaces in it is for people."""
    return bool(value) and len(value.split()) == 1 and value == value.strip()


def joined(node: ast.JoinedStr, source: Source) -> Edits:
    texts = [part.value for part in node.values if isinstance(part, ast.Constant)]
    if texts and all(is_a_word(text) for text in texts if isinstance(text, str)):
        yield source.replace(node, '""', "a text becomes empty")


def conditional(node: ast.IfExp, source: Source) -> Edits:
    parts = (node.body, node.test, node.orelse)
    body, test, other = (source.operand(part, CONDITIONS) for part in parts)
    yield source.replace(node, f"{other} if {test} else {body}", "the two values change places")
    yield from condition(node.test, source)


def call(node: ast.Call, source: Source) -> Edits:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in TWINS:
        yield source.replace(node.func, TWINS[name], f"{name} becomes {TWINS[name]}")
    if name == "sorted":
        yield source.replace(node, f"list({source.text(node.args[0])})", "sorted becomes list")
    if name == "isinstance" and isinstance(node.args[1], ast.Tuple):
        yield from fewer(node.args[1], source, "a type")
    if name == "suppress":
        for dropped in node.args:
            rest = ", ".join(source.text(each) for each in node.args if each is not dropped)
            what = f"an exception dropped: {source.text(dropped)}"
            yield source.replace(node, f"suppress({rest})", what)
    if isinstance(node.func, ast.Attribute):
        yield from method(node, node.func, source)


def method(node: ast.Call, function: ast.Attribute, source: Source) -> Edits:
    whose = source.operand(function.value)
    if function.attr in TIDYING:
        yield source.replace(node, whose, f".{function.attr}() dropped")
    with_default = function.attr == "get" and len(node.args) == 2 and not node.keywords
    if with_default and not is_nothing(node.args[1]):
        new = f"{whose}.get({source.text(node.args[0])})"
        yield source.replace(node, new, "the default of get dropped")


def is_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def fewer(node: ast.Tuple, source: Source, noun: str) -> Edits:
    """The tuple without each of its elements."""
    for dropped in node.elts:
        rest = "".join(f"{source.text(each)}, " for each in node.elts if each is not dropped)
        what = f"{noun} dropped: {source.text(dropped)}"
        yield source.replace(node, f"({rest.strip()})", what)


def dictionary(node: ast.Dict, source: Source) -> Edits:
    for key, dropped in zip(node.keys, node.values, strict=True):
        if key is None:
            rest = (
                f"{source.text(other)}: {source.text(value)}" if other else f"**{source.operand(value)}"
                for other, value in zip(node.keys, node.values, strict=True)
                if value is not dropped
            )  # fmt: skip
            what = f"**{source.text(dropped)} dropped"
            yield source.replace(node, f"{{{', '.join(rest)}}}", what)


def condition(node: ast.expr, source: Source) -> Edits:
    """The negated condition, unless another operator changes it already."""
    is_not = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    if not isinstance(node, (ast.Compare, ast.BoolOp, ast.Constant)) and not is_not:
        yield source.replace(node, f"not {source.operand(node)}", "the condition is negated")


def comprehension(node: ast.expr, source: Source) -> Edits:
    for generator in getattr(node, "generators", ()):
        for each in generator.ifs:
            yield source.replace(each, "True", "the filter dropped")
            yield from condition(each, source)


EXPRESSIONS: dict[type[ast.expr], Callable[..., Edits]] = {
    ast.Compare: compare,
    ast.BoolOp: boolean,
    ast.UnaryOp: negation,
    ast.BinOp: arithmetic,
    ast.Constant: constant,
    ast.JoinedStr: joined,
    ast.IfExp: conditional,
    ast.Call: call,
    ast.Dict: dictionary,
    **dict.fromkeys((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), comprehension),
}


def of_expression(node: ast.expr, source: Source) -> Edits:
    operator = EXPRESSIONS.get(type(node))
    if operator:
        yield from operator(node, source)


def of_statement(node: ast.stmt, source: Source) -> Edits:
    if isinstance(node, (ast.If, ast.While)):
        yield from condition(node.test, source)
    elif isinstance(node, ast.Return) and node.value is not None:
        if not isinstance(node.value, ast.Constant):
            yield source.replace(node, "return None", "returns None")
    elif isinstance(node, ast.Break):
        yield source.replace(node, "continue", "break becomes continue")
    elif isinstance(node, ast.Continue):
        yield source.replace(node, "break", "continue becomes break")
    elif can_be_dropped(node):
        yield source.replace(node, "pass", "the statement dropped")


def can_be_dropped(node: ast.stmt) -> bool:
    """Whether tests, and not Python itself, notice that the statement is missing."""
    if isinstance(node, ast.Expr):
        called = node.value.func if isinstance(node.value, ast.Call) else None
        return not (isinstance(called, ast.Attribute) and called.attr in VERBOSE)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets)
    return isinstance(node, (ast.AugAssign, ast.Delete, ast.Raise, ast.Return))


def of_handler(node: ast.ExceptHandler, source: Source) -> Edits:
    if isinstance(node.type, ast.Tuple):
        yield from fewer(node.type, source, "an exception")
    if ast.unparse(node.body[0]) != "raise":
        first, last = source.start(node.body[0]), source.end(node.body[-1])
        yield Edit(first, last, "raise", "the exception is not handled")


def of_table(node: ast.stmt, source: Source) -> Edits:
    """A tuple of names that a module or a class defines, without one of them."""
    value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
    if not isinstance(value, ast.Tuple) or len(value.elts) < 2:
        return
    if all(isinstance(each, (ast.Name, ast.Attribute)) for each in value.elts):
        yield from fewer(value, source, "an element")
