#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_template
short_description: Manage job templates of Sahara
version_added: 0.1.0
description:
  - Creates, updates and deletes job templates of OpenStack data processing (Sahara), which say what a job runs. Version 1.1 of the API calls them jobs.
  - Sahara changes only the name, the description and the flags of a job template; see O(on_immutable_change).
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
options:
  name:
    description: The name. One of O(name) and O(id) is required. With both, the job template of that id gets this name.
    type: str
  id:
    description: The id of an existing job template.
    type: str
  type:
    description: The type of the jobs. Required to create it.
    type: str
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
  description:
    description: A description. The empty string removes it.
    type: str
  mains:
    description:
      - The names or ids of the job binaries that are the main programs, in any order.
      - Required for all types but V(Java), V(MapReduce) and V(MapReduce.Streaming), which have none.
    type: list
    elements: str
  libs:
    description:
      - The names or ids of the job binaries that are libraries, in any order.
      - Required for V(Java) and V(MapReduce).
    type: list
    elements: str
  job_interface:
    description:
      - The arguments that jobs take, in the order in which they are shown. Sahara calls it C(interface), which is the name of
        another option here.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name of the argument.
        type: str
        required: true
      description:
        description: What it is.
        type: str
      mapping_type:
        description: Where it goes. Which of them there are depends on the type of the jobs.
        type: str
        choices: [args, configs, params]
        required: true
      location:
        description: Its position among V(args), V(0) and so on without a gap, or the name of the config or parameter.
        type: str
        required: true
      value_type:
        description: What it is.
        type: str
        choices: [string, number, data_source]
        default: string
      required:
        description: Whether a job must have it.
        type: bool
        required: true
      default:
        description:
          - What it is when a job does not say it. Needed for an argument among V(args) that is not required.
          - A data source is given by its name, its id or a URL.
        type: str
seealso:
  - module: sahara.dataprocessing.sahara_job_template_info
  - module: sahara.dataprocessing.sahara_job_type_info
"""

EXAMPLES = r"""
- name: A script for Pig with a library
  sahara.dataprocessing.sahara_job_template:
    cloud: mycloud
    name: clean-logs
    type: Pig
    mains: [clean.pig]
    libs: [udf.jar]

- name: A program for Spark with arguments
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

- name: Let it run another program
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
  description: The job template; null when it is absent.
  returned: success
  type: dict
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
      sample: wordcount
    type:
      description: The type of the jobs.
      type: str
      sample: Spark
    description:
      description: The description.
      type: str
      sample: Counts the words of a file
    mains:
      description: The main programs, by name.
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
      description: The libraries, by name.
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
      description: The arguments that jobs take.
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
          description: 'Where the value goes: V(args), V(configs) or V(params).'
          type: str
          sample: args
        location:
          description: The position among V(args), or the name of the config or parameter.
          type: str
          sample: '0'
        value_type:
          description: 'The type: V(string), V(number) or V(data_source).'
          type: str
          sample: data_source
        required:
          description: Whether a job needs a value.
          type: bool
          sample: true
        default:
          description: The value for jobs that give none; the id or URL of a data source.
          type: str
          sample: hdfs:///data
    is_public:
      description: Whether other projects can see and use it.
      type: bool
      sample: false
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: What changes, by option; empty when nothing does. Secrets are never in it.
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
  description: The facts of a failure, for playbooks to test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(Refused) or V(InUse).
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
