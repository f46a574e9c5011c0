# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which demo runs, and how it compares the counts of Spark with Python's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import demo


@pytest.mark.parametrize(
    ("quick", "free", "broken", "chosen", "said"),
    [
        (False, 8.0, False, demo.REAL, ""),
        (True, 8.0, False, demo.QUICK, ""),
        (False, 2.4, False, demo.QUICK, "Spark needs 3 GiB of free memory; 2.4 GiB are free."),
        (False, 8.0, True, demo.QUICK, "Spark is not available here; the reason is above."),
    ],
    ids=["real", "quick", "little memory", "no download"],
)
def test_the_quick_demo_runs_where_spark_is_not_possible(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    quick: bool,
    free: float,
    broken: bool,
    chosen: demo.Demo,
    said: str,
) -> None:
    started = []

    def run(step: demo.Step, _environment: object) -> None:
        started.append(step)
        if broken and step is demo.REAL.up:
            raise demo.DemoFailed("no package index")

    monkeypatch.setattr(demo, "free_gib", lambda: free)
    monkeypatch.setattr(demo, "run", run)
    assert demo.start(quick) is chosen
    assert started[-1] is chosen.up
    assert capsys.readouterr().out.partition("\n")[0] == said


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        ("a\t2\nb\t1\n", ""),
        ("a\t2\nb\t2\n", "[('b', 1), ('b', 2)]"),
        ("a\t2\n", "[('b', 1)]"),
    ],
    ids=["equal", "wrong", "missing"],
)
def test_wrong_counts_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, counts: str, problem: str
) -> None:
    (text := tmp_path / "text").write_text("A b, a!")
    (file := tmp_path / "counts.tsv").write_text(counts)
    monkeypatch.setattr(demo, "TEXT", text)
    assert demo.counts_are_right(file).partition("example ")[2] == problem


def test_the_free_memory_is_known() -> None:
    assert 0 < demo.free_gib() < 10_000
