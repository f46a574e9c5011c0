# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sessions of nox. `./dev` lists them, `./dev NAME` runs one, `./dev test` runs those tagged `test`.

Each session installs its packages from a lock file in tests/requirements/, unless it already has them.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nox

# ./dev runs `python -m nox`, which can import from this folder. The command `nox` cannot.
sys.path.insert(0, str(Path(__file__).parent))
from tools import podman  # noqa: E402
from tools.tree import ansible_environment  # noqa: E402

LOCKS = Path("tests", "requirements")
# One folder for each Python, with its environments and the reports that ./dev reads.
STATE = Path(".dev", f"py{sys.version_info.major}.{sys.version_info.minor}").absolute()
COLLECTION = "ansible_collections.sahara.dataprocessing"
# The supported releases of ansible-core, and the Python versions that each is tested on.
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
    "spelling": ("codespell",),
    "github": ("python", "-m", "tools.github"),
}
# One worker per processor, at most 4. An idle worker takes over tests that wait for a busy one.
PARALLEL = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")
# Each process has a sandbox of its own, so two are enough. tests/scheduling.py says which files they run.
TWO_SANDBOXES = ("--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder")

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
nox.options.envdir = str(STATE)
nox.options.reuse_venv = "yes"
nox.options.tags = ["test"]


def install(session: nox.Session, lock: str) -> None:
    """Installs tests/requirements/<lock>.txt, unless exactly that is installed already."""
    requirements = LOCKS / f"{lock}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = Path(session.virtualenv.location, "installed")
    if stamp.is_file() and stamp.read_text() == digest:
        return
    session.install(*compilation(), "--requirement", str(requirements))
    stamp.write_text(digest)


def compilation() -> list[str]:
    """The option for pip and uv that leaves compilation to Python, which compiles only what it imports."""
    return [] if sys.flags.dont_write_bytecode else ["--no-compile"]


def run_all(session: nox.Session, *commands: Sequence[str]) -> None:
    """Runs all commands, even after one fails, so that one run shows everything to fix."""
    failed = []
    for command in commands:
        try:
            session.run(*command)
        except nox.command.CommandFailed:
            failed.append(" ".join(command))
    if failed:
        session.error(f"failed: {', '.join(failed)}")


def pytest(
    session: nox.Session, *folders: str, default: Sequence[str] = (), first: Sequence[str] = ()
) -> None:
    """Runs the tests of the folders, or what the arguments choose: paths, options, or a word for -k.

    default: the options if there are no arguments. first: options that arguments can override.
    """
    chosen = list(session.posargs or default)
    named = any(Path(argument.partition("::")[0]).exists() for argument in chosen)
    if chosen and not named and not chosen[0].startswith("-"):
        chosen.insert(0, "-k")
    paths = [] if named else [folder for folder in folders if Path(folder).exists()]
    report = STATE / "reports" / f"{session.name}.xml"
    session.run("python", "-m", "pytest", f"--junitxml={report}", *paths, *first, *chosen)


@cache
def working_python(*versions: str) -> str | bool:
    """A Python of one of these versions: the current one, otherwise one on the PATH, otherwise False."""
    if "{}.{}".format(*sys.version_info) in versions:
        return sys.executable
    for python in filter(None, (shutil.which(f"python{version}") for version in versions)):
        # The PATH may have a version manager's shim for a Python that is not installed.
        if subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0:
            return python
    return False


@nox.session(tags=["test"])
def lint(session: nox.Session) -> None:
    """check formatting, style, licences, changelog fragments, spelling and .github, or some of these"""
    unknown = [part for part in session.posargs if part not in LINTERS]
    if unknown:
        session.error(f"lint has no part {', '.join(unknown)}; it has {', '.join(LINTERS)}")
    install(session, "lint")
    session.env.update(ansible_environment())
    run_all(session, *(LINTERS[part] for part in session.posargs or LINTERS))


@nox.session
def format(session: nox.Session) -> None:
    """format the code, and fix what ruff can fix"""
    install(session, "lint")
    session.run("ruff", "check", "--fix", *session.posargs)
    session.run("ruff", "format", *session.posargs)


