# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which Python and which pip install the services, and the errors without them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sandbox import install
from sandbox.errors import SandboxError


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def script(path: Path, text: str) -> str:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return str(path)


def test_the_current_python_is_used() -> None:
    version = "{}.{}".format(*sys.version_info)
    assert version in install.VERSIONS
    assert install.find_python() == (sys.executable, version)


def test_otherwise_a_working_python_on_the_path_is_used(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 99))
    script(programs / "python3.13", "exit 127")  # a version manager's shim
    good = script(programs / "python3.12", "echo 3 12")
    assert install.find_python() == (good, "3.12")


def test_without_a_supported_python_the_error_names_the_versions(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 99))
    with pytest.raises(SandboxError, match=r"CPython 3\.10.*Install one"):
        install.find_python()


def test_a_python_without_pip_uses_one_from_outside(programs: Path) -> None:
    python = script(programs / "python", '[ "$1" = -c ] && echo there || exit 1')
    script(programs / "pip3", "echo pip 24.0")
    assert install._find_pip(python, "3.12") == ["pip3"]


def test_without_any_pip_the_error_says_what_to_install(programs: Path) -> None:
    python = script(programs / "python", '[ "$1" = -c ] && echo there || exit 1')
    with pytest.raises(SandboxError, match=r"apt install python3\.12-venv"):
        install._find_pip(python, "3.12")
