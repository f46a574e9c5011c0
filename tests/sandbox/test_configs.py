# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files for users have the intended effect on the programs that read them."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sandbox import configs, lifecycle, ports, settings
from sandbox.layout import Layout

PORTS = {name: 20001 + number for number, name in enumerate(ports.NAMES)} | {"ssh": 31804}
PASSWORD = 'o"d: #d%'


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout(tmp_path / "a 100% odd name", tmp_path / "cache")
    paste = tmp_path / "venv" / "etc" / "sahara" / "api-paste.ini"
    paste.parent.mkdir(parents=True)
    paste.touch()
    layout.state.mkdir(parents=True)
    configs.write_all(layout, PORTS, PASSWORD, tmp_path / "venv")
    yield layout
    short = (layout.state / "short").readlink()
    lifecycle.clear(layout)
    assert not short.exists()


def ssh_options(layout: Layout, host: str) -> dict[str, str]:
    out = subprocess.run(
        ["ssh", "-G", "-F", str(layout.ssh_config), host],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # ssh prints the paths before it replaces "%%" with "%".
    lines = out.replace("%%", "%").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def test_each_user_has_a_cloud(layout: Layout) -> None:
    clouds = yaml.safe_load(layout.clouds_file.read_text())["clouds"]
    assert {name: cloud["auth"]["project_name"] for name, cloud in clouds.items()} == {
        "demo": "demo",
        "alt": "alt",
        "viewer": "demo",
        "admin": "admin",
    }
    assert clouds["viewer"]["auth"]["password"] == PASSWORD
    assert clouds["viewer"]["auth"]["auth_url"] == "http://127.0.0.1:20001/v3"
    assert clouds["viewer"]["region_name"] == "sandbox"


@pytest.mark.parametrize("host", ["127.20.0.10", "127.21.3.249"])
def test_ssh_reaches_instances_without_options(layout: Layout, host: str) -> None:
    options = ssh_options(layout, host)
    assert options["port"] == "31804"
    assert options["identityfile"] == str(layout.private_key)
    assert options["userknownhostsfile"] == str(layout.state / "known_hosts")
    assert options["stricthostkeychecking"] == "false"
    assert options["controlmaster"] == "auto"


def test_the_socket_of_a_shared_connection_has_a_short_path(layout: Layout) -> None:
    # While ssh creates the socket, it appends 17 characters. The limit is 107.
    assert len(ssh_options(layout, "127.20.0.10")["controlpath"]) + 17 <= 107


def test_other_hosts_are_left_alone(layout: Layout) -> None:
    assert ssh_options(layout, "127.22.0.10")["port"] == "22"


def test_ansible_gets_the_path_as_one_argument(layout: Layout) -> None:
    found = configs.variables(layout, "alt")
    assert found["OS_CLOUD"] == "alt"
    assert shlex.split(found["ANSIBLE_SSH_ARGS"]) == ["-F", str(layout.ssh_config)]


def test_clients_behind_a_proxy_reach_the_sandbox_directly(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "no_proxy" not in configs.variables(layout, "demo")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    assert configs.variables(layout, "demo")["no_proxy"] == "127.0.0.1"
    monkeypatch.setenv("no_proxy", "example.org,127.0.0.1")
    assert configs.variables(layout, "demo")["no_proxy"] == "example.org,127.0.0.1"


def test_files_with_secrets_are_private(layout: Layout) -> None:
    for path in (layout.clouds_file, layout.state / "sahara.conf", layout.state / "cloud.json"):
        assert PASSWORD.split('"')[0] in path.read_text()
        assert path.stat().st_mode & 0o777 == 0o600
    assert layout.state.joinpath("short").resolve().stat().st_mode & 0o777 == 0o700


def test_the_urls_of_sahara_in_the_regions() -> None:
    urls = {name: settings.sahara_urls(PORTS, region) for name, region in settings.REGIONS.items()}
    base = "http://127.0.0.1:20002"
    assert urls["versioned-project"]["public"] == base + "/v1.1/$(project_id)s"
    assert urls["internal-only"] == {"internal": base}
    assert urls["no-sahara"] == {}
