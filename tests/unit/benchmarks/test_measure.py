# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the benchmarks compare what they measured."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.measure import (
    Goal,
    Report,
    Spread,
    compared,
    interleaved,
    joined,
    ratios,
    rounded,
    table,
)


def test_a_spread_is_the_smallest_the_median_and_the_largest() -> None:
    assert Spread.of([5.0, 1.0, 3.0]) == Spread(1.0, 3.0, 5.0)
    assert Spread.of([4.0, 1.0]) == Spread(1.0, 2.5, 4.0)


def test_each_round_gives_one_ratio() -> None:
    # In the second round, everything was about ten times slower.
    samples = {"base": [1.0, 10.0, 2.0], "other": [3.0, 20.0, 4.0]}
    assert ratios(samples, "base") == {
        "base": Spread(1.0, 1.0, 1.0),
        "other": Spread(2.0, 2.0, 3.0),
    }


def test_all_kinds_need_the_same_number_of_rounds() -> None:
    with pytest.raises(ValueError, match="longer"):
        ratios({"base": [1.0, 2.0], "other": [1.0]}, "base")


def test_every_kind_runs_once_in_each_round_and_the_warm_up_is_not_counted() -> None:
    calls: list[str] = []

    def called(kind: str) -> int:
        calls.append(kind)
        return len(calls)

    found = interleaved({kind: lambda kind=kind: called(kind) for kind in "abc"}, 20, warm_up=2)
    assert {kind: len(results) for kind, results in found.items()} == dict.fromkeys("abc", 20)
    assert min(min(results) for results in found.values()) == 7
    rounds = [calls[start : start + 3] for start in range(0, len(calls), 3)]
    assert all(Counter(members) == Counter("abc") for members in rounds)
    assert len({tuple(members) for members in rounds}) > 1


@pytest.mark.parametrize(("limit", "word"), [(0.5, "met"), (0.49, "missed")])
def test_a_goal_limits_the_median_of_the_ratios(limit: float, word: str) -> None:
    samples = {"ping": [1.0, 1.0, 1.0], "task": [0.1, 0.5, 9.0]}
    report = compared(samples, "ping", "one task", "ms", [Goal("task", limit)])
    assert f"Goal {word}: task: 0.500 of ping, limit {limit}." in report.text
    assert len(report.missed) == (word == "missed")


def test_joined_reports_keep_every_table_and_every_missed_goal() -> None:
    assert joined(Report("a", ["x"]), Report("b"), Report("c", ["y"])) == Report(
        "a\n\nb\n\nc", ["x", "y"]
    )


def test_numbers_are_rounded_to_three_digits_without_an_exponent() -> None:
    assert [rounded(number) for number in (0.01234, 12.345, 1234.5)] == ["0.0123", "12.3", "1234"]


def test_a_table_is_aligned_markdown() -> None:
    assert table(["name", "n"], [["a", "10"], ["longer", "2"]]).splitlines() == [
        "| name   | n  |",
        "| ------ | -- |",
        "| a      | 10 |",
        "| longer | 2  |",
    ]
