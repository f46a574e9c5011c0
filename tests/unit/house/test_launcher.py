# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""./dev: its messages before it has an environment, and how it counts tests."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools.tree import ROOT

pytestmark = pytest.mark.slow

DEV = ROOT / "dev"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DEV), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def launcher() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(DEV)))


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_the_usage_lists_each_command_with_its_purpose(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    commands = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[2:])
    assert {"test", "demo", "unit", "integration", "sanity", "lint", "sandbox"} <= set(commands)
    documented = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name in commands if f"`./dev {name}" not in documented] == []
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(("tset",), "unknown command 'tset'"), (("test", "-k", "x"), "'test' takes no arguments")],
)
def test_wrong_arguments_get_a_one_line_error(arguments: tuple[str, ...], error: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert error in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_gets_a_one_line_error() -> None:
    ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 6))
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", pretend, str(DEV)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, but this is Python 3.9" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_commands_do_not_inherit_the_callers_cloud(
    launcher: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OS_PASSWORD", "secret")
    monkeypatch.setenv("ANSIBLE_INVENTORY", "production")
    monkeypatch.setenv("SAHARA_SANDBOX_DIR", "/elsewhere")
    environment = launcher.environment()
    assert not {"OS_PASSWORD", "ANSIBLE_INVENTORY"} & set(environment)
    assert environment["SAHARA_SANDBOX_DIR"] == "/elsewhere"


def test_the_tests_of_a_report_are_counted(launcher: SimpleNamespace, tmp_path: Path) -> None:
    report = tmp_path / "unit.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase/><testcase><failure/></testcase>"
        "<testcase><error/></testcase><testcase><skipped/></testcase></testsuite></testsuites>"
    )
    assert launcher.counted_tests(report) == {"passed": 2, "failed": 2, "skipped": 1}
    assert launcher.counted_tests(tmp_path / "none.xml") == {}


def test_the_verdict_names_each_part(launcher: SimpleNamespace) -> None:
    results = [
        {"name": "lint", "result": "success", "duration": 4.4, "reason": None},
        {"name": "oldest", "result": "skipped", "duration": 0, "reason": "no Python 3.12"},
        {"name": "types", "result": "failed", "duration": 2, "reason": "failed: mypy"},
    ]
    lint, oldest, types, last = launcher.verdict("test", results, False, 65).splitlines()[1:]
    assert lint.split() == ["lint", "passed", "4", "s"]
    assert oldest.split()[:2] == ["oldest", "skipped"] and oldest.endswith("no Python 3.12")
    assert types.split()[:2] == ["types", "FAILED"]
    assert last == "./dev test: FAILED in 1 min 5 s"