@nox.session(tags=["test"])
def types(session: nox.Session) -> None:
    """check types with mypy, strictly in plugins/module_utils"""
    install(session, "types")
    session.env.update(ansible_environment())
    run_all(
        session,
        ["mypy", "--strict", "-p", f"{COLLECTION}.plugins.module_utils"],
        ["mypy", "tools", "dev"],
        ["mypy", "--strict", "tests/types"],
    )


@nox.session
def generate(session: nox.Session) -> None:
    """regenerate RETURN in the modules, and the guide to the playbooks"""
    install(session, "test")
    session.run("python", "-m", "tools.generate", *session.posargs)


@nox.session
def unit(session: nox.Session) -> None:
    """run the tests that need no server, except the slow ones"""
    install(session, "test")
    pytest(session, "tests/unit", "tests/differential", default=[*PARALLEL, "-m", "not slow"])


@nox.session(tags=["test"])
def coverage(session: nox.Session) -> None:
    """run the tests that need no server, except the slow ones, and measure how much of each layer they cover"""
    install(session, "test")
    report = STATE / "reports" / f"{session.name}.xml"
    session.run("coverage", "erase")
    session.run(
        "coverage", "run", "-m", "pytest", "-q", f"--junitxml={report}", *PARALLEL,
        "-m", "not slow", "tests/unit", "tests/differential",
    )  # fmt: skip
    session.run("python", "-m", "tools.coverage_minimums")


@nox.session(tags=["test"], python=working_python("3.11", "3.12"))
def oldest(session: nox.Session) -> None:
    """run all tests that need no server on the oldest supported ansible-core and OpenStack libraries"""
    if session.python is False:
        session.skip("ansible-core 2.16 is tested on Python 3.11 or 3.12; neither is on the PATH")
    if not shutil.which("cc"):
        session.skip("the oldest openstacksdk needs a C compiler, but cc is not on the PATH")
    install(session, "oldest")
    pytest(session, "tests/unit", "tests/differential", default=PARALLEL)


def install_with(session: nox.Session, core: str, lock: str) -> None:
    """Installs the lock, but with this release of ansible-core, and the resolvelib that it requires."""
    if session.python is False:
        session.skip("this Python is not on the PATH")
    pinned = (LOCKS / f"{lock}.txt").read_text().splitlines()
    others = ("#", "ansible-core=", "resolvelib=")
    packages = [line for line in pinned if line and not line.startswith(others)]
    session.install(*compilation(), *packages, f"ansible-core~={core}.0")


def combinations(*wanted: tuple[str, str]) -> list[Any]:
    """Parameters of a session: pairs of a Python (False if it is not installed) and an ansible-core."""
    every = wanted or [(core, python) for core in PYTHONS for python in PYTHONS[core]]
    return [
        nox.param(working_python(python), core, id=f"{core}-python{python}")
        for core, python in every
    ]


@nox.session
@nox.parametrize("python, core", combinations())
def matrix(session: nox.Session, core: str) -> None:
    """run the tests that need no server with each ansible-core on each Python (slow)"""
    install_with(session, core, "test")
    pytest(session, "tests/unit", "tests/differential", default=PARALLEL)


@nox.session(name="matrix-integration")
@nox.parametrize("python, core", combinations(("2.16", "3.11"), ("2.19", "3.11"), ("2.21", "3.13")))
def matrix_integration(session: nox.Session, core: str) -> None:
    """test every module on the oldest ansible-core, the newest and one in between (slow)"""
    install_with(session, core, "test")
    pytest(session, "tests/integration", default=TWO_SANDBOXES)


@nox.session(name="matrix-spark")
def matrix_spark(session: nox.Session) -> None:
    """test jobs and scaling on a real HDFS and Spark (downloads 241 MB, takes 5 minutes)"""
    install(session, "test")
    pytest(session, "tests/spark")


