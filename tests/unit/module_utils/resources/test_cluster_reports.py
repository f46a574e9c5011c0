# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task on a cluster prints while it waits, and what it returns about steps, failures and health."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
    discard,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.clusters.task import (
    converge_cluster,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.clusters import DEFAULTS, Runner, cluster
from tests.unit.support.scripted import Answer, ScriptedCloud, error

START = {"verification": {"status": "START"}}
TRACE = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nValueError: x\n'


def step(name: str, successful: bool | None = None, *events: Any, **fields: Any) -> dict[str, Any]:
    facts = {"id": name, "step_name": name, "successful": successful}
    return {**facts, "total": 3, "events": [*events], **fields}


def event(successful: bool | None, name: str | None = None, info: Any = None) -> dict[str, Any]:
    return {"successful": successful, "instance_name": name, "event_info": info}


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


# Progress lines


def test_events_are_read_every_20_seconds_for_progress_and_never_without(run: Runner) -> None:
    """With an interval of 10 s, the task looks after 0, 0.5, 1.3, 2.4, 4.1, 6.6, 10.4, 16.1 and 24.6 s."""
    for say in (None, discard):
        run.finds(cluster("Spawning"))
        for number in range(9):
            run.sees(cluster("Spawning"), with_events=say is not None and number in (0, 8))
        run.sees(cluster())
        options = {"name": "demo", "cloud": {"auth": run.cloud.auth}, "api_version": "2"}
        times = {"poll_interval": 10, "timeout": 60}
        task = AnsibleTask({**DEFAULTS, **options, **times}, say=say, clock=FakeClock())
        assert execute(converge_cluster, task)["cluster"]["status"] == "Active"


@pytest.mark.parametrize("progress", [True, False])
def test_progress_is_printed_if_the_task_wants_it(run: Runner, progress: bool) -> None:
    over = [step("Of before", True), step("Failed before", False)]
    installing = step("Install", None, event(True), event(None), event(False))
    run.finds(cluster("Spawning", provision_progress=over))
    spawning = cluster("Spawning", provision_progress=[*over, installing, step("Go", total=None)])
    # Events are most of a reply, so not every poll asks for them.
    run.sees(spawning, with_events=progress)
    run.sees(
        cluster("Spawning", provision_progress=[*over, step("Install"), step("Go", total=None)])
    )
    run.sees(Answer(b"", 520))
    run.sees(Answer(b"", 520))
    run.sees(cluster(provision_progress=[*over, step("Install", True), step("Start", False)]))
    lines: list[str] = []
    options = {
        **DEFAULTS,
        "name": "demo",
        "cloud": {"auth": run.cloud.auth},
        "api_version": "2",
        "poll_interval": 2,
        "timeout": 60,
        "progress": progress,
    }
    task = AnsibleTask(options, False, say=lines.append, clock=FakeClock())
    assert execute(converge_cluster, task)["cluster"]["status"] == "Active"
    expected = [
        "cluster 'demo': Install: 1 of 3 (0 s)",
        "cluster 'demo': Go: 0 of 0 (0 s)",
        "cluster 'demo': Spawning (0 s)",
        "cluster 'demo': no answer, trying again (1 s)",
        "cluster 'demo': Install: 3 of 3 done (4 s)",
        "cluster 'demo': Start: failed (4 s)",
        "cluster 'demo': Active (4 s)",
    ]
    assert lines == (expected if progress else [])


# Failures


@pytest.mark.parametrize(
    ("steps", "where"),
    [
        ([], ""),
        ([step("Install")], ""),
        ([step("Install", False)], "; it failed at step 'Install'"),
        (
            [step("Spawn", True), step("Install", False), step("Start", False, event(False, "z"))],
            "; it failed at step 'Install'",
        ),
        (
            [
                step(
                    "Install",
                    False,
                    event(False, "b"),
                    event(True, "c"),
                    event(False, "a"),
                    event(None, "d"),
                    event(False, "b"),
                    event(False),
                )
            ],
            "; it failed at step 'Install' on instances a, b",
        ),
    ],
)
def test_a_failure_names_the_first_failed_step_and_its_instances(
    run: Runner, steps: list[dict[str, Any]], where: str
) -> None:
    failed = cluster("Error", status_description="No host", provision_progress=steps)
    run.finds(failed)
    run.sees(failed, with_events=True)
    assert run()["msg"] == (
        f"Cluster 'demo' is in status Error{where}: No host. "
        "Delete it, or set 'on_error' to 'recreate'."
    )


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        (None, "Sahara reported no reason."),
        (f"{TRACE}", "Sahara reported no reason."),
        (f"No host\n{TRACE}Error ID: 11111111-2222-3333-4444-555555555555", "No host."),
        (
            "Scaling cluster failed for the following reason(s): No host\nNo disk",
            "No host; No disk.",
        ),
    ],
)
def test_the_reason_has_no_boilerplate(run: Runner, description: Any, reason: str) -> None:
    failed = cluster("Error", status_description=description)
    run.finds(failed)
    run.sees(failed, with_events=True)
    result = run()
    assert f"in status Error: {reason} Delete it" in result["msg"]
    assert "Traceback" not in str(result["cluster"]["status_description"])


