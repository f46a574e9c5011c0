# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo: counts words on a real Spark cluster, which a real Sahara provisions, and deletes everything again.

Each step is a command that you could type. The demo shows the command before it runs it. The quick demo
has a cluster that only pretends, and needs neither the download of Spark nor its memory.
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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.tree import ROOT, ansible_environment

SANDBOX = (sys.executable, "-m", "sandbox")
INVENTORY = ("-i", "playbooks/files/demo.sahara.yml")
# Where the demo keeps the compiled job and the counts. The counted text is the license.
FOLDER = ROOT / ".dev" / "demo"
TEXT = ROOT / "LICENSE"
NEEDED_GIB = 3


class DemoFailed(Exception):
    """A step failed; the message says which step, and why."""


def anything(_output: str) -> str:
    """For steps whose output does not matter."""
    return ""


def nothing_changed(output: str) -> str:
    """The second run of a playbook must not change anything."""
    changed = re.findall(r"changed=(\d+)", output)
    return "" if set(changed) == {"0"} else f"the playbook changed something: changed={changed}"


def counts_are_right(file: Path) -> str:
    """What differs between the counts in this file and those that Python finds in the text, or ""."""
    lines = file.read_text(encoding="utf-8").splitlines()
    counted = {word: int(count) for word, count in (line.split("\t") for line in lines)}
    expected = Counter(re.findall("[a-z]+", TEXT.read_text(encoding="utf-8").lower()))
    if counted != expected:
        wrong = sorted(counted.items() ^ expected.items())[:5]
        return f"Spark and Python count differently, for example {wrong}"
    print(f"Python counts the same: {expected.total()} words, {len(expected)} different ones.")
    return ""


def every_host_answered(output: str) -> str:
    """At least one instance must answer; for Ansible, an empty inventory is a success."""
    return "" if re.search(r" \| SUCCESS", output) else "no instance answered"


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]
    # Returns what is wrong with the output, or "".
    problem: Callable[[str], str] = anything


def count(name: str) -> Step:
    """Count the words of the text. name: the folder in HDFS for the counts."""
    variables = {"folder": str(FOLDER), "counts": name}
    playbook = ("ansible-playbook", *INVENTORY, "playbooks/demo_spark_words.yml")
    return Step(
        "Count the words of a text in HDFS with a Spark job, and compare them with Python's count",
        (*playbook, "-e", json.dumps(variables)),
        lambda _output: counts_are_right(FOLDER / f"{name}.tsv"),
    )


def again(step: Step) -> Step:
    """The same command, which must change nothing."""
    return Step(
        "Run the same playbook again, which must change nothing", step.command, nothing_changed
    )


@dataclass(frozen=True)
class Demo:
    up: Step
    steps: tuple[Step, ...]
    teardown: tuple[Step, ...]
    passed: str


def with_teardown(playbook: str) -> tuple[Step, ...]:
    step = Step("Delete everything again", ("ansible-playbook", playbook))
    return (step, again(step))


PROVISION = Step(
    "Provision a cluster with HDFS and Spark",
    ("ansible-playbook", "playbooks/demo_spark_cluster.yml"),
)
SCALE = ("cluster_name=spark", "node_group=worker", "count=2")
REAL = Demo(
    Step(
        "Start the sandbox: a real Keystone, a real Sahara, and instances with HDFS and Spark",
        (*SANDBOX, "up", "--with", "spark"),
    ),
    (
        PROVISION,
        count("counts"),
        again(PROVISION),
        again(count("counts")),
        Step(
            "Add a worker",
            ("ansible-playbook", "playbooks/scale.yml", *(w for v in SCALE for w in ("-e", v))),
        ),
        count("counts-2"),
        Step("List the instances by their processes", ("ansible-inventory", *INVENTORY, "--graph")),
    ),
    with_teardown("playbooks/demo_spark_teardown.yml"),
    "Spark counts the words as Python does, and a second run changes nothing.",
)
PROVISION_QUICKLY = Step("Provision a cluster", ("ansible-playbook", "playbooks/demo.yml"))
QUICK = Demo(
    Step("Start the sandbox: a real Keystone and a real Sahara", (*SANDBOX, "up")),
    (
        PROVISION_QUICKLY,
        again(PROVISION_QUICKLY),
        Step("List the instances", ("ansible-inventory", *INVENTORY, "--graph")),
        Step(
            "Ping each instance over SSH",
            ("ansible", *INVENTORY, "all", "-m", "ansible.builtin.ping"),
            every_host_answered,
        ),
    ),
    with_teardown("playbooks/demo_teardown.yml"),
    "the cluster answers over SSH, and a second run changes nothing.",
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


def free_gib() -> float:
    """The memory that programs can still get."""
    found = re.search(r"^MemAvailable: +(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(found[1]) / 2**20 if found else 0.0


def start(quick: bool) -> Demo:
    """Starts the sandbox, and returns the demo that can run: the quick one if Spark cannot run here."""
    if not quick and free_gib() < NEEDED_GIB:
        print(f"Spark needs {NEEDED_GIB} GiB of free memory; {free_gib():.1f} GiB are free.")
    elif not quick:
        try:
            run(REAL.up, os.environ)
        except DemoFailed:
            print("Spark is not available here; the reason is above.")
        else:
            return REAL
    if not quick:
        print("This is therefore the quick demo, with a cluster that only pretends.", flush=True)
    run(QUICK.up, os.environ)
    return QUICK


def run_all(quick: bool, keep: bool) -> str:
    """Runs all steps, and returns what they show. Stops the sandbox that it started, unless `keep` is set."""
    if not shutil.which("ssh"):
        raise DemoFailed(
            "The program ssh is missing. Install it, for example with `apt install openssh-client`."
        )
    was_running = is_running()
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        demo = start(quick)
        environment = ansible_variables()
        for step in demo.steps if keep else (*demo.steps, *demo.teardown):
            run(step, environment)
    finally:
        if keep or was_running:
            print("\nThe sandbox keeps running. ./dev sandbox env prints what its clients need;")
            print("./dev sandbox down stops it.", flush=True)
        else:
            run(DOWN, os.environ)
    return demo.passed


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="Counts words on a real Spark cluster, which a real Sahara provisions, and deletes everything.",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="only ping a cluster that pretends, without downloading Spark",
    )
    parser.add_argument("--keep", action="store_true", help="keep the cluster and the sandbox")
    options = parser.parse_args(arguments)
    try:
        passed = run_all(options.quick, options.keep)
    except DemoFailed as failure:
        print(f"\nThe demo failed. {failure}")
        return 1
    except KeyboardInterrupt:
        print("\nThe demo was interrupted.")
        return 130
    print(f"\nThe demo passed: {passed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
