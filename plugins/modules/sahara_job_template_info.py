#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_template_info
short_description: Get information about Sahara job templates
version_added: 1.0.0
description:
  - Lists job templates in OpenStack data processing (Sahara), including public ones of other projects.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
  - sahara.dataprocessing.sahara.by_id
  - sahara.dataprocessing.sahara.with_options
options:
  type:
    description: Return only objects of this type.
    type: str
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
seealso:
  - module: sahara.dataprocessing.sahara_job_template
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: List all job templates for Spark
  sahara.dataprocessing.sahara_job_template_info:
    cloud: mycloud
    type: Spark
  register: found

- name: Show what they run
  ansible.builtin.debug:
    msg: "{{ item.name }} runs {{ item.mains | map(attribute='name') | join(', ') }}"
  loop: "{{ found.job_templates }}"
"""

RETURN = r"""
job_templates:
  description: The job templates, sorted by name; empty if none match.
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
      sample: wordcount
    type:
      description: The job type.
      type: str
      sample: Spark
    description:
      description: The description of the object.
      type: str
      sample: Counts the words of a file
    mains:
      description: The job binaries that are main programs, sorted by name.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the job binary.
          type: str
          sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
        name:
          description: The name of the job binary.
          type: str
          sample: wordcount.jar
    libs:
      description: The job binaries that are libraries, sorted by name.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the job binary.
          type: str
          sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
        name:
          description: The name of the job binary.
          type: str
          sample: wordcount.jar
    interface:
      description: The arguments that job executions accept.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the argument.
          type: str
          sample: Input
        description:
          description: What the argument is for.
          type: str
          sample: The file to read
        mapping_type:
          description: 'The part of the job configuration that receives the value: V(args), V(configs) or V(params).'
          type: str
          sample: args
        location:
          description: The position in V(args), or the name of the config or parameter.
          type: str
          sample: '0'
        value_type:
          description: 'The type of the value: V(string), V(number) or V(data_source).'
          type: str
          sample: data_source
        required:
          description: Whether each job execution must set a value.
          type: bool
          sample: true
        default:
          description: The value for job executions that set none; for a data source, its id or URL.
          type: str
          sample: hdfs:///data
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
        and secrets are left out. Null unless O(with_options=true).
      type: dict
      sample:
        name: example
        is_public: true
    secret_options:
      description: The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns is
        listed if it may have any. Null unless O(with_options=true).
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    JOB_TYPES,
    JobTemplate,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    WITH_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    WITH_OPTIONS,
    NAMES_OPTION,
    {"type": {"type": "str", "choices": JOB_TYPES}},
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, JobTemplate(task), "type")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
