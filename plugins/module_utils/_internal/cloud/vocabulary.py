# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields whose names differ in API v1.1. The collection uses the names of API v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Sahara 19: sahara/api/v10.py.
V1_NAMES = {
    "plugin_version": "hadoop_version",
    "project_id": "tenant_id",
    "job_template_id": "job_id",
}
V2_NAMES = {old: new for new, old in V1_NAMES.items()}


def v1_name(name: str) -> str:
    return V1_NAMES.get(name, name)


def with_v2_names(found: Mapping[str, Any]) -> dict[str, Any]:
    """An object of either API version, with the keys of v2."""
    return {V2_NAMES.get(key, key): value for key, value in found.items()}
