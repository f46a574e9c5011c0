# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `./dev ee` needs, and what of the machine's settings it passes on to the image."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import podman
from tools.execution_environment import parsed, usable_in_the_image


@pytest.mark.parametrize(
    ("existing", "sentence"),
    [
        ("podman crun debootstrap", ""),
        ("podman runc", "the PATH has no debootstrap"),
        ("debootstrap", "the PATH has no podman, no runc or crun"),
    ],
)
def test_missing_programs_are_named(
    existing: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in existing.split():
        (tmp_path / program).touch(mode=0o755)
    monkeypatch.setattr(podman, "PATH", str(tmp_path))
    needed = "it needs podman, runc or crun, and debootstrap; " if sentence else ""
    assert podman.missing() == needed + sentence


def test_the_image_gets_the_index_of_the_machine_but_none_of_its_folders() -> None:
    settings = parsed(
        ":env:.index-url='https://here.example.com/simple'\n"
        "global.constraint='/etc/constraints.txt'\n"
        "global.extra-index-url='file:///opt/simple https://more.example.com'\n"
        "global.find-links='/opt/wheels'\n"
        "global.index-url='https://elsewhere.example.com/simple'\n"
    )
    assert usable_in_the_image(settings) == {
        "index-url": "https://here.example.com/simple",
        "extra-index-url": "https://more.example.com",
    }
