# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs M(sahara.dataprocessing.sahara_api) in the controller's process if possible."""

from __future__ import annotations

# Imports the module, so that Ansible loads it before it forks.
from ..modules import sahara_api
from ..plugin_utils.in_process import ActionModule

__all__ = ["ActionModule", "sahara_api"]
