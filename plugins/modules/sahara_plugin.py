#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_plugin
short_description: Set the labels of Sahara plugins
version_added: 1.0.0
description:
  - Sets labels of a plugin of OpenStack data processing (Sahara) and of its versions, for example V(enabled) and V(hidden).
  - Sahara keeps separate labels for each project, and only administrators can change them. The task changes the labels of
    the project that its credentials belong to.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
options:
  name:
    description: The name of the plugin.
    type: str
    required: true
  plugin_labels:
    description: The labels of the plugin, with V(true) or V(false) for each label. Labels that you omit are left unchanged.
    type: dict
  version_labels:
    description: The labels of each version, with V(true) or V(false) for each label. Labels that you omit are left unchanged.
    type: dict
notes:
  - A disabled plugin rejects new clusters, scaling and jobs. You can still create templates for it.
seealso:
  - module: sahara.dataprocessing.sahara_plugin_info
  - module: sahara.dataprocessing.sahara_job_type_info
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
"""

EXAMPLES = r"""
- name: Enable the fake plugin and show it to all users of the project
  sahara.dataprocessing.sahara_plugin:
    cloud: admin
    name: fake
    plugin_labels:
      enabled: true
      hidden: false

- name: Disable an old version
  sahara.dataprocessing.sahara_plugin:
    cloud: admin
    name: vanilla
    version_labels:
      2.7.1:
        enabled: false
"""

RETURN = r"""
plugin:
  description: The plugin.
  returned: success
  type: dict
  contains:
    name:
      description: The name of the plugin.
      type: str
      sample: vanilla
    title:
      description: The title of the plugin.
      type: str
      sample: Vanilla Apache Hadoop
    description:
      description: The description of the plugin.
      type: str
      sample: Deploys Apache Hadoop clusters without a management console
    versions:
      description: The versions of the plugin.
      type: list
      elements: str
      sample:
        - 2.7.5
        - 2.8.2
    plugin_labels:
      description: The labels of the plugin, with V(true) or V(false) for each label.
      type: dict
      sample:
        enabled: true
        hidden: false
    version_labels:
      description: The labels of each version, with V(true) or V(false) for each label.
      type: dict
      sample:
        2.7.5:
          deprecated: false
          enabled: true
diff:
  description: The changes, by option; empty if nothing changes. Secrets are never included.
  returned: success
  type: dict
  contains:
    before:
      description: The options before the change.
      type: dict
      sample:
        description: Workers
    after:
      description: The options after the change.
      type: dict
      sample:
        description: Workers with local disks
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
      type: str
      sample: Refused
    status:
      description: The HTTP status of the error response.
      type: int
      sample: 400
    name:
      description: The name that Sahara gives the error.
      type: str
      sample: INVALID_REFERENCE
    message:
      description: The error message from Sahara.
      type: str
      sample: Requested flavor 'm1.hge' not found
    error_id:
      description: The id of the error in Sahara's log.
      type: str
      sample: 9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2
    request_id:
      description: The id of the request.
      type: str
      sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
    method:
      description: The HTTP method of the request.
      type: str
      sample: POST
    url:
      description: The URL of the request.
      type: str
      sample: https://sahara.example.org:8386/v2/clusters
"""

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.module import (
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    Plugin,
)

SPEC = module_spec(Plugin.options())


def run(task):
    return converge(task, Plugin(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
