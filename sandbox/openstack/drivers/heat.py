# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults of stacks that the name of a cluster triggers, as a plugin of Heat."""

from __future__ import annotations

import threading
import time
from typing import Any

from heat.engine import lifecycle_plugin

from sandbox import faults


class Faults(lifecycle_plugin.LifecyclePlugin):
    """Heat calls it before each operation. If it raises an exception, the operation fails."""

    def __init__(self) -> None:
        self.deleted: set[str] = set()

    def do_pre_op(self, context: Any, stack: Any, current: Any = None, action: str = "") -> None:
        if stack.owner_id:
            return  # a part of another stack
        cluster = faults.cluster_of(stack.name)
        time.sleep(faults.slowness(cluster))
        if action == stack.DELETE:
            if faults.triggers(cluster, faults.ENDLESS[action]):
                threading.Event().wait()
            self._delete(cluster, stack.id)
        elif faults.triggers(cluster, faults.FAILING.get(action)):
            raise faults.StackError(faults.NO_HOST)

    def _delete(self, cluster: str, id: str) -> None:
        if faults.triggers(cluster, "delfail") and id not in self.deleted:
            self.deleted.add(id)
            raise faults.StackError(faults.PORT_IN_USE)
