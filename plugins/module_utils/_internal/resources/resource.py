# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all Sahara resources share: a kind, fields, an identity, and reading and writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...saharaclient.errors import NotFound
from ...saharaclient.resource import fields_of
from ...saharaclient.texts import listed
from ..cloud.kinds import Kind
from ..cloud.vocabulary import with_v2_names
from ..engine.checks import Ambiguous
from ..engine.contracts import State, Values
from ..engine.lost_answers import deleted, written
from ..engine.plan import CREATE, DELETE, REPLACE, Change, Plan
from .declaration import DeclaredResource
from .reuse import split_secrets

NOT_ALLOWED = "Sahara does not allow changing it"


class ManagedResource(DeclaredResource):
    """One object of a task, found by the task's name or id and changed to the wanted state.

    It is Convergeable and Gatherable; see ``engine.contracts`` for the order of the calls.
    Subclasses declare their fields, and override methods where their part of the API differs.
    """

    # Reading

    @property
    def manager(self) -> Any:
        return self.kind.manager_of(self.cloud)

    def find(self) -> State | None:
        if self.params.get("id"):
            return self.by_id(self.params["id"])
        candidates = self.named(self.params["name"])
        if not self.names_are_shared:
            candidates = [found for found in candidates if self.is_own(found)]
        return self.choose(candidates)

    def by_id(self, identity: str) -> State | None:
        try:
            return self.decode(self.manager.get(identity))
        except NotFound:
            return None

    def named(self, name: str) -> list[State]:
        return [self.decode(found) for found in self.kind.find(self.cloud, name=name)]

    def listed(self, **attributes: Any) -> list[State]:
        """All objects with these values, under the names of API v2."""
        return [self.decode(found) for found in self.kind.find(self.cloud, **attributes)]

    def decode(self, found: Any) -> State:
        """An object from the client in this resource's form: with API v2's keys."""
        return with_v2_names(fields_of(found))

    def choose(self, candidates: Sequence[State]) -> State | None:
        """The object to use; the project's own object precedes public ones of other projects."""
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        own = [found for found in candidates if self.is_own(found)] or candidates
        if len(own) > 1:
            raise Ambiguous(self.kind.nouns, own[0]["name"], [found["id"] for found in own])
        return own[0]

    def is_own(self, current: State) -> bool:
        return current.get("project_id") in (None, self.cloud.project_id)

    def settled(self, current: State) -> State | None:
        return current  # Most resources have no operations in progress.

    # What the task wants

    def wanted(self, current: State | None) -> dict[str, Any]:
        wanted = {}
        for field in self.fields:
            value = self.params.get(field.name)
            if not field.is_given(value) or not self.accepted(field.name, field.versions):
                continue
            known = field.current(current.get(field.wire)) if current else None
            wanted[field.name] = field.wanted(value, self.task, known)
        return wanted

    def accepted(self, option: str, versions: Sequence[str]) -> bool:
        """Whether the API version in use accepts the option; notes a problem if not."""
        if self.cloud.api_version in versions:
            return True
        self.task.problem(
            f"'{option}' requires API version {' or '.join(versions)}, "
            f"but this task uses {self.cloud.api_version}"
        )
        return False

    def require(self, wanted: Values, *options: str) -> None:
        """Note which options are missing for a creation."""
        missing = [f"'{option}'" for option in options if not wanted.get(option)]
        if missing:
            self.task.problem(
                f"creating {self.kind.noun} '{wanted.get('name')}' requires {listed(missing)}"
            )

    def can_be_created_with_id(self) -> bool:
        return False

    def check(self, wanted: Values, current: State | None) -> None:
        name = wanted.get("name")
        if self.name_form is None or name is None or (current and current["name"] == name):
            return
        if not self.name_form.fits(name):
            self.task.problem(
                f"'{name}' is not a valid {self.kind.noun} name: {self.name_form.words}"
            )
        elif current:
            self._check_that_name_is_free(name)

    def _check_that_name_is_free(self, name: str) -> None:
        """Sahara would allow another project's public name, and report a taken one as a duplicate entry."""
        for other in self.named(name):
            if self.names_are_shared or self.is_own(other):
                self.task.problem(
                    f"a {self.kind.noun} named '{name}' already exists (id {other['id']}); "
                    "choose another name"
                )

    def check_deletion(self, current: State) -> None:
        """Sahara deletes most objects that are neither protected nor in use."""

    def is_beyond_repair(self, current: State) -> bool:
        return False

    def fixed(self, current: State, changes: Sequence[Change]) -> dict[str, str]:
        names = {field.name for field in self.fields if not field.updatable}
        return {change.option: NOT_ALLOWED for change in changes if change.option in names}

    def users(self, current: State) -> list[str]:
        return []

    def consequences(self, current: State) -> Iterable[str]:
        return ()

    def sends_secrets(self, current: State | None) -> bool:
        """Write-only values are sent on creation, and later only if the task requests it."""
        return current is None or self.params.get("update_secrets") == "always"

    # Writing

    def create(self, wanted: Values) -> State:
        return written(
            self,
            lambda: self.decode(self.manager.create_raw(self.body(wanted))),
            lambda: self.choose(list(filter(self.is_own, self.named(wanted["name"])))),
            wanted,
        )

    def update(self, current: State, changes: Values) -> State:
        along = {
            other: current[other]
            for option, other in self.sent_together.items()
            if option in changes and current.get(other)
        }
        body = self.body({**along, **changes})
        return written(
            self,
            lambda: self.decode(self.manager.update_raw(current["id"], body)),
            lambda: self.by_id(current["id"]),
            changes,
        )

    def delete(self, current: State) -> bool:
        identity = current["id"]
        return deleted(
            self.task, lambda: self.manager.delete(identity), lambda: self.is_deleted(identity)
        )

    def is_being_deleted(self, current: State) -> bool:
        return False  # Sahara deletes most objects while it answers the request.

    def is_deleted(self, identity: str) -> bool:
        return self.by_id(identity) is None

    def body(self, values: Values) -> dict[str, Any]:
        """The request body for these values (option -> canonical value), in the API version in use."""
        version = self.cloud.api_version
        return {
            field.wire_name(version): field.encode(values[field.name])
            for field in self.fields
            if field.sent and field.name in values
        }

    def failed_to_create(self, error: Exception) -> None:
        """For most resources, a failed creation leaves nothing behind."""

    # Results

    def result(self, current: State) -> dict[str, Any]:
        """The object as tasks return it: always the same keys, null without a value."""
        result = {value.name: current.get(value.name) for value in self.generated}
        for field in self.fields:
            if field.returned:
                result[field.wire] = field.current(current.get(field.wire))
        return result

    def explicit(self, current: State) -> dict[str, Any]:
        """Option -> canonical value, for everything that differs from Sahara's defaults.

        A replacement keeps these values, and a deletion discards them.
        """
        values = {f: f.current(current.get(f.wire)) for f in self.fields if not f.secret}
        return {f.name: value for f, value in values.items() if not f.same(value, f.current(None))}

    def reuse(self, current: State) -> dict[str, Any]:
        """The options that describe the object, and the paths of the secrets that they lack."""
        if not (self.options_are_free or self.params.get("with_options")):
            return {"options": None, "secret_options": None}
        options, paths = split_secrets(self.as_options(current))
        hidden = [(name,) for name in self.hidden_options(current)]
        return {"options": options, "secret_options": sorted(map(".".join, [*paths, *hidden]))}

    def as_options(self, current: State) -> dict[str, Any]:
        """The options that describe the object, with the secrets that Sahara returns."""
        options = self.selection_of(current)
        inherited = self.inherited(current)
        for field in self.fields:
            if not field.secret:
                value = field.current(current.get(field.wire))
                known = field.current(inherited.get(field.wire))
                options.update(field.as_options(value, known, self.task))
        return options

    def selection_of(self, current: State) -> dict[str, Any]:
        """The options that select the object besides its name: the id of an object of another project."""
        return {} if self.is_own(current) else {"id": current["id"]}

    def inherited(self, current: State) -> State:
        """What the object would have without its options; by default, what Sahara sets."""
        return {}

    def hidden_options(self, current: State) -> Iterable[str]:
        """The options with secrets that Sahara does not return, if the object may have them."""
        return ()

    def replacement_values(self, current: State, wanted: Values) -> dict[str, Any]:
        return {**self.explicit(current), **wanted}

    def rendered(self, current: State) -> dict[str, Any]:
        explicit = self.explicit(current)
        return {
            f.name: f.render(explicit[f.name], self.task) for f in self.fields if f.name in explicit
        }

    def preview(self, plan: Plan) -> dict[str, Any]:
        return self.predicted(plan, plan.current)

    def predicted(self, plan: Plan, before: State) -> dict[str, Any]:
        """What ``result`` returns once the plan's values are written over ``before``."""
        result = self.result(before)
        for field in self.fields:
            if field.name in plan.values and field.returned:
                known = result[field.wire]
                result[field.wire] = field.predict(plan.values[field.name], known, self.task)
        if plan.action in (CREATE, REPLACE):
            for value in self.generated:
                result.pop(value.name, None)
        return result

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        if plan.action == DELETE:
            return None
        return {"project_id": self.cloud.project_id, **preview}

    def side_effects(self, plan: Plan, preview: Values) -> Iterable[tuple[Kind, str, State | None]]:
        return ()
