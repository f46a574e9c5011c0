# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the files of the AWX guide with ansible-runner, in the environment of AWX jobs.

`./dev ee` runs these tests in the execution environment.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import ansible_runner
import pytest
import yaml
from ansible.release import __version__ as CORE
from awx_plugins.credentials.plugins import openstack as openstack_type
from awx_plugins.interfaces._temporary_private_container_api import CONTAINER_ROOT

from tests.integration.support.awx import IMAGE, Awx, Credential, imported, leaked, shown
from tests.integration.support.sandbox import DIRECT, Sandbox
from tools.guides import code_of
from tools.tree import linked_tree

# The first line of each block names it.
BLOCKS = {
    code.partition("\n")[0].removeprefix("# "): code.partition("\n")[2]
    for code in code_of("guide_awx", "yaml")
}
PROJECT = {name: text for name, text in BLOCKS.items() if name.endswith(".yml")}
NAME = f"it{os.getpid()}-awx"
SURVEY = {"cluster_name": NAME, "keypair": "sandbox", "workers": 1}
# Names in the cloud that differ from those in the guide.
SANDBOX = {
    "plugin_name": "fake",
    "plugin_version": "0.1",
    "image": "fake-0.1-ubuntu",
    "flavor": "sandbox.small",
}
MASTER, WORKER = f"{NAME}-master-0", f"{NAME}-worker-0"
READS_OLD_NAME = tuple(map(int, CORE.split(".")[:2])) < (2, 19)
TEARDOWN = """\
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - sahara.dataprocessing.sahara_cluster: {name: "{{ cluster_name }}", state: absent}
"""


def test_guide_has_all_files() -> None:
    assert set(BLOCKS) == {
        *("collections/requirements.yml", "provision.yml", "sahara.yml", "configure.yml"),
        *("with a tarball", "environment", "inputs", "injectors"),
    }


