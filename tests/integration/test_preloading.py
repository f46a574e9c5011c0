# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible must load the action plugins before it forks, or in-process tasks are slow."""

from __future__ import annotations

import subprocess
import sys

from tools.tree import ROOT

# The linear strategy makes the same call in the parent process.
LOAD = """\
import sys
from ansible.plugins.loader import action_loader, init_plugin_loader

init_plugin_loader()
for name in sys.argv[1:]:
    found = action_loader.get(name, class_only=True)
    print(name, getattr(found, "ansible_name", None), "openstack" in sys.modules)
"""


def test_each_module_has_an_action_plugin_with_its_name() -> None:
    """A plugin from a routing entry is not loaded this way. Then every fork would import the SDK, which
    takes ten times as long as the task."""
    modules = sorted((ROOT / "plugins" / "modules").glob("*.py"))
    names = [f"sahara.dataprocessing.{module.stem}" for module in modules]
    found = subprocess.run(
        [sys.executable, "-c", LOAD, *names], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == [f"{name} {name} True" for name in names]
