# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of the collection ask of one another, as types.

``converge`` and ``gather`` work on anything that is Convergeable or Gatherable; fields and resources
see a task only as Task. mypy holds both sides to it.
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

# An object as it is, by API v2's keys.
State = Mapping[str, Any]
# Option -> canonical value.
Values = Mapping[str, Any]


class Task(Protocol):
    """A task, as resources and fields see it.

    What is wrong with the request is noted by ``problem`` and ``resolve`` while the wanted state is computed,
    and reported together by ``raise_problems``, before the first write.
    """

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def say(self) -> Callable[[str], None] | None:
        """Prints a line for the person at the terminal; None where nobody sees it."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The validated options."""

    @property
    def check_mode(self) -> bool:
        """Whether nothing may be written."""

    @property
    def cloud(self) -> Cloud:
        """The project of the cloud that the options name."""

    @property
    def lookups(self) -> Lookups:
        """The objects that names can mean."""

    def warn(self, message: str) -> None:
        """Add a warning to the result."""

    def resolve(self, kind: str, value: str, current: str | None = None) -> str:
        """The id of what the user named.

        What does not exist is noted as a problem, and returned as an Unresolved. current: the id that
        needs no look-up.
        """

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name behind an id, if it is known without a request; otherwise the id."""

    def plugin(self, name: str, version: str) -> Mapping[str, Any] | None:
        """What a version of a plugin offers; None, and a noted problem, if it does not exist."""

    def problem(self, sentence: str) -> None:
        """Note what is wrong with the request."""

    def drop_problems(self) -> bool:
        """Forget what was noted; returns whether there was anything."""

    def raise_problems(self) -> None:
        """Raises Refused with all that was noted, if anything was."""


class ComparableField(Protocol):
    """A field, as the engine compares and shows it. See ``fields.field.Field`` for what else a field is."""

    name: str
    wire: str
    secret: bool

    def current(self, value: Any) -> Any:
        """The canonical form of what the server sent."""

    def same(self, wanted: Any, current: Any) -> bool:
        """Whether two canonical forms mean the same."""

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        """Both sides of a difference as a person reads them."""


class Owned(Protocol):
    """What the checks before a change ask of a resource. None of this writes."""

    @property
    def free_of_protection(self) -> Sequence[str]:
        """Which options of an object may be changed although it is protected."""

    @property
    def label(self) -> str:
        """What a sentence calls the object of the task."""

    @property
    def has_name(self) -> bool:
        """Whether objects of its kind are known by their names."""

    def is_own(self, current: State) -> bool:
        """Whether the object belongs to the project of the task."""

    def users(self, current: State) -> list[str]:
        """The objects, as a sentence names them, that keep Sahara from deleting this one."""


class Comparable(Protocol):
    """What the comparison of the wanted and the current state asks of a resource."""

    @property
    def fields(self) -> Sequence[ComparableField]:
        """The fields, in the order of diffs."""

    @property
    def task(self) -> Task:
        """The task that it belongs to."""

    def sends_secrets(self, current: State | None) -> bool:
        """Whether write-only values are sent, which cannot be compared."""


class Convergeable(Owned, Comparable, Protocol):
    """What the engine asks of a resource: one object of a task, found by its name or id.

    The engine calls in this order: ``find``, ``settled``, ``is_beyond_repair``, ``wanted``, ``check``, then
    ``fixed``, ``users`` and ``consequences`` as the plan needs them; all of these read and none writes. After the
    plan is made, ``create``, ``update`` and ``delete`` write, and ``preview`` takes their place in check mode.
    Any of them may raise SaharaError, which ends the task.
    """

    @property
    def kind(self) -> Kind:
        """The kind of the object."""

    @property
    def params(self) -> Mapping[str, Any]:
        """The validated options of the task."""

    def find(self) -> State | None:
        """The object of the task, or None. Raises Ambiguous when several have the name."""

    def settled(self, current: State) -> State | None:
        """The object once nothing is under way on it; None if it is gone by then. May wait."""

    def can_be_created_with_id(self) -> bool:
        """Whether the id of the task can be that of an object still to be created."""

    def is_beyond_repair(self, current: State) -> bool:
        """Whether the object is of no use, so that the task replaces it. Raises if it must not."""

    def wanted(self, current: State | None) -> Values:
        """What the user wrote, in canonical form; what is wrong with it is noted."""

    def check(self, wanted: Values, current: State | None) -> None:
        """Note everything that Sahara would refuse in what is about to be written."""

    def fixed(self, current: State, changes: Sequence[Change]) -> Mapping[str, str]:
        """Option -> reason, of the changes that Sahara does not make."""

    def consequences(self, current: State) -> Iterable[str]:
        """Sentences on what an update changes besides the object itself. May raise Refused."""

    def replacement_values(self, current: State, wanted: Values) -> Values:
        """What a replacement is created with: what the task wants, and otherwise what was there."""

    def rendered(self, current: State) -> Values:
        """What a deletion or replacement loses, as a person reads it."""

    def create(self, wanted: Values) -> State:
        """Create the object. Raises Conflict when its name is taken meanwhile."""

    def failed_to_create(self, error: Exception) -> None:
        """Remove what a refused creation left behind."""

    def update(self, current: State, changes: Values) -> State:
        """Change these options."""

    def delete(self, current: State) -> None:
        """Delete the object; that it is gone already is no error."""

    def result(self, current: State) -> dict[str, Any]:
        """The object as tasks return it."""

    def preview(self, plan: Plan) -> dict[str, Any]:
        """What ``result`` will be once the plan is carried out, without what only the server knows."""


class Gatherable(Protocol):
    """What the engine of the info modules asks of a resource. All of it only reads."""

    @property
    def kind(self) -> Kind:
        """The kind of the object."""

    def by_id(self, identity: str) -> State | None:
        """The object with that id, or None."""

    def named(self, name: str) -> Sequence[State]:
        """All objects under exactly that name that the user can see."""

    def listed(self) -> Sequence[State]:
        """All objects that the user can see."""

    def result(self, current: State) -> dict[str, Any]:
        """The object as tasks return it."""


class Waitable(Protocol):
    """What a wait asks of a resource."""

    @property
    def kind(self) -> Kind:
        """The kind of the object."""

    @property
    def task(self) -> Task:
        """The task that waits."""

    @property
    def label(self) -> str:
        """What a progress line calls the object."""

    def look(self, identity: str) -> State | None:
        """The object as it is now, with all that a progress line or a failure needs; None if it is gone."""

    def last_seen(self, current: State) -> dict[str, Any]:
        """The object under the key of the result, for a failure."""
