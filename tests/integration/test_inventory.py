# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin with a real Sahara: the output of Ansible's programs, and access to hosts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.integration.support.console import Console, unmarked
from tests.integration.support.sandbox import Sandbox
from tests.sandbox.support import Sandbox as OwnSandbox
from tests.sandbox.support import family

FILES = Path(__file__).parent / "files"
NAME = f"it{os.getpid()}-gate"
GATEWAY, MASTER, WORKER = (f"{NAME}-{group}-0" for group in ("gateway", "master", "worker"))
NODES = [GATEWAY, MASTER, WORKER]


@pytest.fixture(scope="module")
def console(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Console:
    folder = tmp_path_factory.mktemp("inventory")
    return Console(folder, sandbox.clouds_file, sandbox.clouds_file.with_name("ssh_config"))


@pytest.fixture(scope="module")
def source(console: Console) -> Iterator[str]:
    """An inventory of one cluster. A playbook provisions the cluster, refreshes the inventory and configures the hosts."""
    file = console.source("one", cloud="demo", clusters=[NAME])
    variables = json.dumps({"cloud": "demo", "cluster_name": NAME})
    play = str(FILES / "behind_a_gateway.yml")
    try:
        done = console.run("ansible-playbook", "-i", file, play, "-e", variables, walled=True)
        assert done.output.count("changed=1    unreachable=0    failed=0") == 4
        yield file
    finally:
        torn_down = json.dumps({"clusters": [{"cloud": "demo", "name": NAME}]})
        console.run("ansible-playbook", str(FILES / "teardown.yml"), "-e", torn_down)


def output_of(console: Console, source: str, hosts: str, command: str, walled: bool = False) -> str:
    arguments = ("-m", "ansible.builtin.command", "-a", command, "-o")
    return console.run("ansible", "-i", source, hosts, *arguments, walled=walled).output


# The output of the programs


def test_list(console: Console, source: str) -> None:
    hosts = console.hosts(source)
    assert sorted(hosts) == NODES
    master = hosts[MASTER]
    assert master["ansible_user"] == "ubuntu"
    assert master["ansible_host"] == master["sahara_internal_ip"]
    assert hosts[GATEWAY]["ansible_host"] == hosts[GATEWAY]["sahara_management_ip"]
    assert master["sahara_cluster_name"] == NAME


def test_graph(console: Console, source: str) -> None:
    lines = console.run("ansible-inventory", "-i", source, "--graph").output.splitlines()
    tree = [line.replace("|", " ").replace("--", "").strip() for line in lines]
    group = f"@cluster_{NAME.replace('-', '_')}:"
    assert tree[:6] == [
        "@all:",
        "@ungrouped:",
        "@sahara:",
        "@plugin_fake:",
        "@plugin_fake_0_1:",
        group,
    ]
    for process, host in (("namenode", MASTER), ("datanode", WORKER), ("jobtracker", GATEWAY)):
        assert tree[tree.index(f"@{process}:") + 1] == host


def test_host(console: Console, source: str) -> None:
    done = console.run("ansible-inventory", "-i", source, "--host", MASTER)
    assert json.loads(done.output, object_hook=unmarked) == console.hosts(source)[MASTER]


def test_variables_next_to_a_playbook(console: Console, source: str) -> None:
    plays = console.folder / "plays"
    (plays / "group_vars").mkdir(parents=True)
    (plays / "group_vars" / "namenode.yml").write_text("heap_mb: 4096\n")
    done = console.run(
        "ansible-inventory", "-i", source, "--playbook-dir", str(plays), "--host", MASTER
    )
    assert json.loads(done.output)["heap_mb"] == 4096


def test_several_sources_and_constructed(console: Console, source: str) -> None:
    folder = console.folder / "sources"
    folder.mkdir()
    shutil.copy(source, folder / "1.sahara.yml")
    same = yaml.safe_load(Path(source).read_text())
    # Another user of the same project, another project, and a static inventory.
    (folder / "2.sahara.yml").write_text(yaml.safe_dump({**same, "cloud": "viewer"}))
    (folder / "3.sahara.yml").write_text(yaml.safe_dump({**same, "cloud": "alt"}))
    (folder / "4.yml").write_text(yaml.safe_dump({"lab": {"hosts": {"box": None}}}))
    (folder / "5.yml").write_text(
        yaml.safe_dump(
            {
                "plugin": "ansible.builtin.constructed",
                "groups": {"with_names": "'namenode' in group_names"},
                "keyed_groups": [{"key": "sahara_node_group", "prefix": "role"}],
                "strict": False,
            }
        )
    )
    done = console.run("ansible-inventory", "-i", str(folder), "--list")
    found = json.loads(done.output)
    assert sorted(found["_meta"]["hostvars"]) == [*NODES]
    assert found["lab"]["hosts"] == ["box"]
    assert found["with_names"]["hosts"] == found["role_master"]["hosts"] == [MASTER]
    assert done.errors == ""


def test_several_clouds_and_regions_in_one_source(
    console: Console, sandbox: Sandbox, source: str
) -> None:
    auth = dict(sandbox.clouds["demo"]["auth"])
    file = console.source(
        "several",
        clusters=[NAME],
        clouds=[
            {"cloud": "demo"},
            {"auth": auth, "region_name": "unversioned", "group_prefix": "other_"},
            {"auth": auth, "region_name": "no-sahara", "on_error": "warn"},
        ],
        keyed_groups=[{"key": "sahara_cluster_region", "prefix": "region"}],
    )
    done = console.run("ansible-inventory", "-i", file, "--list")
    found = json.loads(done.output, object_hook=unmarked)
    # Both regions have the same Sahara, so they have the same instances.
    assert sorted(found["_meta"]["hostvars"]) == NODES
    assert {"namenode", "other_namenode", "region_sandbox", "region_unversioned"} <= set(found)
    assert found["_meta"]["hostvars"][MASTER]["sahara_cluster_name"] == NAME
    assert "The inventory does not include region 'no-sahara': " in done.everything
    assert auth["password"] not in done.errors

    failing = console.source("failing", clouds=[{"cloud": "demo"}, {"cloud": "no_such_cloud"}])
    done = console.run("ansible-inventory", "-i", failing, "--list", status=1)
    assert "Reading cloud 'no_such_cloud' failed: " in done.everything


def test_host_names_by_expression(console: Console, source: str) -> None:
    names = [
        {"name": "sahara_node_group", "prefix": "sahara_cluster_plugin_name", "separator": "-"}
    ]
    file = console.source("named", cloud="demo", clusters=[NAME], hostnames=names)
    assert sorted(console.hosts(file)) == ["fake-gateway", "fake-master", "fake-worker"]


# Access to hosts


@pytest.mark.parametrize("extra", ["", "quoted arguments"])
def test_access_through_the_gateway(console: Console, source: str, extra: str) -> None:
    """Without it, only the gateway can be reached."""
    options = yaml.safe_load(Path(source).read_text())
    if extra:
        # ProxyJump uses the arguments of the first ssh; a ProxyCommand needs them again.
        options["gateway_ssh_args"] = f"-F '{console.ssh(walled=True)}' -o 'LogLevel ERROR'"
    file = console.source("gateway", **options)
    done = console.run("ansible", "-i", file, "all", "-m", "ansible.builtin.ping", walled=True)
    assert done.output.count("| SUCCESS") == len(NODES)
    assert output_of(console, file, MASTER, "hostname", walled=True).split()[-1].startswith(MASTER)
    options["proxy_gateway"] = False
    direct = console.source("direct", **options)
    failed = console.run(
        "ansible", "-i", direct, "all", "-m", "ansible.builtin.ping", walled=True, status=4
    )
    assert failed.output.count("| UNREACHABLE") == 2 and failed.output.count("| SUCCESS") == 1


def test_direct_access_to_the_internal_network(console: Console, source: str) -> None:
    options = yaml.safe_load(Path(source).read_text())
    file = console.source("inside", **options, proxy_gateway=False, addresses=["internal_ip"])
    done = console.run("ansible", "-i", file, "all", "-m", "ansible.builtin.ping")
    assert done.output.count("| SUCCESS") == len(NODES)
    addresses = {host["ansible_host"] for host in console.hosts(file).values()}
    assert all(address.startswith("127.20.") for address in addresses)


def test_playbook_has_configured_the_hosts(console: Console, source: str) -> None:
    assert output_of(console, source, "namenode", "cat /tmp/workers").split(")")[-1].strip() == (
        f"{NAME}: {WORKER}"
    )
    address = console.hosts(source)[MASTER]["sahara_internal_ip"]
    shown = output_of(console, source, "datanode:jobtracker", "cat /tmp/master")
    assert shown.count(address) == 2
    nothing = console.run(
        "ansible", "-i", source, "namenode", "-m", "ansible.builtin.command",
        "-a", "cat /tmp/master", status=2,
    )  # fmt: skip
    assert "No such file" in nothing.output


# The cache


def cache(console: Console, name: str) -> dict[str, object]:
    folder = str(console.folder / f"cache of {name}")
    return {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": folder}


def test_cache_has_no_secrets_and_only_its_owner_can_read_it(
    console: Console, source: str, sandbox: Sandbox
) -> None:
    file = console.source("cached", cloud="demo", clusters=[NAME], **cache(console, "one"))
    fresh, cached = console.hosts(file), console.hosts(file)
    assert fresh == cached and sorted(fresh) == NODES
    (entry,) = (console.folder / "cache of one").iterdir()
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    content = entry.read_text()
    assert NAME in content
    assert sandbox.password not in content
    # The start of Keystone's tokens.
    assert "gAAAA" not in content


def test_projects_with_the_same_names_have_separate_caches(console: Console) -> None:
    name = f"it{os.getpid()}-same"
    clusters = [{"cloud": cloud, "name": name} for cloud in ("demo", "alt")]
    shared = {"clusters": [name], **cache(console, "all")}
    sources = {
        cloud: console.source(f"of-{cloud}", cloud=cloud, **shared) for cloud in ("demo", "alt")
    }
    try:
        console.run(
            "ansible-playbook",
            str(FILES / "same_names.yml"),
            "-e",
            json.dumps({"clusters": clusters}),
        )
        ids = set()
        for _twice in range(2):
            for source in sources.values():
                ids |= {host["sahara_cluster_id"] for host in console.hosts(source).values()}
        assert len(ids) == len(list((console.folder / "cache of all").iterdir())) == 2
    finally:
        console.run(
            "ansible-playbook",
            str(FILES / "teardown.yml"),
            "-e",
            json.dumps({"clusters": clusters}),
        )


def test_cluster_that_is_being_deleted_is_left_out(console: Console, source: str) -> None:
    """Without an error or a warning: the other clusters are not affected."""
    name = f"it{os.getpid()}-delstuck"
    clusters = [{"cloud": "demo", "name": name}]
    file = console.source("vanishing", cloud="demo", clusters=[NAME, name])
    variables = ("-e", json.dumps({"clusters": clusters}))
    console.run("ansible-playbook", str(FILES / "same_names.yml"), *variables)
    assert sorted(console.hosts(file)) == sorted([*NODES, f"{name}-node-0"])
    delete = json.dumps({"cloud": "demo", "name": name, "state": "absent", "wait": False})
    console.run("ansible", "localhost", "-m", "sahara.dataprocessing.sahara_cluster", "-a", delete)
    done = console.run("ansible-inventory", "-i", file, "--list")
    assert sorted(json.loads(done.output)["_meta"]["hostvars"]) == NODES
    assert done.errors == ""
    force = json.dumps({"cloud": "demo", "name": name, "state": "absent", "force": True})
    console.run("ansible", "localhost", "-m", "sahara.dataprocessing.sahara_cluster", "-a", force)


# Outages


@pytest.fixture(scope="module")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnSandbox]:
    """A separate sandbox, whose services the tests may kill."""
    sandbox = OwnSandbox(tmp_path_factory.mktemp("breakable"))
    try:
        sandbox.run("up")
        yield sandbox
    finally:
        sandbox.run("down")


def test_outage_is_a_failure_or_a_warning_with_stale_if_error(
    breakable: OwnSandbox, tmp_path: Path
) -> None:
    """First Sahara is unavailable, then Keystone too."""
    console = Console(
        tmp_path, breakable.directory / "clouds.yaml", breakable.directory / "ssh_config"
    )
    play = str(FILES / "same_names.yml")
    variables = json.dumps({"clusters": [{"cloud": "demo", "name": "kept"}]})
    console.run("ansible-playbook", play, "-e", variables)
    # The cache expires at once, so that each run queries Sahara.
    kept = {"cloud": "demo", **cache(console, "kept"), "cache_timeout": 1}
    strict, stale = (
        console.source("strict", **kept),
        console.source("stale", **kept, stale_if_error=True),
    )
    assert list(console.hosts(stale)) == ["kept-node-0"]
    time.sleep(1.1)
    pids = breakable.pids()
    for service, sentence in (("sahara", "Sahara at http"), ("keystone", "Keystone at http")):
        for process, _started in family({pids[service]}):
            os.kill(process, signal.SIGKILL)
        old = console.run("ansible-inventory", "-i", stale, "--list")
        assert list(json.loads(old.output)["_meta"]["hostvars"]) == ["kept-node-0"]
        assert "Using a cached inventory that is" in old.everything and sentence in old.everything
        failed = console.run("ansible-inventory", "-i", strict, "--list", status=1)
        assert sentence in failed.everything and "cannot be reached" in failed.everything
        assert failed.output == "" and "Traceback" not in failed.errors
    uncached = console.source(
        "uncached", cloud="demo", **cache(console, "none"), stale_if_error=True
    )
    failed = console.run("ansible-inventory", "-i", uncached, "--list", status=1)
    assert "cannot be reached" in failed.everything
    # With the strict source, a play ends before its first task.
    ping = ("-m", "ansible.builtin.ping")
    assert "SUCCESS" in console.run("ansible", "-i", stale, "all", *ping).output
    assert "SUCCESS" not in console.run("ansible", "-i", strict, "all", *ping, status=1).output
