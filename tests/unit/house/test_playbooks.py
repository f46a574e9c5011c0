# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks have names of their own, and the guide says what their comments say."""

from __future__ import annotations

from tools import playbooks
from tools.tree import ROOT

PLAYBOOKS = {path.stem for path in (ROOT / "playbooks").glob("*.yml")}


def test_the_guide_is_up_to_date() -> None:
    assert playbooks.GUIDE.read_text(encoding="utf-8") == playbooks.guide(), (
        "docs/docsite/rst/guide_playbooks.rst is out of date. Run './dev generate'."
    )


def test_each_playbook_is_in_the_guide() -> None:
    assert set(playbooks.ORDER) == {name for name in PLAYBOOKS if not name.startswith("demo")}


def test_no_tasks_have_the_name_of_a_playbook() -> None:
    """Ansible looks for included tasks beside the playbook too."""
    assert (
        PLAYBOOKS
        & {path.name.removesuffix(".yml") for path in (ROOT / "playbooks/tasks").iterdir()}
        == set()
    )
