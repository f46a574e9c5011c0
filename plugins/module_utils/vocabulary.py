# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""API v1.1's words for what we call as API v2 does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Those that stand for the same wherever they occur; the rest is the matter of a resource.
V1_WORDS = {"plugin_version": "hadoop_version", "project_id": "tenant_id"}
V2_WORDS = {old: new for new, old in V1_WORDS.items()}


def in_v2_words(found: Mapping[str, Any]) -> dict[str, Any]:
    """An object of either version, with v2's keys."""
    return {V2_WORDS.get(key, key): value for key, value in found.items()}
