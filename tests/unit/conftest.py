# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures of several folders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.support.scripted import ScriptedCloud


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as scripted:
        yield scripted


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client does not pause before it repeats a request."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
