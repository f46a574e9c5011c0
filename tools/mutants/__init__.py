# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mutation testing: whether the unit tests notice a single fault in the code.

`operators.py` and `walk.py` find what can be changed, `reach.py` finds the tests that run each
line, `worker.py` runs them in a copy of the project, and `__main__.py` samples and reports.
"""
