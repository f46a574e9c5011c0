# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat updates a resource while another connection writes, once. Prints the new action of the resource.

Arguments: the file of the database, and the plugins of Heat to load.
"""

from __future__ import annotations

import importlib
import sqlite3
import sys
from typing import Any

from heat.common.context import get_admin_context
from heat.db import api, models
from oslo_config import cfg

file, *plugins = sys.argv[1:]
for plugin in plugins:
    importlib.import_module(f"sandbox.openstack.heat_plugins.{plugin}")
other = sqlite3.connect(file, isolation_level=None)
other.execute("PRAGMA journal_mode = WAL")
cfg.CONF([], project="heat")
cfg.CONF.set_override("connection", f"sqlite:///{file}", "database")
models.BASE.metadata.create_all(api.get_engine())

admin = get_admin_context()
template = api.raw_template_create(admin, {"template": {}})
stack = api.stack_create(admin, {"raw_template_id": template.id, "disable_rollback": True})
resource = api.resource_create(admin, {"stack_id": stack.id, "action": "CREATE"})
update = models.Resource.update
writes = iter([f"UPDATE stack SET name = 'new' WHERE id = '{stack.id}'"])


def update_late(self: Any, values: Any) -> None:
    for write in writes:
        other.execute(write)
    update(self, values)


models.Resource.update = update_late
api.resource_update_and_save(admin, resource.id, {"action": "DELETE"})
print(api.resource_get(admin, resource.id).action)
