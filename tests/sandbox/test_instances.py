# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For OpenSSH and Ansible, the instances are machines, with namespaces and without."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.support import PROGRAMS, Cloud, Sandbox, alive, family

pytestmark = pytest.mark.slow

PLAY = Path(__file__).parent / "files" / "manage.yml"
# Runs a command in a user namespace in which the kernel forbids new ones.
FORBIDDEN = (
    *("unshare", "--user", "--map-root-user", "sh", "-c"),
    'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
    "sh",
)
ALLOWED = ("unshare", "--user", "--map-root-user", "--mount", "true")


def allowed(command: tuple[str, ...]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def play(sandbox: Sandbox, hosts: dict[str, str], **variables: object) -> str:
    """The output of tests/sandbox/files/manage.yml on the hosts (address: user)."""
    inventory = {
        "all": {"hosts": {address: {"ansible_user": user} for address, user in hosts.items()}}
    }
    file = sandbox.directory / "inventory.yml"
    file.write_text(json.dumps(inventory))
    command = [
        str(PROGRAMS / "ansible-playbook"),
        *("--inventory", str(file), str(PLAY), "--extra-vars", json.dumps(variables)),
    ]
    environment = sandbox.variables() | {"ANSIBLE_NOCOLOR": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    file.unlink()
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def addresses(demo: Cloud) -> Iterator[list[str]]:
    """The addresses of two instances whose image has the user ubuntu."""
    id = demo.new_cluster("managed", count=2)
    demo.wait(id, "Active")
    yield [instance["management_ip"] for instance in demo.instances(id)]
    demo.call("DELETE", f"/v2/clusters/{id}")


@pytest.mark.skipif(not allowed(ALLOWED), reason="user namespaces are forbidden here")
def test_ansible_manages_an_instance_with_its_own_root(
    sandbox: Sandbox, demo: Cloud, addresses: list[str]
) -> None:
    root = demo.new_cluster("by-root", "testbed")
    demo.wait(root, "Active")
    address = demo.instances(root)[0]["management_ip"]
    hosts = dict.fromkeys(addresses, "ubuntu") | {address: "root"}
    out = play(sandbox, hosts, own_root=True, folder="/tmp")
    assert out.count("unreachable=0    failed=0") == 3
    demo.call("DELETE", f"/v2/clusters/{root}")


@pytest.mark.skipif(not allowed((*FORBIDDEN, "true")), reason="namespaces cannot be limited here")
def test_ansible_manages_an_instance_without_namespaces(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "shared-root")
    try:
        Sandbox(sandbox.directory, FORBIDDEN).run("up")
        cloud = sandbox.cloud()
        id = cloud.new_cluster("shared")
        cloud.wait(id, "Active")
        address = cloud.instances(id)[0]["management_ip"]
        play(sandbox, {address: "ubuntu"}, own_root=False, folder=str(tmp_path))
        sandbox.ssh(f"ubuntu@{address}", "setsid sleep 1000 < /dev/null > /dev/null 2>&1 &")
        processes = family(set(sandbox.pids().values()))
    finally:
        sandbox.run("down")
    assert not alive(processes)
    left = subprocess.run(["pgrep", "-f", "sleep 1000"], capture_output=True, check=False)
    assert left.returncode == 1


def test_a_command_gets_input_and_returns_output_errors_and_status(
    sandbox: Sandbox, addresses: list[str]
) -> None:
    config = sandbox.status()["ssh_config"]
    done = subprocess.run(
        ["ssh", "-F", config, f"ubuntu@{addresses[0]}", "cat; echo bad >&2; exit 7"],
        input="x" * 300_000,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("x" * 300_000, "bad\n", 7)


@pytest.mark.parametrize("kind", ["xterm", ""])
def test_a_terminal_has_a_name_in_the_instance_and_ends_with_its_shell(
    sandbox: Sandbox, addresses: list[str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("TERM", kind)
    out = sandbox.ssh(f"ubuntu@{addresses[0]}", "test -t 0 && tty", options=("-tt",))
    assert out.startswith("/dev/pts/")


def test_connections_are_shared(sandbox: Sandbox, addresses: list[str]) -> None:
    target = f"ubuntu@{addresses[0]}"
    first, second = (sandbox.ssh(target, "echo $SSH_CONNECTION") for _ in range(2))
    assert first == second
    alone = sandbox.ssh(target, "echo $SSH_CONNECTION", options=("-o", "ControlPath=none"))
    assert alone != first
    assert addresses[0] in alone.split()


def test_ssh_reaches_an_instance_through_another(sandbox: Sandbox, demo: Cloud) -> None:
    id = demo.new_cluster("gateway", count=1, is_proxy_gateway=True)
    demo.wait(id, "Active")
    (instance,) = demo.instances(id)
    jump = ("-J", f"ubuntu@{instance['management_ip']}", "-o", "ControlMaster=no")
    out = sandbox.ssh(f"ubuntu@{instance['internal_ip']}", "hostname", options=jump)
    assert out == f"{instance['instance_name']}.sandbox.local"
    demo.call("DELETE", f"/v2/clusters/{id}")


def test_a_deleted_instance_stops_at_once(sandbox: Sandbox, demo: Cloud) -> None:
    id = demo.new_cluster("brief")
    demo.wait(id, "Active")
    target = f"ubuntu@{demo.instances(id)[0]['management_ip']}"
    processes = family(set(sandbox.pids().values()))
    sandbox.ssh(target, "setsid sleep 999 < /dev/null > /dev/null 2>&1 &")
    demo.call("DELETE", f"/v2/clusters/{id}")
    demo.wait(id, "deleted")
    with pytest.raises(subprocess.CalledProcessError):
        sandbox.ssh(target, "true")
    left = subprocess.run(["pgrep", "-f", "sleep 999"], capture_output=True, check=False)
    assert left.returncode == 1
    assert alive(processes)


def test_only_the_key_of_the_keypair_is_accepted(
    sandbox: Sandbox, addresses: list[str], tmp_path: Path
) -> None:
    key = tmp_path / "foreign"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    options = ("-o", f"IdentityFile={key}", "-o", "ControlMaster=no", "-o", "ControlPath=none")
    ssh = ["ssh", "-F", "/dev/null", "-p", str(_port(sandbox)), "-o", "BatchMode=yes"]
    ssh += ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", *options]
    done = subprocess.run([*ssh, f"ubuntu@{addresses[0]}", "true"], capture_output=True, text=True)
    assert done.returncode == 255
    assert "Permission denied" in done.stderr


def _port(sandbox: Sandbox) -> int:
    return json.loads((sandbox.directory / "ports.json").read_text())["ssh"]
