# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cloud with all services, for look-ups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.support.scripted import ScriptedCloud


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as started:
        started.add_other_services()
        yield started
