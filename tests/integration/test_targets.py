# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every target in-process and as modules, with both API versions.

The targets assert what each module does; these tests assert what holds for all of them.
"""

from __future__ import annotations

import itertools
import re

import pytest

from tests.integration.conftest import Runs
from tests.integration.support.compare import differences
from tests.integration.support.documentation import undocumented
from tests.integration.support.plans import TIMING
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
from tests.integration.support.relay import Request
from tests.integration.support.sandbox import Sandbox
from tests.integration.support.variants import marks_of

# Targets of modules run with both API versions. The others do not depend on the version.
MODULES = tuple(sorted(folder.name for folder in (INTEGRATION / "targets").glob("sahara_*")))
OTHERS = ("connection", "ways")
# The results of tasks with one of these in their names differ between API versions,
VERSION = "depends on the API version"
# and between in-process tasks and modules.
WAY = "depends on sahara_in_process"
each_run = pytest.mark.parametrize(
    ("target", "variant"),
    [
        pytest.param(target, variant, id=f"{target}-{variant}", marks=marks_of(target, variant))
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
def test_target_prints_no_traceback_and_no_password(
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
def test_tasks_without_change_write_nothing(runs: Runs, target: str, variant: Variant) -> None:
    wrote = [
        f"{record}: {request.method} {request.path}"
        for record in runs(target, variant).ours
        if record.outcome == "ok" and not record.result.get("changed")
        if "failure" not in record.result and "attempts" not in record.result
        if not checks_health(record) and not counts_no_change(record)
        for request in record.requests
        if request.is_write and request.status < 400 and not repeats_deletion(record, request)
    ]
    assert not wrote


def repeats_deletion(record: Record, request: Request) -> bool:
    """Whether it asks again for a cluster that is already being deleted: the first task changed it, not this one."""
    arguments = record.result.get("invocation", {}).get("module_args", {})
    return (
        arguments.get("state") == "absent"
        and request.method == "DELETE"
        and "/clusters/" in request.path
    )


def checks_health(record: Record) -> bool:
    """A health check is started by PATCH, but it does not change the cluster."""
    arguments = record.result.get("invocation", {}).get("module_args", {})
    return arguments.get("health", "ignore") != "ignore"


def counts_no_change(record: Record) -> bool:
    """Whether the user says that the request is not a change, or that its replies decide."""
    arguments = record.result.get("invocation", {}).get("module_args", {})
    return arguments.get("changed", "always") != "always"


@each_run
def test_results_match_their_documentation(runs: Runs, target: str, variant: Variant) -> None:
    wrong = [
        f"{record}: {line}"
        for record in runs(target, variant).ours
        if record.outcome == "ok" and not record.result.get("failure")
        for line in undocumented(record)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("target", "api"),
    [
        pytest.param(target, api, marks=marks_of(target, Variant(MODULE, api)))
        for target, api in (
            *itertools.product(MODULES, API_VERSIONS),
            *((target, API_VERSIONS[-1]) for target in OTHERS),
        )
    ],
)
def test_both_ways_return_the_same_results(runs: Runs, target: str, api: str) -> None:
    in_process, module = (runs(target, Variant(way, api)) for way in (IN_PROCESS, MODULE))
    assert differences(in_process, module, WAY, TIMING) == []


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(target, marks=marks_of(target, Variant(IN_PROCESS, API_VERSIONS[0])))
        for target in MODULES
    ],
)
def test_both_api_versions_return_the_same_results(runs: Runs, target: str) -> None:
    v1, v2 = (runs(target, Variant(IN_PROCESS, api)) for api in API_VERSIONS)
    assert differences(v1, v2, VERSION, TIMING) == []


def why(run: Run) -> str:
    """The output of a failed run from its last failed task onwards."""
    lines = run.output.splitlines()
    tasks = [number for number, line in enumerate(lines) if line.startswith("TASK [")]
    bad = [
        number
        for number, line in enumerate(lines)
        if re.match(r"(fatal|failed|\[ERROR\]): ?", line)
    ]
    start = max((task for task in tasks if bad and task < bad[-1]), default=0)
    return "\n".join(lines[start:][:150])
