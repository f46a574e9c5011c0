# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`ansible-test sanity` over what users get, in environments of its own and without containers.

ansible-test wants to download a script that installs pip into an empty environment. A script of
the same name that asks the pip of this environment to do so spares the download, and it also
works on a Python without ensurepip.
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
        sys.exit("ansible-test is not in this environment: start this with ./dev sanity")
    found = re.search(r"\bpip='([0-9.]+)'", Path(spec.origin).read_text(encoding="utf-8"))
    if found is None:
        sys.exit("this ansible-test installs pip in an unknown way: see tools/sanity.py")
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
        # A home of its own: ansible-test keeps environments there, and the user's stay untouched.
        "HOME": str(home),
        # Else it asks the git of the checkout around the tree, which knows none of these files.
        "ANSIBLE_TEST_CONTENT_ROOT": str(collection),
    }
    python = "{}.{}".format(*sys.version_info)
    command = ["ansible-test", "sanity", "--venv", "--python", python, "--color", "no", *arguments]
    return shown(command, collection, environment)


def shown(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Runs the command; one that finds no file to look at has failed, which it does not say."""
    nothing = False
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=PIPE, stderr=STDOUT
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            nothing = nothing or "All targets skipped" in line
    return process.returncode or int(nothing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
