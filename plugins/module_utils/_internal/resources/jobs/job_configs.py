# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configs, params and args of a job execution, whose credentials Sahara blanks, and what else contains them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ...cloud.secrets import MASK, is_hidden
from ...engine.contracts import Task
from ...fields.configs import comparable
from ...fields.field import MAY_BE_EMPTY, Field, Options

# What Sahara stores or returns in place of a secret.
BLANK = ("", None)


class JobConfigs(Field):
    """Configs, params and args, each one an option. Sahara blanks the credentials in them."""

    value_type = "dict"

    def options(self) -> Options:
        return {
            "configs": {"type": "dict", "no_log": True},
            "params": {"type": "dict", "no_log": True},
            "args": {"type": "list", "elements": "str", "no_log": True, MAY_BE_EMPTY: True},
        }

    def current(self, value: Any) -> Any:
        known = value or {}
        configs = {name: known.get(name) or {} for name in ("configs", "params")}
        return {**configs, "args": list(known.get("args") or [])}

    def as_options(self, value: Any, inherited: Any, task: Task) -> dict[str, Any]:
        return {name: item for name, item in value.items() if item}

    def same(self, wanted: Any, current: Any) -> bool:
        if comparable(wanted["args"]) != comparable(current["args"]):
            return False
        return all(same_configs(wanted[name], current[name]) for name in ("configs", "params"))


def same_configs(wanted: Mapping[str, Any], current: Mapping[str, Any]) -> bool:
    """Whether all configs that Sahara returns are equal.

    Those that it blanks may be missing, as in saved options.
    """
    blanked = {name for name in current if is_hidden(name) and current[name] in BLANK}
    compared = wanted.keys() - blanked
    return compared == current.keys() - blanked and all(
        comparable(wanted[name]) == comparable(current[name]) for name in compared
    )


def masked_configs(configs: Mapping[str, Any]) -> dict[str, Any]:
    """With the mask in place of the credentials that Sahara has blanked.

    Not all of its replies blank them, and results must not depend on that.
    """
    return with_named(
        configs, lambda name, value: MASK if value in BLANK and is_hidden(name) else value
    )


def blanked_configs(configs: Mapping[str, Any]) -> dict[str, Any]:
    """With the credentials blanked, as Sahara stores them."""
    return with_named(configs, lambda name, value: "" if is_hidden(name) else value)


def with_named(configs: Mapping[str, Any], replaced: Callable[[str, Any], Any]) -> dict[str, Any]:
    """The same, with another value for each name. Args have no names."""
    return {
        **configs,
        **{
            key: {name: replaced(name, value) for name, value in configs[key].items()}
            for key in ("configs", "params")
        },
    }


def without_conf(info: Mapping[str, Any]) -> dict[str, Any]:
    """``info`` without Oozie's configuration of each action, which API v2 returns with its credentials."""
    actions = info.get("actions")
    if not isinstance(actions, list):
        return dict(info)
    kept = [
        {key: value for key, value in action.items() if key != "conf"}
        for action in actions
        if isinstance(action, Mapping)
    ]
    return {**info, "actions": kept}
