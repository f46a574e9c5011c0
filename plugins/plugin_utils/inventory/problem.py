# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps an inventory from being built, other than Sahara."""

from __future__ import annotations


class InventoryProblem(Exception):
    """An option is wrong, or the names in the cloud are not to be told apart: one sentence."""
