# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a converged task of each module, in a separate process. The benchmark `full_cloud` starts it.

Its argument is the API version. Prints a line for each module: its name, and how many requests it sent besides the login.
"""

from __future__ import annotations

import importlib
import sys

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from benchmarks.playbook import CONVERGED

PLUGINS = "ansible_collections.sahara.dataprocessing.plugins"


def main(api_version: str) -> None:
    boundary = f"{PLUGINS}.module_utils._internal.boundary"
    execute = importlib.import_module(f"{boundary}.execution").execute
    new_task = importlib.import_module(f"{boundary}.task").AnsibleTask
    for module, options in CONVERGED.items():
        code = importlib.import_module(f"{PLUGINS}.modules.{module}")
        validator = ArgumentSpecValidator(code.SPEC["argument_spec"])
        params = validator.validate(
            {**options, "cloud": "stub", "api_version": api_version}
        ).validated_parameters
        sent: list[str] = []
        result = execute(code.run, new_task(params, log=sent.append))
        if result["changed"] or result.get("failed"):
            raise SystemExit(f"{module} failed or changed something: {result}")
        print(module, len(sent))


if __name__ == "__main__":
    main(*sys.argv[1:])
