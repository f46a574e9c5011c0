#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_data_source_info
short_description: Get information about Sahara data sources
version_added: 1.0.0
description:
  - Lists data sources in OpenStack data processing (Sahara), including public ones of other projects.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
  - sahara.dataprocessing.sahara.by_id
options:
  type:
    description: Return only objects of this type.
    type: str
    choices: [hdfs, manila, maprfs, s3, swift]
seealso:
  - module: sahara.dataprocessing.sahara_data_source
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: List all data sources in Swift
  sahara.dataprocessing.sahara_data_source_info:
    cloud: mycloud
    type: swift
  register: found

- name: Show their URLs
  ansible.builtin.debug:
    msg: "{{ found.data_sources | items2dict(key_name='name', value_name='url') }}"
"""

RETURN = r"""
data_sources:
  description: The data sources, sorted by name; empty if none match.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the object.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    project_id:
      description: The id of the project that owns the object.
      type: str
      sample: 4f2b0c7d9e1a4c55a4c8d3b6f0e7a912
    created_at:
      description: When the object was created, in UTC.
      type: str
      sample: '2026-11-27T09:41:02'
    updated_at:
      description: When the object was last changed, in UTC; null if never.
      type: str
      sample: '2026-11-27T10:05:44'
    name:
      description: The name of the object.
      type: str
      sample: sales-input
    type:
      description: The kind of storage.
      type: str
      sample: hdfs
    url:
      description: The location of the data.
      type: str
      sample: hdfs://namenode/data/sales
    description:
      description: The description of the object.
      type: str
      sample: Sales of the last quarter
    is_public:
      description: Whether other projects can see and use the object.
      type: bool
      sample: false
    is_protected:
      description: Whether the object is protected from changes and deletion.
      type: bool
      sample: false
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
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed).
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    IDENTITY_OPTIONS,
    NAMES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DATA_SOURCE_TYPES,
    DataSource,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    NAMES_OPTION,
    {"type": {"type": "str", "choices": DATA_SOURCE_TYPES}},
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, DataSource(task), "type")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
