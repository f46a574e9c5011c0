# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A value of a result, as RETURN documents it: ``./dev generate`` writes RETURN from these."""

from __future__ import annotations

from typing import Any, NamedTuple


class Value(NamedTuple):
    """One key of a result.

    meaning: the description in RETURN. sample: an example; not needed with `contains`.
    type, elements: as in Ansible. contains: the keys of the dictionary, or of each dictionary in a list.
    """

    name: str
    meaning: str
    sample: Any = None
    type: str = "str"
    elements: str = ""
    contains: tuple[Value, ...] = ()


PROJECT_SAMPLE = "4f2b0c7d9e1a4c55a4c8d3b6f0e7a912"
TIME_SAMPLE = "2026-11-27T09:41:02"
NETWORK_SAMPLE = "e0a1f9b8-5c7d-4a2e-93f6-7d8c1b2a3f45"
IMAGE_SAMPLE = "0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11"

ID = Value("id", "The id of the object.", "6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90")
PROJECT_ID = Value("project_id", "The id of the project that owns the object.", PROJECT_SAMPLE)
CREATED_AT = Value("created_at", "When the object was created, in UTC.", TIME_SAMPLE)
UPDATED_AT = Value(
    "updated_at", "When the object was last changed, in UTC; null if never.", "2026-11-27T10:05:44"
)
# Values that Sahara adds to nearly every object.
GENERATED = (ID, PROJECT_ID, CREATED_AT, UPDATED_AT)
