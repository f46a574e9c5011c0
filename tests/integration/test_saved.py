# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects that are saved and restored: where they came from, and in another project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.support.plays import Played, Plays
from tests.integration.support.sandbox import Sandbox

SAVE, RESTORE = "sahara.dataprocessing.save", "sahara.dataprocessing.restore"
# All have the prefix in their names, because the projects are those of other tests too.
PREFIX = "saved"
ONLY = {"names": [f"{PREFIX}-*"]}
OBJECTS = f"""\
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/sahara.dataprocessing.sahara: {{cloud: "{{{{ sahara_cloud }}}}"}}
  tasks:
    - sahara.dataprocessing.sahara_node_group_template:
        name: "{PREFIX}-ngt-{{{{ item }}}}"
        plugin_name: fake
        plugin_version: "0.1"
        description: !unsafe "Not {{{{ 6 * 7 }}}}"
        flavor: sandbox.tiny
        floating_ip_pool: public
        security_groups: [default]
        node_processes: [namenode, datanode]
        node_configs: {{Kerberos: {{Admin principal: root, Admin password: planted-password}}}}
      loop: &all "{{{{ range(number) | list }}}}"
    - sahara.dataprocessing.sahara_cluster_template:
        name: "{PREFIX}-ct-{{{{ item }}}}"
        plugin_name: fake
        plugin_version: "0.1"
        default_image: fake-0.1-ubuntu
        neutron_management_network: private
        node_groups:
          - name: all
            count: 2
            node_group_template: "{PREFIX}-ngt-{{{{ item }}}}"
            node_configs: {{Kerberos: {{Admin principal: admin}}}}
            auto_security_group: true
      loop: *all
    - sahara.dataprocessing.sahara_data_source:
        name: "{PREFIX}-ds-{{{{ item }}}}"
        type: hdfs
        url: "/data/{{{{ item }}}}"
      loop: *all
    - sahara.dataprocessing.sahara_data_source:
        name: {PREFIX}-swift
        type: swift
        url: swift://container/object
        credentials: {{user: demo, password: planted-password}}
    - sahara.dataprocessing.sahara_job_binary:
        name: "{PREFIX}-jb-{{{{ item }}}}"
        src: "{{{{ program }}}}"
      loop: *all
    - sahara.dataprocessing.sahara_job_binary_internal:
        name: {PREFIX}-notes
        content: notes
    - sahara.dataprocessing.sahara_job_template:
        name: "{PREFIX}-jt-{{{{ item }}}}"
        type: Shell
        mains: ["{PREFIX}-jb-{{{{ item }}}}"]
        job_interface:
          - {{name: source, mapping_type: args, location: "0", value_type: data_source, required: false, default: "{PREFIX}-ds-{{{{ item }}}}"}}
      loop: *all
"""
REMOVAL = """\
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/sahara.dataprocessing.sahara: {cloud: "{{ sahara_cloud }}"}
  tasks:
""" + "".join(
    f"""\
    - sahara.dataprocessing.sahara_{kind}_info: {{}}
      register: found
    - sahara.dataprocessing.sahara_{kind}:
        id: "{{{{ item.id }}}}"
        state: absent
      loop: "{{{{ found.{key} | selectattr('name', 'match', '{PREFIX}-') }}}}"
"""
    for kind, key in (
        ("job_template", "job_templates"),
        ("job_binary", "job_binaries"),
        ("job_binary_internal", "job_binary_internals"),
        ("data_source", "data_sources"),
        ("cluster_template", "cluster_templates"),
        ("node_group_template", "node_group_templates"),
    )
)
SECRET = "sahara_secret_node_group_template_{}_node_configs_kerberos_admin_password"
CREDENTIALS = f"sahara_secret_data_source_{PREFIX}_swift_credentials"


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Plays:
    return Plays(tmp_path_factory.mktemp("saved"), sandbox, users=("demo", "alt"))


