# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options --seed and --count, the choice of the runs, and the recorded operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.chaos.fleet import PREFIX
from tests.integration.chaos.laboratory import Laboratory, Recording
from tests.integration.chaos.operations import OPERATIONS
from tests.integration.chaos.plan import Run, choose
from tests.integration.chaos.stored import Stored
from tests.integration.support.playbook import Playbooks

USUAL_SEED, USUAL_COUNT = 13, 60


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=USUAL_SEED, help="of the faults")
    parser.addoption("--count", type=int, default=USUAL_COUNT, help="of runs with faults")


def runs(config: pytest.Config) -> list[Run]:
    return choose(config.getoption("seed"), config.getoption("count"), OPERATIONS)


def pytest_report_header(config: pytest.Config) -> str:
    seed, count = config.getoption("seed"), config.getoption("count")
    return f"chaos: ./dev chaos --seed {seed} --count {count} repeats these faults"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "run" in metafunc.fixturenames:
        metafunc.parametrize("run", runs(metafunc.config), ids=str)


@pytest.fixture(scope="session")
def laboratory(playbooks: Playbooks) -> Iterator[Laboratory]:
    yield Laboratory(playbooks)
    Stored(playbooks.sandbox).clean(PREFIX)


@pytest.fixture(scope="session")
def recording(request: pytest.FixtureRequest, laboratory: Laboratory) -> Recording:
    """The undisturbed operations that the chosen tests need."""
    disturbed = {
        (run.operation, run.variant.api_version) for run in selected(request.session, "run")
    }
    return laboratory.record(sorted(disturbed | set(selected(request.session, "case"))))


def selected(session: pytest.Session, parameter: str) -> list[Any]:
    """The values of a parameter in the selected tests."""
    chosen = [item.callspec.params for item in session.items if hasattr(item, "callspec")]
    return [parameters[parameter] for parameters in chosen if parameter in parameters]
