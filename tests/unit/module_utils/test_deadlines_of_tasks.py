# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole tasks end in time, whatever Sahara and Keystone do."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import options
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.retry import (
    Patience,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import (
    sahara_cluster,
    sahara_cluster_info,
)

from tests.unit.support.scripted import Answer, ScriptedCloud

# They wait for real deadlines.
pytestmark = pytest.mark.slow
SPAWNING = {
    "id": "1",
    "name": "demo",
    "status": "Spawning",
    "project_id": "p" * 32,
    "node_groups": [],
}


def timed(module: Any, cloud: ScriptedCloud, **params: Any) -> tuple[dict[str, Any], float]:
    """The result of a task, and how many seconds it took."""
    defaults = {
        name: option.get("default") for name, option in module.SPEC["argument_spec"].items()
    }
    options = {**defaults, "cloud": {"auth": cloud.auth}, "api_version": "2", **params}
    started = time.monotonic()
    result = execute(module.run, AnsibleTask(options))
    return result, time.monotonic() - started


@pytest.mark.parametrize(
    "silence",
    [Answer({"cluster": SPAWNING}, delay_s=60), Answer(b" " * 1000, byte_s=0.2)],
    ids=["no answer", "byte by byte"],
)
def test_wait_ends_at_the_timeout_of_the_task(cloud: ScriptedCloud, silence: Answer) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": [SPAWNING]})
    cloud.expect("GET", "/v2/clusters/1", silence)
    result, seconds = timed(sahara_cluster, cloud, name="demo", timeout=3, api_timeout=9)
    assert result["failure"]["kind"] == "ClusterTimeout"
    assert 2.9 < seconds < 5


def test_wait_ends_at_the_timeout_of_the_task_if_keystone_is_silent(
    cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": [SPAWNING]})
    cloud.expect("GET", "/v2/clusters/1", Answer(b"", 401))
    log_in = cloud.keystone.answer

    def answer(*call: Any) -> Any:
        cloud.keystone.first = [Answer(delay_s=60)]  # From the second log-in on.
        return log_in(*call)

    monkeypatch.setattr(cloud.keystone, "answer", answer)
    result, seconds = timed(sahara_cluster, cloud, name="demo", timeout=3, api_timeout=9)
    assert result["failure"]["kind"] == "ClusterTimeout"
    assert 2.9 < seconds < 5


@pytest.mark.parametrize(
    "silence",
    [Answer({"clusters": []}, delay_s=60), Answer(b" " * 1000, byte_s=0.2)],
    ids=["no answer", "byte by byte"],
)
def test_info_task_ends_at_the_deadline_of_its_call(
    cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch, silence: Answer
) -> None:
    monkeypatch.setattr(options, "Patience", partial(Patience, deadline_s=1, least_s=0.1, read_s=1))
    cloud.expect("GET", "/v2/clusters", silence)
    result, seconds = timed(sahara_cluster_info, cloud, api_timeout=1)
    assert result["failure"]["kind"] == "Timeout"
    assert 0.9 < seconds < 3
