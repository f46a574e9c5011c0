# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Takes measurements in turns, and compares them.

Seconds differ from machine to machine, and from minute to minute. The measured tool and the tool that
it is compared with therefore take turns, in rounds of random order. Each round gives one ratio.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import TypeVar

Result = TypeVar("Result")
# Kind -> one number for each round.
Samples = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Spread:
    smallest: float
    median: float
    largest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(min(values), statistics.median(values), max(values))


@dataclass(frozen=True)
class Goal:
    """A limit for the median of a kind's ratios."""

    kind: str
    limit: float


@dataclass(frozen=True)
class Report:
    """The tables of one benchmark, in Markdown, and the goals that it missed."""

    text: str
    missed: Sequence[str] = ()


def interleaved(
    kinds: Mapping[str, Callable[[], Result]], rounds: int, warm_up: int = 1
) -> dict[str, list[Result]]:
    """Kind -> what its function returned in each round. The order in a round is random."""
    found: dict[str, list[Result]] = {kind: [] for kind in kinds}
    for number in range(-warm_up, rounds):
        for kind in shuffled(kinds):
            result = kinds[kind]()
            if number >= 0:
                found[kind].append(result)
    return found


def shuffled(items: Iterable[str]) -> list[str]:
    items = list(items)
    random.shuffle(items)
    return items


def ratios(samples: Samples, base: str) -> dict[str, Spread]:
    """Kind -> its ratios to the base, calculated round by round."""
    return {
        kind: Spread.of([value / unit for value, unit in zip(values, samples[base], strict=True)])
        for kind, values in samples.items()
    }


def compared(
    samples: Samples, base: str, title: str, unit: str, goals: Sequence[Goal] = ()
) -> Report:
    """A table of the measured numbers and of their ratios to the base, then the goals."""
    found = ratios(samples, base)
    rows = [
        [
            kind,
            *(rounded(number) for number in numbers(Spread.of(values))),
            *(f"{number:.2f}" for number in numbers(found[kind])),
        ]
        for kind, values in samples.items()
    ]
    header = [
        title,
        f"{unit} min",
        "median",
        "max",
        f"ratio to {base} min",
        "median",
        "max",
    ]
    lines = [table(header, rows)]
    missed = []
    for goal in goals:
        reached = found[goal.kind].median
        line = f"{goal.kind}: {reached:.3f} of {base}, limit {goal.limit}"
        lines.append(f"Goal {'met' if reached <= goal.limit else 'missed'}: {line}.")
        missed += [line] if reached > goal.limit else []
    return Report("\n\n".join(lines), missed)


def joined(*reports: Report) -> Report:
    """One report with the tables and the missed goals of all of them."""
    text = "\n\n".join(report.text for report in reports)
    return Report(text, [line for report in reports for line in report.missed])


def numbers(spread: Spread) -> tuple[float, float, float]:
    return spread.smallest, spread.median, spread.largest


def rounded(number: float) -> str:
    """Rounds to three significant digits, or to an integer from 100 on."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, aligned so that it is readable as plain text."""
    lines = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)


def machine() -> str:
    """The machine and the versions of the libraries, on which the numbers depend."""
    # The package `ansible` contains openstack.cloud, so its version stands for both.
    names = (
        "ansible-core",
        "ansible",
        "openstacksdk",
        "keystoneauth1",
        "requests",
        "python-saharaclient",
    )
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {versions}"
