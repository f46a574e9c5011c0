# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions of nox: `./dev` lists them, `./dev WORD` runs one, `./dev test` those tagged `test`.

Every session installs from a lock in tests/requirements/, and only when that has changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nox

# ./dev starts nox as a module, which finds this folder; the command `nox` does not.
sys.path.insert(0, str(Path(__file__).parent))
from tools.tree import ansible_environment  # noqa: E402

LOCKS = Path("tests", "requirements")
# One folder of environments for each Python; beside them the reports that ./dev reads.
STATE = Path(".dev", f"py{sys.version_info.major}.{sys.version_info.minor}").absolute()
COLLECTION = "ansible_collections.sahara.dataprocessing"
# The supported releases of ansible-core, each with the Pythons that it runs on.
PYTHONS = {
    "2.16": ("3.11", "3.12"),
    "2.17": ("3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13"),
    "2.21": ("3.12", "3.13"),
}
# The parts of `./dev lint`, each with its command. The hooks of pre-commit call them by these names.
LINTERS = {
    "format": ("ruff", "format", "--check"),
    "ruff": ("ruff", "check"),
    "yamllint": ("yamllint", "--strict", "."),
    "ansible-lint": ("ansible-lint", "--offline", "--nocolor", "--profile", "production"),
    "licences": ("python", "-m", "tools.licences"),
    "changelog": ("antsibull-changelog", "lint"),
    "github": ("python", "-m", "tools.github"),
}
# As many tests at once as there are processors, and the rest of a slow one's for the others.
AT_ONCE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
nox.options.envdir = str(STATE)
nox.options.reuse_venv = "yes"
nox.options.tags = ["test"]


def install(session: nox.Session, lock: str) -> None:
    """Installs tests/requirements/<lock>.txt, unless the environment was made from just that."""
    requirements = LOCKS / f"{lock}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = Path(session.virtualenv.location, "installed")
    if stamp.is_file() and stamp.read_text() == digest:
        return
    session.install("--requirement", str(requirements))
    stamp.write_text(digest)


def run_all(session: nox.Session, *commands: Sequence[str]) -> None:
    """Runs every command, also after one has failed, so that a run shows all there is to mend."""
    failed = []
    for command in commands:
        try:
            session.run(*command)
        except nox.command.CommandFailed:
            failed.append(" ".join(command))
    if failed:
        session.error(f"failed: {', '.join(failed)}")


def pytest(session: nox.Session, *folders: str, usually: Sequence[str] = ()) -> None:
    """Runs the tests of the folders, or what the arguments say: paths, options, a word for -k.

    usually: options for a run without arguments.
    """
    chosen = list(session.posargs or usually)
    named = any(Path(argument.partition("::")[0]).exists() for argument in chosen)
    if chosen and not named and not chosen[0].startswith("-"):
        chosen.insert(0, "-k")
    paths = [] if named else [folder for folder in folders if Path(folder).is_dir()]
    report = STATE / "reports" / f"{session.name}.xml"
    session.run("python", "-m", "pytest", f"--junitxml={report}", *paths, *chosen)


@cache
def working_python(*versions: str) -> str | bool:
    """A Python of one of these versions: this one, else one on the PATH, else none."""
    if "{}.{}".format(*sys.version_info) in versions:
        return sys.executable
    for python in filter(None, (shutil.which(f"python{version}") for version in versions)):
        # A version manager's shim may stand on the PATH for a Python that is not there.
        if subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0:
            return python
    return False


@nox.session(tags=["test"])
def lint(session: nox.Session) -> None:
    """layout, ruff, yamllint, ansible-lint, licences, changelog fragments, .github (or some of them)"""
    unknown = [part for part in session.posargs if part not in LINTERS]
    if unknown:
        session.error(f"lint has no part {', '.join(unknown)}; it has {', '.join(LINTERS)}")
    install(session, "lint")
    session.env.update(ansible_environment())
    run_all(session, *(LINTERS[part] for part in session.posargs or LINTERS))


@nox.session
def format(session: nox.Session) -> None:
    """lays out the code and mends what ruff can mend"""
    install(session, "lint")
    session.run("ruff", "check", "--fix", *session.posargs)
    session.run("ruff", "format", *session.posargs)


@nox.session(tags=["test"])
def types(session: nox.Session) -> None:
    """mypy, strict for the client, the engine and the resources"""
    install(session, "types")
    session.env.update(ansible_environment())
    run_all(
        session,
        ["mypy", "--strict", "-p", f"{COLLECTION}.plugins.module_utils"],
        ["mypy", "tools", "dev"],
    )


@nox.session
def unit(session: nox.Session) -> None:
    """tests while one works: without a server, and without those that take long"""
    install(session, "test")
    pytest(session, "tests/unit", "tests/differential", usually=[*AT_ONCE, "-m", "not slow"])


