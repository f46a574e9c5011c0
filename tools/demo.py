# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: creates a cluster on a real Sahara, pings its instances, and deletes everything again.

Each step is a command that you could type. The demo shows the command before it runs it.
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
    """A step failed; the message says which step, and why."""


def anything(_output: str) -> str:
    """For steps whose output does not matter."""
    return ""


def nothing_changed(output: str) -> str:
    """The second run of a playbook must not change anything."""
    changed = re.findall(r"changed=(\d+)", output)
    return "" if set(changed) == {"0"} else f"the playbook changed something: changed={changed}"


def every_host_answered(output: str) -> str:
    """At least one instance must answer; for Ansible, an empty inventory is a success."""
    return "" if re.search(r" \| SUCCESS", output) else "no instance answered"


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]
    # Returns what is wrong with the output, or "".
    problem: Callable[[str], str] = anything


UP = Step("Start the sandbox: a real Keystone and a real Sahara", (*SANDBOX, "up"))
STEPS = (
    Step("Provision a cluster", ("ansible-playbook", "playbooks/demo.yml")),
    Step(
        "Run the same playbook again, which must change nothing",
        ("ansible-playbook", "playbooks/demo.yml"),
        nothing_changed,
    ),
    Step("List the instances", ("ansible-inventory", *INVENTORY, "--graph")),
    Step(
        "Ping each instance over SSH",
        ("ansible", *INVENTORY, "all", "-m", "ansible.builtin.ping"),
        every_host_answered,
    ),
)
TEARDOWN = (
    Step("Delete everything again", ("ansible-playbook", "playbooks/demo_teardown.yml")),
    Step(
        "Run that playbook again, which must change nothing",
        ("ansible-playbook", "playbooks/demo_teardown.yml"),
        nothing_changed,
    ),
)
DOWN = Step("Stop the sandbox", (*SANDBOX, "down"))


def run(step: Step, environment: Mapping[str, str]) -> None:
    """Prints the command of the step, runs it, and prints its output at once. Raises DemoFailed."""
    command = shlex.join("python" if word == sys.executable else word for word in step.command)
    print(f"\n== {step.title}\n$ {command}", flush=True)
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
    problem = step.problem("".join(output))
    if process.returncode:
        problem = f"the command exited with status {process.returncode}; its output is above"
    if problem:
        raise DemoFailed(f"Step '{step.title}': {problem}.")
    print(f"({time.monotonic() - started:.1f} s)", flush=True)


def is_running() -> bool:
    """Whether a sandbox runs already. It is the user's, so the demo does not stop it."""
    return subprocess.run([*SANDBOX, "status"], cwd=ROOT, capture_output=True).returncode == 0


def ansible_variables() -> dict[str, str]:
    """The environment variables that let Ansible find the collection and the sandbox's cloud."""
    printed = subprocess.run(
        [*SANDBOX, "env", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return {**os.environ, **ansible_environment(), **json.loads(printed.stdout)}


def run_all(keep: bool) -> None:
    """Runs all steps. Always stops the sandbox that it started, unless `keep` is set."""
    if not shutil.which("ssh"):
        raise DemoFailed(
            "The program ssh is missing. Install it, for example with `apt install openssh-client`."
        )
    was_running = is_running()
    if not was_running:
        run(UP, os.environ)
    try:
        environment = ansible_variables()
        for step in STEPS if keep else (*STEPS, *TEARDOWN):
            run(step, environment)
    finally:
        if keep or was_running:
            print("\nThe sandbox keeps running. ./dev sandbox env prints what its clients need;")
            print("./dev sandbox down stops it.", flush=True)
        else:
            run(DOWN, os.environ)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="Creates a cluster on a real Sahara, pings its instances, and deletes everything.",
    )
    parser.add_argument("--keep", action="store_true", help="keep the cluster and the sandbox")
    try:
        run_all(parser.parse_args(arguments).keep)
    except DemoFailed as failure:
        print(f"\nThe demo failed. {failure}")
        return 1
    except KeyboardInterrupt:
        print("\nThe demo was interrupted.")
        return 130
    print("\nThe demo passed: the cluster answers over SSH, and a second run changes nothing.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
