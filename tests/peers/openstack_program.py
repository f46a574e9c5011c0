# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs commands of `openstack dataprocessing` in one process, with python-saharaclient or with our client.

Arguments: "theirs" or "ours", and the version of the API. Reads a JSON list of commands, and writes a list with
the exit status, the output and the errors of each.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
import time
from contextlib import redirect_stderr, redirect_stdout

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SLEEP = time.sleep


def main(client: str, version: str) -> None:
    if client == "ours":
        from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
            install_as_saharaclient,
        )

        install_as_saharaclient()
    # Commands that wait ask every five seconds.
    time.sleep = lambda seconds: SLEEP(min(seconds, 0.2))
    ids = known_ids()
    outcomes = []
    for command in json.load(sys.stdin):
        outcome = carry_out(version, command.format_map(ids))
        if command.startswith("job execute") and not outcome[0]:
            ids["job"] = re.findall(ID, outcome[1])[0]
        outcomes.append(outcome)
    json.dump(outcomes, sys.stdout)


def known_ids() -> dict[str, str]:
    import openstack

    with openstack.connect(cloud="demo") as cloud:
        return {
            "image": cloud.image.find_image("testbed-0.1-ubuntu").id,
            "flavor": cloud.compute.find_flavor("sandbox.tiny").id,
        }


def carry_out(version: str, command: str) -> tuple[int, str, str]:
    if not command.startswith("wait for "):
        return run(version, command)
    command, _colon, wanted = command.removeprefix("wait for ").partition(": ")
    deadline = time.monotonic() + 60
    outcome = run(version, f"{command} -f value -c Status")
    while outcome[1].strip() != wanted and time.monotonic() < deadline:
        SLEEP(0.5)
        outcome = run(version, f"{command} -f value -c Status")
    return outcome


def run(version: str, command: str) -> tuple[int, str, str]:
    """The exit status, the output and the errors of a command."""
    from cliff.lister import Lister
    from cliff.show import ShowOne
    from openstackclient.common.clientmanager import ClientManager
    from openstackclient.shell import OpenStackShell
    from osc_lib.clientmanager import ClientCache

    # The shell keeps clients for the whole process.
    for kind in ClientManager.__mro__:
        for cache in vars(kind).values():
            if isinstance(cache, ClientCache):
                cache._handle = None
    Lister.formatter_default = ShowOne.formatter_default = "json"
    words = shlex.split(command)
    os.environ["OS_CLOUD"] = words.pop(0) if words[0] == "admin" else "demo"
    words[:0] = ["--os-data-processing-api-version", version, "dataprocessing"]
    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        try:
            status = OpenStackShell().run(words)
        except SystemExit as end:
            status = end.code
    return int(status or 0), output.getvalue(), errors.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
