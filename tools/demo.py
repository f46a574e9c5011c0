# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: a cluster on a real Sahara, from nothing to a ping of each instance and away again.

Each step is a command that a user could type; it is shown before it runs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tools.tree import ROOT, ansible_environment

SANDBOX = (sys.executable, "-m", "sandbox")
INVENTORY = ("-i", "playbooks/demo.sahara.yml")


class DemoFailed(Exception):
    """A step went wrong; the message says which and how."""


def no_demand(_output: str) -> str:
    return ""


def nothing_changed(output: str) -> str:
    """The second run of a playbook must find everything as it should be."""
    changed = re.findall(r"changed=(\d+)", output)
    return "" if set(changed) == {"0"} else f"it changed something: changed={changed}"


def every_host_answered(output: str) -> str:
    """Ansible takes an empty inventory for a success."""
    return "" if re.search(r" \| SUCCESS", output) else "no instance answered"


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]
    complaint: Callable[[str], str] = no_demand


UP = Step("Start the sandbox: a real Keystone and a real Sahara", (*SANDBOX, "up"))
SHOWN = (
    Step("Provision a cluster", ("ansible-playbook", "playbooks/demo.yml")),
    Step(
        "Run the same playbook again: nothing may change",
        ("ansible-playbook", "playbooks/demo.yml"),
        nothing_changed,
    ),
    Step("List the instances", ("ansible-inventory", *INVENTORY, "--graph")),
    Step(
        "Reach each instance over SSH",
        ("ansible", *INVENTORY, "all", "-m", "ansible.builtin.ping"),
        every_host_answered,
    ),
)
TEARDOWN = (
    Step("Take all of it down", ("ansible-playbook", "playbooks/demo_teardown.yml")),
    Step(
        "Take it down again: nothing may change",
        ("ansible-playbook", "playbooks/demo_teardown.yml"),
        nothing_changed,
    ),
)
DOWN = Step("Stop the sandbox", (*SANDBOX, "down"))


def run(step: Step, environment: Mapping[str, str]) -> None:
    """Shows the command and what it prints while it runs; raises DemoFailed."""
    shown = shlex.join("python" if word == sys.executable else word for word in step.command)
    print(f"\n== {step.title}\n$ {shown}", flush=True)
    started = time.monotonic()
    output = []
    with subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            output.append(line)
    wrong = step.complaint("".join(output))
    if process.returncode:
        wrong = f"it ended with status {process.returncode}; what it said is above"
    if wrong:
        raise DemoFailed(f"{step.title}: {wrong}.")
    print(f"({time.monotonic() - started:.1f} s)", flush=True)


def is_running() -> bool:
    """Whether there is a sandbox already, which then is the user's and stays."""
    return subprocess.run([*SANDBOX, "status"], cwd=ROOT, capture_output=True).returncode == 0


def for_ansible() -> dict[str, str]:
    """The environment in which Ansible finds the collection and the cloud of the sandbox."""
    printed = subprocess.run(
        [*SANDBOX, "env", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return {**os.environ, **ansible_environment(), **json.loads(printed.stdout)}


def show(keep: bool) -> None:
    """All steps. A sandbox that was started here is stopped whatever happens, unless kept."""
    if not shutil.which("ssh"):
        raise DemoFailed("it needs the program ssh: install it (openssh-client on Debian).")
    was_running = is_running()
    if not was_running:
        run(UP, os.environ)
    try:
        environment = for_ansible()
        for step in SHOWN if keep else (*SHOWN, *TEARDOWN):
            run(step, environment)
    finally:
        if keep or was_running:
            print("\nThe sandbox runs on: ./dev sandbox env tells how to use it,")
            print("./dev sandbox down stops it.", flush=True)
        else:
            run(DOWN, os.environ)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev demo", description="A cluster on a real Sahara.")
    parser.add_argument("--keep", action="store_true", help="let the cluster and the sandbox stay")
    try:
        show(parser.parse_args(arguments).keep)
    except DemoFailed as failure:
        print(f"\nThe demo failed. {failure}")
        return 1
    except KeyboardInterrupt:
        print("\nThe demo was interrupted.")
        return 130
    print("\nThe demo passed: provisioned, found again unchanged, reached.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
