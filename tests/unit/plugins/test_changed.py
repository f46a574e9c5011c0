# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether failed tasks changed something, in both ways of running them."""

from __future__ import annotations

import pytest

from tests.unit.support.clusters import cluster
from tests.unit.support.scripted import ScriptedCloud, error
from tests.unit.support.ways import Play, in_both_ways

pytestmark = pytest.mark.slow


def test_a_failed_task_reports_whether_it_changed_something(
    cloud: ScriptedCloud, play: Play
) -> None:
    def expect() -> None:
        cloud.expect("GET", "/v2/clusters", {"clusters": [cluster()]})
        cloud.expect("DELETE", "/v2/clusters/1")
        cloud.expect("GET", "/v2/clusters/1", {"cluster": cluster("Deleting")})
        cloud.expect("GET", "/v2/clusters", {"clusters": [cluster()]})
        cloud.expect("DELETE", "/v2/clusters/1", error(400, "DELETION_FAILED", "No"))

    task = ("sahara_cluster", {"name": "demo", "state": "absent", "timeout": 0})
    (late, refused), _logged, _printed = in_both_ways(play, expect, task, task)
    assert (late["failure"]["kind"], late["changed"]) == ("ClusterTimeout", True)
    assert (refused["failure"]["name"], refused["changed"]) == ("DELETION_FAILED", False)
