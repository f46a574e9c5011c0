# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles of the task's user in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cloud import Cloud

READER = "reader"


def only_reads(cloud: Cloud) -> bool:
    """Whether the user has no role but Keystone's role for reading. Without Keystone, no roles are known."""
    roles = getattr(cloud.client.transport.access, "role_names", None) or ()
    return {role.lower() for role in roles} == {READER}
