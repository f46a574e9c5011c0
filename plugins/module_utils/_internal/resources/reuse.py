# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that describe an existing object, for a task that keeps, copies or restores it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ..cloud.secrets import MASK, masked_result, scalars
from ..fields.field import Options
from ..fields.value import Value

# The option of info modules whose objects refer to others: their names cost requests.
WITH_OPTIONS: Options = {"with_options": {"type": "bool", "default": False}}


def reuse_values(is_free: bool) -> tuple[Value, ...]:
    """What the info modules return for this. is_free: whether it costs no requests."""
    condition = "" if is_free else " Null unless O(with_options=true)."
    return (
        Value("options", "The options that describe the object. You can pass them to the module that creates such objects. "
              f"Defaults and secrets are left out.{condition}",
              {"name": "example", "is_public": True}, type="dict"),
        Value("secret_options", "The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns "
              f"is listed if it may have any.{condition}",
              ["node_configs.NameNode.Admin password"], type="list", elements="str"),
    )  # fmt: skip


def split_secrets(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """The options without what results would mask, and the paths of that."""
    paths: list[tuple[str, ...]] = []
    kept = replace_secrets(options, lambda *path: paths.append(path))
    return kept, paths


def replace_secrets(options: Mapping[str, Any], replacement: Callable[..., Any]) -> dict[str, Any]:
    """The options with replacements of what results would mask. A list is replaced as a whole.

    replacement: gets the path of a secret, and returns None to leave it out.
    """
    return _replaced(options, masked_result(options), (), replacement) or {}


def _replaced(
    value: Any, masked: Any, path: tuple[str, ...], replacement: Callable[..., Any]
) -> Any:
    if value == masked and MASK not in scalars(value):
        return value
    if isinstance(value, Mapping):
        replaced = {
            name: _replaced(item, masked[name], (*path, str(name)), replacement)
            for name, item in value.items()
        }
        return {name: item for name, item in replaced.items() if item is not None} or None
    if isinstance(value, list) and isinstance(value[0], Mapping):
        return [
            _replaced(item, other, (*path, str(item.get("name"))), replacement)
            for item, other in zip(value, masked)
        ]
    return replacement(*path)
