# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a resource declares about itself: its kind, its fields, its options and the keys of its results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..cloud.kinds import Kind
from ..engine.contracts import Task
from ..fields.field import Field, Options
from ..fields.value import GENERATED, Value
from .names import NameForm
from .reuse import reuse_values

IDENTITY_OPTIONS: Options = {"name": {"type": "str"}, "id": {"type": "str"}}
# What info modules select by. One pattern needs no list, so most have the singular as an alias.
NAMES_OPTION: Options = {"names": {"type": "list", "elements": "str"}}
STATUSES_OPTION: Options = {"statuses": {"type": "list", "elements": "str", "aliases": ["status"]}}
PLUGIN_OPTIONS: Options = {
    "plugin_names": {"type": "list", "elements": "str", "aliases": ["plugin_name"]},
    "plugin_version": {"type": "str"},
}


class DeclaredResource:
    """The declaration, from which the options and the results of modules follow."""

    kind: Kind
    fields: tuple[Field, ...] = ()
    # Values that Sahara adds to the object; they precede the fields in results.
    generated: tuple[Value, ...] = GENERATED
    # Values that only the info module returns, besides the options that describe the object.
    extra_info_values: tuple[Value, ...] = ()
    # Whether these options follow from the object alone. The names of other objects cost requests.
    options_are_free = False
    # The options that identify the object.
    identity_options: Mapping[str, Mapping[str, Any]] = IDENTITY_OPTIONS
    # The options that can be changed even on a protected object (Sahara 19: db/sqlalchemy/api.py).
    free_of_protection: tuple[str, ...] = ("is_public",)
    # Sahara accepts the key in an update only together with the value, even if the value does not change
    # (Sahara 19: sahara/service/validations/base.py).
    sent_together: Mapping[str, str] = {"plugin_name": "plugin_version"}
    # Whether a public object of another project reserves its name for all projects.
    names_are_shared = True
    # What valid names look like; None if Sahara does not restrict them.
    name_form: NameForm | None = None

    def __init__(self, task: Task):
        self.task = task
        self.params: Mapping[str, Any] = task.params
        self.cloud = task.cloud

    @classmethod
    def options(cls) -> Options:
        """The argument spec of the options that identify the object, and of the fields."""
        options = {name: dict(option) for name, option in cls.identity_options.items()}
        for field in cls.fields:
            options.update(field.options())
        return options

    @classmethod
    def values(cls) -> tuple[Value, ...]:
        """The keys of a result."""
        return (*cls.generated, *(field.value() for field in cls.fields if field.returned))

    @classmethod
    def info_values(cls) -> tuple[Value, ...]:
        """The keys of a result that only the info module returns."""
        return (*reuse_values(cls.options_are_free), *cls.extra_info_values)

    @classmethod
    def field(cls, name: str) -> Field:
        return next(field for field in cls.fields if field.name == name)

    @property
    def result_keys(self) -> Iterable[str]:
        return (value.name for value in self.values())

    @property
    def label(self) -> str:
        """Noun and id, or name: together with an id, the name is a new one."""
        return f"{self.kind.noun} '{self.params.get('id') or self.params.get('name')}'"

    @property
    def subject(self) -> str:
        return self.label[:1].upper() + self.label[1:]