@pytest.fixture(scope="module")
def awx(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Awx:
    """AWX with the project of the guide. The inventory source also selects the cluster, because other tests
    have clusters too, and configures SSH for the gateways of the sandbox."""
    runs, folder = tmp_path_factory.mktemp("runs"), tmp_path_factory.mktemp("awx")
    port = re.search(r"Port (\d+)", sandbox.clouds_file.with_name("ssh_config").read_text())
    assert port
    ssh = folder / "ssh_config"
    ssh.write_text(f"Host 127.*\n  Port {port[1]}\n  UserKnownHostsFile {folder}/known_hosts\n")
    walled = folder / "walled"
    walled.write_text("Host 127.20.*\n  ProxyCommand false\n" + ssh.read_text())
    source = yaml.safe_load(PROJECT["sahara.yml"])
    source["clusters"] = [NAME]
    source["gateway_ssh_args"] = f"-F {ssh} {source['gateway_ssh_args']}"
    project = {**PROJECT, "sahara.yml": yaml.safe_dump(source), "teardown.yml": TEARDOWN}
    environment = {"ANSIBLE_SSH_ARGS": shlex.join(["-F", str(walled), "-o", "ControlMaster=no"])}
    return Awx(runs, project, environment, folder)


@pytest.fixture(scope="module")
def openstack(sandbox: Sandbox) -> Credential:
    cloud = sandbox.clouds["demo"]
    return Credential(openstack_type, {**filled_in(cloud["auth"]), "region": cloud["region_name"]})


def filled_in(auth: Mapping[str, str]) -> dict[str, Any]:
    """The fields of AWX's type OpenStack, as the guide says. auth: as in clouds.yaml."""
    return {
        "host": auth["auth_url"],
        "username": auth["username"],
        "password": auth["password"],
        "project": auth["project_name"],
        "domain": auth["user_domain_name"],
    }


@pytest.fixture(scope="module")
def provisioned(
    awx: Awx, openstack: Credential, sandbox: Sandbox
) -> Iterator[ansible_runner.Runner]:
    """The run of the job template that creates the cluster, without the variables of other tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("OS_CLIENT_CONFIG_FILE", raising=False)
        environment.delenv("OS_CLOUD", raising=False)
        try:
            yield awx.job("provision.yml", [openstack], survey={**SANDBOX, **SURVEY})
        finally:
            torn_down = awx.job("teardown.yml", [openstack], survey=SURVEY)
    assert torn_down.status == "successful", shown(torn_down)


@pytest.fixture(scope="module")
def inventory(
    awx: Awx, openstack: Credential, provisioned: ansible_runner.Runner
) -> dict[str, Any]:
    run = awx.update("sahara.yml", [openstack])
    assert run.status == "successful", shown(run)
    return imported(run.inventory)


def changes(run: ansible_runner.Runner) -> int:
    return sum(run.stats["changed"].values())


def test_job_template_provisions_the_cluster_of_a_survey(
    provisioned: ansible_runner.Runner, sandbox: Sandbox
) -> None:
    assert provisioned.status == "successful", shown(provisioned)
    assert changes(provisioned) == 1
    assert f"cluster '{NAME}': Active" in shown(provisioned)
    (stats,) = [
        event["event_data"]["artifact_data"]
        for event in provisioned.events
        if event["event"] == "playbook_on_stats"
    ]
    assert stats == {"cluster_status": "Active"}
    assert leaked(provisioned, sandbox.password) == []


def test_second_run_changes_nothing_and_check_mode_predicts(
    awx: Awx, openstack: Credential, provisioned: ansible_runner.Runner
) -> None:
    again = awx.job("provision.yml", [openstack], survey={**SANDBOX, **SURVEY})
    assert (again.status, changes(again)) == ("successful", 0), shown(again)
    more = {**SANDBOX, **SURVEY, "workers": 2}
    check = awx.job("provision.yml", [openstack], survey=more, options=["--check", "--diff"])
    assert (check.status, changes(check)) == ("successful", 1), shown(check)


def test_inventory_source(inventory: dict[str, Any]) -> None:
    assert sorted(inventory["_meta"]["hostvars"]) == [MASTER, WORKER]
    assert inventory["namenode"]["hosts"] == [MASTER]
    assert inventory["_meta"]["hostvars"][MASTER]["ansible_user"] == "ubuntu"


def test_job_template_configures_the_hosts_of_the_inventory(
    awx: Awx, inventory: dict[str, Any], sandbox: Sandbox
) -> None:
    """With the key in an SSH agent. The worker is behind the gateway, and its host key is unknown."""
    key = sandbox.clouds_file.with_name("id_ed25519").read_text()
    run = awx.job("configure.yml", inventory=inventory, key=key)
    assert run.status == "successful", shown(run)
    assert run.stats["changed"] == {MASTER: 1, WORKER: 1}


def test_inventory_source_fails_in_an_outage(awx: Awx, openstack: Credential) -> None:
    """AWX then keeps its current inventory."""
    lost = {**openstack.values, "host": "http://127.0.0.1:9/v3"}
    run = awx.update("sahara.yml", [Credential(openstack.type, lost)])
    assert run.status == "failed" and run.inventory is None
    assert "cannot be reached" in " ".join(shown(run).split())


VARIANTS = {
    "the domain of the project": {"project_domain_name": "Default"},
    "unverified certificates": {"verify_ssl": False},
    "no region": {"region": ""},
}


@pytest.mark.parametrize("changed", VARIANTS.values(), ids=list(VARIANTS))
def test_inventory_source_with_other_fields(
    awx: Awx, openstack: Credential, inventory: dict[str, Any], changed: dict[str, Any]
) -> None:
    run = awx.update("sahara.yml", [Credential(openstack.type, {**openstack.values, **changed})])
    assert run.status == "successful", shown(run)
    assert imported(run.inventory)["_meta"] == inventory["_meta"]


def test_inventory_source_without_a_domain(awx: Awx, openstack: Credential) -> None:
    """AWX does not require one, but Keystone does."""
    run = awx.update("sahara.yml", [Credential(openstack.type, {**openstack.values, "domain": ""})])
    assert run.status == "failed"
    assert "you must also provide either a user_domain_id or user_domain_name" in " ".join(
        shown(run).split()
    )


@pytest.mark.skipif(bool(IMAGE), reason="the image has the collection, so a project needs none")
@pytest.mark.parametrize(
    ("variables", "is_found"),
    [
        ({"ANSIBLE_COLLECTIONS_PATHS": "/runner/requirements_collections"}, READS_OLD_NAME),
        (yaml.safe_load(BLOCKS["environment"]), True),
    ],
    ids=["as AWX sets it", "as the guide says"],
)
def test_inventory_source_with_the_collection_in_the_project(
    awx: Awx,
    openstack: Credential,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    is_found: bool,
) -> None:
    monkeypatch.delenv("ANSIBLE_COLLECTIONS_PATH", raising=False)
    place = tmp_path / "requirements_collections"
    place.symlink_to(linked_tree())
    found = {
        name: value.replace(CONTAINER_ROOT, str(place.parent)) for name, value in variables.items()
    }
    plain = replace(awx, environment={**awx.environment, **found})
    run = plain.update("sahara.yml", [openstack])
    assert run.status == ("successful" if is_found else "failed"), shown(run)
    if not is_found:
        assert "unknown plugin 'sahara.dataprocessing.sahara'" in " ".join(shown(run).split())


# Application credentials


@pytest.fixture(scope="module")
def application_credential(sandbox: Sandbox) -> Iterator[dict[str, str]]:
    """A restricted application credential of the user demo."""
    token, login = sandbox.logins["demo"]
    url = f"{sandbox.auth_url}/users/{login['user']['id']}/application_credentials"

    def call(method: str, url: str, body: Any = None) -> Any:
        headers = {"X-Auth-Token": token, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, content, headers, method=method)
        with DIRECT.open(request, timeout=30) as reply:
            return json.loads(reply.read() or b"{}")

    wanted = {"application_credential": {"name": NAME, "roles": [{"name": "member"}]}}
    created = call("POST", url, wanted)["application_credential"]
    yield {
        "application_credential_id": created["id"],
        "application_credential_secret": created["secret"],
    }
    call("DELETE", f"{url}/{created['id']}")


@pytest.fixture(scope="module")
def custom(sandbox: Sandbox, application_credential: dict[str, str]) -> Credential:
    inputs, injectors = (yaml.safe_load(BLOCKS[name]) for name in ("inputs", "injectors"))
    values = {
        "auth_url": sandbox.auth_url,
        "region_name": sandbox.clouds["demo"]["region_name"],
        **application_credential,
    }
    return Credential.of_custom_type(inputs, injectors, **values)


def test_custom_type_writes_a_clouds_yaml(tmp_path: Path) -> None:
    inputs, injectors = (yaml.safe_load(BLOCKS[name]) for name in ("inputs", "injectors"))
    hostile = {
        "application_credential_id": 'a"b: {{ c }}',
        "application_credential_secret": "# '\n",
    }
    credential = Credential.of_custom_type(
        inputs, injectors, auth_url="https://k/v3", cacert="/ca.pem", insecure=True, **hostile
    )
    (tmp_path / "env").mkdir()
    variables = credential.injected(tmp_path)
    file = tmp_path / "env" / Path(variables["OS_CLIENT_CONFIG_FILE"]).name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert yaml.safe_load(file.read_text()) == {
        "clouds": {
            "devstack": {
                "auth_type": "v3applicationcredential",
                "auth": {"auth_url": "https://k/v3", **hostile},
                "cacert": "/ca.pem",
                "verify": False,
            }
        }
    }


def test_application_credential_allows_reading(
    awx: Awx,
    custom: Credential,
    provisioned: ansible_runner.Runner,
    application_credential: dict[str, str],
) -> None:
    """Only reading is supported: Sahara cannot act with an application credential (see the guide)."""
    update = awx.update("sahara.yml", [custom])
    assert update.status == "successful", shown(update)
    assert sorted(update.inventory["_meta"]["hostvars"]) == [MASTER, WORKER]
    again = awx.job("provision.yml", [custom], survey={**SANDBOX, **SURVEY})
    assert (again.status, changes(again)) == ("successful", 0), shown(again)
    for run in (update, again):
        assert leaked(run, application_credential["application_credential_secret"]) == []
