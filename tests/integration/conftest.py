# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox, the relay in front of it, and the runs of the targets, each of which happens once."""

from __future__ import annotations

import urllib.parse
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import pytest

from tests.integration.support.playbook import Playbooks, Run, Variant
from tests.integration.support.relay import Relay
from tests.integration.support.sandbox import Sandbox
from tests.integration.support.strangers import strangers

Runs = Callable[[str, Variant], Run]
RUNS_AT_A_TIME = 4
# Sahara cannot update data sources with API version 1.1 while a job execution of the project waits for its cluster.
ONE_AFTER_ANOTHER = ("sahara_api", "sahara_data_source", "sahara_job_execution")


@pytest.fixture(scope="session")
def relay(sandbox: Sandbox) -> Iterator[Relay]:
    urls = (sandbox.auth_url, *sandbox.catalog.values())
    with Relay(urllib.parse.urlsplit(url).port or 80 for url in urls).running() as started:
        yield started


@pytest.fixture(scope="session")
def playbooks(
    tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox, relay: Relay
) -> Iterator[Playbooks]:
    with strangers(tmp_path_factory.mktemp("bare")) as extra:
        yield Playbooks(tmp_path_factory.mktemp("playbooks"), sandbox, relay, extra)


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest, playbooks: Playbooks) -> Iterator[Runs]:
    """Returns the run of a target. Several run at the same time, because most of the time is spent waiting."""
    workers = ThreadPoolExecutor(RUNS_AT_A_TIME)
    started: dict[tuple[str, Variant], Future[Run]] = {}
    # Both ways of a target use the same images.
    locks: defaultdict[tuple[str, str], Lock] = defaultdict(Lock)

    def locked_run(target: str, variant: Variant) -> Run:
        alone = target in ONE_AFTER_ANOTHER
        with locks["jobs", ""] if alone else locks[target, variant.api_version]:
            return playbooks.run(target, variant)

    def run(target: str, variant: Variant) -> Future[Run]:
        if (target, variant) not in started:
            started[target, variant] = workers.submit(locked_run, target, variant)
        return started[target, variant]

    for target, variant in wanted_runs(request.session.items):
        run(target, variant)
    yield lambda target, variant: run(target, variant).result()
    workers.shutdown(cancel_futures=True)


def wanted_runs(tests: list[pytest.Item]) -> Iterator[tuple[str, Variant]]:
    """The runs that the selected tests need."""
    for test in tests:
        params = (
            test.callspec.params
            if isinstance(test, pytest.Function) and hasattr(test, "callspec")
            else {}
        )
        if "target" in params and "variant" in params:
            yield params["target"], params["variant"]
