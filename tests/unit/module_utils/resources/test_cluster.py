# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task on a cluster asks Sahara, request by request, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.module_utils.resources.conftest import PROJECT
from tests.unit.support.clusters import PATH, Runner, cluster
from tests.unit.support.scripted import Answer, ScriptedCloud, error

START = {"verification": {"status": "START"}}
UNDER_WAY = error(
    400,
    "CANNOT_VERIFY",
    "Cannot verify cluster. Reason: Cluster verification in state CHECKING",
)
DISABLED = error(
    400, "CANNOT_VERIFY", "Cannot verify cluster. Reason: All verifications are disabled"
)
GONE = error(404, "NOT_FOUND", "Object not found")
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


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client does not pause before it repeats a request."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@both_apis
def test_a_check_of_the_health_is_started_and_waited_for(run: Runner, api: str) -> None:
    old = of_health("v1", "GREEN", disks="GREEN")
    run.finds(old, api=api)
    run.sends(START, old, api=api)
    run.sees(old, api)  # Sahara has not begun yet,
    run.sees(cluster(), api)  # has removed the old one,
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


def test_red_checks_fail_the_task_that_requires_health(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "RED", nodes="RED", disks="YELLOW", roots="RED"))
    result = run(health="require")
    assert result["msg"] == "The cluster 'demo' is not healthy: nodes: No nodes.; roots: No roots."
    assert result["failure"]["kind"] == "ClusterUnhealthy"
    assert result["changed"] is False
    assert result["cluster"]["health"]["status"] == "RED"


def test_yellow_checks_do_not(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "YELLOW", nodes="YELLOW"))
    assert run(health="require")["cluster"]["health"]["status"] == "YELLOW"


def test_a_check_that_is_under_way_is_as_good(run: Runner) -> None:
    run.finds(of_health("v1", "CHECKING"))
    run.sends(START, UNDER_WAY)
    run.sees(of_health("v1", "CHECKING"))
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="require")["cluster"]["health"]["status"] == "GREEN"


def test_a_check_that_got_lost_is_asked_for_again(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    for _ in range(16):  # At 0 s, 0.5 s, 1.25 s and then each second, up to 14.25 s.
        run.sees(cluster())
    run.sends(START, cluster())
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="report")["cluster"]["health"]["status"] == "GREEN"


def test_a_check_that_does_not_end_is_a_timeout(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    for _ in range(5):
        run.sees(of_health("v1", "CHECKING"))
    result = run(health="report", timeout=3)
    assert result["msg"].startswith("The cluster 'demo' was not checked after 3 s: it is Active.")


def test_a_cloud_that_checks_nothing_fails_only_who_requires_it(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, DISABLED)
    assert "failed" not in run(health="report")
    reason = "Cannot verify cluster. Reason: All verifications are disabled"
    assert run.warnings == [f"The health of the cluster 'demo' is not known: {reason}"]
    run.finds(cluster())
    run.sends(START, DISABLED)
    assert run(health="require")["msg"] == reason


def test_check_mode_starts_no_check(run: Runner) -> None:
    run.finds(of_health("v1", "RED", nodes="RED"))
    result = run(check_mode=True, health="require")
    assert result["cluster"]["health"]["status"] == "RED"


def test_a_cluster_that_goes_while_it_is_checked_is_told(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, cluster())
    run.sees(cluster("Deleting"))
    result = run(health="report")
    assert result["msg"] == "The cluster 'demo' was deleted meanwhile."
    assert result["failure"]["kind"] == "ClusterGone"


def test_the_keypair_is_updated_beside_the_rest(run: Runner) -> None:
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
def test_no_update_of_the_keypair_is_no_request(run: Runner, api: str) -> None:
    run.finds(cluster(), api=api)
    assert run(update_keypair=False, api_version=api)["changed"] is False


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"update_keypair": True}, "'update_keypair' needs API version 2, and this task uses 1.1."),
        (
            {"instances_to_remove": ["demo-worker-0"]},
            "'instances_to_remove' needs API version 2, and this task uses 1.1.",
        ),
    ],
)
def test_what_only_the_newer_api_can_do_is_refused_on_the_older(
    run: Runner, params: Mapping[str, Any], message: str
) -> None:
    run.finds(cluster(), api="1.1")
    result = run(api_version="1.1", **params)
    assert result["msg"] == message
    assert result["failure"]["kind"] == "Refused"


def test_force_is_refused_on_the_older_api_before_any_request(run: Runner) -> None:
    result = run(api_version="1.1", state="absent", force=True)
    assert result["msg"] == "'force' needs API version 2, and this task uses 1.1."


