# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Null and empty options: null means that an option is omitted, and most options must not be empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..cloud.emptiness import require_values
from ..fields.field import MAY_BE_EMPTY
from .censoring import Spec

# The names of an option and of its suboptions, from the outside in.
Path = tuple[str, ...]

TEXTS = ("str", "path")


def without_nulls(spec: Spec, arguments: Any) -> Any:
    """The arguments without those that are null, at any depth.

    Ansible counts a null as set when it compares options with one another, and takes it for the text "None"
    in a required option.
    """
    if isinstance(arguments, list):
        return [without_nulls(spec, item) for item in arguments]
    if not isinstance(arguments, Mapping):
        return arguments
    kept = {}
    for name, value in arguments.items():
        option = spec.get(name, {})
        if value is None and option.get("default") is None and not name.startswith("_ansible_"):
            continue
        kept[name] = given_value(option, value)
    return kept


def given_value(option: Mapping[str, Any], value: Any) -> Any:
    if "options" in option:
        return without_nulls(option["options"], value)
    if option.get("elements") in TEXTS and isinstance(value, list):
        return ["" if item is None else item for item in value]
    return value


def never_empty(spec: Spec, outer: Path = ()) -> Iterator[Path]:
    """The options that must not be empty: all texts, and lists of texts, that are not declared otherwise."""
    for name, option in spec.items():
        path = (*outer, name)
        if option.get(MAY_BE_EMPTY) or "choices" in option:
            continue
        if "options" in option:
            yield from never_empty(option["options"], path)
        elif option.get("elements", option.get("type")) in TEXTS:
            yield path


def without_marks(spec: Spec) -> dict[str, dict[str, Any]]:
    """The spec without our own key, which Ansible does not know."""
    return {name: without_mark(option) for name, option in spec.items()}


def without_mark(option: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: value for key, value in option.items() if key != MAY_BE_EMPTY}
    if "options" in known:
        known["options"] = without_marks(known["options"])
    return known


def refuse_empty(paths: Sequence[Path], params: Mapping[str, Any]) -> None:
    """Raises EmptyOption if one of these options has an empty value."""
    require_values((".".join(path), value) for path in paths for value in values_at(path, params))


def values_at(path: Path, params: Any) -> Iterator[Any]:
    """The values of an option; several if it is a suboption in a list."""
    if isinstance(params, list):
        for item in params:
            yield from values_at(path, item)
    elif not path:
        yield params
    elif isinstance(params, Mapping):
        yield from values_at(path[1:], params.get(path[0]))
