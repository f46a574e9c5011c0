# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configs: names and values for each service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ..cloud.secrets import MASK, is_hidden, is_masked
from ..engine.contracts import Task
from .field import Field


class Configs(Field):
    """``{target: {name: value}}``, where ``1`` equals ``"1"`` and ``True`` equals ``"true"``.

    Sahara stores the type that it receives, but its plugins do not distinguish them.
    """

    option_type = "dict"

    def __init__(self, name: str, meaning: str = "", sample: Any = None, **facts: Any):
        # The values are kept out of the host's log. Results hide only those that are secret by their name.
        super().__init__(name, meaning, sample, option={"no_log": True}, default={}, **facts)

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        given = {str(key): self._values(key, values, task) for key, values in value.items()}
        kept = self._kept_secrets(current or {})
        return {
            target: {
                name: item
                for name, item in {**kept.get(target, {}), **given.get(target, {})}.items()
                if item is not None
            }
            for target in {**given, **kept}
        }

    def _kept_secrets(self, current: Any) -> dict[str, dict[str, Any]]:
        """The secrets that a task keeps unless it sets them: what is saved as code lacks them."""
        return chosen_configs(current, lambda _target, name, item: is_masked(name, item))

    def _values(self, target: Any, values: Any, task: Task) -> dict[str, Any]:
        """Sahara accepts strings, integers and booleans. A fraction is sent as a string. Null removes a secret."""
        if not isinstance(values, Mapping):
            if values is not None:
                task.problem(f"'{self.name}.{target}' must be a dictionary of names and values")
            return {}
        for name, item in values.items():
            if not isinstance(item, (str, int, float)) and not (item is None and is_hidden(name)):
                task.problem(f"'{self.name}.{target}.{name}' must be a string, number or boolean")
            if item == MASK:
                task.problem(
                    f"'{self.name}.{target}.{name}' is the mask of a secret from another result; set the secret itself"
                )
        return {
            str(name): str(item) if isinstance(item, float) else item
            for name, item in values.items()
        }

    def same(self, wanted: Any, current: Any) -> bool:
        return bool(comparable(wanted) == comparable(current))


class MergedConfigs(Configs):
    """Configs that Sahara returns merged with those of a template.

    Only what the user wrote can be compared (Sahara 19: conductor/manager.py).
    """

    def _kept_secrets(self, current: Any) -> dict[str, dict[str, Any]]:
        return {}  # Everything that the task does not set is kept.

    def same(self, wanted: Any, current: Any) -> bool:
        merged = comparable(current or {})
        return all(
            merged.get(target, {}).get(name) == value
            for target, values in comparable(wanted).items()
            for name, value in values.items()
        )

    def option_value(self, value: Any, inherited: Any, task: Task) -> Any:
        """Without what is inherited."""
        return chosen_configs(
            value,
            lambda target, name, item: not self.same({target: {name: item}}, inherited),
        )

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        known = current or {}
        targets = {**known, **wanted}
        return {target: {**known.get(target, {}), **wanted.get(target, {})} for target in targets}


def chosen_configs(
    configs: Any, chosen: Callable[[str, str, Any], bool]
) -> dict[str, dict[str, Any]]:
    """The configs that are chosen by target, name and value, without targets that have none."""
    found = {
        target: {name: item for name, item in values.items() if chosen(target, name, item)}
        for target, values in configs.items()
    }
    return {target: values for target, values in found.items() if values}


def comparable(value: Any) -> Any:
    """Scalars as strings, at any depth, because what Sahara stores may differ from the input in type."""
    if isinstance(value, dict):
        return {str(key): comparable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return None
    text = str(value)
    return text.lower() if text in ("True", "False") else text
