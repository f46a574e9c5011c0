# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With an application credential, a task refuses what Sahara cannot do with its token, before the first write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.support.clusters import PATH, Runner, cluster
from tests.unit.support.scripted import ScriptedCloud

CURE = (
    "with an application credential, because Keystone does not exchange its token; use a password, or set "
    "'application_credential_can_provision' if this cloud allows it"
)
TRUST = {"trust_id": "t" * 32}

Apply = Callable[..., dict[str, Any]]
each_mode = pytest.mark.parametrize("check_mode", [True, False])


@pytest.fixture
def run(cloud: ScriptedCloud) -> Runner:
    return Runner(cloud)


@pytest.fixture
def apply(run: Runner, cloud: ScriptedCloud) -> Apply:
    """Runs a task with an application credential."""

    def apply(check_mode: bool = False, **params: Any) -> dict[str, Any]:
        auth = {
            "auth_url": cloud.auth_url,
            "application_credential_id": "1",
            "application_credential_secret": "planted",
        }
        given = {"auth_type": "v3applicationcredential", "auth": auth}
        return run(check_mode, **{"cloud": given, **params})

    return apply


def refusal(what: str) -> str:
    return f"Sahara cannot {what} {CURE}."


@each_mode
@pytest.mark.parametrize("api", ["1.1", "2"])
def test_creation_is_refused(run: Runner, apply: Apply, check_mode: bool, api: str) -> None:
    run.finds(api=api)
    result = apply(check_mode, api_version=api, plugin_name="fake")
    assert result["failure"]["kind"] == "Refused"
    assert refusal("create a cluster").rstrip(".") in result["msg"]
    assert "'plugin_version'" in result["msg"]  # All problems are in one message.


@each_mode
def test_scaling_is_refused(run: Runner, apply: Apply, check_mode: bool) -> None:
    run.finds(cluster(**TRUST))
    result = apply(check_mode, node_groups=[{"name": "worker", "count": 2}])
    assert (result["failure"]["kind"], result["msg"]) == ("Refused", refusal("scale a cluster"))


@each_mode
def test_replacement_is_refused(run: Runner, apply: Apply, check_mode: bool) -> None:
    run.finds(cluster(**TRUST))
    result = apply(check_mode, on_immutable_change="recreate", domain_name="example.org.")
    assert (result["failure"]["kind"], result["msg"]) == ("Refused", refusal("create a cluster"))


@each_mode
def test_replacement_of_a_failed_cluster_is_refused(
    run: Runner, apply: Apply, check_mode: bool
) -> None:
    run.finds(cluster("Error", **TRUST))
    result = apply(check_mode, on_error="recreate", plugin_name="fake")
    assert refusal("create a cluster").rstrip(".") in result["msg"]


@each_mode
@pytest.mark.parametrize("options", [{}, {"force": True}])
@pytest.mark.parametrize("status", ["Error", "Deleting"])
def test_deletion_of_a_cluster_without_a_trust_is_refused(
    run: Runner, apply: Apply, check_mode: bool, options: Any, status: str
) -> None:
    run.finds(cluster(status, trust_id=None))
    result = apply(check_mode, state="absent", **options)
    assert (result["failure"]["kind"], result["msg"]) == (
        "Refused",
        refusal("delete cluster 'demo'"),
    )


@each_mode
def test_deletion_of_a_cluster_with_a_trust_is_allowed(
    run: Runner, apply: Apply, cloud: ScriptedCloud, check_mode: bool
) -> None:
    run.finds(cluster(**TRUST))
    if not check_mode:
        cloud.expect("DELETE", f"{PATH['2']}/1")
    assert apply(check_mode, state="absent", wait=False)["changed"] is True


def test_other_changes_are_allowed(run: Runner, apply: Apply) -> None:
    run.finds(cluster(**TRUST))
    groups = [{"name": "worker", "count": 1}]
    run.sends({"description": "New"}, cluster(description="New"))
    assert apply(description="New", node_groups=groups)["changed"] is True


def test_a_task_that_changes_nothing_is_allowed(run: Runner, apply: Apply) -> None:
    run.finds(cluster())
    assert apply()["changed"] is False
    run.finds()
    assert apply(state="absent")["changed"] is False


def test_a_cloud_that_can_is_not_second_guessed(run: Runner, apply: Apply) -> None:
    run.finds(cluster())
    groups = [{"name": "worker", "count": 2}]
    result = apply(True, node_groups=groups, application_credential_can_provision=True)
    assert result["changed"] is True


def test_a_password_can_provision(run: Runner) -> None:
    run.finds(cluster())
    assert run(True, node_groups=[{"name": "worker", "count": 2}])["changed"] is True


def test_a_fixed_token_is_not_refused(run: Runner, cloud: ScriptedCloud) -> None:
    auth = {"endpoint": cloud.url, "token": "planted"}
    given = {"auth_type": "admin_token", "auth": auth}
    run.finds(cluster(project_id=None, tenant_id=None))
    groups = [{"name": "worker", "count": 2}]
    result = run(True, cloud=given, sahara_url=cloud.url, node_groups=groups)
    assert result["changed"] is True


def test_the_check_sends_no_request(run: Runner, apply: Apply, cloud: ScriptedCloud) -> None:
    run.finds(cluster(**TRUST))
    apply(True, node_groups=[{"name": "worker", "count": 2}])
    assert (len(cloud.keystone.calls), len(cloud.calls)) == (1, 1)


def test_a_stored_token_says_where_it_comes_from(
    run: Runner, apply: Apply, cloud: ScriptedCloud, monkeypatch: Any, tmp_path: Any
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _time in range(2):
        run.finds(cluster())
        result = apply(node_groups=[{"name": "worker", "count": 2}], token_cache=True)
        assert result["msg"] == refusal("scale a cluster")
    assert len(cloud.keystone.calls) == 1
