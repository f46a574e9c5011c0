# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of the collection require of one another, as types.

``converge`` and ``gather`` work on anything that is Convergeable or Gatherable. Fields and resources
see a task only as Task. mypy checks both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Callable, Protocol

from ...saharaclient.retry import Clock

if TYPE_CHECKING:
    from ..cloud.cloud import Cloud
    from ..cloud.kinds import Kind
    from ..cloud.lookups import Lookups
    from .plan import Change, Plan

# The current state of an object, under API v2's keys.
State = Mapping[str, Any]
# Option -> canonical value.
Values = Mapping[str, Any]


class Task(Protocol):
    """A task, as resources and fields see it.

    ``problem`` and ``resolve`` collect what is wrong with the request while the wanted state is computed.
    ``raise_problems`` reports all of it together, before the first write.
    """

    @property
    def clock(self) -> Clock:
        """The clock."""

    @property
    def say(self) -> Callable[[str], None] | None:
        """Prints a line for the person at the terminal; None if nobody would see it."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The validated options."""

    @property
    def check_mode(self) -> bool:
        """Whether the task must not write anything."""

    @property
    def cloud(self) -> Cloud:
        """The cloud and project that the options select."""

    @property
    def lookups(self) -> Lookups:
        """The objects that names can refer to."""

    def warn(self, message: str) -> None:
        """Add a warning to the result."""

    def note_write(self) -> None:
        """Note that the task has changed something. If it fails later, its result says so."""

    def resolve(self, kind: str, value: str, current: str | None = None) -> str:
        """The id of the object that the user named.

        If it does not exist, notes a problem and returns an Unresolved. current: the id that
        needs no look-up.
        """

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name behind an id, if the task names such objects or has read it; else the id."""

    def plugin(self, name: str, version: str) -> Mapping[str, Any] | None:
        """What a version of a plugin offers; notes a problem and returns None if it does not exist."""

    def problem(self, sentence: str) -> None:
        """Note a problem with the request."""

    def missing(self, sentence: str) -> None:
        """Note that an object of Sahara does not exist. It is a warning if an earlier task may create it."""

    def drop_problems(self) -> bool:
        """Discard the noted problems; returns whether there were any."""

    def raise_problems(self) -> None:
        """Raises Refused with all noted problems, if there are any."""


class ComparableField(Protocol):
    """A field, as the engine compares and renders it; see ``fields.field.Field`` for the rest."""

    name: str
    wire: str
    secret: bool
    returned: bool

    def current(self, value: Any) -> Any:
        """The canonical form of what the server sent."""

    def same(self, wanted: Any, current: Any) -> bool:
        """Whether two canonical forms are equivalent."""

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        """Both sides of a difference, for a person to read."""


class Owned(Protocol):
    """What the checks before a change require of a resource. Nothing here writes."""

    @property
    def free_of_protection(self) -> Sequence[str]:
        """The options that can be changed even on a protected object."""

    @property
    def label(self) -> str:
        """What a sentence calls the object of the task: noun and name."""

    @property
    def subject(self) -> str:
        """The label as it begins a sentence."""

    def is_own(self, current: State) -> bool:
        """Whether the object belongs to the project of the task."""

    def users(self, current: State) -> list[str]:
        """The objects that use this one and prevent its deletion, each by noun and name."""


class Comparable(Protocol):
    """What the comparison of the wanted and current states requires of a resource."""

    @property
    def fields(self) -> Sequence[ComparableField]:
        """The fields, in the order in which diffs list them."""

    @property
    def task(self) -> Task:
        """The task that the resource belongs to."""

    def sends_secrets(self, current: State | None) -> bool:
        """Whether to send write-only values, which cannot be compared."""


class Foreseeable(Protocol):
    """What the ledger of a run in check mode requires of a resource."""

    @property
    def task(self) -> Task:
        """The task that the resource belongs to."""

    @property
    def kind(self) -> Kind:
        """The kind of the object."""

    @property
    def result_keys(self) -> Iterable[str]:
        """The keys of its results."""

    def forecast(self, plan: Plan, preview: Values) -> State | None:
        """The object as later tasks find it once the plan is carried out; None if it no longer exists.

        preview: the result that the task predicts; empty for a deletion.
        """

    def side_effects(self, plan: Plan, preview: Values) -> Iterable[tuple[Kind, str, State | None]]:
        """The other objects that the plan changes or deletes: kind, id, and what later tasks find."""


class Convergeable(Owned, Comparable, Foreseeable, Protocol):
    """What the engine requires of a resource: one object of a task, found by its name or id.

    The engine calls ``find``, ``settled``, ``is_beyond_repair``, ``wanted`` and ``check``, in this order, then
    ``fixed``, ``users``, ``check_deletion`` and ``consequences`` as the plan needs them. All of these only read.
    Once the plan is complete, ``create``, ``update`` and ``delete`` write. In check mode, the engine calls
    ``preview``, ``forecast`` and ``side_effects`` instead.
    If the answer to a write is lost, they read the object again and return as if the answer had arrived.
    Any of them may raise SaharaError, which ends the task.
    """

    @property
    def params(self) -> Mapping[str, Any]:
        """The validated options of the task."""

    def find(self) -> State | None:
        """The object of the task, or None. Raises Ambiguous if several have the name."""

    def settled(self, current: State) -> State | None:
        """The object once no operation is in progress on it; None if it no longer exists. May wait."""

    def can_be_created_with_id(self) -> bool:
        """Whether the task may give the id of an object that does not exist yet."""

    def is_beyond_repair(self, current: State) -> bool:
        """Whether the object is unusable and the task replaces it. Raises if the task must not."""

    def wanted(self, current: State | None) -> Values:
        """What the user wrote, in canonical form. Notes the problems with it."""

    def check(self, wanted: Values, current: State | None) -> None:
        """Note everything in the values to be written that Sahara would refuse."""

    def check_deletion(self, current: State) -> None:
        """Note why Sahara would not delete the object, besides its protection and its users."""

    def fixed(self, current: State, changes: Sequence[Change]) -> Mapping[str, str]:
        """The changes that Sahara does not allow: the reason for each option."""

    def consequences(self, current: State) -> Iterable[str]:
        """Sentences about what else an update changes. May raise Refused."""

    def replacement_values(self, current: State, wanted: Values) -> Values:
        """What a replacement is created with: the wanted values, and the current ones for the rest."""

    def rendered(self, current: State) -> Values:
        """What a deletion or replacement discards, for a person to read."""

    def create(self, wanted: Values) -> State:
        """Create the object. Raises Conflict if someone else took its name first."""

    def failed_to_create(self, error: Exception) -> None:
        """Remove what a failed creation left behind."""

    def update(self, current: State, changes: Values) -> State:
        """Update these options."""

    def is_being_deleted(self, current: State) -> bool:
        """Whether someone has requested the deletion already, so that it is not a change of this task."""

    def delete(self, current: State) -> bool:
        """Delete the object. Returns False, and raises nothing, if someone else deleted it first."""

    def result(self, current: State) -> dict[str, Any]:
        """The object as tasks return it."""

    def preview(self, plan: Plan) -> dict[str, Any]:
        """What ``result`` returns once the plan is carried out, without values that only the server knows."""


class Gatherable(Protocol):
    """What the engine of the info modules requires of a resource. Everything here only reads."""

    @property
    def kind(self) -> Kind:
        """The kind of the object."""

    def by_id(self, identity: str) -> State | None:
        """The object with that id, or None."""

    def named(self, name: str) -> Sequence[State]:
        """All objects with exactly that name that the user can see."""

    def listed(self, **attributes: Any) -> Sequence[State]:
        """All objects that the user can see and that have these values."""

    def is_own(self, current: State) -> bool:
        """Whether the object belongs to the project of the task."""

    def result(self, current: State) -> dict[str, Any]:
        """The object as tasks return it."""

    def reuse(self, current: State) -> dict[str, Any]:
        """What the info modules return besides, for tasks that describe the object. May send requests."""


class Waitable(Protocol):
    """What a wait requires of a resource."""

    @property
    def task(self) -> Task:
        """The task that waits."""

    @property
    def label(self) -> str:
        """What a progress line calls the object: noun and name."""

    @property
    def subject(self) -> str:
        """The label as it begins a sentence."""

    def look(self, identity: str) -> State | None:
        """The current object, with all that a progress line or a failure needs; None if it no longer exists."""

    def last_seen(self, current: State) -> dict[str, Any]:
        """The object under its key in results, for a failure."""
