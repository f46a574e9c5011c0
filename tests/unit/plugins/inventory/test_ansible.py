# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory as users see it, through Ansible's own programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.plugins.inventory.samples import cluster, image, instance, node_group
from tests.unit.support.scripted import ScriptedCloud, error

pytestmark = pytest.mark.slow

STRICT_ENVIRONMENT = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", "ANSIBLE_NOCOLOR": "true"}


def source(scripted: ScriptedCloud, folder: Path, name: str = "demo", **options: Any) -> str:
    file = folder / f"{name}.sahara.yml"
    content = {"plugin": "sahara.dataprocessing.sahara", "auth": scripted.auth, **options}
    file.write_text(yaml.safe_dump(content))
    return str(file)


def expect(cloud: ScriptedCloud, *clusters: Any, user: str = "ubuntu") -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": list(clusters)})
    cloud.expect("GET", "/v2/images", {"images": [image(user)]})


def run(program: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the ansible-core under test, whatever the PATH is."""
    return subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=folder,
        env={**os.environ, **STRICT_ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )


def test_list(cloud: ScriptedCloud, tmp_path: Path) -> None:
    expect(cloud, cluster("demo"))
    done = run("ansible-inventory", "-i", source(cloud, tmp_path), "--list", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    master = found["_meta"]["hostvars"]["demo-master-0"]
    assert master["ansible_host"] == "172.24.0.1"
    assert master["sahara_cluster_name"] == "demo"
    assert found["namenode"] == {"hosts": ["demo-master-0"]}
    assert sorted(found["cluster_demo"]["hosts"]) == sorted(found["_meta"]["hostvars"])
    assert done.stderr == ""


def test_constructed_source_after_several_sources(cloud: ScriptedCloud, tmp_path: Path) -> None:
    expect(cloud, cluster("one"))
    expect(cloud, cluster("two"))
    (tmp_path / "z_constructed.yml").write_text(
        "plugin: ansible.builtin.constructed\ngroups: {busy: \"'namenode' in group_names\"}\n"
    )
    sources = [
        source(cloud, tmp_path, "a"),
        source(cloud, tmp_path, "b", group_prefix="b_"),
        str(tmp_path / "z_constructed.yml"),
    ]
    arguments = [word for file in sources for word in ("-i", file)]
    done = run("ansible-inventory", *arguments, "--graph", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "@b_namenode:" in done.stdout and "@cluster_one:" in done.stdout
    assert done.stdout.split("@busy:")[1].split()[1] == "|--one-master-0"


@pytest.mark.parametrize("wrong", ["password", "answer"])
def test_failure_is_one_sentence_without_an_inventory(
    wrong: str, cloud: ScriptedCloud, tmp_path: Path
) -> None:
    auth = {**cloud.auth, "password": "hunter2"} if wrong == "password" else cloud.auth
    if wrong == "answer":
        cloud.expect("GET", "/v2/clusters", error(403, "FORBIDDEN", "clusters are not for you"))
    file = source(cloud, tmp_path, auth=auth)
    done = run("ansible-inventory", "-i", file, "--list", folder=tmp_path)
    sentence = "refused the credentials" if wrong == "password" else "clusters are not for you"
    assert done.returncode != 0
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr and "hunter2" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("option", ["auth", "cloud"])
def test_text_that_is_not_a_name_is_not_repeated(
    option: str, cloud: ScriptedCloud, tmp_path: Path
) -> None:
    file = source(cloud, tmp_path, **{option: '{"password": "hunter2"'})
    done = run("ansible-inventory", "-i", file, "--list", folder=tmp_path)
    assert done.returncode != 0
    assert f"'{option}'" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr


def test_dictionary_of_a_cloud_may_be_text(cloud: ScriptedCloud, tmp_path: Path) -> None:
    expect(cloud, cluster("demo"))
    file = source(cloud, tmp_path, auth=None, cloud=json.dumps({"auth": cloud.auth}))
    done = run("ansible-inventory", "-i", file, "--list", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "demo-master-0" in done.stdout


def hostile_cluster(payload: str) -> dict[str, Any]:
    """A cluster with a payload in every string that the inventory shows."""
    names = {"instance_name": payload, "dns_hostname": payload, "management_ip": payload}
    group = node_group(
        payload, [payload], instance("x", **names), flavor_id=payload, availability_zone=payload,
        volume_mount_prefix=payload,
    )  # fmt: skip
    texts = ("description", "status", "status_description", "plugin_name", "plugin_version")
    return cluster(
        payload, group, info={payload: {payload: payload}}, **dict.fromkeys(texts, payload)
    )


EVERYTHING = (
    "{{ hostvars[inventory_hostname] }} {{ inventory_hostname }} {{ group_names }} {{ copied }}"
)


def show(file: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a task that shows all variables of the hosts."""
    arguments = ("-m", "ansible.builtin.debug", "-a", json.dumps({"msg": EVERYTHING}))
    return run("ansible", "-i", file, "all", *arguments, folder=folder)


def template_that_creates(canary: Path) -> str:
    return "{{ lookup('pipe', 'touch " + str(canary) + "; echo done') }}"


def test_values_from_sahara_are_never_executed(cloud: ScriptedCloud, tmp_path: Path) -> None:
    canary = tmp_path / "executed"
    payload = template_that_creates(canary)
    expect(cloud, hostile_cluster(payload), user=payload)
    file = source(
        cloud,
        tmp_path,
        compose={"copied": "sahara_cluster_description", "joined": "sahara_cluster_name ~ '!'"},
        groups={"some": "sahara_instance_name != ''"},
        keyed_groups=[{"key": "sahara_node_group", "prefix": "keyed"}],
    )
    done = show(file, tmp_path)
    assert not canary.exists()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lookup('pipe'" in done.stdout.replace("\\", "")


def test_the_same_values_in_a_users_file_are_executed(tmp_path: Path) -> None:
    """This proves that the test above can fail."""
    canary = tmp_path / "executed"
    hosts = {"one": {"sahara_cluster_name": template_that_creates(canary), "copied": ""}}
    (tmp_path / "static.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
    done = show(str(tmp_path / "static.yml"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert canary.exists()
