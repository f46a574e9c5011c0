# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling a cluster: which instances are removed, what is sent, and which outcomes are failures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.support.clusters import Runner, cluster
from tests.unit.support.scripted import ScriptedCloud

COUNTS = {"master": 1, "worker": 3}
REASON = "Scaling cluster failed for the following reason(s): No host\nError ID: 11-22"
both_apis = pytest.mark.parametrize("api", ["1.1", "2"])


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


def of_counts(counts: Mapping[str, int], status: str = "Active", **fields: Any) -> dict[str, Any]:
    """The cluster with as many instances in each group: demo-worker-0, demo-worker-1 ..."""
    groups = [
        {
            "name": name,
            "count": count,
            "node_group_template_id": "t1",
            "instances": [{"instance_name": f"demo-{name}-{number}"} for number in range(count)],
        }
        for name, count in counts.items()
    ]
    return cluster(status, node_groups=groups, **fields)


def resize(*groups: tuple[str, int, list[str]]) -> dict[str, Any]:
    """The body of a resize, from the name, the count and the instances to remove of each group."""
    return {
        "resize_node_groups": [
            {"name": name, "count": count, **({"instances": names} if names else {})}
            for name, count, names in groups
        ]
    }


def scales(
    run: Runner, body: Mapping[str, Any], counts: Mapping[str, int], api: str = "2", **fields: Any
) -> None:
    """The next requests scale the cluster. It ends Active with these counts."""
    run.sends(body, of_counts(COUNTS, "Validating"), method="PUT", api=api)
    run.sees(of_counts(COUNTS, "Scaling: Spawning"), api)
    run.sees(of_counts(counts, **fields), api)


# Removing instances


@pytest.mark.parametrize(
    ("removed", "groups", "body", "after"),
    [
        (["demo-worker-1"], None, resize(("worker", 2, ["demo-worker-1"])), {"worker": 2}),
        (
            ["demo-worker-2", "demo-worker-0", "demo-worker-2"],
            None,
            resize(("worker", 1, ["demo-worker-0", "demo-worker-2"])),
            {"worker": 1},
        ),
        (
            ["demo-worker-2", "demo-worker-0", "demo-worker-1"],
            None,
            resize(("worker", 0, ["demo-worker-0", "demo-worker-1", "demo-worker-2"])),
            {"worker": 0},
        ),
        (["demo-master-0"], None, resize(("master", 0, ["demo-master-0"])), {"master": 0}),
        (
            ["demo-worker-1", "demo-master-0"],
            None,
            resize(("master", 0, ["demo-master-0"]), ("worker", 2, ["demo-worker-1"])),
            {"master": 0, "worker": 2},
        ),
        # Sahara chooses the other instance that it removes.
        (["demo-worker-1"], {"worker": 2}, resize(("worker", 2, ["demo-worker-1"])), {"worker": 2}),
        (["demo-worker-1"], {"worker": 1}, resize(("worker", 1, ["demo-worker-1"])), {"worker": 1}),
        (
            ["demo-worker-1"],
            {"master": 3},
            resize(("master", 3, []), ("worker", 2, ["demo-worker-1"])),
            {"master": 3, "worker": 2},
        ),
        (
            ["demo-master-0"],
            {"worker": 5},
            resize(("master", 0, ["demo-master-0"]), ("worker", 5, [])),
            {"master": 0, "worker": 5},
        ),
        # Names of instances that no longer exist are not sent.
        (
            ["demo-worker-7", "demo-worker-1"],
            None,
            resize(("worker", 2, ["demo-worker-1"])),
            {"worker": 2},
        ),
    ],
)
def test_removing_instances_lowers_the_counts(
    run: Runner,
    removed: list[str],
    groups: Mapping[str, int] | None,
    body: Mapping[str, Any],
    after: Mapping[str, int],
) -> None:
    run.finds(of_counts(COUNTS))
    scales(run, body, {name: count for name, count in {**COUNTS, **after}.items() if count})
    named = groups and [{"name": name, "count": count} for name, count in groups.items()]
    result = run(instances_to_remove=removed, node_groups=named)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["cluster"]["status"] == "Active"
    before, then = (result["diff"][side]["node_groups"] for side in ("before", "after"))
    assert {name: group["count"] for name, group in before.items()} == {
        name: COUNTS[name] for name in after
    }
    assert {name: group["count"] for name, group in then.items()} == {
        name: count for name, count in after.items() if count
    }


