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


# What v2 calls a job template is v1.1's job, and a job its job execution.
V1_MANAGERS = {"job_templates": "jobs", "jobs": "job_executions"}


def manager_of(cloud: Any, plural: str) -> Any:
    """The client's manager of what API v2 calls so, in the version that the cloud is used with."""
    name = plural if cloud.api_version == "2" else V1_MANAGERS.get(plural, plural)
    return getattr(cloud.client, name)


def in_v2_words(found: Mapping[str, Any]) -> dict[str, Any]:
    """An object of either version, with v2's keys."""
    return {V2_WORDS.get(key, key): value for key, value in found.items()}
