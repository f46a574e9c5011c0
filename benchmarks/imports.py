# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a new Python process pays to import each of our modules, compared with libraries and an empty program."""

from __future__ import annotations

import sys
from functools import partial

from benchmarks.measure import Report, compared, interleaved
from benchmarks.programs import processor_seconds
from tools.tree import ROOT

ROUNDS = 7
DOTTED = "ansible_collections.sahara.dataprocessing.plugins"
ANSIBLE = "from ansible.module_utils.basic import AnsibleModule"
# What run_as_module does first.
FIRST = f"{ANSIBLE}\nfrom {DOTTED}.module_utils._internal.boundary.ansiballz import import_config_only; import_config_only()"
LIBRARIES = {
    "pass": "pass",
    "AnsibleModule": ANSIBLE,
    "keystoneauth1: session, identity": "from keystoneauth1 import session, identity",
    "openstack": "import openstack",
    "our client": f"from {DOTTED}.module_utils.saharaclient import api",
}


def imports() -> Report:
    """Processor time of a whole process, from start to end."""
    programs = dict(LIBRARIES)
    for path in sorted((ROOT / "plugins" / "modules").glob("sahara_*.py")):
        programs[path.stem] = f"import {DOTTED}.modules.{path.stem}\n{FIRST}"
    kinds = {name: partial(milliseconds, program) for name, program in programs.items()}
    return compared(interleaved(kinds, ROUNDS), "pass", f"import, {ROUNDS} rounds", "ms")


def milliseconds(program: str) -> float:
    return processor_seconds([sys.executable, "-c", program]) * 1000