def test_check_mode_predicts_the_counts(run: Runner) -> None:
    run.finds(of_counts(COUNTS))
    result = run(check_mode=True, instances_to_remove=["demo-worker-1"])
    assert result["diff"]["after"] == {"node_groups": {"worker": {"count": 2}}}
    counts = {group["name"]: group["count"] for group in result["cluster"]["node_groups"]}
    assert counts == {"master": 1, "worker": 2}


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("others", [{}, {"description": "New"}], ids=["alone", "with others"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_count_that_conflicts_with_the_removal_is_refused(
    run: Runner, count: int, others: Mapping[str, Any], check_mode: bool
) -> None:
    run.finds(of_counts(COUNTS))
    groups = [{"name": "worker", "count": count}]
    removed = ["demo-worker-2", "demo-worker-0"]
    result = run(check_mode, instances_to_remove=removed, node_groups=groups, **others)
    assert result["failure"]["kind"] == "Refused"
    for fact in ("'worker'", f"{count}", "demo-worker-0, demo-worker-2"):
        assert fact in result["msg"]


@pytest.mark.parametrize("groups", [None, [{"name": "worker", "count": 3}]])
def test_removing_instances_that_do_not_exist_changes_nothing(
    run: Runner, groups: list[dict[str, Any]] | None
) -> None:
    run.finds(of_counts(COUNTS))
    result = run(instances_to_remove=["demo-worker-3", "another"], node_groups=groups)
    assert (result.get("msg"), result["changed"]) == (None, False)


def test_a_group_without_a_list_of_instances_is_left_unchanged(run: Runner) -> None:
    groups = [{"name": "worker", "count": 3, "flavor_id": "1", "instances": None}]
    run.finds(cluster(node_groups=groups))
    assert run(instances_to_remove=["demo-worker-1"])["changed"] is False


# What is sent


@both_apis
def test_groups_are_resized_added_and_removed_in_one_request(run: Runner, api: str) -> None:
    run.finds(of_counts({**COUNTS, "old": 1}), api=api)
    run.cloud.expect(
        "GET",
        f"/v{api}/node-group-templates",
        {"node_group_templates": [{"id": "t1", "name": "small"}]},
    )
    body = {
        **resize(("old", 0, []), ("worker", 5, [])),
        "add_node_groups": [{"name": "extra", "count": 2, "node_group_template_id": "t1"}],
    }
    scales(run, body, {"extra": 2, "master": 1, "worker": 5}, api)
    groups = [
        {"name": "worker", "count": 5},
        {"name": "master", "count": 1},
        {"name": "old", "count": 0},
        {"name": "extra", "count": 2, "node_group_template": "small"},
        {"name": "unknown", "count": 0},
    ]
    result = run(api_version=api, node_groups=groups)
    assert (result.get("msg"), result["changed"]) == (None, True)


def test_other_options_are_written_before_the_scaling(run: Runner) -> None:
    run.finds(of_counts(COUNTS, description="Old"))
    run.sends({"description": "New"}, of_counts(COUNTS, description="New"))
    scales(run, resize(("worker", 4, [])), {**COUNTS, "worker": 4}, description="New")
    result = run(node_groups=[{"name": "worker", "count": 4}], description="New")
    assert (result.get("msg"), result["changed"]) == (None, True)


def test_counts_that_match_after_the_update_are_not_sent(run: Runner) -> None:
    run.finds(of_counts(COUNTS, description="Old"))
    run.sends({"description": "New"}, of_counts({**COUNTS, "worker": 4}, description="New"))
    result = run(node_groups=[{"name": "worker", "count": 4}], description="New")
    assert (result.get("msg"), result["cluster"]["description"]) == (None, "New")


@both_apis
def test_matching_counts_send_no_request(run: Runner, api: str) -> None:
    run.finds(of_counts(COUNTS), api=api)
    groups = [{"name": name, "count": count} for name, count in COUNTS.items()]
    assert run(api_version=api, node_groups=groups)["changed"] is False


def test_a_count_of_zero_for_an_empty_group_sends_no_request(run: Runner) -> None:
    run.finds(of_counts({**COUNTS, "spare": 0}))
    assert "msg" not in run(node_groups=[{"name": "spare", "count": 0}])


@both_apis
def test_without_wait_the_task_ends_after_the_request(run: Runner, api: str) -> None:
    run.finds(of_counts(COUNTS), api=api)
    started = of_counts(
        COUNTS, "Validating", status_description="An old reason", hadoop_version="0.1"
    )
    run.sends(resize(("worker", 4, [])), started, method="PUT", api=api)
    groups = [{"name": "worker", "count": 4}]
    result = run(api_version=api, node_groups=groups, wait=False)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["cluster"]["status"] == "Validating"
    assert result["cluster"]["provision_progress"] == []
    assert result["cluster"]["plugin_version"] == "0.1"


# Outcomes


@both_apis
@pytest.mark.parametrize(
    ("counts", "status_description", "reason"),
    [
        (COUNTS, REASON, "No host."),
        # Sahara can scale the cluster and fail in a later step.
        ({**COUNTS, "worker": 5}, REASON, "No host."),
        (COUNTS, "", "Sahara reported no reason."),
        (COUNTS, None, "Sahara reported no reason."),
        ({**COUNTS, "worker": 4}, None, "Sahara reported no reason."),
        ({"master": 1}, None, "Sahara reported no reason."),
    ],
    ids=[
        "rolled back",
        "with the wanted counts",
        "without a reason",
        "without a description",
        "in part",
        "without the group",
    ],
)
def test_a_failed_scaling_is_reported_with_the_reason_and_the_counts(
    run: Runner, counts: Mapping[str, int], status_description: str | None, reason: str, api: str
) -> None:
    run.finds(of_counts(COUNTS), api=api)
    body = resize(("worker", 5, []))
    scales(run, body, counts, api, status_description=status_description)
    result = run(api_version=api, node_groups=[{"name": "worker", "count": 5}])
    assert result["failure"]["kind"] == "ClusterFailed"
    assert reason in result["msg"]
    shown = ", ".join(f"{name} {count}" for name, count in counts.items())
    assert result["msg"].endswith(f" Active with {shown}.")
    seen = {group["name"]: group["count"] for group in result["cluster"]["node_groups"]}
    assert (result["cluster"]["status"], seen) == ("Active", dict(counts))


def test_a_removal_that_is_rolled_back_is_a_failure(run: Runner) -> None:
    run.finds(of_counts(COUNTS))
    scales(run, resize(("worker", 2, ["demo-worker-1"])), COUNTS, status_description=REASON)
    result = run(instances_to_remove=["demo-worker-1"])
    assert result["failure"]["kind"] == "ClusterFailed"
    assert result["msg"].endswith(" Active with master 1, worker 3.")


def test_a_scaling_that_ends_in_error_fails_with_saharas_reason(run: Runner) -> None:
    run.finds(of_counts(COUNTS))
    run.sends(resize(("worker", 5, [])), of_counts(COUNTS, "Validating"), method="PUT")
    run.sees_in_vain(of_counts(COUNTS, "Error", status_description=REASON))
    result = run(node_groups=[{"name": "worker", "count": 5}])
    assert result["failure"]["kind"] == "ClusterFailed"
    assert "No host." in result["msg"] and result["cluster"]["status"] == "Error"


def test_a_scaling_that_takes_too_long_is_a_timeout(run: Runner) -> None:
    run.finds(of_counts(COUNTS))
    run.sends(resize(("worker", 5, [])), of_counts(COUNTS, "Validating"), method="PUT")
    run.sees_in_vain(of_counts(COUNTS, "Scaling: Spawning"))
    result = run(node_groups=[{"name": "worker", "count": 5}], timeout=0)
    assert result["failure"]["kind"] == "ClusterTimeout"
    assert "Scaling: Spawning" in result["msg"]