def test_a_cluster_that_disappears_before_its_failure_is_read_is_still_reported(
    run: Runner,
) -> None:
    run.finds(cluster("Error", status_description="No host"))
    run.sees(error(404, "NOT_FOUND", "Object not found"), with_events=True)
    assert "in status Error: No host." in run()["msg"]


def test_steps_and_events_always_have_the_same_keys(run: Runner) -> None:
    failed = event(False, "a", f"Timed out\n{TRACE}")
    run.finds(cluster(provision_progress=[step("Install", False, failed, tenant_id="t")]))
    (found,) = run()["cluster"]["provision_progress"]
    assert found == {
        "id": "Install",
        "step_name": "Install",
        "step_type": None,
        "total": 3,
        "successful": False,
        "created_at": None,
        "updated_at": None,
        "seconds": None,
        "events": [
            {
                "instance_id": None,
                "instance_name": "a",
                "event_info": "Timed out",
                "successful": False,
                "created_at": None,
                "updated_at": None,
            }
        ],
    }


def test_a_timeout_names_the_first_step_in_progress(run: Runner) -> None:
    steps = [step("Spawn", True), step("Fail", False), step("Install"), step("Start")]
    run.finds(cluster("Spawning"))
    run.sees_in_vain(cluster("Configuring", provision_progress=steps))
    assert "(status Configuring, step 'Install')" in run(timeout=0)["msg"]


# Health


def checked(identity: str, status: str, *checks: Any) -> dict[str, Any]:
    times = {"created_at": "1", "updated_at": "2"}
    return cluster(verification={"id": identity, "status": status, "checks": checks, **times})


def test_a_check_that_sahara_has_already_started_is_used(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, checked("v1", "CHECKING"))
    run.sees(checked("v1", "GREEN"))
    assert run(health="require")["cluster"]["health"]["status"] == "GREEN"


def test_a_red_check_without_findings_has_no_reason(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(checked("v1", "RED"))
    message = run(health="require")["msg"]
    assert message == "Cluster 'demo' is not healthy: Sahara reported no reason."


@pytest.mark.parametrize("health", ["report", "require"])
@pytest.mark.parametrize("message", ["No such thing", "Not while CHECKING"])
def test_another_refusal_of_a_check_fails_the_task(run: Runner, message: str, health: str) -> None:
    run.finds(cluster())
    run.sends(START, error(400, "INVALID_REFERENCE", message))
    result = run(health=health)
    assert result["msg"] == message
    assert run.warnings == []


def test_findings_are_sorted_and_have_no_boilerplate(run: Runner) -> None:
    trace = f"Cluster health is RED. Reason: No b.\n{TRACE}"
    checks = [
        {"name": "disks", "status": "RED", "description": trace},
        {"name": "disks", "status": "GREEN", "description": "Cluster health is GREEN. Reason: A."},
        {"name": None, "status": "GREEN", "description": None},
    ]
    run.finds(checked("v1", "RED", *checks))
    assert run()["cluster"]["health"] == {
        "status": "RED",
        "checks": [
            {"name": None, "status": "GREEN", "description": ""},
            {"name": "disks", "status": "GREEN", "description": "A."},
            {"name": "disks", "status": "RED", "description": "No b."},
        ],
        "created_at": "1",
        "updated_at": "2",
    }
