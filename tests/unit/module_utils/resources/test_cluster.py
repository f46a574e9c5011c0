# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks on a cluster, request by request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.support.clusters import PATH, Runner, cluster
from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud, error

START = {"verification": {"status": "START"}}
UNDER_WAY = error(
    400,
    "CANNOT_VERIFY",
    "Cannot verify cluster. Reason: Cluster verification in state CHECKING",
)
DISABLED = error(
    400, "CANNOT_VERIFY", "Cannot verify cluster. Reason: All verifications are disabled"
)
both_apis = pytest.mark.parametrize("api", ["1.1", "2"])


def of_health(identity: str, status: str, **checks: str) -> dict[str, Any]:
    """A cluster with a verification. checks: name -> status."""
    found = [
        {
            "name": name,
            "status": colour,
            "description": f"Cluster health is {colour}. Reason: No {name}.",
        }
        for name, colour in checks.items()
    ]
    return cluster(verification={"id": identity, "status": status, "checks": found})


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


@both_apis
def test_health_check_is_started_and_awaited(run: Runner, api: str) -> None:
    old = of_health("v1", "GREEN", disks="GREEN")
    run.finds(old, api=api)
    run.sends(START, old, api=api)
    run.sees(old, api)  # Sahara has not started yet.
    run.sees(cluster(), api)  # It has removed the old check.
    run.sees(of_health("v2", "CHECKING"), api)
    run.sees(of_health("v2", "RED", nodes="RED", disks="GREEN"), api)
    result = run(health="report", api_version=api)
    assert result["changed"] is False
    assert result["cluster"]["health"] == {
        "status": "RED",
        "checks": [
            {"name": "disks", "status": "GREEN", "description": "No disks."},
            {"name": "nodes", "status": "RED", "description": "No nodes."},
        ],
        "created_at": None,
        "updated_at": None,
    }


def test_red_check_fails_a_task_that_requires_health(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "RED", nodes="RED", disks="YELLOW", roots="RED"))
    result = run(health="require")
    assert result["msg"] == "Cluster 'demo' is not healthy: nodes: No nodes.; roots: No roots."
    assert result["failure"]["kind"] == "ClusterUnhealthy"
    assert result["changed"] is False
    assert result["cluster"]["health"]["status"] == "RED"


def test_yellow_check_does_not_fail_the_task(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "YELLOW", nodes="YELLOW"))
    assert run(health="require")["cluster"]["health"]["status"] == "YELLOW"


def test_health_check_in_progress_is_used(run: Runner) -> None:
    run.finds(of_health("v1", "CHECKING"))
    run.sends(START, UNDER_WAY)
    run.sees(of_health("v1", "CHECKING"))
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="require")["cluster"]["health"]["status"] == "GREEN"


