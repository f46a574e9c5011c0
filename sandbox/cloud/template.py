# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The expressions of Heat's templates, as far as Sahara uses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Scope:
    """What expressions refer to: parameters, and ids and attributes of resources."""

    params: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    attributes: dict[tuple, str] = field(default_factory=dict)


def evaluate(node: Any, scope: Scope) -> Any:
    """The value of an expression in a template."""
    if isinstance(node, list):
        return [evaluate(item, scope) for item in node]
    if not isinstance(node, dict):
        return node
    if len(node) == 1:
        ((name, argument),) = node.items()
        if name in FUNCTIONS:
            return FUNCTIONS[name](argument, scope)
    return {key: evaluate(item, scope) for key, item in node.items()}


def _get_param(argument: Any, scope: Scope) -> Any:
    if not isinstance(argument, list):
        return scope.params.get(argument)
    found = scope.params.get(argument[0])
    for key in evaluate(argument[1:], scope):
        found = found[int(key)]
    return found


def _get_resource(argument: str, scope: Scope) -> str | None:
    return scope.ids.get(argument)


def _get_attr(argument: list, scope: Scope) -> str:
    return scope.attributes.get(tuple(argument), "")


def _list_join(argument: list, scope: Scope) -> str:
    glue, parts = argument
    return glue.join(str(part) for part in evaluate(parts, scope))


def _str_replace(argument: dict, scope: Scope) -> str:
    text = argument["template"]
    for key, replacement in argument["params"].items():
        text = text.replace(key, str(evaluate(replacement, scope)))
    return text


FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "get_param": _get_param,
    "get_resource": _get_resource,
    "get_attr": _get_attr,
    "list_join": _list_join,
    "str_replace": _str_replace,
}
