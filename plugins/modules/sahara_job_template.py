#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_template
short_description: Manage Sahara job templates
version_added: 1.0.0
description:
  - Creates, updates and deletes job templates in OpenStack data processing (Sahara). A job template describes what a job
    execution runs. API version 1.1 calls it a job.
  - On an existing job template, Sahara can change only the name, the description, O(is_public) and O(is_protected); see
    O(on_immutable_change).
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.description
  - sahara.dataprocessing.sahara.sharing
options:
  type:
    description: The job type. Required to create a job template.
    type: str
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
  mains:
    description:
      - The names or ids of the job binaries that are main programs. Their order does not matter.
      - Required for all types except V(Java), V(MapReduce) and V(MapReduce.Streaming), which have no main programs.
    type: list
    elements: str
  libs:
    description:
      - The names or ids of the job binaries that are libraries. Their order does not matter.
      - Required for V(Java) and V(MapReduce).
    type: list
    elements: str
  job_interface:
    description:
      - The arguments that job executions accept, in the order in which they are shown.
      - Sahara calls this C(interface), but here O(interface) is an option of the connection.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name of the argument.
        type: str
        required: true
      description:
        description: What the argument is for. It may be an empty string.
        type: str
      mapping_type:
        description: The part of the job configuration that receives the value. The job type limits the choices.
        type: str
        choices: [args, configs, params]
        required: true
      location:
        description: The position in V(args), from V(0) without gaps, or the name of the config or parameter.
        type: str
        required: true
      value_type:
        description: The type of the value.
        type: str
        choices: [string, number, data_source]
        default: string
      required:
        description: Whether to require a value from each job execution.
        type: bool
        required: true
      default:
        description:
          - The value for job executions that set none. Required for an argument in V(args) that is not required itself.
          - For a data source, set its name, id or URL. The default of a string may be empty.
        type: str
seealso:
  - module: sahara.dataprocessing.sahara_job_template_info
  - module: sahara.dataprocessing.sahara_job_binary
  - module: sahara.dataprocessing.sahara_job_type_info
  - module: sahara.dataprocessing.sahara_job_execution
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: Create a job template for a Pig script with a library
  sahara.dataprocessing.sahara_job_template:
    cloud: mycloud
    name: clean-logs
    type: Pig
    mains: [clean.pig]
    libs: [udf.jar]

- name: Create a job template for a Spark program with arguments
  sahara.dataprocessing.sahara_job_template:
    cloud: mycloud
    name: wordcount
    type: Spark
    mains: [wordcount.jar]
    job_interface:
      - name: Input
        mapping_type: args
        location: "0"
        value_type: data_source
        required: true
      - name: Words to show
        mapping_type: args
        location: "1"
        value_type: number
        required: false
        default: "10"

- name: Replace the program, which re-creates the job template
  sahara.dataprocessing.sahara_job_template:
    cloud: mycloud
    name: wordcount
    mains: [wordcount-2.jar]
    on_immutable_change: recreate

- name: Delete a job template
  sahara.dataprocessing.sahara_job_template:
    cloud: mycloud
    name: clean-logs
    state: absent
"""

RETURN = r"""
job_template:
  description: The job template; null if it does not exist.
  returned: success
  type: dict
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
      description: The kind of failure, for example V(Refused) or V(InUse).
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
    IMMUTABLE_OPTIONS,
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    JobTemplate,
)

SPEC = module_spec(
    JobTemplate.options(),
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    required_one_of=[("name", "id")],
)


def run(task):
    return converge(task, JobTemplate(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
