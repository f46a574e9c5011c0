# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat repeats a transaction that SQLite refuses because another thread has written since its first query.

With other databases, the transaction would wait. Without repetition, a stack stays in DELETE_FAILED now and then.
"""

from __future__ import annotations

import inspect

from heat.db import api
from oslo_db.api import wrap_db_retry
from sqlalchemy.exc import OperationalError


def is_refused(error: Exception) -> bool:
    return isinstance(error, OperationalError) and "database is locked" in str(error)


repeated = wrap_db_retry(retry_interval=0.1, max_retry_interval=1, exception_checker=is_refused)

for name, function in inspect.getmembers(api, inspect.isfunction):
    if function.__module__ == api.__name__:
        setattr(api, name, repeated(function))
