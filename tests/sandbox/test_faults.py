# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each fault has its described effect. All clusters are created at once, to save time.

With `SAHARA_SANDBOX=openstack`, the sandbox has a real OpenStack.
"""

from __future__ import annotations

import time

import pytest

from sandbox.faults import FAULTS
from tests.sandbox.support import Cloud, until

pytestmark = pytest.mark.slow

STAYS_SECONDS = 4


@pytest.fixture(scope="module")
def clusters(demo: Cloud) -> dict[str, tuple[str, float]]:
    """{fault: (id, time of the request)} of a cluster with each fault."""
    names = [fault.replace("N", "6") for fault in FAULTS]
    return {name: (demo.new_cluster(f"my-{name}-x"), time.monotonic()) for name in names}


def stays(demo: Cloud, id: str, status: str) -> None:
    demo.wait(id, status)
    time.sleep(STAYS_SECONDS)
    assert demo.cluster(id)["status"] == status


def delete(demo: Cloud, id: str) -> None:
    assert demo.call("DELETE", f"/v2/clusters/{id}")[0] == 204


def test_heatfail(demo: Cloud, clusters: dict) -> None:
    found = demo.wait(clusters["heatfail"][0], "Error", "Active")
    assert found["status"] == "Error"
    assert "No valid host was found (simulated)" in found["status_description"]


def test_cmdfail(demo: Cloud, clusters: dict) -> None:
    found = demo.wait(clusters["cmdfail"][0], "Error", "Active")
    assert found["status"] == "Error"
    assert "this instance fails every command (simulated)" in found["status_description"]


def test_slow(demo: Cloud, clusters: dict) -> None:
    id, began = clusters["slow6"]
    demo.wait(id, "Active")
    assert time.monotonic() - began > 6


def test_heatstuck(demo: Cloud, clusters: dict) -> None:
    id = clusters["heatstuck"][0]
    stays(demo, id, "Spawning")
    delete(demo, id)
    demo.wait(id, "deleted")


def test_sick(demo: Cloud, clusters: dict) -> None:
    id = clusters["sick"][0]
    demo.wait(id, "Active")
    found = until(
        lambda: demo.cluster(id).get("verification", {}),
        lambda verification: verification.get("status") not in (None, "CHECKING"),
    )
    assert found["status"] == "RED"


def test_scalefail(demo: Cloud, clusters: dict) -> None:
    id = clusters["scalefail"][0]
    demo.wait(id, "Active")
    body = {"resize_node_groups": [{"name": "worker", "count": 2}]}
    assert demo.call("PUT", f"/v2/clusters/{id}", body)[0] == 202
    found = demo.wait(id, "Active")
    assert "No valid host was found (simulated)" in found["status_description"]
    assert len(demo.instances(id)) == 1


def test_delfail(demo: Cloud, clusters: dict) -> None:
    id = clusters["delfail"][0]
    demo.wait(id, "Active")
    delete(demo, id)
    stays(demo, id, "Deleting")
    delete(demo, id)
    demo.wait(id, "deleted")


def test_delstuck(demo: Cloud, clusters: dict) -> None:
    id = clusters["delstuck"][0]
    demo.wait(id, "Active")
    delete(demo, id)
    stays(demo, id, "Deleting")
    assert demo.call("DELETE", f"/v2/clusters/{id}", {"force": True})[0] == 200
    demo.wait(id, "deleted")


def test_nossh(demo: Cloud, clusters: dict) -> None:
    id = clusters["nossh"][0]
    demo.wait(id, "Waiting", "Error")
    found = demo.wait(id, "Error", "Active", seconds=demo.seconds + 30)
    assert found["status"] == "Error"
    assert "accessib" in found["status_description"]


def test_quota(demo: Cloud) -> None:
    status, body = demo.create_cluster("too-big", count=60)
    assert status == 400
    assert body["error_name"] == "QUOTA_ERROR"


def test_every_fault_is_tested() -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {fault.replace("N", "") for fault in FAULTS} <= tested
