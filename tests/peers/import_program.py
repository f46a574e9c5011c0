# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports the templates that `openstack dataprocessing` has exported, twice, and deletes them. Prints the results."""

from __future__ import annotations

import json
import sys
from typing import Any

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.cluster_template import (
    ClusterTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_group_template import (
    NodeGroupTemplate,
)

NAME = "peer-again"
GROUPS = [{"name": "all", "count": 1, "node_group_template": NAME}]
WORKER = {"src": "node-group.json", "name": NAME, "flavor": "sandbox.tiny"}
TEMPLATE = {"src": "template.json", "name": NAME, "node_groups": GROUPS}
GONE = {"state": "absent", "name": NAME}


def carry_out(resource: Any, options: Any) -> dict[str, Any]:
    given = {"api_version": sys.argv[1], "state": "present", "on_immutable_change": "fail"}
    task = AnsibleTask({**given, **options})
    return execute(lambda task: converge(task, resource(task)), task)


tasks = [(NodeGroupTemplate, WORKER)] * 2 + [(ClusterTemplate, TEMPLATE)] * 2
tasks += [(ClusterTemplate, GONE), (NodeGroupTemplate, GONE)]
done = [carry_out(resource, options) for resource, options in tasks]
json.dump([[result.get("changed"), result.get("msg")] for result in done], sys.stdout)
