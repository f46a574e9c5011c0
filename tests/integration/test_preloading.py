# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the in-process way costs depends on whether Ansible loads the action plugins before it forks."""

from __future__ import annotations

import subprocess
import sys

from tools.tree import ROOT

# The linear strategy makes this very call in the parent.
LOAD = """\
import sys
from ansible.plugins.loader import action_loader, init_plugin_loader

init_plugin_loader()
for name in sys.argv[1:]:
    found = action_loader.get(name, class_only=True)
    print(name, getattr(found, "ansible_name", None), "openstack" in sys.modules)
"""


def test_each_module_has_an_action_plugin_of_its_name() -> None:
    """A plugin that is only routed to is not found so: then every fork imports the SDK anew, which
    is ten times the cost of the task."""
    modules = sorted((ROOT / "plugins" / "modules").glob("*.py"))
    names = [f"sahara.dataprocessing.{module.stem}" for module in modules]
    found = subprocess.run(
        [sys.executable, "-c", LOAD, *names], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == [f"{name} {name} True" for name in names]
