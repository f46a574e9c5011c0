# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The text of a program by the nodes of its syntax tree, and the edits of that text."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import accumulate

# What needs no parentheses as the operand of anything, and what needs none between `and` and `or`.
ATOMS = (
    ast.Attribute, ast.Call, ast.Constant, ast.Dict, ast.DictComp, ast.List, ast.ListComp,
    ast.Name, ast.Set, ast.SetComp, ast.Subscript, ast.Tuple,
)  # fmt: skip
CONDITIONS = (*ATOMS, ast.BinOp, ast.Compare, ast.UnaryOp)


@dataclass(frozen=True)
class Edit:
    """One change of a text. start, end: of the bytes that the new text replaces."""

    start: int
    end: int
    text: str
    what: str


class Source:
    """A program. Positions are bytes of its UTF-8, as in syntax trees."""

    def __init__(self, text: str):
        self.raw = text.encode()
        self.tree = ast.parse(text)
        self._lines = [0, *accumulate(map(len, self.raw.splitlines(keepends=True)))]

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.raw[self.start(node) : self.end(node)].decode()

    def operand(self, node: ast.expr, bare: tuple[type[ast.expr], ...] = ATOMS) -> str:
        """The text of an expression, in parentheses unless it is bare and on one line."""
        text = self.text(node)
        return text if isinstance(node, bare) and "\n" not in text else f"({text})"

    def replace(self, node: ast.expr | ast.stmt, text: str, what: str) -> Edit:
        return Edit(self.start(node), self.end(node), text, what)

    def edited(self, edit: Edit) -> str:
        return (self.raw[: edit.start] + edit.text.encode() + self.raw[edit.end :]).decode()
