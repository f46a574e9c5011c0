# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes whose answer was lost: Sahara is read again to find out whether it carried them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, TypeVar

from ...saharaclient.errors import NotFound, SaharaError
from ...saharaclient.retry import Clock
from .contracts import Comparable, ComparableField, State, Task, Values

Answered = TypeVar("Answered")

# The pauses before each look, in seconds. Sahara may still be working on the request when the connection breaks.
PAUSES_S = (0.0, 1.0, 2.0, 4.0)


def made_sure(
    task: Task, write: Callable[[], Answered], look: Callable[[], Answered | None]
) -> Answered:
    """What the write returns. If its answer was lost, what ``look`` returns instead.

    look: reads the object; returns None unless it shows that the write was carried out.
    Raises the error of the write if the write was refused, or if no look shows that it was carried out.
    """
    answer = answer_of(task.clock, write, look)
    if answer is not False:  # Of a deletion: someone else was first.
        task.note_write()
    return answer


def answer_of(
    clock: Clock, write: Callable[[], Answered], look: Callable[[], Answered | None]
) -> Answered:
    """The same, without a note in the task."""
    try:
        return write()
    except SaharaError as error:
        if not error.unsure:
            raise
        lost = error
    for pause in PAUSES_S:
        clock.sleep(pause)
        try:
            seen = look()
        except SaharaError:
            break
        if seen is not None:
            return seen
    raise lost


def written(
    resource: Comparable,
    write: Callable[[], State],
    look: Callable[[], State | None],
    values: Values,
) -> State:
    """The object that a creation or an update returns. If its answer was lost: the object once it has these values.

    It did not have them before the write: otherwise, the task would not have sent it.
    """

    def has_values() -> State | None:
        seen = look()
        return seen if seen and shows(resource.fields, values, seen) else None

    return made_sure(resource.task, write, has_values)


def shows(fields: Sequence[ComparableField], values: Values, seen: State) -> bool:
    """Whether the object has all of these values, as far as it shows them. False if it shows none of them."""
    visible = [field for field in fields if field.returned and field.name in values]
    return bool(visible) and all(
        field.same(values[field.name], field.current(seen.get(field.wire))) for field in visible
    )


def deleted(task: Task, request: Callable[[], None], is_deleted: Callable[[], bool]) -> bool:
    """Whether the request deleted the object. False if someone else had deleted it first."""

    def delete() -> bool:
        try:
            request()
        except NotFound:
            return False
        return True

    return made_sure(task, delete, lambda: is_deleted() or None)
