# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""./dev mutants: the tests that it chooses, and whole runs of it in a small project."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

# It is not among the oldest libraries, with which these tests would show nothing new.
pytest.importorskip("coverage")

from coverage import CoverageData

from tools.mutants import worker
from tools.mutants.contexts import state_of
from tools.mutants.reach import OTHERS, Reach, contexts_by_line
from tools.mutants.report import Outcome, report
from tools.mutants.walk import Mutation
from tools.tree import ROOT

QUICK, SLOW = "tests/test_a.py::test_quick", "tests/test_a.py::test_slow"
SHARING = ("tests/test_b.py::test_one", "tests/test_b.py::test_two")
REACH = Reach(
    seconds={SLOW: 2.0, QUICK: 1.0, SHARING[0]: 9.0, SHARING[1]: 9.0},
    lines={
        "one.py": {
            1: frozenset({""}),
            3: frozenset({SLOW, QUICK}),
            4: frozenset({"tests/test_b.py"}),
            5: frozenset({"", QUICK}),
        },
        "table.py": {1: frozenset({""})},
    },
    imported_by={"table.py": frozenset({"one.py"})},
)


def on(*lines: int, path: str = "one.py") -> Mutation:
    return Mutation(path, 1, lines, "a fault", "x = 1\n")


@pytest.mark.parametrize(
    ("mutation", "tests"),
    [
        (on(3), [QUICK, SLOW]),
        (on(2, 3), [QUICK, SLOW]),
        (on(4), list(SHARING)),
        (on(2), []),
        (on(1, path="unknown.py"), []),
    ],
)
def test_the_tests_that_run_the_line_are_chosen(mutation: Mutation, tests: list[str]) -> None:
    assert REACH.tests(mutation) == tests


@pytest.mark.parametrize("mutation", [on(), on(5), on(path="table.py")])
def test_any_test_can_notice_what_is_run_at_the_import(mutation: Mutation) -> None:
    assert REACH.tests(mutation) == [QUICK, SLOW, *SHARING]


def test_those_that_run_the_file_come_first() -> None:
    lines = {**REACH.lines, "two.py": {7: frozenset({SHARING[1]})}}
    reach = Reach(REACH.seconds, lines, {})
    assert reach.tests(on(path="two.py")) == [SHARING[1], QUICK, SLOW, SHARING[0]]


def test_the_data_of_a_process_that_was_killed_as_it_began_are_left_out(tmp_path: Path) -> None:
    folder = state_of(tmp_path)
    folder.mkdir(parents=True)
    data = CoverageData(str(folder / "data.1"))
    data.set_context(QUICK)
    data.add_lines({str(tmp_path / "one.py"): [3]})
    data.write()
    with closing(sqlite3.connect(folder / "data.2")) as unfinished:
        unfinished.execute("CREATE TABLE coverage_schema (version integer)")
    assert contexts_by_line(tmp_path) == {"one.py": {3: frozenset({QUICK})}}


def test_a_test_that_hangs_catches_the_mutation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE_S", 0.1)
    ours, theirs = worker.forks.Pipe()
    theirs.send(("started", QUICK))
    result = worker.Result()
    started = time.monotonic()
    worker.follow(worker.Order(tests={QUICK: 0.0}), ours, result)
    assert result.timed_out
    assert time.monotonic() - started < worker.COLLECTION_S / 2
    assert Outcome(on(3), 1, timed_out=True).caught


def test_the_report_has_the_survivors_and_each_file() -> None:
    mutation = Mutation("one.py", 1, (1,), "0 becomes 1", "x = 1\n")
    outcomes = [
        Outcome(mutation, 3, QUICK),
        Outcome(mutation, 0),
        Outcome(on(3), 1, timed_out=True),
    ]
    assert report(outcomes, {"one.py": "x = 0\n"}).splitlines() == [
        "",
        "one.py:1: a fault (timed out, which counts as caught)",
        "",
        "one.py:1: 0 becomes 1 (no test runs this line)",
        "-x = 0",
        "+x = 1",
        "",
        "caught    of",
        "     2     3   66.7 %  one.py",
        "     2     3   66.7 %  all files",
    ]


CODE = "def is_large(size):\n    return size > 10\n"
IMPORT = "from ansible_collections.sahara.dataprocessing.plugins.module_utils.{} import is_large\n"
STRONG_TEST = "\ndef test_strong():\n    assert is_large(11)\n    assert not is_large(10)\n"
WEAK_TEST = "\ndef test_weak():\n    assert is_large(50)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The same code twice, tested once well and once badly."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tools", project / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)
    for name, test in (("strong", STRONG_TEST), ("weak", WEAK_TEST)):
        for path, text in (
            (project / "plugins" / "module_utils" / f"{name}.py", CODE),
            (project / "tests" / "unit" / f"test_{name}.py", IMPORT.format(name) + test),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    (tmp_path / "scratch").mkdir()
    return project


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    # A coverage run of these tests would look for the mutated files later.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    return subprocess.Popen(
        [sys.executable, "-m", "tools.mutants", "--jobs", "1", *arguments],
        cwd=project,
        env={**kept, "TMPDIR": str(project.parent / "scratch")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def files(folder: Path) -> dict[Path, Any]:
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def is_soon_empty(folder: Path) -> bool:
    deadline = time.monotonic() + 30
    while any(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(folder.iterdir())


@pytest.mark.slow
def test_a_weak_test_lets_mutants_live_and_the_run_fails(project: Path) -> None:
    before = files(project)
    run = start(project, "--count", "0")
    said, _ = run.communicate()
    assert run.returncode == 1, said
    assert "\n     4     4  100.0 %  plugins/module_utils/strong.py\n" in said
    assert "\n     1     4   25.0 %  plugins/module_utils/weak.py\n" in said
    survivor = "plugins/module_utils/weak.py:2: > becomes >=\n"
    assert f"{survivor}-    return size > 10\n+    return size >= 10\n" in said
    assert said.endswith("62.5 % of the mutations were caught (at least 90 %).\n")
    assert files(project) == before
    assert is_soon_empty(project.parent / "scratch")


@pytest.mark.slow
def test_a_strong_test_catches_all_and_the_run_passes(project: Path) -> None:
    run = start(project, "plugins/module_utils/strong.py:2", "--seed", "1")
    said, _ = run.communicate()
    assert run.returncode == 0, said
    assert said.startswith("4 of 8 mutations, by --seed 1\n")
    assert said.endswith("100.0 % of the mutations were caught (at least 90 %).\n")


@pytest.mark.slow
def test_a_test_that_fails_without_a_mutation_ends_the_run(project: Path) -> None:
    (project / "tests" / "unit" / "test_weak.py").write_text("def test_red():\n    assert False\n")
    run = start(project)
    said, _ = run.communicate()
    assert run.returncode == 1
    assert "FAILED tests/unit/test_weak.py::test_red" in said
    assert said.endswith("tests fail before anything is mutated; fix them first.\n")


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_nothing_behind(project: Path) -> None:
    before = files(project)
    run = start(project)
    assert run.stdout
    while "1 of 8" not in run.stdout.readline():
        assert run.poll() is None
    run.kill()
    run.communicate()
    assert run.returncode != 0
    assert is_soon_empty(project.parent / "scratch")
    assert files(project) == before
