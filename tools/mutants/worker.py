# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs tests with one mutation after another, in a copy of the project that it may change.

Each line of the standard input is an order, each of the standard output its result. The tests run in
forks of this process, which has imported the libraries that they need, but nothing of the project.
"""

from __future__ import annotations

import ast
import importlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tools.tree import COLLECTION, ROOT, ansible_environment, linked_tree

# A test counts as hung after SLOWNESS times the duration of the slowest test in its file, and
# PATIENCE_S more.
SLOWNESS, PATIENCE_S = 5, 5
# For the import of the tests.
COLLECTION_S = 60


@dataclass(frozen=True)
class Order:
    """tests: test -> seconds of the slowest one in its file. text: new text of the file at path."""

    tests: dict[str, float]
    path: str = ""
    text: str = ""
    stop_at_first: bool = True


@dataclass
class Result:
    """caught_by: the tests that failed, or what else went wrong. Without any, it survived."""

    caught_by: list[str] = field(default_factory=list)
    timed_out: bool = False


class Chosen:
    """A plugin of pytest that runs only the tests of an order, and reports each to the worker."""

    def __init__(self, order: Order, parent: Connection):
        self.places = {test: place for place, test in enumerate(order.tests)}
        self.parent = parent

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A mutation can change the parameters of a test: then all of its cases are run."""
        missing = self.places.keys() - {item.nodeid for item in items}
        changed = {test.partition("[")[0] for test in missing}
        chosen = [
            item
            for item in items
            if item.nodeid in self.places or item.nodeid.partition("[")[0] in changed
        ]
        items[:] = sorted(chosen, key=lambda item: self.places.get(item.nodeid, -1))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.parent.send(("started", nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.parent.send(("failed", report.nodeid))


def run_tests(order: Order, parent: Connection, scratch: Path) -> None:
    """Runs in a fork; nothing that the tests print is shown."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    files = list(dict.fromkeys(test.partition("::")[0] for test in order.tests))
    options = ["-q", "-p", "no:xdist", "--tb=no", "--disable-warnings"]
    options += ["-x"] if order.stop_at_first else []
    status = pytest.main([*options, f"--basetemp={scratch}", *files], [Chosen(order, parent)])
    parent.send(("ended", int(status)))


def follow(order: Order, child: Connection, result: Result) -> None:
    """Receives what the fork reports, until the tests end or one takes too long."""
    limit: float = COLLECTION_S
    survived = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    while True:
        if not came(child, limit):
            result.timed_out = True
            return
        try:
            event, value = child.recv()
        except EOFError:
            result.caught_by.append("the end of the tests' process")
            return
        if event == "started":
            limit = SLOWNESS * order.tests.get(value, 0) + PATIENCE_S
        elif event == "failed" and value not in result.caught_by:
            result.caught_by.append(value)
        elif event == "ended":
            if value not in survived and not result.caught_by:
                result.caught_by.append("the import of the tests")
            return


def came(child: Connection, limit: float) -> bool:
    """Whether there is something to receive. Ends this process when the one that started it is gone."""
    deadline = time.monotonic() + limit
    while (left := deadline - time.monotonic()) > 0:
        if child.poll(min(left, 1)):
            return True
        if os.getppid() != PARENT:
            sys.exit("the run was interrupted")
    return False


def carry_out(order: Order) -> Result:
    result = Result()
    scratch = Path(tempfile.mkdtemp(dir=ROOT.parent))
    ours, theirs = forks.Pipe()
    process = forks.Process(target=run_tests, args=(order, theirs, scratch / "tests"))
    with mutated(order):
        process.start()
        theirs.close()
        try:
            follow(order, ours, result)
        finally:
            # Also what the tests have started.
            with suppress(ProcessLookupError):
                os.killpg(process.pid or 0, signal.SIGKILL)
            process.kill()
            process.join()
            shutil.rmtree(scratch, ignore_errors=True)
    return result


@contextmanager
def mutated(order: Order) -> Iterator[None]:
    if not order.path:
        yield
        return
    path = ROOT / order.path
    original, times = path.read_text(encoding="utf-8"), path.stat()
    path.write_text(order.text, encoding="utf-8")
    # Bytecode is valid for a time in seconds, and two mutations may fall in the same second.
    os.utime(path, (next(moments),) * 2)
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def libraries() -> Iterator[str]:
    """What the plugins and the tests import, without the project itself."""
    ours = {COLLECTION.parts[0], "tests", "tools", "sandbox", "benchmarks"}
    for folder in ("plugins", "tests/unit"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module or ""]
                yield from (name for name in names if name.partition(".")[0] not in ours)


def warm_up() -> None:
    os.environ.update(ansible_environment())
    sys.path.insert(0, str(linked_tree()))
    for name in sorted(set(libraries())):
        with suppress(ImportError):
            importlib.import_module(name)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # At a terminal, Ctrl-C reaches this process too. The process that started it ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        print(json.dumps(asdict(carry_out(Order(**order)))), flush=True)


PARENT = os.getppid()
forks = multiprocessing.get_context("fork")
moments = iter(range(10**9, 2 * 10**9))

if __name__ == "__main__":
    main()
