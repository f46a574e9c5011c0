# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keystone's application, which gunicorn serves."""

from __future__ import annotations

import os
import sys

# gunicorn adds the working directory, which is new for each start. For each path of Python, stevedore keeps a table
# of the entry points in the cache.
sys.path[:] = [path for path in sys.path if path != os.getcwd()]
# Otherwise Keystone would take gunicorn's options for its own.
sys.argv = ["keystone"]

from keystone.server.wsgi import initialize_public_application  # noqa: E402

application = initialize_public_application()
