# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every Sahara resource has: a manager, fields, identity, and the four things one can do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ...saharaclient.errors import NotFound, SaharaError
from ..cloud.vocabulary import V1_WORDS, in_v2_words, manager_of
from ..engine.converge import Ambiguous, Plan
from ..fields.fields import Field
from .names import NameForm

GENERATED = ("id", "project_id", "created_at", "updated_at")


class Resource:
    """One resource of a task: found by the task's name or id, and brought to what the task says.

    Subclasses declare ``kind`` (the key of the result, and the client's manager in the plural),
    ``noun`` (for people) and ``fields``; they override what their part of the API does otherwise.
    """

    kind = ""
    plural = ""
    noun = ""
    fields: tuple[Field, ...] = ()
    generated: tuple[str, ...] = GENERATED
    # Which options of an object may be changed although it is protected: fact of sahara/db/sqlalchemy/api.py.
    free_of_protection = ("is_public",)
    # Sahara takes the one in an update only beside the other, though that stays as it is
    # (Sahara 19: sahara/service/validations/base.py).
    beside: Mapping[str, str] = {"plugin_name": "plugin_version"}
    # Whether a public object of another project takes its name from everyone.
    names_are_shared = True
    # What its names look like; None where they are not ours to give.
    name_form: NameForm | None = None

    def __init__(self, task: Any):
        self.task = task
        self.params: Mapping[str, Any] = task.params
        self.cloud = task.cloud
        self._everything: dict[str, list[dict[str, Any]]] = {}

    @property
    def manager(self) -> Any:
        return manager_of(self.cloud, self.plural)

    @property
    def label(self) -> str:
        """What a sentence calls the object of this task; beside an id the name is a new one."""
        return f"{self.noun} {self.params.get('id') or self.params.get('name')!r}"

    # Reading

    def find(self) -> dict[str, Any] | None:
        """The object of the task in API v2's words, or None.

        Raises Ambiguous when several objects answer to the name.
        """
        if self.params.get("id"):
            return self.by_id(self.params["id"])
        candidates = self.named(self.params["name"])
        if not self.names_are_shared:
            candidates = [found for found in candidates if self.is_own(found)]
        return self.choose(candidates)

    def by_id(self, identity: str) -> dict[str, Any] | None:
        try:
            return self.read(self.manager.get(identity))
        except NotFound:
            return None

    def named(self, name: str) -> list[dict[str, Any]]:
        """All objects one can see under that very name."""
        return [self.read(found) for found in self.manager.find_all(name=name)]

    def everything(self, plural: str) -> list[dict[str, Any]]:
        """All objects of another kind that one can see; read once a task."""
        if plural not in self._everything:
            found = manager_of(self.cloud, plural).iterate()
            self._everything[plural] = [in_v2_words(item.to_dict()) for item in found]
        return self._everything[plural]

    def listed(self) -> list[dict[str, Any]]:
        """All objects one can see."""
        return [self.read(found) for found in self.manager.iterate()]

    def choose(self, candidates: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The project's own object before public ones of other projects."""
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        own = [found for found in candidates if self.is_own(found)] or candidates
        if len(own) > 1:
            raise Ambiguous(self.noun, own[0]["name"], [found["id"] for found in own])
        return own[0]

    def is_own(self, current: Mapping[str, Any]) -> bool:
        return current.get("project_id") in (None, self.cloud.project_id)

    def read(self, found: Any) -> dict[str, Any]:
        """A reply of the server in API v2's words."""
        return in_v2_words(found.to_dict())

    # What the task wants

    def wanted(self, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """Option -> canonical value, of the options that the user gave; what is wrong with them is noted."""
        wanted = {}
        for field in self.fields:
            value = self.params.get(field.name)
            if value is None:
                continue
            if self.cloud.api_version not in field.versions:
                self.task.problem(
                    f"'{field.name}' needs API version {' or '.join(field.versions)}, "
                    f"and this task uses {self.cloud.api_version}"
                )
                continue
            known = field.current(current.get(field.wire)) if current else None
            wanted[field.name] = field.wanted(value, self.task, known)
        return wanted

    def require(self, wanted: Mapping[str, Any], *options: str) -> None:
        """Note which options a creation lacks."""
        missing = [f"'{option}'" for option in options if not wanted.get(option)]
        if missing:
            self.task.problem(
                f"{', '.join(missing)} required to create {self.noun} '{wanted.get('name')}'"
            )

    def may_be_made_with_id(self) -> bool:
        """Whether the id of the task can be that of something still to be made."""
        return False

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        """Note everything that Sahara would refuse in what is about to be written."""
        name = wanted.get("name")
        if self.name_form is None or name is None or (current and current["name"] == name):
            return
        if not self.name_form.pattern.fullmatch(name):
            self.task.problem(f"'{name}' is no name for a {self.noun}: {self.name_form.words}")
        elif current:
            self._check_that_it_is_free(name)

    def _check_that_it_is_free(self, name: str) -> None:
        """An update may take the name of another project's public object, and calls a taken one a duplicate entry."""
        for other in self.named(name):
            if self.names_are_shared or self.is_own(other):
                self.task.problem(
                    f"there is a {self.noun} '{name}' already, with the id {other['id']}"
                )

    def fixed(self, current: Mapping[str, Any], changes: Iterable[str]) -> dict[str, str]:
        """Those of the changed options that Sahara will not change, each with the reason."""
        names = {field.name for field in self.fields if not field.updatable}
        return {name: "Sahara never changes it" for name in changes if name in names}

    def users(self, current: Mapping[str, Any]) -> list[str]:
        """The objects, as a sentence names them, that keep Sahara from deleting this one."""
        return []

    def consequences(self, current: Mapping[str, Any]) -> Iterable[str]:
        """Sentences on what an update changes besides the object itself."""
        return ()

    # Writing

    def create(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        return self.read(self.manager.create_raw(self.body(wanted)))

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        along = {
            other: current[other]
            for option, other in self.beside.items()
            if option in changes and current.get(other)
        }
        changes = {**along, **changes}
        return self.read(self.manager.update_raw(current["id"], self.body(changes)))

    def delete(self, current: Mapping[str, Any]) -> None:
        # Someone else may have been faster, and the end is the same.
        with suppress(NotFound):
            self.manager.delete(current["id"])

    def body(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Option -> canonical value, as a body for the API version in use."""
        older = self.cloud.api_version != "2"
        body = {}
        for field in self.fields:
            if field.name in values:
                name = V1_WORDS.get(field.wire, field.wire) if older else field.wire
                body[name] = field.encode(values[field.name])
        return body

    def failed_to_create(self, error: SaharaError) -> None:
        """Remove what a refused creation left behind; Sahara leaves nothing of most resources."""

    def settled(self, current: Mapping[str, Any]) -> Mapping[str, Any]:
        """The object as it is once nothing is under way on it; most are never under way."""
        return current

    def sends_secrets(self, current: Mapping[str, Any] | None) -> bool:
        """Write-only values cannot be compared: they go with a creation, later only when asked for."""
        return current is None or self.params.get("update_secrets") == "always"

    # Results

    def result(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """The object as tasks return it: always the same keys, null where there is nothing."""
        result = {name: current.get(name) for name in self.generated}
        for field in self.fields:
            if field.returned:
                result[field.wire] = field.current(current.get(field.wire))
        return result

    def kept(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """Option -> canonical value, of all that is not as the server makes it by itself.

        It is what a replacement takes over, and what a deletion loses.
        """
        values = {f: f.current(current.get(f.wire)) for f in self.fields if not f.secret}
        return {f.name: value for f, value in values.items() if not f.same(value, f.current(None))}

    def kept_with(self, current: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """What a replacement is made of: what the task wants, and else what was there."""
        return {**self.kept(current), **wanted}

    def is_beyond_repair(self, current: Mapping[str, Any]) -> bool:
        """Whether the object is of no use to anyone, so that the task makes it anew."""
        return False

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def managed(self, current: Mapping[str, Any]) -> dict[str, Any]:
        """The same as a person reads it."""
        kept = self.kept(current)
        return {f.name: f.show(kept[f.name], self.task) for f in self.fields if f.name in kept}

    def preview(self, plan: Plan, current: Mapping[str, Any] | None) -> dict[str, Any]:
        """What ``result`` will be once the plan is carried out, without what only the server knows."""
        result = self.result(current or {})
        for field in self.fields:
            if field.name in plan.values and field.returned:
                known = result[field.wire]
                result[field.wire] = field.foretell(plan.values[field.name], known, self.task)
        if plan.action in ("create", "replace"):
            for name in self.generated:
                result.pop(name, None)
        return result
