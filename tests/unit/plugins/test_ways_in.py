# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How tasks find the cloud, in real playbooks: the same in-process and as a module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.unit.support.scripted import ScriptedCloud

pytestmark = pytest.mark.slow

WAYS = {"in-process": True, "as a module": False}
PLUGINS: dict[str, Any] = {"plugins": []}


@dataclass(frozen=True)
class Case:
    """A task, and where to find what it should do: in `msg`, or "" if it succeeds."""

    message: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    module: str = "sahara_plugin_info"
    interpreter: str = sys.executable

    def task(self, number: int) -> dict[str, Any]:
        return {
            f"sahara.dataprocessing.{self.module}": self.options,
            "environment": self.environment,
            "register": f"result_{number}",
            "ignore_errors": True,
            "vars": {"ansible_python_interpreter": self.interpreter},
        }


Results = list[dict[str, Any]]
Play = Callable[..., Results]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Runs tasks in one way and returns their results. The home and the working directory are empty."""

    def play(way: str, cases: list[Case]) -> Results:
        tasks = [case.task(number) for number, case in enumerate(cases)]
        kept = "".join(f"result_{number}, " for number in range(len(tasks)))
        copy = {"content": f"{{{{ [{kept}] | to_json }}}}", "dest": str(tmp_path / "results")}
        tasks.append({"ansible.builtin.copy": copy})
        book = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
        book["vars"] = {"sahara_in_process": WAYS[way]}
        (tmp_path / "play.yml").write_text(json.dumps([book]))
        kept_variables = {
            name: value
            for name, value in os.environ.items()
            if not name.lower().endswith("_proxy") and not name.startswith(("OS_", "XDG_"))
        }
        done = subprocess.run(
            [Path(sys.executable).with_name("ansible-playbook"), "play.yml"],
            cwd=tmp_path,
            env={
                **kept_variables,
                "ANSIBLE_HOME": str(tmp_path / "ansible"),
                "HOME": "/nonexistent",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads((tmp_path / "results").read_text())  # type: ignore[no-any-return]

    return play


def check(cloud: ScriptedCloud, play: Play, cases: list[Case]) -> None:
    """Runs the cases in both ways and compares their results with one another, and with what each expects."""
    found = []
    for way in WAYS:
        for case in cases:
            if not case.message:
                cloud.expect("GET", "/v2/plugins", PLUGINS)
        found.append(play(way, cases))
    for case, one, other in zip(cases, *found, strict=True):
        for result in (one, other):
            # Ansible adds it to the failures of modules.
            result.pop("exception", None)
        assert one == other
        assert case.message in one.get("msg", "")
        assert one["failed"] is bool(case.message), one


def test_environment_of_a_task(cloud: ScriptedCloud, play: Play, tmp_path: Path) -> None:
    clouds = json.dumps({"clouds": {"mine": {"auth": cloud.auth}}})
    for folder in (".config/openstack", "openstack"):
        (tmp_path / "home" / folder).mkdir(parents=True)
    (tmp_path / "home/.config/openstack/clouds.yaml").write_text(clouds)
    (tmp_path / "home/openstack/clouds.yaml").write_text(clouds.replace("mine", "yours"))
    (tmp_path / "single.yaml").write_text(clouds.replace("mine", "other"))
    home, host = str(tmp_path / "home"), cloud.host.partition(":")[0]
    auth = {"auth": cloud.auth}
    tls = {**cloud.auth, "auth_url": "https://127.0.0.1:1/v3"}
    variables = {f"OS_{name.upper()}": value for name, value in cloud.auth.items()}
    check(
        cloud,
        play,
        [
            Case("", {"cloud": "mine"}, {"HOME": home}),
            Case("", {"cloud": "yours"}, {"XDG_CONFIG_HOME": home}),
            Case("", {}, {"OS_CLIENT_CONFIG_FILE": str(tmp_path / "single.yaml")}),
            Case("", {}, variables),
            # The variables of earlier tasks no longer apply.
            Case("No cloud named 'mine': there is no clouds.yaml", {"cloud": "mine"}),
            Case(f"'{home}/no.pem', which cannot", {**auth, "ca_cert": "~/no.pem"}, {"HOME": home}),
            Case("is '/no.pem', which cannot", {"auth": tls}, {"REQUESTS_CA_BUNDLE": "/no.pem"}),
            Case("the proxy http://127.0.0.1:1 ", auth, {"http_proxy": "http://127.0.0.1:1"}),
            Case("", auth, {"http_proxy": "http://127.0.0.1:1", "no_proxy": host}),
            Case("", {**auth, "verify": False}, {"PYTHONWARNINGS": "ignore"}),
        ],
    )


def test_variables_that_only_a_new_process_reads(play: Play) -> None:
    """The tasks start a process for them; here they cannot."""
    variables = ("PYTHONPATH", "LD_LIBRARY_PATH", "OPENSSL_CONF")
    cases = [Case(environment={name: "/tmp"}, interpreter="/nowhere/python") for name in variables]
    for result in play("in-process", cases):
        assert "/nowhere/python" in str(result)


def test_options_of_other_names(cloud: ScriptedCloud, play: Play) -> None:
    auth = {"auth": cloud.auth, "cloud": ""}
    aliases = {"verify": False, "endpoint_type": "public"}

    def cluster(message: str, **options: Any) -> Case:
        return Case(message, options, module="sahara_cluster")

    check(
        cloud,
        play,
        [
            Case("", {**auth, **aliases}),
            Case("", {**auth, **aliases, "validate_certs": False}),  # With a warning.
            Case(
                "'ca_cert' ('cacert' in clouds.yaml) is '/a.pem', which",
                {**auth, "cacert": "/a.pem"},
            ),
            Case(
                "'client_cert' ('cert' in clouds.yaml) is '/a.pem', which",
                {**auth, "cert": "/a.pem", "key": "/b.pem"},
            ),
            cluster(
                "module: hadoop_version. Use 'plugin_version' instead of 'hadoop_version'. Supported",
                name="demo",
                hadoop_version="0.1",
            ),
            cluster("cluster_template_id. Use 'cluster_template' instead", cluster_template_id="1"),
            cluster("image_id. Use 'default_image' instead of 'image_id'.", image_id="1"),
            cluster("net_id. Use 'neutron_management_network' instead of 'net_id'.", net_id="1"),
            cluster("nam. Did you mean 'name' instead of 'nam'?", nam="demo"),
            cluster(
                "node_groups.flavor_id. Use 'flavor' instead of 'flavor_id'.",
                name="demo",
                node_groups=[{"name": "a", "count": 1, "flavor_id": "1"}],
            ),
            Case(
                "job_id. Use 'job_template' instead", {"job_id": "1"}, module="sahara_job_execution"
            ),
            Case("qqqqq. Supported parameters include", {"qqqqq": "1"}),
        ],
    )
