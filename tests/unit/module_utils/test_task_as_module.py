# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules as Ansible runs them on a host: a separate process that reads its arguments from standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.unit.support.identity import PASSWORD
from tests.unit.support.scripted import ScriptedCloud, error

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules"


def run_module(name: str, **options: Any) -> tuple[dict[str, Any], str]:
    """The result of the module, and everything that it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"{MODULES}.{name}"],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": {"api_version": "2", **options}}),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout), done.stdout + done.stderr


def as_cloud(auth: dict[str, str]) -> dict[str, Any]:
    return {"cloud": {"auth": auth, "region_name": "one"}}


def as_auth(auth: dict[str, str]) -> dict[str, Any]:
    return {"auth": auth}


@pytest.mark.slow
@pytest.mark.parametrize("given", [as_cloud, as_auth])
def test_secrets_are_hidden_and_names_of_the_account_are_not(
    cloud: ScriptedCloud, monkeypatch: pytest.MonkeyPatch, given: Any
) -> None:
    for variable in [name for name in os.environ if name.startswith("OS_")]:
        monkeypatch.delenv(variable)
    message = f"The project demo at {cloud.auth_url} may not use the password {PASSWORD}"
    cloud.expect("GET", "/v2/plugins", error(400, "INVALID_DATA", message))
    result, printed = run_module("sahara_plugin_info", **given(cloud.auth))
    assert result["failed"] is True
    assert result["msg"].startswith(
        f"The project demo at {cloud.auth_url} may not use the password "
    )
    assert PASSWORD not in printed


def test_a_name_that_equals_the_name_of_the_project_is_not_hidden(cloud: ScriptedCloud) -> None:
    plugin = {"name": "demo", "title": f"demo of {PASSWORD}", "versions": ["0.1"]}
    cloud.expect("GET", "/v2/plugins", {"plugins": [plugin]})
    result, printed = run_module("sahara_plugin_info", **as_cloud(cloud.auth))
    assert result["plugins"][0]["name"] == "demo"
    assert PASSWORD not in printed
