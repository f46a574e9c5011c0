#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_execution_info
short_description: Information on jobs of Sahara
version_added: 0.1.0
description:
  - Lists the jobs that ran or run on clusters of OpenStack data processing (Sahara), without their credentials.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  id:
    description: The id of the run.
    type: str
  cluster:
    description: Only runs on this cluster, by its name or id.
    type: str
  job_template:
    description: Only runs of this job template, by its name or id.
    type: str
  status:
    description: Only runs with this status, for example V(FAILED).
    type: str
notes:
  - Of each run that is not over the engine is asked for the status, where the cloud has API version 1.1; otherwise it is as old as
    Sahara's own last look, 45 seconds at most.
"""

EXAMPLES = r"""
- name: What failed on a cluster
  sahara.dataprocessing.sahara_job_execution_info:
    cloud: mycloud
    cluster: analytics
    status: FAILED
  register: found

- name: Since when
  ansible.builtin.debug:
    msg: "{{ found.job_executions | map(attribute='start_time') }}"
"""

RETURN = r"""
job_executions:
  description: The runs, the latest first; empty when there is none.
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
      description: When it was changed, in UTC.
      type: str
    job_template_id:
      description: The id of the job template.
      type: str
    cluster_id:
      description: The id of the cluster; null when that was deleted.
      type: str
    input_id:
      description: The id of the data source of the input.
      type: str
    output_id:
      description: The id of the data source of the output.
      type: str
    job_configs:
      description: The configs, params and args that it was run with, without credentials.
      type: dict
    status:
      description: The status, for example V(RUNNING), V(SUCCEEDED) or V(FAILED).
      type: str
    info:
      description: What the engine says of it.
      type: dict
    start_time:
      description: When it began.
      type: str
    end_time:
      description: When it ended.
      type: str
    return_code:
      description: Its return code, where the engine has one.
      type: str
    engine_job_id:
      description: The id that the engine gave it.
      type: str
    data_source_urls:
      description: The URLs of its data sources, with their placeholders replaced.
      type: dict
    is_public:
      description: Whether other projects see it.
      type: bool
    is_protected:
      description: Whether it is protected.
      type: bool
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_execution import (
    gather_jobs,
)

SPEC = module_spec(
    {
        "id": {"type": "str"},
        "cluster": {"type": "str"},
        "job_template": {"type": "str"},
        "status": {"type": "str"},
    },
)


def run(task):
    return gather_jobs(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
