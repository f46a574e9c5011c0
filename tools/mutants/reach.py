# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tests run each line: the tests are run once, and coverage notes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import coverage
from coverage.exceptions import DataError

from tools.mutants.contexts import durations_of, settings, state_of
from tools.mutants.walk import Mutation

Lines = Mapping[int, frozenset[str]]
# The context of what is run while files are imported, before any test.
AT_IMPORT = ""
# Variables of a coverage or test run that this run is part of.
OTHERS = ("COVERAGE_", "MUTANTS_", "PYTEST_")


class TestsFail(Exception):
    """Tests fail before anything is mutated."""


@dataclass(frozen=True)
class Reach:
    """seconds: what each test takes. lines: path -> line -> the contexts that it is run in."""

    seconds: Mapping[str, float]
    lines: Mapping[str, Lines]
    imported_by: Mapping[str, frozenset[str]]

    def tests(self, mutation: Mutation) -> list[str]:
        """The tests that can notice the mutation, those that will do so soonest first."""
        there = self.lines.get(mutation.path, {})
        contexts = frozenset().union(*(there.get(line, ()) for line in mutation.lines))
        if mutation.lines and AT_IMPORT not in contexts:
            return self._quick_first(self._known(contexts))
        users = (mutation.path, *self.imported_by.get(mutation.path, ()))
        near = frozenset().union(
            *(found for user in users for found in self.lines.get(user, {}).values())
        )
        first = self._quick_first(self._known(near - {AT_IMPORT}))
        return [*first, *self._quick_first(set(self.seconds) - set(first))]

    @cached_property
    def slowest(self) -> Mapping[str, float]:
        """What the slowest test of each file takes: any of them may have to set up what they share."""
        slowest: dict[str, float] = defaultdict(float)
        for test, seconds in self.seconds.items():
            slowest[file_of(test)] = max(slowest[file_of(test)], seconds)
        return slowest

    def _known(self, contexts: Iterable[str]) -> set[str]:
        """The tests of contexts. Each is a test, or the start of ids for a fixture of several."""
        found = set(contexts) & set(self.seconds)
        for shared in set(contexts) - found:
            found |= {test for test in self.seconds if test.startswith(f"{shared}::")}
        return found

    def _quick_first(self, tests: Iterable[str]) -> list[str]:
        """File by file, because the tests of a file may share what is slow to set up."""
        files: dict[str, list[str]] = defaultdict(list)
        for test in sorted(tests, key=lambda each: (self.seconds[each], each)):
            files[file_of(test)].append(test)
        total = {file: sum(map(self.seconds.__getitem__, files[file])) for file in files}
        return [
            test for file in sorted(files, key=lambda each: total[each]) for test in files[file]
        ]


def file_of(test: str) -> str:
    return test.partition("::")[0]


def measure(project: Path, tests: Sequence[str], at_once: int) -> Reach:
    """Runs the tests in the project, a copy that may be written to. Raises TestsFail."""
    state_of(project).mkdir(parents=True)
    settings_file = state_of(project) / "coveragerc"
    settings_file.write_text(settings(project), encoding="utf-8")
    options = ["-q", "-p", "tools.mutants.contexts", "--no-header", "--disable-warnings"]
    parallel = [f"--numprocesses={at_once}", "--dist=worksteal"] if at_once > 1 else []
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *parallel, *tests],
        cwd=project, env={**kept, "COVERAGE_PROCESS_START": str(settings_file)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise TestsFail(done.stdout[-6000:])
    seconds = json.loads(durations_of(project).read_text(encoding="utf-8"))
    return Reach(seconds, contexts_by_line(project), importers(project))


def contexts_by_line(project: Path) -> dict[str, Lines]:
    data = coverage.CoverageData(str(state_of(project) / "combined"))
    for part in state_of(project).glob("data.*"):
        found = coverage.CoverageData(str(part))
        with suppress(DataError):  # The file is unfinished if a test killed its process.
            found.read()
            data.update(found)
    return {
        str(Path(file).relative_to(project)): {
            line: frozenset(contexts) for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }


def importers(project: Path) -> dict[str, frozenset[str]]:
    """Path -> the files of plugins/ that import it, by its name."""
    texts = {path: path.read_text(encoding="utf-8") for path in (project / "plugins").rglob("*.py")}
    named = {
        path: set(re.findall(r"^ *(?:from|import) .*", text, re.M)) for path, text in texts.items()
    }
    return {
        str(path.relative_to(project)): frozenset(
            str(user.relative_to(project))
            for user, imports in named.items()
            if any(re.search(rf"\b{path.stem}\b", line) for line in imports)
        )
        for path in texts
    }
