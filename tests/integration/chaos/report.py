# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures of a run, as a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

# The row and the column of a disturbance, and whether it ended right.
Figure = tuple[str, str, bool]


def table(figures: Iterable[Figure]) -> str:
    """For each row and column, how many ended right, and how many were tried."""
    tried: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for row, column, was_right in figures:
        for place in ((row, column), (row, "all"), ("all", column), ("all", "all")):
            tried[place] += 1
            right[place] += was_right
    rows, columns = (unique(place[side] for place in tried) for side in (0, 1))
    lines = [["", *columns]]
    for row in rows:
        cells = ((right[row, column], tried[row, column]) for column in columns)
        lines.append([row, *(f"{done} / {count}" if count else "" for done, count in cells)])
    return "\n".join(aligned(lines))


def unique(names: Iterable[str]) -> list[str]:
    """The names in alphabetical order, and the total at the end."""
    return [*sorted(set(names) - {"all"}), "all"]


def aligned(lines: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join([f"{first:<{widths[0]}}", *cells]).rstrip()
