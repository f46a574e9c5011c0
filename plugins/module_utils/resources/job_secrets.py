# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a job's configs are credentials, and what is shown of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# As Sahara blanks them in most of its replies (Sahara 19: sahara/api/v11.py, utils/edp.py).
SECRET = re.compile(r"password|passwd|secret|token|access\.?key", re.IGNORECASE)
BLANK = ("", None)
MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def is_secret(name: str) -> bool:
    return bool(SECRET.search(str(name)))


def masked(configs: Mapping[str, Any]) -> dict[str, Any]:
    """Job configs with the values of credentials replaced."""
    return {
        key: {name: MASK if is_secret(name) else item for name, item in value.items()}
        if isinstance(value, Mapping)
        else value
        for key, value in configs.items()
    }


def secrets_of(configs: Mapping[str, Any] | None) -> set[str]:
    """The credentials in configs that a user gave."""
    return {str(value) for name, value in (configs or {}).items() if is_secret(name) and value}
