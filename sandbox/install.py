# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The virtual environment of the services, which all sandboxes of a user share."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.files import locked
from sandbox.layout import REQUIREMENTS, Layout

VERSIONS = ("3.13", "3.12", "3.11", "3.10")

METADATA = "Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n"
# (name of a distribution, its entry points): how Sahara finds the plugin of this checkout.
TESTBED = (
    "sahara-testbed",
    "[sahara.cluster.plugins]\ntestbed = sahara_testbed:TestbedPlugin\n",
)

Say = Callable[[str], None]


def ensure(layout: Layout, say: Say) -> Path:
    """The directory of the virtual environment of Keystone and Sahara, which is created if it is missing."""
    about = "Keystone and Sahara (about a minute)"
    return ensure_environment(layout, "venv", REQUIREMENTS, TESTBED, about, say)


def ensure_environment(
    layout: Layout,
    name: str,
    requirements: Path,
    entry_points: tuple[str, str],
    about: str,
    say: Say,
) -> Path:
    """The directory of a virtual environment. One process at a time creates it if it is missing."""
    python, version = find_python()
    digest = hashlib.sha256(requirements.read_bytes() + "".join(entry_points).encode()).hexdigest()
    venv = layout.cache / f"{name}-{digest[:12]}-py{version}"
    if _is_complete(venv):
        return venv
    with locked(
        venv.with_name(f"{venv.name}.lock"),
        lambda: say("waiting for another sandbox that installs the same packages ..."),
    ):
        if not _is_complete(venv):
            say(f"installing {about} in {venv}, only once ...")
            _create(venv, python, version)
            run([*installer(venv), "--requirement", str(requirements)])
            _add_entry_points(venv, *entry_points)
            _stamp(venv).touch()
    return venv


def find_python() -> tuple[str, str]:
    """The path and the version ("3.12") of a Python that the locked packages support."""
    own = "{}.{}".format(*sys.version_info)
    if sys.implementation.name == "cpython" and own in VERSIONS:
        return sys.executable, own
    for version in VERSIONS:
        path = shutil.which(f"python{version}")
        if path and _output([path, "-c", "import sys; print(*sys.version_info[:2])"]):
            return path, version
    raise SandboxError(
        "The sandbox needs CPython 3.10, 3.11, 3.12 or 3.13, but none of python3.13, python3.12,"
        " python3.11 and python3.10 is on the PATH. Install one of them."
    )


def _stamp(venv: Path) -> Path:
    """Written last: without it, the environment is incomplete."""
    return venv / "complete"


def _is_complete(venv: Path) -> bool:
    # bin/python is a broken link if its Python was removed.
    return _stamp(venv).exists() and (venv / "bin" / "python").exists()


def _create(venv: Path, python: str, version: str) -> None:
    shutil.rmtree(venv, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--python", python, str(venv)])
    elif _output([python, "-c", "import ensurepip, venv; print(ensurepip.version())"]):
        run([python, "-m", "venv", str(venv)])
    else:
        _find_pip(python, version)
        run([python, "-m", "venv", "--without-pip", str(venv)])


def installer(venv: Path) -> list[str]:
    """The command that installs packages for the Python of this environment: uv, its pip, or one from outside.

    It installs only what is listed, because lists are complete. It compiles nothing: the services import a part of
    their packages, and Python compiles that at the first start.
    """
    interpreter = str(venv / "bin" / "python")
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--no-deps", "--python", interpreter]
    options = ["install", "--quiet", "--no-deps", "--no-compile", "--disable-pip-version-check"]
    if (venv / "bin" / "pip").exists():
        return [interpreter, "-m", "pip", *options]
    return [*_find_pip(*find_python()), "--python", interpreter, *options]


def _find_pip(python: str, version: str) -> list[str]:
    """A pip from outside, for a Python that cannot install pip in a virtual environment."""
    if _output([python, "-c", "import venv; print('there')"]):
        for command in ([python, "-m", "pip"], ["pip3"], ["pip"]):
            if _output([*command, "--python", python, "--version"]):
                return command
    raise SandboxError(
        f"{python} cannot create a virtual environment: it lacks ensurepip or venv, and neither uv"
        " nor pip 22.3 or later is installed. Install one of them, for example with"
        f" `apt install python{version}-venv` on Debian or Ubuntu."
    )


def _add_entry_points(venv: Path, name: str, entry_points: str) -> None:
    """Add a distribution that has only entry points, for code of this checkout."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_output([str(venv / "bin" / "python"), "-c", code]))
    metadata = packages / f"{name.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(METADATA.format(name))
    (metadata / "entry_points.txt").write_text(entry_points)


def run(command: list[str]) -> None:
    """Run a command, and show its output only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout, end="", file=sys.stderr)
        raise SandboxError(
            f"The installation failed: `{' '.join(command)}` exited with status"
            f" {done.returncode}. Its output is above."
        )


def _output(command: list[str]) -> str:
    """The output of a command; "" if the command fails or does not exist."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=_plain_environment(), check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
