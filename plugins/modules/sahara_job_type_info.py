#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_type_info
short_description: Get information about Sahara job types
version_added: 1.0.0
description:
  - Lists the job types that OpenStack data processing (Sahara) can run, each with the plugins and versions that support it.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
options:
  name:
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
    aliases: [type]
  plugin_name:
    description: Return only job types that this plugin supports.
    type: str
  plugin_version:
    description: Return only job types that this version of a plugin supports.
    type: str
  hints:
    description:
      - Whether to request the settings that jobs accept. This takes one more request for each job type and version.
      - Requires API version 1.1, which the module uses for this regardless of O(api_version).
    type: bool
    default: false
seealso:
  - module: sahara.dataprocessing.sahara_job_template
  - module: sahara.dataprocessing.sahara_plugin_info
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: List the job types that the spark plugin supports
  sahara.dataprocessing.sahara_job_type_info:
    cloud: mycloud
    plugin_name: spark
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.job_types | map(attribute='name') }}"

- name: Get the settings of Pig jobs
  sahara.dataprocessing.sahara_job_type_info:
    cloud: mycloud
    name: Pig
    plugin_name: vanilla
    plugin_version: 2.7.5
    hints: true
"""

RETURN = r"""
job_types:
  description: The job types, sorted by name; empty if none match.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name of the job type.
      type: str
    plugins:
      description: The plugins that support the job type, sorted by name.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the plugin.
          type: str
        title:
          description: The title of the plugin.
          type: str
        description:
          description: The description of the plugin.
          type: str
        versions:
          description:
            - The settings that jobs accept, for each version of the plugin that supports the job type.
            - The value of a version has the keys V(configs), V(params) and V(args). It is null without O(hints=true), or
              if Sahara returned no hints.
          type: dict
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    JOB_TYPES,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_type import (
    gather_job_types,
)

SPEC = module_spec(
    {
        "name": {"type": "str", "choices": JOB_TYPES, "aliases": ["type"]},
        "plugin_name": {"type": "str"},
        "plugin_version": {"type": "str"},
        "hints": {"type": "bool", "default": False},
    },
)


def run(task):
    return gather_job_types(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
