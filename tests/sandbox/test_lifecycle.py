# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real starts and stops: repeated, after a crash, interrupted, failing, side by side."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import install
from sandbox.layout import Layout
from tests.sandbox.support import Sandbox, alive, family, slack, until

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that the test itself starts. The path of its directory needs quotes everywhere."""
    sandbox = Sandbox(tmp_path / "a 100% $odd 'name'")
    yield sandbox
    sandbox.run("down", "--purge")


def test_the_path_of_the_cache_may_contain_spaces(tmp_path: Path) -> None:
    installed = install.ensure(Layout.from_environment(), print)
    cache = tmp_path / "Jo Doe" / "cache"
    cache.mkdir(parents=True)
    (cache / installed.name).symlink_to(installed)
    sandbox = Sandbox(tmp_path / "sandbox", SAHARA_SANDBOX_CACHE=str(cache))
    try:
        sandbox.run("up")
        assert sandbox.cloud().call("GET", "/v2/plugins")[0] == 200
    finally:
        sandbox.run("down", "--purge")


def test_a_second_up_changes_nothing(sandbox: Sandbox) -> None:
    before = sandbox.pids()
    began = time.monotonic()
    assert "already running" in sandbox.run("up").stdout
    assert time.monotonic() - began < slack()
    assert sandbox.pids() == before


def test_the_cache_keeps_nothing_of_a_single_start(sandbox: Sandbox) -> None:
    """stevedore keeps a table for each path of Python, except for a Python below /tmp."""
    tables = Layout.from_environment().cache.glob("xdg/python-entrypoints/*")
    assert not [table for table in tables if str(sandbox.directory) in table.read_text()]


def test_openstack_needs_a_new_start(sandbox: Sandbox) -> None:
    before = sandbox.pids()
    refused = sandbox.run("up", "--with", "openstack", status=1)
    assert "Add --recreate" in refused.stderr
    assert sandbox.pids() == before


def test_status_shows_where_everything_is(sandbox: Sandbox) -> None:
    found = sandbox.status()
    assert found["running"] is True
    assert set(found) == {
        *("running", "services", "clouds_file", "ssh_config", "private_key", "logs", "regions"),
    }
    for service in found["services"].values():
        assert service["rss_mib"] > 10
        assert Path(service["log"]).parent == Path(found["logs"])
        os.kill(service["pid"], 0)
    for name in ("clouds_file", "ssh_config", "private_key"):
        assert Path(found[name]).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("user", ["demo", "alt", "viewer", "admin"])
def test_env_prints_for_shells_and_for_programs(sandbox: Sandbox, user: str) -> None:
    exports = sandbox.run("env", "--user", user).stdout.splitlines()
    variables = sandbox.variables(user)
    assert all(line.startswith("export ") for line in exports)
    assert f"export OS_CLOUD={user}" in exports
    assert variables["OS_CLIENT_CONFIG_FILE"] == sandbox.status()["clouds_file"]


def test_a_start_after_a_crash_replaces_a_port_in_use(own: Sandbox) -> None:
    own.run("up")
    before = own.status()
    processes = family(set(own.pids().values()))
    os.kill(before["services"]["sahara"]["pid"], signal.SIGKILL)
    assert "not running" in own.run("status", status=1).stdout
    port = int(before["services"]["sahara"]["url"].rpartition(":")[2])
    with socket.socket() as foreign:
        foreign.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        foreign.bind(("127.0.0.1", port))
        foreign.listen()
        assert "earlier start" in own.run("up").stdout
    assert not alive(processes)
    after = own.status()
    assert after["running"] is True
    assert after["services"]["sahara"]["url"] != before["services"]["sahara"]["url"]
    assert after["services"]["keystone"]["url"] == before["services"]["keystone"]["url"]
    assert own.cloud().call("GET", "/v2/clusters") == (200, {"clusters": []})


def started_services(own: Sandbox) -> set[tuple[int, str]]:
    """The processes of an `up` that is still starting, as soon as Sahara has a log."""
    until(lambda: (own.directory / "logs" / "sahara.log").exists(), bool)
    marks = [f"SAHARA_SANDBOX_PROCESS_OF={own.directory}".encode()]
    pids = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if marks[0] in (process / "environ").read_bytes().split(b"\0"):
                pids.add(int(process.name))
        except OSError:
            continue
    assert pids
    return family(pids)


@pytest.fixture
def accepting_ctrl_c() -> Iterator[None]:
    """Background processes of a shell ignore Ctrl-C, and so do the processes that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("accepting_ctrl_c")
@pytest.mark.parametrize("interruption", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_start_leaves_nothing(own: Sandbox, interruption: int) -> None:
    starting = own.start("up")
    processes = started_services(own)
    starting.send_signal(interruption)
    _, errors = starting.communicate(timeout=30)
    assert starting.returncode == 130
    assert "Traceback" not in errors
    assert not alive(processes)


def test_down_ends_what_a_killed_start_left(own: Sandbox) -> None:
    starting = own.start("up")
    processes = started_services(own)
    starting.kill()
    starting.communicate(timeout=30)
    assert alive(processes)
    assert "stopped" in own.run("down").stdout
    assert not alive(processes)


def test_a_service_that_does_not_start_shows_its_log(own: Sandbox, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    broken_environment(cache)
    own.environment["SAHARA_SANDBOX_CACHE"] = str(cache)
    done = own.run("up", status=1)
    assert "this is not a paste file" in done.stderr
    assert "sahara did not start" in done.stderr
    assert not own.status()["running"]
    assert "nothing is running" in own.run("down").stdout


def broken_environment(cache: Path) -> None:
    """The real environment of the services, except that Sahara's api-paste.ini is invalid."""
    real = install.ensure(Layout.from_environment(), print)
    copy = cache / real.name
    copy.mkdir(parents=True)
    for path in real.iterdir():
        if path.name != "etc":
            (copy / path.name).symlink_to(path)
    shutil.copytree(real / "etc", copy / "etc")
    (copy / "etc" / "sahara" / "api-paste.ini").write_text("this is not a paste file\n")


def test_two_sandboxes_live_side_by_side(sandbox: Sandbox, own: Sandbox) -> None:
    own.run("up")
    names, clusters = {}, {}
    for number, one in enumerate((sandbox, own)):
        cloud = one.cloud("alt")
        clusters[one] = cloud, cloud.new_cluster(f"side-{number}")
    for one, (cloud, id) in clusters.items():
        cloud.wait(id, "Active")
        address = cloud.instances(id)[0]["management_ip"]
        names[one] = one.ssh(f"ubuntu@{address}", "hostname")
    assert names[sandbox].startswith("side-0-worker-0")
    assert names[own].startswith("side-1-worker-0")
    processes = family(set(own.pids().values()))
    own.run("down")
    assert not alive(processes)
    assert sandbox.status()["running"] is True
    cloud, id = clusters[sandbox]
    cloud.call("DELETE", f"/v2/clusters/{id}")
