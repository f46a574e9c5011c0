#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_data_source_info
short_description: Information on data sources of Sahara
version_added: 0.1.0
description:
  - Lists data sources of OpenStack data processing (Sahara), those that other projects made public among them.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the data source.
    type: str
  id:
    description: The id of the data source.
    type: str
  type:
    description: Only data sources of this type.
    type: str
    choices: [hdfs, manila, maprfs, s3, swift]
seealso:
  - module: sahara.dataprocessing.sahara_data_source
"""

EXAMPLES = r"""
- name: All data sources in Swift
  sahara.dataprocessing.sahara_data_source_info:
    cloud: mycloud
    type: swift
  register: found

- name: Where they are
  ansible.builtin.debug:
    msg: "{{ found.data_sources | items2dict(key_name='name', value_name='url') }}"
"""

RETURN = r"""
data_sources:
  description: The data sources, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    project_id:
      description: The id of the project that owns it.
      type: str
      sample: 4f2b0c7d9e1a4c55a4c8d3b6f0e7a912
    created_at:
      description: When it was created, in UTC.
      type: str
      sample: '2026-11-27 09:41:02'
    updated_at:
      description: When it was last changed, in UTC; null until then.
      type: str
      sample: '2026-11-27 10:05:44'
    name:
      description: The name.
      type: str
      sample: sales-input
    type:
      description: The type.
      type: str
      sample: hdfs
    url:
      description: The URL.
      type: str
      sample: hdfs://namenode/data/sales
    description:
      description: The description.
      type: str
      sample: Sales of the last quarter
    is_public:
      description: Whether other projects can see and use it.
      type: bool
      sample: false
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
      sample: false
failure:
  description: The facts of a failure, for playbooks to test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed).
      type: str
      sample: Refused
    status:
      description: The HTTP status of the refusal.
      type: int
      sample: 400
    name:
      description: Sahara's own name of the error.
      type: str
      sample: INVALID_REFERENCE
    message:
      description: Sahara's own sentence.
      type: str
      sample: Requested flavor 'm1.hge' not found
    error_id:
      description: The id to look for in Sahara's log.
      type: str
      sample: 9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2
    request_id:
      description: The id of the request.
      type: str
      sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
    method:
      description: The method of the request.
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DATA_SOURCE_TYPES,
    DataSource,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    IDENTITY_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {"type": {"type": "str", "choices": DATA_SOURCE_TYPES}},
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, DataSource(task), "type")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
