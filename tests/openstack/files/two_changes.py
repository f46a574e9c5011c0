# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat changes a resource while another green thread changes its stack. Prints both changes.

Arguments: what the other change does, the file of the database, and the plugins of Heat to load.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import eventlet

# Before Heat imports anything.
eventlet.monkey_patch(os=False)


def main(kind: str, file: str, *plugins: str) -> None:
    from heat.common.context import get_admin_context
    from heat.db import api, models
    from oslo_config import cfg

    for plugin in plugins:
        importlib.import_module(f"sandbox.openstack.heat_plugins.{plugin}")
    cfg.CONF([], project="heat")
    cfg.CONF.set_override("connection", f"sqlite:///{file}?timeout=1", "database")
    models.BASE.metadata.create_all(api.get_engine())
    admin = get_admin_context()
    template = api.raw_template_create(admin, {"template": {}})
    stack = api.stack_create(admin, {"raw_template_id": template.id, "disable_rollback": True})
    resource = api.resource_create(admin, {"stack_id": stack.id, "action": "CREATE"})

    def change_stack(pause_s: float) -> None:
        other = get_admin_context()
        with api.context_manager.writer.using(other):
            api.stack_update(other, stack.id, {"name": "new"})
            eventlet.sleep(pause_s)

    def change_resource() -> None:
        api.resource_update_and_save(admin, resource.id, {"action": "DELETE"})

    {"waits": change_beside, "is between": change_between}[kind](
        change_stack, change_resource, models.Resource
    )
    print(api.resource_get(admin, resource.id).action, api.stack_get(admin, stack.id).name)


def change_beside(change_stack: Any, change_resource: Any, _kind: Any) -> None:
    """The other transaction has changed something, and has not ended yet."""
    other = eventlet.spawn(change_stack, 0.2)
    eventlet.sleep(0)
    change_resource()
    other.wait()


def change_between(change_stack: Any, change_resource: Any, kind: Any) -> None:
    """The other transaction begins and ends between the query and the change of this one."""
    update = kind.update

    def update_late(self: Any, values: Any) -> None:
        kind.update = update
        eventlet.spawn(change_stack, 0).wait()
        update(self, values)

    kind.update = update_late
    change_resource()


main(*sys.argv[1:])
