# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands of Sahara and its plugins on an instance, even as root, do not affect this machine."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import install
from sandbox.layout import Layout
from sandbox.processes import MARK
from tests.sandbox.support import CHECKOUT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True
        ).returncode
        != 0,
        reason="user namespaces are forbidden here",
    ),
]

AS_SAHARA = Path(__file__).parent / "files" / "as_sahara.py"
# Words where a shell expects a command. Most of those in Python's strings are not commands at all.
COMMAND = re.compile(
    r"""(?:^|(?<=[;&|(`"'\n])|(?<=\bsudo)|(?<=\bthen)|(?<=\bdo))[ \t]*((?:/[a-z]+)*/?[a-z][\w.+-]*)"""
)
AS_USER = re.compile(r"\bsudo -u \w+ ([\w./-]+)")
NEEDS_ROOT = {"lsblk", "mkfs.ext4", "mkfs.xfs", "mount", "umount", "/sbin/blkid", "usermod"}
# What these do depends on their arguments, which are paths of the instance.
HARMLESS = {
    *("awk", "basename", "bash", "cat", "chmod", "cp", "cut", "date", "dirname", "env", "false"),
    *("grep", "head", "id", "ls", "mkdir", "mktemp", "mv", "nohup", "printf", "ps", "readlink"),
    *("rm", "rmdir", "sed", "setsid", "sh", "sleep", "sort", "ssh", "tail", "tee", "touch", "tr"),
    *("true", "uname", "uniq", "unshare", "wc", "xargs"),
}


@pytest.fixture(scope="module")
def venv() -> Path:
    return install.ensure(Layout.from_environment(), print)


def called(venv: Path) -> set[str]:
    """The commands in the source of Sahara and of its plugins, and more words than that."""
    return {
        word
        for text in texts(venv)
        for pattern in (COMMAND, AS_USER)
        for word in pattern.findall(text)
    }


def texts(venv: Path) -> Iterator[str]:
    """The strings in Python files, and the other files that are text."""
    for path in venv.glob("lib/python*/site-packages/sahara*/**/*"):
        if "tests" in path.parts or not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".py":
            with warnings.catch_warnings(action="ignore"):
                tree = ast.parse(data)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        elif "resources" in path.parts and b"\0" not in data:
            yield data.decode(errors="replace")


def exists(word: str) -> bool:
    """Whether this machine has a program with this name."""
    return bool(shutil.which(word.rsplit("/", 1)[-1], path=f"{os.environ['PATH']}:/usr/sbin:/sbin"))


def as_sahara(venv: Path, directory: Path, command: str) -> str:
    """The output of a command that Sahara runs on a new instance."""
    done = subprocess.run(
        [str(venv / "bin" / "python"), str(AS_SAHARA), str(directory), command],
        env=os.environ | {MARK: str(directory), "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_command_of_sahara_is_a_program_of_this_machine(venv: Path, tmp_path: Path) -> None:
    words = called(venv)
    assert words >= NEEDS_ROOT
    names = shlex.join(word for word in sorted(words) if exists(word))
    script = f'for name in {names}; do echo "$name=$(readlink -f "$(type -P "$name")")"; done'
    found = dict(
        line.split("=") for line in as_sahara(venv, tmp_path, script).splitlines() if "=" in line
    )
    own = {name for name, path in found.items() if path.startswith("/opt/sandbox/sahara/")}
    outside = {name for name, path in found.items() if path} - own
    assert outside and outside <= HARMLESS
    assert own >= {name.rsplit("/", 1)[-1] for name in NEEDS_ROOT if exists(name)}


def test_a_script_of_root_changes_only_the_instance(venv: Path, tmp_path: Path) -> None:
    """The script calls programs of the machine by their paths, as scripts that Sahara uploads may do."""
    (precious := tmp_path / "precious").write_text("")
    commands = [
        "#!/bin/bash",
        "user=/usr/bin system=/usr/sbin",
        f"$user/rm -rf {tmp_path}",
        "$user/touch /etc/changed /usr/changed /sys/changed /proc/sys/changed",
        "$system/mkfs.ext4 -F /dev/vdb",
        'for name in /dev/*; do if [ -b "$name" ]; then echo "device $name"; fi; done',
    ]
    write = f"printf '%s\\n' {shlex.join(commands)} > /script.sh"
    out = as_sahara(venv, tmp_path, f"{write}; chmod +x /script.sh; sudo /script.sh; true")
    assert "device" not in out
    assert precious.exists()
    assert (tmp_path / "instance/etc/changed").exists()
    assert not any(Path(path, "changed").exists() for path in ("/etc", "/usr", "/sys", "/proc/sys"))
