# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflows and the hooks of pre-commit run what ./dev runs.

`./dev lint github` compares these files with GitHub's schemas; here they are compared with noxfile.py.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.support.noxfile import table
from tools.files import project_files
from tools.tree import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("*_*.yml"))
# Of a hook. One without files runs for every commit.
KEYS = ("entry", "id", "language", "name", "pass_filenames", "stages")
REPOSITORY = "https://github.com/sahara-dataprocessing/sahara.dataprocessing"
PYTHONS = sorted(
    {python for pythons in table("PYTHONS").values() for python in pythons},
    key=lambda python: [int(part) for part in python.split(".")],
)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def job(workflow: str) -> dict[str, Any]:
    """The only job of a workflow."""
    (found,) = read(GITHUB / "workflows" / f"{workflow}.yml")["jobs"].values()
    return found


def installed(workflow: str) -> list[str]:
    """What the workflow's step for Python installs, line by line."""
    (step,) = (step for step in job(workflow)["steps"] if "setup-python" in step.get("uses", ""))
    return step["with"]["python-version"].splitlines()


def oldest_for_modules() -> str:
    config = yaml.safe_load((ROOT / "tests/config.yml").read_text())
    return str(config["modules"]["python_requires"].removeprefix(">="))


def commands(workflow: str) -> list[str]:
    return [step["run"] for step in job(workflow)["steps"] if "run" in step]


def test_a_change_is_tested_on_each_python_of_the_matrix() -> None:
    assert job("test")["strategy"]["matrix"] == {"python": PYTHONS}
    assert installed("test")[-1] == "${{ matrix.python }}"
    assert commands("test") == ["./dev test"]


def test_every_night_each_long_run_has_all_pythons() -> None:
    words = dict(runpy.run_path(str(ROOT / "dev"))["nox_sessions"]())
    long_runs = [word for word in words if word.startswith("matrix") or word in ("peers", "ee")]
    assert job("matrix")["strategy"]["matrix"] == {"word": long_runs}
    assert installed("matrix") == [oldest_for_modules(), *PYTHONS]
    assert commands("matrix")[-1] == './dev "$WORD"'
    assert job("matrix")["steps"][-1]["env"] == {"WORD": "${{ matrix.word }}"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_expressions_name_what_the_matrix_has(path: Path) -> None:
    named = re.findall(r"\bmatrix\.(\w+)", path.read_text(encoding="utf-8"))
    assert set(named) == set(job(path.stem)["strategy"]["matrix"])


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_question_of_a_form_has_an_id_of_its_own(path: Path) -> None:
    ids = [part["id"] for part in read(path)["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids))


def test_links_to_the_repository_lead_to_what_exists() -> None:
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in project_files(".md", ".yml")]
    links = re.findall(rf"{REPOSITORY}/blob/main/([^)#\s]+)", "\n".join(texts))
    assert "CONTRIBUTING.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def hooks() -> list[dict[str, Any]]:
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local", "the versions of the linters are in one place"
    return repository["hooks"]


def test_the_hooks_of_pre_commit_are_the_parts_of_lint() -> None:
    assert [hook["id"] for hook in hooks()] == list(table("LINTERS"))
    for hook in hooks():
        assert hook["entry"] == f"./dev lint {hook['id']}"
        assert (hook["language"], hook["pass_filenames"]) == ("system", False)
        assert hook["stages"] in (["pre-commit"], ["pre-push"])
        assert hook.keys() - {"files"} == {*KEYS}


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_each_hook_concerns_some_file(hook: dict[str, Any]) -> None:
    assert any(re.search(hook.get("files", ""), str(path)) for path in project_files())
