# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which configs of a job execution are credentials, and how they are hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# The names that Sahara blanks in most of its replies (Sahara 19: sahara/api/v11.py, utils/edp.py).
SECRET = re.compile(r"password|passwd|secret|token|access\.?key", re.IGNORECASE)
# Sahara blanks this one too, although it is not a secret elsewhere.
SWIFT_USER = "fs.swift.service.sahara.username"
BLANK = ("", None)
MASK = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


def is_secret(name: str) -> bool:
    """Whether the value of a config with this name must never be shown."""
    return bool(SECRET.search(str(name)))


def is_hidden(name: str) -> bool:
    """Whether results hide the value: it is a secret, or Sahara may have blanked it."""
    return name == SWIFT_USER or is_secret(name)


def masked(configs: Mapping[str, Any]) -> dict[str, Any]:
    """Job configs with masked credentials."""
    return {
        key: {name: MASK if is_hidden(name) else item for name, item in value.items()}
        if isinstance(value, Mapping)
        else value
        for key, value in configs.items()
    }