@nox.session(name="matrix-openstack")
def matrix_openstack(session: nox.Session) -> None:
    """test every module on a real OpenStack (downloads 120 MB, slow)"""
    install(session, "test")
    session.env["SAHARA_SANDBOX"] = "openstack"
    paths = ("tests/openstack", "tests/sandbox/test_faults.py", "tests/integration")
    pytest(session, *paths, default=["-m", "not nightly"])


@nox.session(name="matrix-sanity")
@nox.parametrize("python, core", combinations(*((core, PYTHONS[core][-1]) for core in PYTHONS)))
def matrix_sanity(session: nox.Session, core: str) -> None:
    """run ansible-test sanity of each ansible-core (slow)"""
    install_with(session, core, "build")
    session.run("python", "-m", "tools.sanity", *session.posargs)


@nox.session(tags=["test"])
def build(session: nox.Session) -> None:
    """build the tarball for Galaxy, and test its contents, installation and documentation"""
    install(session, "build")
    pytest(session, "tests/artifact")


@nox.session
def importer(session: nox.Session) -> None:
    """import the tarball as Galaxy does, without warnings"""
    install(session, "importer")
    session.run("python", "-m", "tools.importer")


@nox.session(tags=["test"])
def docs(session: nox.Session) -> None:
    """check the documentation, and build its site; the last line shows where it is"""
    install(session, "build")
    session.run("python", "-m", "tools.docs")


@nox.session(tags=["test"])
def sanity(session: nox.Session) -> None:
    """run ansible-test sanity, without ignored findings"""
    install(session, "build")
    session.run("python", "-m", "tools.sanity", *session.posargs)


@nox.session(tags=["test"])
def integration(session: nox.Session) -> None:
    """run the tests against the sandbox: the sandbox itself, Sahara's routes, every module"""
    install(session, "test")
    folders = ("tests/sandbox", "tests/routes", "tests/integration")
    pytest(session, *folders, default=[*TWO_SANDBOXES, "-m", "not nightly"])


@nox.session(python=working_python("3.11", "3.12"))
def peers(session: nox.Session) -> None:
    """run programs of python-saharaclient with our client on a real Sahara: openstack, and Heat's plugin"""
    if session.python is False:
        session.skip(
            "python-openstackclient 6.6 needs Python 3.11 or 3.12, but neither is on the PATH"
        )
    install(session, "peers")
    pytest(session, "tests/peers")


@nox.session
def ee(session: nox.Session) -> None:
    """build the execution environment without a registry, and run the tests of AWX in it (needs podman)"""
    missing = podman.missing()
    if missing:
        session.skip(missing)
    install(session, "ee")
    session.env.update(podman.environment())
    session.env["SAHARA_EE_IMAGE"] = "localhost/sahara-ee:latest"
    session.run("python", "-m", "tools.execution_environment", session.env["SAHARA_EE_IMAGE"])
    pytest(session, "tests/ee", "tests/integration/test_awx.py")


@nox.session
def chaos(session: nox.Session) -> None:
    """disturb tasks with random faults, and kill them at each request (--seed N repeats the faults)"""
    install(session, "test")
    seed = random.SystemRandom().randrange(10_000)
    pytest(session, "tests/integration/chaos", first=[f"--seed={seed}", "--count=60"])


@nox.session
def demo(session: nox.Session) -> None:
    """count words on a real Spark cluster, which a real Sahara provisions (--quick, --keep)"""
    install(session, "test")
    session.run("python", "-m", "tools.demo", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """measure tasks, client, imports and inventory, and compare them with other tools"""
    install(session, "benchmarks")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """check whether the unit tests notice single faults in the code (slow)"""
    install(session, "test")
    session.run("python", "-m", "tools.mutants", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """update the pinned requirements of the tests (--upgrade for newer releases)"""
    session.install("uv")
    licence = "".join(Path("noxfile.py").read_text().splitlines(keepends=True)[:3])
    options = ["--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
    for wanted in sorted(LOCKS.glob("*.in")):
        pinned = wanted.with_suffix(".txt")
        session.run(
            "uv", "pip", "compile", "-q", *options, *session.posargs, str(wanted), "-o", str(pinned)
        )
        pinned.write_text(f"{licence}\n{pinned.read_text()}")
