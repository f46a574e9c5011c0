# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat's plugin for Sahara finds the same, and recognizes the same errors, with both clients."""

from __future__ import annotations

import json
from pathlib import Path

from tests.integration.support.sandbox import Sandbox
from tests.peers.programs import output_of


def test_look_ups_and_errors(sandbox: Sandbox, tmp_path: Path) -> None:
    theirs, ours = (
        json.loads(output_of("heat_program.py", client, folder=tmp_path, sandbox=sandbox))
        for client in ("theirs", "ours")
    )
    assert len(theirs) == 23
    assert ours == theirs
    assert theirs["missing by name"] == theirs["missing"] == [True, False, False, False]
