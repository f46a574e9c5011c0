# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenStack in the sandbox: a cluster that Ansible reaches, its failures, what is left, what it costs.

The tests use one sandbox, in this order.
"""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from sandbox.faults import TOO_LARGE
from sandbox.openstack.start import ANSWERS
from tests.openstack.replies import Reply, ask, recorded
from tests.sandbox.support import (
    PROGRAMS,
    Cloud,
    Sandbox,
    alive,
    family,
    proportional_mib,
    slack,
)
from tools.tree import ROOT, ansible_environment

pytestmark = pytest.mark.slow

INVENTORY = ROOT / "playbooks" / "files" / "demo.sahara.yml"
CLUSTER = Path(__file__).parent / "files" / "cluster.yml"
START_SECONDS = 20
LIMIT_MIB = 1024
# What Sahara creates in other services: (service, path, key of the list).
RESOURCES = (
    ("orchestration", "/stacks", "stacks"),
    ("compute", "/servers", "servers"),
    ("volumev3", "/volumes", "volumes"),
    ("network", "/v2.0/floatingips", "floatingips"),
    ("network", "/v2.0/ports?device_owner=compute:nova", "ports"),
)


@pytest.fixture(scope="module")
def demo(sandbox: Sandbox) -> Cloud:
    return sandbox.cloud()


def ansible(sandbox: Sandbox, program: str, *arguments: str) -> str:
    """The output of a program of Ansible, as demo."""
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        env=sandbox.variables()
        | ansible_environment()
        | {"OS_CLOUD": "demo", "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def left(demo: Cloud) -> dict[str, int]:
    """{list: number of objects in it}"""
    return {
        key: len(demo.call("GET", path, service=service)[1][key])
        for service, path, key in RESOURCES
    }


def test_each_service_of_openstack_runs(sandbox: Sandbox) -> None:
    assert set(sandbox.pids()) == {"keystone", "sahara", *ANSWERS}


@pytest.mark.parametrize("reply", recorded(), ids=str)
def test_the_recorded_replies_are_those_of_the_services(sandbox: Sandbox, reply: Reply) -> None:
    own = ask(sandbox.cloud(reply.user), reply.user, reply.service, reply.path)
    assert own.essence == reply.essence


def test_a_cluster_answers_ansible(sandbox: Sandbox, demo: Cloud) -> None:
    ansible(sandbox, "ansible-playbook", str(CLUSTER))
    out = ansible(sandbox, "ansible", "all", "-i", str(INVENTORY), "-m", "ping")
    assert out.count('"ping": "pong"') == 2
    assert left(demo) == {"stacks": 1, "servers": 2, "volumes": 1, "floatingips": 2, "ports": 2}
    (volume,) = demo.call("GET", "/volumes/detail", service="volumev3")[1]["volumes"]
    assert volume["status"] == "in-use" and volume["volume_type"] == "sandbox-ssd"
    assert "vdb" in ansible(
        sandbox, "ansible", "real-worker-0", "-i", str(INVENTORY), "-m", "command", "-a", "ls /dev"
    )


def test_a_second_play_changes_nothing(sandbox: Sandbox) -> None:
    assert "changed=0" in ansible(sandbox, "ansible-playbook", str(CLUSTER))


def test_the_memory_of_openstack_is_limited(sandbox: Sandbox) -> None:
    pids = {pid for name, pid in sandbox.pids().items() if name in ANSWERS and name != "farm"}
    assert sum(proportional_mib(pid) for pid, _ in family(pids)) < LIMIT_MIB


def test_a_deleted_cluster_leaves_nothing(demo: Cloud) -> None:
    (cluster,) = demo.call("GET", "/v2/clusters")[1]["clusters"]
    demo.call("DELETE", f"/v2/clusters/{cluster['id']}")
    demo.wait(cluster["id"], "deleted", seconds=120)
    assert set(left(demo).values()) == {0}


def test_nova_reports_that_no_host_fits(demo: Cloud) -> None:
    id = demo.new_cluster("too-large", flavor_id="4")
    failed = demo.wait(id, "Error", "Active", seconds=180)
    assert TOO_LARGE in failed["status_description"]
    demo.call("DELETE", f"/v2/clusters/{id}")
    demo.wait(id, "deleted", seconds=120)


def test_a_later_start_is_quick_and_ends_without_traces(sandbox: Sandbox, tmp_path: Path) -> None:
    """The other sandbox of these tests has saved the databases, and still runs."""
    other = Sandbox(tmp_path / "other")
    began = time.monotonic()
    other.run("up", "--with", "openstack")
    seconds = time.monotonic() - began
    cloud = other.cloud()
    cloud.wait(cloud.new_cluster("later"), "Active", seconds=180)
    addresses = {json.dumps(pool) for pool in pools(sandbox.cloud("admin"))}
    assert addresses.isdisjoint(json.dumps(pool) for pool in pools(other.cloud("admin")))
    processes = family(set(other.pids().values()))
    other.run("down", "--purge")
    assert not alive(processes)
    assert not other.directory.exists()
    assert seconds < START_SECONDS * slack()


def pools(admin: Cloud) -> list[dict[str, str]]:
    """The ranges of addresses of all subnets."""
    pages = admin.pages("network", "/v2.0/subnets", "subnets", "subnets_links")
    return [pool for page in pages for subnet in page for pool in subnet["allocation_pools"]]