@pytest.mark.usefixtures("at_once")
def test_a_lost_connection_is_ridden_out(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.sees(cluster("Spawning"))
    for _ in range(2 * 5):  # Two looks, each of which the client tries five times.
        run.sees(Answer(dropped=True))
    run.sees(cluster("Active"))
    assert run()["cluster"]["status"] == "Active"


def test_the_client_asks_no_longer_than_the_task_waits(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.sees(Answer(dropped=True))
    result = run(timeout=0)
    assert result["msg"].startswith("The cluster 'demo' was not Active after 0 s: it is Spawning.")


def test_a_timeout_reports_the_last_status_and_step(run: Runner) -> None:
    step = {"id": "s1", "step_name": "Install", "successful": None}
    run.finds(cluster("Spawning"))
    run.sees(cluster("Waiting"))
    run.sees(cluster("Configuring", provision_progress=[step]))
    result = run(timeout=0.25)
    assert result["failure"]["kind"] == "ClusterTimeout"
    assert "Configuring" in result["msg"] and "'Install'" in result["msg"]
    assert "Spawning" not in result["msg"] and "Waiting" not in result["msg"]
    assert result["cluster"]["status"] == "Configuring"


@pytest.mark.usefixtures("at_once")
def test_a_lost_connection_is_no_news_when_a_check_is_asked_for(run: Runner) -> None:
    run.finds(cluster())
    run.sends(START, Answer(dropped=True))
    run.sends(START, UNDER_WAY)  # It was heard all the same.
    run.sees(of_health("v1", "GREEN", nodes="GREEN"))
    assert run(health="report")["cluster"]["health"]["status"] == "GREEN"


def test_what_a_busy_cluster_lacks_is_seen_when_it_is_not_busy_any_more(run: Runner) -> None:
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


def test_a_scaling_that_was_rolled_back_is_a_failure(run: Runner) -> None:
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
    assert (
        result["msg"] == "The cluster 'demo' was not scaled: No host. It is Active with worker 1."
    )


@pytest.mark.parametrize(
    ("status", "how"),
    [
        ("Error", "in Error"),
        ("AwaitingTermination", "to be deleted, which Sahara cannot do by itself"),
    ],
)
def test_a_cluster_that_is_of_no_use_fails_at_once(run: Runner, status: str, how: str) -> None:
    event = {"instance_name": "demo-worker-0", "successful": False, "event_info": "No route"}
    step = {"id": "s1", "step_name": "Assign IPs", "successful": False}
    failed = cluster(status, status_description="No route", provision_progress=[step])
    run.finds(failed)
    run.sees({**failed, "provision_progress": [{**step, "events": [event]}]})
    result = run()
    assert result["msg"] == (
        f"The cluster 'demo' is {how}, having failed at the step 'Assign IPs' on instance demo-worker-0: "
        "No route. Delete it, or set 'on_error' to 'recreate'."
    )


def test_the_time_of_a_step_is_told_once_it_is_over(run: Runner) -> None:
    began, ended = "2026-01-02T03:59:50", "2026-01-02T04:01:00"
    times: list[tuple[Any, Any, Any]] = [(True, began, ended), (None, began, None), (False, "?", 7)]
    steps = [
        {"id": str(number), "successful": success, "created_at": start, "updated_at": end}
        for number, (success, start, end) in enumerate(times)
    ]
    run.finds(cluster(provision_progress=steps))
    found = run()["cluster"]["provision_progress"]
    assert [step["seconds"] for step in found] == [70, None, None]


def test_a_step_that_went_well_has_no_events_whenever_it_is_seen(run: Runner) -> None:
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
def test_a_deletion_that_sahara_gave_up_is_asked_for_again(
    run: Runner, status: str, api: str
) -> None:
    run.finds(cluster("Spawning"), api=api)
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Preparing"), api)  # The making of it goes on, as if nobody had deleted it,
    run.sees(cluster(status), api)  # and comes to its end.
    run.cloud.expect("DELETE", f"{PATH[api]}/1")
    run.sees(cluster("Deleting"), api)
    run.sees(GONE, api)
    assert run(state="absent", api_version=api)["changed"] is True


def test_a_deletion_is_asked_for_again_when_there_is_a_new_reason_and_only_then(
    run: Runner,
) -> None:
    old, new = "Scaling cluster failed: No host", "Creating cluster failed: No route"
    run.finds(cluster(status_description=old))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Deleting", status_description=old))  # Sahara has not begun yet.
    run.sees(cluster("Deleting", status_description=""))
    run.sees(cluster("Deleting", status_description=new))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Deleting", status_description=new))
    run.sees(GONE)
    assert run(state="absent")["changed"] is True


def test_a_deletion_that_ends_while_it_is_asked_for_again_is_no_failure(run: Runner) -> None:
    run.finds(cluster("Spawning"))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    run.sees(cluster("Error"))
    # Sahara loses the cluster between two of its steps.
    run.cloud.expect("DELETE", "/v2/clusters/1", Answer({}, 500))
    run.cloud.expect("DELETE", "/v2/clusters/1", GONE)
    run.sees(GONE)
    assert run(state="absent")["changed"] is True


@pytest.mark.parametrize(
    ("options", "looks", "waited"),
    [({"timeout": 3}, 5, 3), ({"timeout": 3600, "poll_interval": 100}, 16, 300)],
    ids=["as long as the task may take", "not for ever"],
)
def test_a_new_cluster_that_failed_and_cannot_be_deleted_is_told_with_both_reasons(
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
    made = Answer({"cluster": cluster("Validating")}, 202)
    run.cloud.expect("POST", "/v2/clusters", made)
    reason = "Creating cluster failed for the following reason(s): No host\nError ID: 11-22"
    run.sees(cluster("Error", status_description=reason))
    run.cloud.expect("DELETE", "/v2/clusters/1")
    for _ in range(looks):
        run.sees(cluster("Deleting"))
    result = run(cluster_template="hadoop", **options)
    assert result["msg"] == (
        "The cluster 'demo' failed: No host. It could not be deleted again: The cluster 'demo' was not gone "
        f"after {waited} s: it is Deleting. It is left as it is; the same task waits on."
    )
    assert result["cluster"]["status"] == "Error"
