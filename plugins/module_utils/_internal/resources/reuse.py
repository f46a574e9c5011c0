# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that describe an existing object, for a task that keeps, copies or restores it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cloud.secrets import MASK, masked_result, scalars
from ..fields.field import Options
from ..fields.value import Value

# The option of info modules whose objects refer to others: their names cost requests.
WITH_OPTIONS: Options = {"with_options": {"type": "bool", "default": False}}


def reuse_values(is_free: bool) -> tuple[Value, ...]:
    """What the info modules return for this. is_free: whether it costs no requests."""
    condition = "" if is_free else " Null unless O(with_options=true)."
    return (
        Value("options", "The options that describe the object, for the module without C(_info) in its name. "
              f"Defaults and secrets are left out.{condition}",
              {"name": "example", "is_public": True}, type="dict"),
        Value("secret_options", "The secrets that RV(ignore:options) lacks, and the options that may have some, because Sahara "
              f"returns none of them.{condition}",
              ["node_configs.NameNode.Admin password"], type="list", elements="str"),
    )  # fmt: skip


def split_secrets(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """The options without what results would mask, and the paths of that."""
    secrets: list[tuple[str, ...]] = []
    return _kept(options, masked_result(options), (), secrets) or {}, secrets


def _kept(value: Any, masked: Any, path: tuple[str, ...], secrets: list[tuple[str, ...]]) -> Any:
    """The part of a value that is not masked; None if there is none. A list is kept or left out as a whole."""
    if value == masked and MASK not in scalars(value):
        return value
    if isinstance(value, Mapping):
        kept = {
            name: _kept(item, masked[name], (*path, str(name)), secrets)
            for name, item in value.items()
        }
        return {name: item for name, item in kept.items() if item is not None} or None
    if isinstance(value, list) and isinstance(value[0], Mapping):
        return [
            _kept(item, other, (*path, str(item.get("name"))), secrets)
            for item, other in zip(value, masked)
        ]
    secrets.append(path)
    return None
