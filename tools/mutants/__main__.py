# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`./dev mutants`: mutates a sample of the code, and lists what the unit tests do not notice."""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from tools.files import project_files
from tools.mutants.copies import Worker, copy_project, scratch_folder
from tools.mutants.reach import Reach, TestsFail, file_of, measure
from tools.mutants.report import Outcome, percent, progress, report
from tools.mutants.walk import Mutation, mutations
from tools.tree import ROOT

SAMPLE = 270


class Usage(Exception):
    """The arguments name something that does not exist."""


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev mutants", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a folder, a file, or a line as FILE:LINE"
    )
    parser.add_argument("--seed", type=int, help="repeat the sample of an earlier run")
    parser.add_argument(
        "--count", type=int, default=SAMPLE, help=f"number of mutations (default {SAMPLE}; 0: all)"
    )
    parser.add_argument(
        "--tests", action="append", metavar="PATH", help="tests to use instead of the defaults"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="parallel tests")
    return parser.parse_args(arguments)


def sources(folders: Sequence[str]) -> dict[str, str]:
    files = [path for path in project_files(".py") if any(map(path.is_relative_to, folders))]
    return {str(path): (ROOT / path).read_text(encoding="utf-8") for path in files}


def wanted(found: list[Mutation], paths: Sequence[str]) -> list[Mutation]:
    """Those at the paths, or all. Raises Usage for a path that has none."""
    chosen: list[Mutation] = []
    for path in paths:
        name, _, line = path.rstrip("/").partition(":")
        there = [
            each
            for each in found
            if Path(each.path).is_relative_to(name) and line in ("", str(each.line))
        ]
        if not there:
            raise Usage(f"There is nothing to mutate at {path}.")
        chosen += there
    return list(dict.fromkeys(chosen)) if paths else found


def sample(found: Sequence[Mutation], count: int, seed: int) -> list[Mutation]:
    """Depends only on the seed. No line is chosen twice before all are chosen. count: 0 for all."""
    earlier: Counter[tuple[str, int]] = Counter()
    turns = []
    for mutation in random.Random(seed).sample(found, len(found)):
        turns.append((earlier[mutation.path, mutation.line], mutation))
        earlier[mutation.path, mutation.line] += 1
    turns.sort(key=lambda turn: turn[0])
    chosen = [mutation for _, mutation in turns[: count or None]]
    return sorted(chosen, key=lambda each: (each.path, each.line, each.what))


@contextmanager
def workers(project: Path, number: int) -> Iterator[queue.SimpleQueue[Worker]]:
    """The free ones, each with its own copy; the first one uses the project itself."""
    copies = [project]
    for place in range(1, number):
        copies.append(project.with_name(str(place)))
        shutil.copytree(project, copies[-1], symlinks=True)
    everyone = [Worker(copy) for copy in copies]
    free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in everyone:
        free.put(worker)
    try:
        yield free
    finally:
        for worker in everyone:
            worker.stop()


class Run:
    """The mutations of one run, and what the tests make of them."""

    def __init__(self, reach: Reach, free: queue.SimpleQueue[Worker]):
        self.reach = reach
        self.free = free
        # Tests that also fail when nothing is mutated.
        self.unreliable: set[str] = set()

    def outcome(self, mutation: Mutation) -> Outcome:
        tests = [test for test in self.reach.tests(mutation) if test not in self.unreliable]
        if not tests:
            return Outcome(mutation, 0)
        result = self.carry_out(tests, path=mutation.path, text=mutation.mutated)
        caught_by = "".join(result["caught_by"][:1])
        return Outcome(mutation, len(tests), caught_by, result["timed_out"])

    def carry_out(self, tests: Sequence[str], **order: str | bool) -> dict:
        worker = self.free.get()
        try:
            seconds = {test: self.reach.slowest[file_of(test)] for test in tests}
            return dict(worker.carry_out(tests=seconds, **order))
        finally:
            self.free.put(worker)

    def try_out(self) -> None:
        """Without a mutation, no test may fail. Raises TestsFail."""
        quickest = min(self.reach.seconds, key=self.reach.seconds.__getitem__)
        result = self.carry_out([quickest])
        if result["caught_by"] or result["timed_out"]:
            raise TestsFail(f"{quickest} fails where mutations are tried: {result}")

    def outcomes(self, chosen: Sequence[Mutation], at_once: int) -> Iterator[Outcome]:
        pool = ThreadPoolExecutor(at_once)
        try:
            for done in as_completed([pool.submit(self.outcome, each) for each in chosen]):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def checked(self, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes without the tests that also fail when nothing is mutated."""
        catching = {outcome.caught_by for outcome in outcomes} & set(self.reach.seconds)
        if catching:
            self.unreliable |= set(
                self.carry_out(sorted(catching), stop_at_first=False)["caught_by"]
            )
        return [
            self.outcome(each.mutation) if each.caught_by in self.unreliable else each
            for each in outcomes
        ]


def mutate(chosen: Sequence[Mutation], tests: Sequence[str], at_once: int) -> list[Outcome]:
    """Runs the tests on each mutation, in a folder that is deleted afterwards."""
    with scratch_folder() as scratch:
        print(f"running {' '.join(tests)} once, to see which test runs which line", flush=True)
        project = copy_project(scratch / "0")
        reach = measure(project, tests, at_once)
        with workers(project, at_once) as free:
            run = Run(reach, free)
            run.try_out()
            outcomes = []
            for outcome in run.outcomes(chosen, at_once):
                outcomes.append(outcome)
                print(progress(len(outcomes), len(chosen), outcome), flush=True)
            outcomes = run.checked(outcomes)
        for test in sorted(run.unreliable):
            print(f"left out, because it also fails when nothing is mutated: {test}")
    return sorted(outcomes, key=lambda each: (each.mutation.path, each.mutation.line))


def main(arguments: Sequence[str]) -> int:
    options = parsed(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings = project["tool"]["mutants"]
    texts = sources(settings["folders"])
    found = [mutation for path, text in texts.items() for mutation in mutations(path, text)]
    seed = random.randrange(10_000) if options.seed is None else options.seed
    chosen = sample(wanted(found, options.paths), options.count, seed)
    print(f"{len(chosen)} of {len(found)} mutations, by --seed {seed}", flush=True)
    outcomes = mutate(chosen, options.tests or settings["tests"], options.jobs)
    print(report(outcomes, texts))
    least, reached = settings["least"], percent(outcomes)
    print(f"{reached:.1f} % of the mutations were caught (at least {least} %).")
    return int(reached < least)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("./dev mutants: interrupted")
    except Usage as usage:
        sys.exit(f"./dev mutants: {usage}")
    except TestsFail as failure:
        print(failure)
        sys.exit("./dev mutants: tests fail before anything is mutated; fix them first.")