@nox.session(tags=["test"])
def coverage(session: nox.Session) -> None:
    """all tests that need no server, and how much of each layer they reach"""
    install(session, "test")
    report = STATE / "reports" / f"{session.name}.xml"
    session.run("coverage", "erase")
    session.run(
        "coverage", "run", "-m", "pytest", "-q", f"--junitxml={report}", *AT_ONCE,
        "tests/unit", "tests/differential",
    )  # fmt: skip
    session.run("python", "-m", "tools.floors")


@nox.session(tags=["test"], python=working_python("3.11", "3.12"))
def oldest(session: nox.Session) -> None:
    """the same on the oldest ansible-core and OpenStack libraries that are supported"""
    if session.python is False:
        session.skip("ansible-core 2.16 needs Python 3.11 or 3.12, and neither is on the PATH")
    if not shutil.which("cc"):
        session.skip("the oldest openstacksdk needs a C compiler, and there is no cc on the PATH")
    install(session, "oldest")
    pytest(session, "tests/unit", "tests/differential", usually=AT_ONCE)


def install_with(session: nox.Session, core: str, lock: str) -> None:
    """Installs the lock, but of ansible-core this release, with the resolver that it wants."""
    if session.python is False:
        session.skip("this Python is not on the PATH")
    pinned = (LOCKS / f"{lock}.txt").read_text().splitlines()
    others = ("#", "ansible-core=", "resolvelib=")
    packages = [line for line in pinned if line and not line.startswith(others)]
    session.install(*packages, f"ansible-core~={core}.0")


def combinations(*wanted: tuple[str, str]) -> list[Any]:
    """Parameters for a session: each release of ansible-core and Python, or False for the latter."""
    every = wanted or [(core, python) for core in PYTHONS for python in PYTHONS[core]]
    return [
        nox.param(working_python(python), core, id=f"{core}-python{python}")
        for core, python in every
    ]


@nox.session
@nox.parametrize("python, core", combinations())
def matrix(session: nox.Session, core: str) -> None:
    """the same with each ansible-core on each Python (a long run)"""
    install_with(session, core, "test")
    pytest(session, "tests/unit", "tests/differential", usually=AT_ONCE)


@nox.session(name="matrix-integration")
@nox.parametrize("python, core", combinations(("2.16", "3.11"), ("2.19", "3.11"), ("2.21", "3.13")))
def matrix_integration(session: nox.Session, core: str) -> None:
    """every module on the oldest ansible-core, the newest and one between (a long run)"""
    install_with(session, core, "test")
    pytest(session, "tests/integration")


@nox.session(name="matrix-sanity")
@nox.parametrize("python, core", combinations(*((core, PYTHONS[core][-1]) for core in PYTHONS)))
def matrix_sanity(session: nox.Session, core: str) -> None:
    """ansible-test sanity of each ansible-core (a long run)"""
    install_with(session, core, "build")
    session.run("python", "-m", "tools.sanity", *session.posargs)


@nox.session(tags=["test"])
def build(session: nox.Session) -> None:
    """the tarball for Galaxy: what is in it, that it installs and shows its documentation"""
    install(session, "build")
    pytest(session, "tests/artifact")


@nox.session(tags=["test"])
def docs(session: nox.Session) -> None:
    """the documentation, checked and made a site, which is where the last line says"""
    install(session, "build")
    session.run("python", "-m", "tools.docs")


@nox.session(tags=["test"])
def sanity(session: nox.Session) -> None:
    """ansible-test sanity, without ignored findings"""
    install(session, "build")
    session.run("python", "-m", "tools.sanity", *session.posargs)


@nox.session(tags=["test"])
def integration(session: nox.Session) -> None:
    """tests against the sandbox: itself, the routes of Sahara, every module"""
    install(session, "test")
    pytest(session, "tests/sandbox", "tests/routes", "tests/integration")


@nox.session
def demo(session: nox.Session) -> None:
    """a cluster on a real Sahara, from nothing to a ping over SSH (--keep lets it stay)"""
    install(session, "test")
    session.run("python", "-m", "tools.demo", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """what a task, the client and the imports cost, as ratios of one run"""
    install(session, "benchmarks")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """renews the pinned requirements of the tests (--upgrade for newer releases)"""
    session.install("uv")
    licence = "".join(Path("noxfile.py").read_text().splitlines(keepends=True)[:3])
    options = ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
    for wanted in sorted(LOCKS.glob("*.in")):
        pinned = wanted.with_suffix(".txt")
        session.run(
            "uv", "pip", "compile", "-q", *options, *session.posargs, str(wanted), "-o", str(pinned)
        )
        pinned.write_text(f"{licence}\n{pinned.read_text()}")
