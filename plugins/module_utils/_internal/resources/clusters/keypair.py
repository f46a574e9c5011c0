# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keypair of a cluster: on request, Sahara adds its current key to all instances."""

from __future__ import annotations

from typing import Any

from ...fields.field import V2_ONLY, Field


class KeypairUpdate(Field):
    """An action rather than a state: if the task requests it, it always counts as a change."""

    option_type = "bool"

    def __init__(self, name: str):
        super().__init__(
            name,
            option={"default": False, "no_log": False},
            default=False,
            versions=V2_ONLY,
            returned=False,
        )

    def is_given(self, value: Any) -> bool:
        """An action that is not requested is neither compared nor refused on API v1.1."""
        return bool(value)

    def current(self, value: Any) -> Any:
        return False

    def same(self, wanted: Any, current: Any) -> bool:
        return not wanted
