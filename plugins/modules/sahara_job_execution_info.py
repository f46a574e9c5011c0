#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_execution_info
short_description: Get information about Sahara job executions
version_added: 1.0.0
description:
  - Lists job executions on clusters of OpenStack data processing (Sahara), both running and ended, without their credentials.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_id
  - sahara.dataprocessing.sahara.with_options
  - sahara.dataprocessing.sahara.by_status
options:
  cluster:
    description: Return only objects for the cluster with this name or id.
    type: str
  job_template:
    description: Return only objects for the job template with this name or id.
    type: str
notes:
  - Only API version 1.1 asks the job engine for the current status. The module uses it for this if the cloud has it.
    Otherwise, the status can be up to 45 seconds old, because Sahara checks it at this interval.
seealso:
  - module: sahara.dataprocessing.sahara_job_execution
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: List the failed job executions on a cluster
  sahara.dataprocessing.sahara_job_execution_info:
    cloud: mycloud
    cluster: analytics
    statuses: [FAILED, DONEWITHERROR]
  register: found

- name: Show when they started
  ansible.builtin.debug:
    msg: "{{ found.job_executions | map(attribute='start_time') }}"

- name: Show which commands print the logs of the Spark, Shell and Oozie jobs among them
  ansible.builtin.debug:
    msg: "{{ item.log.instance_name }}: {{ item.log.command | join(' ') }}"
  loop: "{{ found.job_executions | rejectattr('log', 'none') }}"
"""

RETURN = r"""
job_executions:
  description: The job executions, latest first; empty if none match.
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
    status:
      description: The status of the job execution, for example V(RUNNING), V(SUCCEEDED) or V(FAILED).
      type: str
      sample: SUCCEEDED
    start_time:
      description: When the job execution started.
      type: str
      sample: '2026-11-27T09:51:00'
    end_time:
      description: When the job execution ended.
      type: str
      sample: '2026-11-27T09:54:12'
    return_code:
      description: The return code, if the job engine reports one.
      type: str
      sample: '0'
    engine_job_id:
      description: The id that the job engine assigned.
      type: str
      sample: job_1764236890123_0007
    data_source_urls:
      description: The URLs of the data sources by their ids, with placeholders replaced.
      type: dict
      sample:
        6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90: hdfs://namenode/data/sales
    info:
      description: What the job engine reports about the job execution.
      type: dict
      sample:
        status: SUCCEEDED
    log:
      description: Where to find the log of a Spark, Shell or Oozie job that did not succeed; null for other jobs, and if
        the cluster no longer exists.
      type: dict
      contains:
        instance_name:
          description: The name of the instance.
          type: str
          sample: analytics-master-0
        management_ip:
          description: The address that Sahara connects to.
          type: str
          sample: 203.0.113.20
        path:
          description: The file with the error output of a Spark or Shell job; null for others. The standard output is in
            C(stdout) in the same directory.
          type: str
          sample: /tmp/spark-edp/wordcount/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90/stderr
        url:
          description: The URL of the log of an Oozie job, on this instance; null for other jobs.
          type: str
          sample: http://localhost:11000/oozie/v1/job/0000007-261127094102113-oozie-hado-W?show=log
        command:
          description: The command that prints the log on this instance.
          type: list
          elements: str
          sample:
            - cat
            - /tmp/spark-edp/wordcount/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90/stderr
    job_template_id:
      description: The id of the job template.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    cluster_id:
      description: The id of the cluster; null if it was deleted or could not be created.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    input_id:
      description: The id of the input data source.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    output_id:
      description: The id of the output data source.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    job_configs:
      description: The configs, params and args of the job execution, without credentials.
      type: dict
      sample:
        configs:
          edp.java.main_class: org.example.WordCount
        params: {}
        args:
          - '10'
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
    STATUSES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.gathering import (
    gather_job_executions,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    WITH_OPTIONS,
)

SPEC = module_spec(
    WITH_OPTIONS,
    {
        "id": {"type": "str"},
        "cluster": {"type": "str"},
        "job_template": {"type": "str"},
    },
    STATUSES_OPTION,
)


def run(task):
    return gather_job_executions(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
