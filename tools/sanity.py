# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs `ansible-test sanity` on the installed tarball, without containers.

ansible-test creates its own environments, and downloads a script to install pip in them. This file
writes a script of the same name to ansible-test's cache, which uses the pip of this environment.
That saves the download, and works on a Python without ensurepip.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import PIPE, STDOUT

from tools.artifact import build, install
from tools.tree import ansible_environment

STATE = Path(sys.prefix).parent / "ansible-test"
GET_PIP = """\
import subprocess
import sys

wanted = [a for a in sys.argv[1:] if a not in ("--no-setuptools", "--no-wheel")]
pip = [{python!r}, "-m", "pip", "--python", sys.executable, "install"]
sys.exit(subprocess.run(pip + wanted).returncode)
"""


def expected_pip() -> str:
    """The version of pip in the name of the script that this ansible-test looks for."""
    spec = importlib.util.find_spec("ansible_test._internal.python_requirements")
    if spec is None or spec.origin is None:
        sys.exit("This environment has no ansible-test. Run ./dev sanity instead.")
    found = re.search(r"\bpip='([0-9.]+)'", Path(spec.origin).read_text(encoding="utf-8"))
    if found is None:
        sys.exit(
            "This ansible-test installs pip in an unexpected way. Adapt tools/sanity.py to it."
        )
    return found[1]


def write_get_pip(home: Path) -> None:
    name = f"get_pip_{expected_pip().replace('.', '_')}.py"
    script = home / ".ansible" / "test" / "cache" / name
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(GET_PIP.format(python=sys.executable))


def main(arguments: Sequence[str]) -> int:
    home = STATE / "home"
    write_get_pip(home)
    collection = install(build(STATE / "tarball"), STATE / "tree")
    environment = {
        **os.environ,
        **ansible_environment(),
        # ansible-test keeps its environments in HOME. This leaves those of the user alone.
        "HOME": str(home),
        # Otherwise it would list the files with git, which does not track them here.
        "ANSIBLE_TEST_CONTENT_ROOT": str(collection),
    }
    python = "{}.{}".format(*sys.version_info)
    command = ["ansible-test", "sanity", "--venv", "--python", python, "--color", "no", *arguments]
    return run(command, collection, environment)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Runs the command. Fails if it finds nothing to check, which ansible-test itself accepts."""
    all_skipped = False
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=PIPE, stderr=STDOUT
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            all_skipped = all_skipped or "All targets skipped" in line
    return process.returncode or int(all_skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
