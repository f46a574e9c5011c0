#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_type_info
short_description: Information on the job types of Sahara
version_added: 0.1.0
description:
  - Lists the types of jobs that OpenStack data processing (Sahara) can run, with the plugins and their versions that can run them.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the job type.
    type: str
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
    aliases: [type]
  plugin_name:
    description: Only what this plugin can run.
    type: str
  plugin_version:
    description: Only what this version of a plugin can run.
    type: str
  hints:
    description:
      - Whether to ask how jobs can be configured. It takes one more request for each version of a plugin.
      - It needs version 1.1 of the API, which is used for this part whatever O(api_version) says.
    type: bool
    default: false
seealso:
  - module: sahara.dataprocessing.sahara_job_template
"""

EXAMPLES = r"""
- name: What the plugin spark can run
  sahara.dataprocessing.sahara_job_type_info:
    cloud: mycloud
    plugin_name: spark
  register: found

- name: The names of it
  ansible.builtin.debug:
    msg: "{{ found.job_types | map(attribute='name') }}"

- name: How jobs of Pig can be configured
  sahara.dataprocessing.sahara_job_type_info:
    cloud: mycloud
    name: Pig
    plugin_name: vanilla
    plugin_version: 2.7.5
    hints: true
"""

RETURN = r"""
job_types:
  description: The job types, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The name.
      type: str
    plugins:
      description: The plugins that can run it, by name.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the plugin.
          type: str
        title:
          description: Its title.
          type: str
        description:
          description: Its description.
          type: str
        versions:
          description:
            - What jobs can be given, by the versions of the plugin that can run them.
            - Each has the keys V(configs), V(params) and V(args). It is null unless O(hints) asks for it, and when Sahara
              failed to tell it.
          type: dict
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
