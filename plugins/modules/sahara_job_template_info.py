#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_template_info
short_description: Information on job templates of Sahara
version_added: 0.1.0
description:
  - Lists job templates of OpenStack data processing (Sahara), those that other projects made public among them.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the job template.
    type: str
  id:
    description: The id of the job template.
    type: str
  type:
    description: Only job templates of this type.
    type: str
    choices: [Hive, Java, MapReduce, MapReduce.Streaming, Pig, Shell, Spark, Storm, Storm.Pyleus]
seealso:
  - module: sahara.dataprocessing.sahara_job_template
"""

EXAMPLES = r"""
- name: All job templates for Spark
  sahara.dataprocessing.sahara_job_template_info:
    cloud: mycloud
    type: Spark
  register: found

- name: What they run
  ansible.builtin.debug:
    msg: "{{ item.name }} runs {{ item.mains | map(attribute='name') | join(', ') }}"
  loop: "{{ found.job_templates }}"
"""

RETURN = r"""
job_templates:
  description: The job templates, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id.
      type: str
    project_id:
      description: The project that it belongs to.
      type: str
    created_at:
      description: When it was created, in UTC.
      type: str
    updated_at:
      description: When it was changed, in UTC; null until then.
      type: str
    name:
      description: The name.
      type: str
    type:
      description: The type of the jobs.
      type: str
    description:
      description: The description.
      type: str
    mains:
      description: The main programs, in the order of their ids.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the job binary.
          type: str
        name:
          description: Its name.
          type: str
    libs:
      description: The libraries, in the order of their ids.
      type: list
      elements: dict
      contains:
        id:
          description: The id of the job binary.
          type: str
        name:
          description: Its name.
          type: str
    interface:
      description: The arguments that jobs take.
      type: list
      elements: dict
      contains:
        name:
          description: The name of the argument.
          type: str
        description:
          description: What it is.
          type: str
        mapping_type:
          description: Where it goes, V(args), V(configs) or V(params).
          type: str
        location:
          description: Its position among V(args), or the name of the config or parameter.
          type: str
        value_type:
          description: What it is, V(string), V(number) or V(data_source).
          type: str
        required:
          description: Whether a job must have it.
          type: bool
        default:
          description: What it is when a job does not say it; for a data source its id or URL.
          type: str
    is_public:
      description: Whether other projects see it and may use it.
      type: bool
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed).
      type: str
    status:
      description: The HTTP status of Sahara's refusal.
      type: int
    name:
      description: Sahara's own name of the error.
      type: str
    error_id:
      description: The id to look for in Sahara's log.
      type: str
    request_id:
      description: The id of the request.
      type: str
"""

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    IDENTITY_OPTIONS,
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_template import (
    TYPES,
    JobTemplate,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {"type": {"type": "str", "choices": TYPES}},
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, JobTemplate(task), "type")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
