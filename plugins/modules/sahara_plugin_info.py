#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_plugin_info
short_description: Get information about Sahara plugins
version_added: 1.0.0
description:
  - Lists the plugins of OpenStack data processing (Sahara). With O(version), also returns what this version offers and
    requires.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
options:
  version:
    description:
      - If set, also return the node processes, settings and required image tags of this version. Requires O(name).
      - If the plugin does not have this version, no plugin is returned, and a warning names the versions that it has.
    type: str
seealso:
  - module: sahara.dataprocessing.sahara_plugin
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_provisioning
    description: From a project to an Active cluster.
"""

EXAMPLES = r"""
- name: List all plugins
  sahara.dataprocessing.sahara_plugin_info:
    cloud: mycloud

- name: Get what a version of a plugin offers
  sahara.dataprocessing.sahara_plugin_info:
    cloud: mycloud
    name: vanilla
    version: 2.7.5
  register: found

- name: Show its node processes
  ansible.builtin.debug:
    var: found.plugins[0].node_processes
"""

RETURN = r"""
plugins:
  description: The plugins, sorted by name; empty if none match.
  returned: success
  type: list
  elements: dict
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
    options:
      description: The options that describe the object. You can pass them to the module that creates such objects. Defaults
        and secrets are left out.
      type: dict
      sample:
        name: example
        is_public: true
    secret_options:
      description: The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns is
        listed if it may have any.
      type: list
      elements: str
      sample:
        - node_configs.NameNode.Admin password
    node_processes:
      description: For each service, the list of its processes; null if O(version) is not set.
      type: dict
      sample:
        HDFS:
          - namenode
          - datanode
    required_image_tags:
      description: The tags that an image must have; null if O(version) is not set.
      type: list
      elements: str
      sample:
        - vanilla
        - 2.7.5
    configs:
      description: The settings, each with its name, target, type, default, scope and priority; null if O(version) is not
        set.
      type: list
      elements: dict
      sample:
        - name: dfs.replication
          applicable_target: HDFS
          config_type: int
          default_value: 3
          scope: cluster
          priority: 1
          is_optional: true
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    NAMES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.plugin import (
    gather_plugins,
)

SPEC = module_spec(
    {
        "name": {"type": "str"},
        "version": {"type": "str"},
    },
    NAMES_OPTION,
    required_by={"version": ("name",)},
)


def run(task):
    return gather_plugins(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
