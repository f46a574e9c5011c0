# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options --seed and --count, the choice of the runs, the recorded operations, and the figures at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.chaos.fleet import PREFIX, SPARE, Fleet
from tests.integration.chaos.laboratory import Laboratory, Recording
from tests.integration.chaos.operations import OPERATIONS
from tests.integration.chaos.plan import Run, choose
from tests.integration.chaos.report import Figure, table
from tests.integration.support.playbook import Playbooks
from tests.integration.support.stored import Stored

# ./dev test always makes the same choice, so that no change fails because of another one. ./dev chaos makes more.
USUAL = {"seed": 1, "count": 20}
FIGURES = pytest.StashKey[list[Figure]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, help="of the choice of runs with faults")
    parser.addoption("--count", type=int, help="how many runs with faults")


def chosen(config: pytest.Config, option: str) -> int:
    """pytest knows the options only if it is called with this folder."""
    given = config.getoption(option, None)
    return USUAL[option] if given is None else int(given)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "run" in metafunc.fixturenames:
        seed, count = (chosen(metafunc.config, option) for option in USUAL)
        metafunc.parametrize("run", choose(seed, count, OPERATIONS), ids=str)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How many disturbances were tried, how many of them ended right, and how to repeat them."""
    figures = config.stash.get(FIGURES, [])
    if figures:
        terminalreporter.section("right / tried, by fault and target")
        terminalreporter.write_line(table(figures))
        options = " ".join(f"--{option} {chosen(config, option)}" for option in USUAL)
        terminalreporter.write_line(f"./dev chaos {options} repeats these faults.")


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> list[Figure]:
    """The disturbances so far; tests add theirs."""
    return pytestconfig.stash.setdefault(FIGURES, [])


@pytest.fixture(scope="session")
def laboratory(playbooks: Playbooks) -> Iterator[Laboratory]:
    yield Laboratory(playbooks, Fleet(playbooks))
    stored = Stored(playbooks.sandbox)
    stored.delete_clusters(PREFIX)
    stored.unregister_images(SPARE)


@pytest.fixture(scope="session")
def recording(request: pytest.FixtureRequest, laboratory: Laboratory) -> Recording:
    """The undisturbed operations that the selected tests need."""
    runs: list[Run] = selected(request.session, "run")
    disturbed = {(run.operation, run.variant.api_version) for run in runs}
    return laboratory.record(sorted(disturbed | set(selected(request.session, "case"))))


def selected(session: pytest.Session, parameter: str) -> list[Any]:
    """The values of a parameter in the selected tests."""
    parameters = [item.callspec.params for item in session.items if hasattr(item, "callspec")]
    return [values[parameter] for values in parameters if parameter in values]
