# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets `pytest` import the collection, whatever the name of the checkout."""

from __future__ import annotations

import os
import sys

from tools.tree import ansible_environment, linked_tree

sys.path.insert(0, str(linked_tree()))
# The same for the programs that the tests start.
os.environ.update(ansible_environment())
