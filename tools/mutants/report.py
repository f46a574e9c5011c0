# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What became of each mutation, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.mutants.walk import Mutation

# The report leaves out the rest of a longer mutated statement.
SHOWN_LINES = 4


@dataclass(frozen=True)
class Outcome:
    """tests: how many were chosen. caught_by: the first that failed, or what else went wrong."""

    mutation: Mutation
    tests: int
    caught_by: str = ""
    timed_out: bool = False

    @property
    def caught(self) -> bool:
        return bool(self.caught_by or self.timed_out)

    @property
    def verdict(self) -> str:
        return "timed out" if self.timed_out else "caught" if self.caught else "SURVIVED"


def percent(outcomes: Sequence[Outcome]) -> float:
    return 100 * sum(each.caught for each in outcomes) / max(len(outcomes), 1)


def progress(number: int, total: int, outcome: Outcome) -> str:
    mutation = outcome.mutation
    place = f"{mutation.path}:{mutation.line}"
    return f"{number:>4} of {total}  {outcome.verdict:<9}  {place}  {mutation.what}"


def report(outcomes: Sequence[Outcome], texts: dict[str, str]) -> str:
    """The survivors, then a table of the files. texts: of the files, before any mutation."""
    lines = []
    for outcome in outcomes:
        if outcome.timed_out:
            lines += ["", f"{place(outcome)} (timed out, which counts as caught)"]
    for outcome in outcomes:
        if not outcome.caught:
            lines += ["", *survivor(outcome, texts[outcome.mutation.path])]
    return "\n".join([*lines, "", *table(outcomes)])


def place(outcome: Outcome) -> str:
    return f"{outcome.mutation.path}:{outcome.mutation.line}: {outcome.mutation.what}"


def survivor(outcome: Outcome, text: str) -> Iterator[str]:
    yield place(outcome) + ("" if outcome.tests else " (no test runs this line)")
    changed = outcome.mutation.diff(text)
    for sign in "-+":
        lines = [line for line in changed if line.startswith(sign)]
        yield from lines[:SHOWN_LINES]
        if len(lines) > SHOWN_LINES:
            yield f"{sign}    ..."


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "caught    of"
    for path in sorted({outcome.mutation.path for outcome in outcomes}):
        yield row([outcome for outcome in outcomes if outcome.mutation.path == path], path)
    yield row(outcomes, "all files")


def row(outcomes: Sequence[Outcome], name: str) -> str:
    caught = sum(outcome.caught for outcome in outcomes)
    return f"{caught:>6}  {len(outcomes):>4}  {percent(outcomes):>5.1f} %  {name}"
