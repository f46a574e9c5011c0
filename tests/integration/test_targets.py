# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every target in the controller's process and as modules, on both versions of the API.

The targets assert what the modules shall do; here is what holds for all of them.
"""

from __future__ import annotations

import itertools
import re

import pytest

from tests.integration.conftest import Runs
from tests.integration.support.compare import differences
from tests.integration.support.documentation import undocumented
from tests.integration.support.playbook import (
    API_VERSIONS,
    IN_PROCESS,
    INTEGRATION,
    MODULE,
    VARIANTS,
    Record,
    Run,
    Variant,
)
from tests.integration.support.sandbox import Sandbox

# Each module's on both versions of the API; the others are of what does not depend on it.
MODULES = tuple(sorted(folder.name for folder in (INTEGRATION / "targets").glob("sahara_*")))
OTHERS = ("connection", "ways")
# Tasks with this in their name have results that differ from one version of the API to the other,
VERSION = "depends on the version of the API"
# from one way to the other,
WAY = "depends on the way"
# and from run to run.
MOMENT = "depends on the moment"
each_run = pytest.mark.parametrize(
    ("target", "variant"),
    [
        pytest.param(target, variant, id=f"{target}-{variant}")
        for target in (*MODULES, *OTHERS)
        for variant in VARIANTS
        if target in MODULES or variant.api_version == API_VERSIONS[-1]
    ],
)


@each_run
def test_target_passes(runs: Runs, target: str, variant: Variant) -> None:
    run = runs(target, variant)
    assert run.exit_status == 0, why(run)
    assert run.ours


@each_run
def test_target_shows_no_traceback_and_no_password(
    runs: Runs, sandbox: Sandbox, target: str, variant: Variant
) -> None:
    output = runs(target, variant).output
    assert "Traceback (most recent call last)" not in output
    for secret in (sandbox.password, "planted-"):
        assert secret not in output


@each_run
def test_check_mode_writes_nothing(runs: Runs, target: str, variant: Variant) -> None:
    wrote = [
        f"{record}: {request.method} {request.path}"
        for record in runs(target, variant).ours
        if record.check_mode
        for request in record.requests
        if request.is_write
    ]
    assert not wrote


@each_run
def test_a_task_without_change_writes_nothing(runs: Runs, target: str, variant: Variant) -> None:
    wrote = [
        f"{record}: {request.method} {request.path}"
        for record in runs(target, variant).ours
        if record.outcome == "ok" and not record.result.get("changed")
        if "failure" not in record.result and "attempts" not in record.result
        if not checks_health(record)
        for request in record.requests
        if request.is_write and request.status < 400
    ]
    assert not wrote


def checks_health(record: Record) -> bool:
    """Sahara starts a check of a cluster by a PATCH; it changes nothing that anyone manages."""
    arguments = record.result.get("invocation", {}).get("module_args", {})
    return arguments.get("health", "ignore") != "ignore"


@each_run
def test_results_are_as_documented(runs: Runs, target: str, variant: Variant) -> None:
    wrong = [
        f"{record}: {line}"
        for record in runs(target, variant).ours
        if record.outcome == "ok" and not record.result.get("failure")
        for line in undocumented(record)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("target", "api_version"),
    [*itertools.product(MODULES, API_VERSIONS), *((target, API_VERSIONS[-1]) for target in OTHERS)],
)
def test_both_ways_give_the_same_results(runs: Runs, target: str, api_version: str) -> None:
    here, there = (runs(target, Variant(way, api_version)) for way in (IN_PROCESS, MODULE))
    assert differences(here, there, WAY, MOMENT) == []


@pytest.mark.parametrize("target", MODULES)
def test_both_apis_give_the_same_results(runs: Runs, target: str) -> None:
    older, newer = (runs(target, Variant(IN_PROCESS, api)) for api in API_VERSIONS)
    assert differences(older, newer, VERSION, MOMENT) == []


def why(run: Run) -> str:
    """What a failed run said from its last task that failed on."""
    lines = run.output.splitlines()
    tasks = [number for number, line in enumerate(lines) if line.startswith("TASK [")]
    bad = [
        number
        for number, line in enumerate(lines)
        if re.match(r"(fatal|failed|\[ERROR\]): ?", line)
    ]
    start = max((task for task in tasks if bad and task < bad[-1]), default=0)
    return "\n".join(lines[start:][:150])
