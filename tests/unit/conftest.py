# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of several folders."""

from __future__ import annotations

import _thread
import gc
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.unit.support.scripted import ScriptedCloud


def pytest_configure(config: pytest.Config) -> None:
    show_threads_to_coverage()
    keep_to_a_processor(config)


def show_threads_to_coverage() -> None:
    """Before Python 3.12, coverage sees only the threads that `threading` starts."""
    if threading.gettrace() is not None:
        _thread.start_new_thread = start_thread


def start_thread(run: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=run, args=arguments, daemon=True).start()


def keep_to_a_processor(config: pytest.Config) -> None:
    """Keeps each worker of pytest-xdist on one processor, as long as there are enough of them.

    The threads of a test, its client and its server, take turns. Without this, on two processors, all takes a sixth
    longer, because each turn may wake the other processor.
    """
    worker = getattr(config, "workerinput", None)
    if worker and hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        number = int(worker["workerid"].removeprefix("gw"))
        if worker["workercount"] <= len(processors):
            os.sched_setaffinity(0, {processors[number]})


def pytest_collection_finish() -> None:
    """Leaves what has been imported out of the collection of garbage, and collects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as scripted:
        yield scripted


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client does not pause before it repeats a request."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
