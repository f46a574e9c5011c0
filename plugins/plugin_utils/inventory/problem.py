# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error for an inventory that cannot be built, for reasons other than Sahara."""

from __future__ import annotations


class InventoryProblem(Exception):
    """An option is invalid, or names in the cloud are ambiguous."""