def test_lost_health_check_is_requested_again(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    for _ in range(16):  # At 0 s, 0.5 s, 1.25 s and then each second, up to 14.25 s.
        run.sees(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="report")["cluster"]["health"]["status"] == "GREEN"


def test_health_check_that_does_not_end_is_a_timeout(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    for _ in range(5):
        run.sees(of_health("v1", "CHECKING"))
    result = run(health="report", timeout=3)
    assert result["msg"] == (
        "Cluster 'demo' did not finish its health check within 3 s (status Active). "
        "It was left unchanged; run the task again to keep waiting."
    )


def test_disabled_health_checks_fail_only_a_task_that_requires_health(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, DISABLED)
    assert "failed" not in run(health="report")
    reason = "Cannot verify cluster. Reason: All verifications are disabled"
    assert run.warnings == [f"Could not check the health of cluster 'demo': {reason}."]
    run.finds(cluster())
    run.sends(START, DISABLED)
    assert run(health="require")["msg"] == reason


def test_check_mode_starts_no_health_check(run: Runner) -> None:
    run.finds(of_health("v1", "RED", nodes="RED"))
    result = run(check_mode=True, health="require")
    assert result["cluster"]["health"]["status"] == "RED"


def test_deletion_during_the_health_check_is_reported(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(cluster("Deleting"))
    result = run(health="report")
    assert result["msg"] == "Cluster 'demo' is being deleted by someone else."
    assert result["failure"]["kind"] == "ClusterGone"


def test_keypair_is_updated_together_with_fields(run: Runner) -> None:
    known = cluster(user_keypair_id="operator", description="Old")
    run.finds(known)
    run.sends({"update_keypair": True, "description": "New"}, {**known, "description": "New"})
    result = run(update_keypair=True, description="New")
    assert result["changed"] is True
    assert result["diff"] == {
        "before": {"description": "Old", "update_keypair": False},
        "after": {"description": "New", "update_keypair": True},
    }


@both_apis
def test_without_a_keypair_update_no_request_is_sent(run: Runner, api: str) -> None:
    run.finds(cluster(), api=api)
    assert run(update_keypair=False, api_version=api)["changed"] is False


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (
            {"update_keypair": True},
            "'update_keypair' requires API version 2, but this task uses 1.1.",
        ),
        (
            {"instances_to_remove": ["demo-worker-0"]},
            "'instances_to_remove' requires API version 2, but this task uses 1.1.",
        ),
    ],
)
def test_options_of_api_v2_are_refused_on_api_v1(
    run: Runner, params: Mapping[str, Any], message: str
) -> None:
    run.finds(cluster(), api="1.1")
    result = run(api_version="1.1", **params)
    assert result["msg"] == message
    assert result["failure"]["kind"] == "Refused"


def test_force_is_refused_on_api_v1_before_any_request(run: Runner) -> None:
    result = run(api_version="1.1", state="absent", force=True)
    assert result["msg"] == "'force' requires API version 2, but this task uses 1.1."


@pytest.mark.usefixtures("at_once")
def test_lost_connection_is_tolerated(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.sees(cluster("Spawning"))
    for _ in range(2 * 5):  # Two requests, each of which the client tries five times.
        run.sees(Answer(dropped=True))
    run.sees(cluster("Active"))
    assert run()["cluster"]["status"] == "Active"


def test_client_stops_trying_at_the_deadline_of_the_task(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.sees(Answer(dropped=True))
    result = run(timeout=0)
    assert result["msg"] == (
        "Cluster 'demo' did not become Active within 0 s (status Spawning). "
        "It was left unchanged; run the task again to keep waiting."
    )


@pytest.mark.parametrize(("answered", "silence"), [(0, "3 s"), (2, "1 s"), (3, None)])
def test_timeout_after_an_outage_says_since_when_there_was_no_answer(
    run: Runner, answered: int, silence: str | None
) -> None:
    """The task looks after 0, 0.5, 1.25, 2.25 and 3 s."""
    step = {"step_name": "Create stack", "successful": None}
    spawning = cluster("Spawning", provision_progress=[step])
    run.finds(spawning)
    for number in range(5):
        lost = silence is not None and number > answered
        run.sees(Answer(b"", 520) if lost else spawning)
    if not silence:
        run.sees(spawning, with_events=True)
    known = "status Spawning, step 'Create stack'"
    if silence:
        known = f"last known {known}; no valid answer for the last {silence}"
    assert run(timeout=3)["msg"] == (
        f"Cluster 'demo' did not become Active within 3 s ({known}). "
        "It was left unchanged; run the task again to keep waiting."
    )


def test_a_timeout_reports_the_last_status_and_step(run: Runner) -> None:
    step = {"id": "s1", "step_name": "Install", "successful": None}
    run.finds(cluster("Spawning"))
    run.sees(cluster("Waiting"))
    run.sees_in_vain(cluster("Configuring", provision_progress=[step]))
    result = run(timeout=0.25)
    assert result["failure"]["kind"] == "ClusterTimeout"
    assert "Configuring" in result["msg"] and "'Install'" in result["msg"]
    assert "Spawning" not in result["msg"] and "Waiting" not in result["msg"]
    assert result["cluster"]["status"] == "Configuring"


@pytest.mark.usefixtures("at_once")
def test_lost_reply_to_the_start_of_a_health_check_is_tolerated(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, Answer(dropped=True))
    run.sends(START, UNDER_WAY)  # Sahara received the lost request.
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="report")["cluster"]["health"]["status"] == "GREEN"


def test_busy_cluster_is_compared_once_it_is_settled(run: Runner) -> None:
    scaled = [{"name": "worker", "count": 3, "flavor_id": "1", "instances": []}]
    run.finds(cluster("Scaling: Spawning"))
    run.sees(cluster("Configuring"))
    run.sees(cluster(node_groups=scaled))
    resize = {"resize_node_groups": [{"name": "worker", "count": 1}]}
    run.sends(resize, cluster("Validating", node_groups=scaled), method="PUT")
    run.sees(cluster())
    result = run(node_groups=[{"name": "worker", "count": 1}])
    assert result["changed"] is True
    assert result["diff"]["before"] == {"node_groups": {"worker": {"count": 3}}}


def test_scaling_that_is_rolled_back_fails(run: Runner) -> None:
    run.finds(cluster())
    run.sends(
        {"resize_node_groups": [{"name": "worker", "count": 2}]},
        cluster("Validating"),
        method="PUT",
    )
    for status in ("Scaling: Spawning", "Rollback: Spawning", "Rollback: Waiting"):
        run.sees(cluster(status))
    reason = "Scaling cluster failed for the following reason(s): No host\nError ID: 11-22"
    run.sees(cluster(status_description=reason))
    result = run(node_groups=[{"name": "worker", "count": 2}])
    assert result["msg"] == "Cluster 'demo' was not scaled: No host. It is Active with worker 1."


@pytest.mark.parametrize(
    ("status", "how"),
    [
        ("Error", "in status Error"),
        (
            "AwaitingTermination",
            "awaiting termination, which Sahara is not allowed to carry out",
        ),
    ],
)
def test_unusable_cluster_fails_at_once(run: Runner, status: str, how: str) -> None:
    event = {"instance_name": "demo-worker-0", "successful": False, "event_info": "No route"}
    step = {"id": "s1", "step_name": "Assign IPs", "successful": False}
    failed = cluster(status, status_description="No route", provision_progress=[step])
    run.finds(failed)
    run.sees({**failed, "provision_progress": [{**step, "events": [event]}]}, with_events=True)
    result = run()
    assert result["msg"] == (
        f"Cluster 'demo' is {how}; it failed at step 'Assign IPs' on instance demo-worker-0: "
        "No route. Delete it, or set 'on_error' to 'recreate'."
    )


def test_duration_of_a_step_is_returned_once_it_has_ended(run: Runner) -> None:
    began, ended = "2026-01-02T03:59:50", "2026-01-02T04:01:00"
    times: list[tuple[Any, Any, Any]] = [(True, began, ended), (None, began, None), (False, "?", 7)]
    steps = [
        {"id": str(number), "successful": success, "created_at": start, "updated_at": end}
        for number, (success, start, end) in enumerate(times)
    ]
    run.finds(cluster(provision_progress=steps))
    found = run()["cluster"]["provision_progress"]
    assert [step["seconds"] for step in found] == [70, None, None]


def test_successful_step_never_has_events(run: Runner) -> None:
    event = {"instance_name": "demo-worker-0", "successful": True}
    steps = [
        {"id": str(n), "successful": end, "events": [event]}
        for n, end in enumerate((True, None, False))
    ]
    run.finds(cluster(provision_progress=steps))
    found = run()["cluster"]["provision_progress"]
    assert [len(step["events"]) for step in found] == [0, 1, 1]


@both_apis
@pytest.mark.parametrize("status", ["Error", "Active", "AwaitingTermination"])
def test_abandoned_deletion_is_requested_again(run: Runner, status: str, api: str) -> None:
    run.finds(cluster("Spawning"), api=api)
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Preparing"), api)  # The creation continues in spite of the deletion.
    run.sees(cluster(status), api)  # The creation ends.
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Deleting"), api)
    run.sees(GONE, api)
    assert run(state="absent", api_version=api)["changed"] is True


def test_deletion_is_requested_again_only_for_a_new_reason(
    run: Runner,
) -> None:
    old, new = "Scaling cluster failed: No host", "Creating cluster failed: No route"
    run.finds(cluster(status_description=old))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Deleting", status_description=old))  # Sahara has not started yet.
    run.sees(cluster("Deleting", status_description=""))
    run.sees(cluster("Deleting", status_description=new))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Deleting", status_description=new))
    run.sees(GONE)
    assert run(state="absent")["changed"] is True


def test_deletion_that_ends_during_the_second_request_succeeds(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Error"))
    # Sahara fails because the cluster disappears while it handles the request.
    run.cloud.expect("DELETE", "/v2/clusters/1", Answer({}, 500))
    run.cloud.expect("DELETE", "/v2/clusters/1", GONE)
    run.sees(GONE)
    assert run(state="absent")["changed"] is True


@pytest.mark.parametrize(
    ("options", "looks", "waited"),
    [({"timeout": 3}, 5, 3), ({"timeout": 3600, "poll_interval": 100}, 16, 300)],
    ids=["until the deadline of the task", "until the limit for removals"],
)
def test_failed_cluster_that_cannot_be_removed_is_reported_with_both_reasons(
    run: Runner, options: dict[str, int], looks: int, waited: int
) -> None:
    template = {
        "id": "t1",
        "name": "hadoop",
        "project_id": PROJECT,
        "plugin_name": "fake",
        "plugin_version": "0.1",
        "default_image_id": "i1",
        "neutron_management_network": "n1",
        "node_groups": [{"name": "worker", "count": 1, "node_processes": ["datanode"]}],
    }
    plugin = {"name": "fake", "versions": ["0.1"], "node_processes": {"HDFS": ["datanode"]}}
    run.finds()
    run.cloud.expect("GET", "/v2/cluster-templates", {"cluster_templates": [template]})
    run.cloud.expect("GET", "/v2/plugins/fake/0.1", {"plugin": {**plugin, "configs": []}})
    created = Answer({"cluster": cluster("Validating")}, 202)
    run.cloud.expect("POST", "/v2/clusters", created)
    reason = "Creating cluster failed for the following reason(s): No host\nError ID: 11-22"
    run.sees_in_vain(cluster("Error", status_description=reason))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    for _ in range(looks):
        run.sees(cluster("Deleting"))
    result = run(cluster_template="hadoop", **options)
    assert result["msg"] == (
        "Cluster 'demo' failed: No host. The failed cluster could not be removed: "
        f"Cluster 'demo' was not deleted within {waited} s (status Deleting). "
        "Its deletion continues; run the task again to keep waiting."
    )
    assert result["cluster"]["status"] == "Error"


@pytest.mark.parametrize("check_mode", [True, False])
def test_deletion_in_progress_is_awaited_but_not_a_change(run: Runner, check_mode: bool) -> None:
    run.finds(cluster("Deleting"))
    if not check_mode:
        run.cloud.expect("DELETE", "/v2/clusters/1")  # The first deletion may have failed.
        run.sees(cluster("Deleting"))
        run.sees(GONE)
    result = run(check_mode=check_mode, state="absent")
    assert (result["changed"], result["diff"]["before"]) == (False, {})


def test_forced_deletion_of_a_cluster_that_is_being_deleted_is_a_change(run: Runner) -> None:
    run.finds(cluster("Deleting"))
    run.cloud.expect("DELETE", "/v2/clusters/1", {"stack_name": "demo-1"}, body={"force": True})
    run.sees(GONE)
    assert run(state="absent", force=True)["changed"] is True


def test_deletion_of_a_cluster_by_someone_else_changes_nothing(run: Runner) -> None:
    run.finds(cluster())
    run.cloud.expect("DELETE", "/v2/clusters/1", GONE)
    run.sees(GONE)
    assert run(state="absent")["changed"] is False