def play(plays: Plays, playbook: str, cloud: str, *arguments: str, **variables: object) -> Played:
    given = json.dumps({"sahara_cloud": cloud, **variables})
    played = plays.run(playbook, "-e", given, *arguments)
    assert "Traceback" not in played.output + played.errors
    return played


@pytest.fixture(params=[3, pytest.param(40, marks=pytest.mark.nightly)])
def project(request: pytest.FixtureRequest, plays: Plays) -> Iterator[int]:
    """A project with this number of objects of most kinds; afterwards, neither project has any."""
    number: int = request.param
    program = plays.write("program.sh", "echo hello\n")
    objects, removal = plays.write("objects.yml", OBJECTS), plays.write("removal.yml", REMOVAL)
    created = play(plays, objects, "demo", number=number, program=program)
    assert created.status == 0, created.output + created.errors
    yield number
    for cloud in ("demo", "alt"):
        removed = play(plays, removal, cloud)
        assert removed.status == 0, removed.output + removed.errors


def files_in(directory: Path) -> dict[str, bytes]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def secrets(number: int) -> dict[str, object]:
    """The values that the files lack."""
    passwords = {SECRET.format(f"{PREFIX}_ngt_{i}"): "planted-password" for i in range(number)}
    return {**passwords, CREDENTIALS: {"user": "demo", "password": "planted-password"}}


def test_a_project_makes_the_round_trip(plays: Plays, project: int, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    predicted = play(plays, SAVE, "demo", "--check", directory=str(first), **ONLY)
    assert (predicted.status, predicted.changed, first.exists()) == (0, {"1"}, False)
    saved = play(plays, SAVE, "demo", directory=str(first), **ONLY)
    assert saved.changed == {"1"}, saved.output + saved.errors
    assert play(plays, SAVE, "demo", directory=str(first), **ONLY).changed == {"0"}
    assert b"planted-password" not in b"".join(files_in(first).values())

    # Where it came from, nothing changes, with the secrets or without them.
    missing = play(plays, RESTORE, "demo", directory=str(first))
    assert missing.status == 2
    assert f"These variables for secrets are not set: {CREDENTIALS}" in flat(missing)
    same = play(plays, RESTORE, "demo", directory=str(first), without_secrets=True)
    assert (same.status, same.changed) == (0, {"0"}), same.output + same.errors
    same = play(plays, RESTORE, "demo", directory=str(first), **secrets(project))
    assert (same.status, same.changed) == (0, {"0"}), same.output + same.errors

    # In an empty project, everything is created once, as predicted.
    given = {"directory": str(first), **secrets(project)}
    predicted = play(plays, RESTORE, "alt", "--check", **given)
    restored = play(plays, RESTORE, "alt", **given)
    again = play(plays, RESTORE, "alt", **given)
    assert restored.status == 0, restored.output + restored.errors
    assert predicted.changed == restored.changed == {str(5 * project + 2)}, (
        predicted.output + restored.output
    )
    assert (again.status, again.changed) == (0, {"0"}), again.output + again.errors
    assert play(plays, SAVE, "alt", directory=str(second), **ONLY).status == 0
    assert files_in(second) == files_in(first)


@pytest.mark.parametrize("project", [3], indirect=True)
def test_names_in_other_services_are_mapped(plays: Plays, project: int, tmp_path: Path) -> None:
    kinds = ["node_group_templates"]
    play(plays, SAVE, "demo", directory=str(tmp_path), kinds=kinds, **ONLY)
    mapped = {
        "directory": str(tmp_path),
        "flavors": {"sandbox.tiny": "sandbox.small"},
        **secrets(project),
    }
    changed = play(plays, RESTORE, "demo", "--check", "--diff", **mapped)
    assert changed.changed == {"3"}, changed.output + changed.errors
    assert "sandbox.small" in changed.output


def flat(played: Played) -> str:
    """The output on one line, because ansible-core breaks lines."""
    return re.sub(r"\s+", " ", played.output + played.errors)
