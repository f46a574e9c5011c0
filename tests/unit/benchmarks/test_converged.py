# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmarks' converged tasks change nothing, and load nothing after the fork."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import playbook, programs, stub
from tools.tree import ROOT

pytestmark = pytest.mark.slow

MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("sahara_*.py"))

# Does what Ansible does with a task: load its action plugin, fork, run it. Prints a line for each module.
FORKS = """
import importlib, json, os, sys
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

PLUGINS = "ansible_collections.sahara.dataprocessing.plugins"
PACKAGES = ("ansible_collections.", "keystoneauth1.", "openstack.", "requests.", "urllib3.")
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import execute
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import AnsibleTask

def run(module, options):
    importlib.import_module(f"{PLUGINS}.action.{module}")
    known = set(sys.modules)
    code = importlib.import_module(f"{PLUGINS}.modules.{module}")
    validator = ArgumentSpecValidator(code.SPEC["argument_spec"])
    checked = validator.validate({**options, "cloud": "stub"})
    result = execute(code.run, AnsibleTask(checked.validated_parameters))
    late = [name for name in set(sys.modules) - known if name.startswith(PACKAGES)]
    return {"module": module, "errors": checked.error_messages, "late": sorted(late),
            "changed": result.get("changed"), "msg": result.get("msg")}

importlib.import_module(f"{PLUGINS}.plugin_utils.in_process")
for module, options in json.load(sys.stdin).items():
    if not os.fork():
        try:
            outcome = run(module, options)
        except BaseException as error:
            outcome = {"module": module, "msg": repr(error)}
        print(json.dumps(outcome), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("stub")
    with stub.Cloud() as cloud:
        variables = {"OS_CLIENT_CONFIG_FILE": str(cloud.write_clouds_yaml(folder))}
        done = subprocess.run(
            [sys.executable, "-c", FORKS],
            input=json.dumps(dict(playbook.CONVERGED)),
            env=programs.environment(**variables),
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    yield {outcome["module"]: outcome for outcome in found}


def test_each_module_has_a_converged_task() -> None:
    # Saving reads a whole project.
    assert {*playbook.CONVERGED, "sahara_save"} == set(MODULES)


@pytest.mark.parametrize("module", sorted(playbook.CONVERGED))
def test_it_changes_nothing_and_loads_nothing_after_the_fork(
    module: str, outcomes: dict[str, Any]
) -> None:
    assert outcomes[module] == {
        "module": module,
        "errors": [],
        "late": [],
        "changed": False,
        "msg": None,
    }
