# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of fields that Sahara's resources have: how each is read, compared, sent and shown.

A field knows three forms of a value: what the user wrote, the *canonical* form (references
are ids, lists have one order), in which wishes and reality are compared, and what goes over
the wire in API v2's vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BOTH = ("1.1", "2")
V2_ONLY = ("2",)


class Field:
    """A value that is compared as it is.

    name: the option, and the key in results and diffs.
    wire: the name in API v2 (the same unless given).
    default: what the server puts where nothing is sent; it predicts results in check mode.
    versions: the API versions that accept the field.
    updatable: whether the API ever changes it on an existing object.
    secret: write-only; never compared, shown or returned.
    returned: whether results have it.
    """

    def __init__(
        self,
        name: str,
        wire: str = "",
        default: Any = None,
        versions: tuple[str, ...] = BOTH,
        updatable: bool = True,
        secret: bool = False,
        returned: bool = True,
    ):
        self.name = name
        self.wire = wire or name
        self.default = default
        self.versions = versions
        self.updatable = updatable
        self.secret = secret
        self.returned = returned and not secret

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        """The canonical form of what the user wrote; current helps to avoid look-ups."""
        return value

    def current(self, value: Any) -> Any:
        """The canonical form of what the server sent."""
        return self.default if value is None else value

    def same(self, wanted: Any, current: Any) -> bool:
        return bool(wanted == current)

    def encode(self, wanted: Any) -> Any:
        """The canonical form as the server takes it."""
        return wanted

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Any:
        """The canonical form of what will be there once ``wanted`` is written."""
        return wanted

    def show(self, value: Any, scope: Any) -> Any:
        """The canonical form as a person reads it in a diff."""
        return value

    def show_change(self, before: Any, wanted: Any, scope: Any) -> tuple[Any, Any]:
        """Both sides of a difference, without what they have in common."""
        return self.show(before, scope), self.show(wanted, scope)


class Text(Field):
    """A string; nothing and the empty string are the same."""

    def current(self, value: Any) -> Any:
        return value if value is not None else self.default

    def same(self, wanted: Any, current: Any) -> bool:
        return (wanted or "") == (current or "")


class Flag(Field):
    """A boolean; null is the default, which is false unless given."""

    def __init__(self, name: str, default: bool = False, **kwargs: Any):
        super().__init__(name, default=default, **kwargs)


class Number(Field):
    """An integer."""


class Names(Field):
    """Strings whose order means nothing."""

    def __init__(self, name: str, **kwargs: Any):
        super().__init__(name, **kwargs)

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        return sorted(set(value))

    def current(self, value: Any) -> Any:
        return sorted(set(value or []))


class Configs(Field):
    """``{target: {name: value}}``, where ``1``, ``"1"`` and ``True``, ``"true"`` are the same.

    Sahara stores what it is sent, and its plugins read strings and numbers alike.
    """

    def __init__(self, name: str, **kwargs: Any):
        super().__init__(name, default={}, **kwargs)

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        return {str(key): self._values(key, values, scope) for key, values in value.items()}

    def _values(self, target: Any, values: Any, scope: Any) -> dict[str, Any]:
        """Sahara takes strings, integers and booleans; of a fraction it takes the digits."""
        if not isinstance(values, Mapping):
            if values is not None:
                scope.problem(f"'{self.name}' has no names and values for {target}")
            return {}
        for name, item in values.items():
            if not isinstance(item, (str, int, float)):
                scope.problem(
                    f"the value of {name} for {target} in '{self.name}' is no string, number or boolean"
                )
        return {
            str(name): str(item) if isinstance(item, float) else item
            for name, item in values.items()
        }

    def same(self, wanted: Any, current: Any) -> bool:
        return bool(comparable(wanted) == comparable(current))


class MergedConfigs(Configs):
    """Configs that Sahara shows merged with those of a template.

    So only what the user wrote tells anything (Sahara 19: conductor/manager.py).
    """

    def same(self, wanted: Any, current: Any) -> bool:
        shown = comparable(current or {})
        return all(
            shown.get(target, {}).get(name) == value
            for target, values in comparable(wanted).items()
            for name, value in values.items()
        )

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Any:
        known = current or {}
        targets = {**known, **wanted}
        return {target: {**known.get(target, {}), **wanted.get(target, {})} for target in targets}


class Shares(Field):
    """Shares of Manila, in any order; Sahara mounts them to read and write unless told otherwise."""

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        return self.current(value)

    def current(self, value: Any) -> Any:
        shares = (
            {
                "id": share["id"],
                "path": share.get("path"),
                "access_level": share.get("access_level") or "rw",
            }
            for share in value or ()
        )
        return sorted(shares, key=lambda share: str(share["id"]))


class Reference(Field):
    """The id of an object of another service or of Sahara's; the user may give its name.

    removable: whether there can be none, which an empty string wants.
    """

    def __init__(
        self, name: str, kind: str, wire: str = "", removable: bool = False, **kwargs: Any
    ):
        super().__init__(name, wire=wire or name + "_id", **kwargs)
        self.kind = kind
        self.removable = removable

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        if self.removable and value == "":
            return None
        return scope.resolve(self.kind, value, current)

    def show(self, value: Any, scope: Any) -> Any:
        return scope.name_of(self.kind, value)


class References(Field):
    """Ids whose order means nothing; the user may give names."""

    def __init__(self, name: str, kind: str, **kwargs: Any):
        super().__init__(name, **kwargs)
        self.kind = kind

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        known = set(current or [])
        return sorted({item if item in known else scope.resolve(self.kind, item) for item in value})

    def current(self, value: Any) -> Any:
        return sorted(set(value or []))

    def show(self, value: Any, scope: Any) -> Any:
        """In the order of the names: that of the ids is random."""
        return sorted(str(scope.name_of(self.kind, item)) for item in value or [])


def comparable(value: Any) -> Any:
    """Scalars as strings, at any depth: what a user writes and what Sahara keeps differ in type only."""
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
