#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_execution
short_description: Run jobs on Sahara clusters
version_added: 1.0.0
description:
  - Runs a job template of OpenStack data processing (Sahara) on a cluster and waits until the job execution ends.
    Also cancels and deletes job executions.
  - "A job execution has no name. It is identified by O(id), or by what it runs: the job template, cluster, input, output,
    configs, params and args. O(like) takes these from an old job execution."
  - O(is_public) and O(is_protected) can be changed on an existing job execution.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.sharing
  - sahara.dataprocessing.sahara.wait
attributes:
  idempotent:
    support: partial
    details: O(rerun=always) runs the job in every run.
options:
  state:
    description:
      - V(finished) runs the job template and waits until the job execution ends. The task fails if the job execution fails,
        or if its cluster fails before it starts.
      - V(started) does not wait. If the cluster is not ready yet, the job execution waits for it. With O(id), the task only
        changes O(is_public) and O(is_protected), even if the job execution has failed.
      - V(cancelled) cancels the job execution with O(id), or all that match the other options, and waits until they end.
      - V(absent) deletes the job execution with O(id), or all that match the other options. Those that have not ended are
        cancelled.
    type: str
    choices: [finished, started, cancelled, absent]
    default: finished
  id:
    description: The id of an existing job execution. Required unless O(job_template) and O(cluster), or O(like), are set.
    type: str
  like:
    description:
      - The id of an old job execution. The task describes an equal one, with the same job template.
      - O(cluster), O(input), O(output) and O(args) replace those of the old one. O(configs), O(params) and O(job_interface) add to
        its values, and replace those with the same name. O(is_public) and O(is_protected) are not taken over.
      - O(rerun) decides whether the task starts it. If the old one succeeded on the same cluster, and the task changes nothing,
        set O(rerun=always) to start it again.
      - Sahara does not return most secrets in the configs of the old one. To start it again, set them in O(configs).
    type: str
  job_template:
    description: The name or id of the job template to run.
    type: str
  cluster:
    description: The name or id of the cluster to run it on.
    type: str
  input:
    description: The name or id of the input data source.
    type: str
  output:
    description: The name or id of the output data source.
    type: str
  configs:
    description:
      - The settings of the job engine, by name. In results, a mask replaces the value of a setting like C(password), C(token) or
        C(fs.azure.account.key.NAME).
    type: dict
  params:
    description: The parameters, by name. Secrets are masked as in O(configs).
    type: dict
  args:
    description:
      - The arguments, in order. An argument may be an empty string.
      - The value after an argument like C(--password) is masked as in O(configs).
    type: list
    elements: str
  job_interface:
    description:
      - The values for the interface of the job template, by argument name. Secrets are masked as in O(configs).
      - For a data source, set its name, id or URL.
    type: dict
  rerun:
    description:
      - When to start a new job execution although the project has an equal one on this cluster. Otherwise, the task uses the
        equal one. With O(state=finished), it waits until the job execution ends, and fails if the job execution failed.
      - V(on_failure) starts a new one, unless an equal job execution succeeded or has not ended.
      - V(never) starts a new one only if no equal job execution exists. If an equal one failed, the task fails again.
      - V(on_change) starts a new one if the last job execution of the job template on the cluster was different. If it was
        equal and failed, the task fails again.
      - V(always) starts a new one each time the task runs.
    type: str
    choices: [on_failure, never, on_change, always]
    default: on_failure
  timeout:
    description: Longest time for the whole operation, in seconds. If it takes longer, the task fails.
    type: int
    default: 3600
  cancel_on_timeout:
    description:
      - Whether to cancel a job execution that takes longer than O(timeout). Otherwise, it keeps running.
      - The task fails in both cases.
    type: bool
    default: false
notes:
  - Spark and Shell jobs write their output to files on an instance, and Oozie keeps the logs of most other jobs. Sahara returns
    neither. If such a job fails, the message and RV(job_execution.log) say where its log is.
  - The playbook C(sahara.dataprocessing.job_logs) shows these logs.
  - Only API version 1.1 asks the job engine for the current status. The module uses it for this if the cloud has it.
    Otherwise, the status can be up to 45 seconds old, because Sahara checks it at this interval.
  - "Sahara starts as many equal job executions as it is asked for. If two equal tasks run at the same time, neither sees
    the job execution of the other, and both start one. A task that notices this prints a warning with the ids. To start
    only one, let a single host run the task, for example with C(run_once: true)."
seealso:
  - module: sahara.dataprocessing.sahara_job_execution_info
  - module: sahara.dataprocessing.sahara_job_template
  - module: sahara.dataprocessing.sahara_data_source
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: Count words, unless they were counted before
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    job_template: wordcount
    cluster: analytics
    input: texts
    output: counts
    configs:
      mapred.reduce.tasks: 2
    timeout: 1800
  register: counted

- name: Run a report each time, with values for the interface, and cancel it if it takes too long
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    job_template: report
    cluster: analytics
    job_interface:
      day: monday
      source: texts
    rerun: always
    timeout: 600
    cancel_on_timeout: true
  register: reported

- name: Show the status
  ansible.builtin.debug:
    var: counted.job_execution.status

- name: Run the same report for another day
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    like: "{{ reported.job_execution.id }}"
    job_interface:
      day: tuesday

- name: Protect the first report
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    id: "{{ reported.job_execution.id }}"
    state: started
    is_protected: true

- name: Cancel a job execution
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    id: "{{ counted.job_execution.id }}"
    state: cancelled
"""

RETURN = r"""
job_execution:
  description: The job execution; null if it does not exist. After a failure, the job execution as last seen.
  returned: success, or when the job execution fails
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
      description:
        - The kind of failure. V(JobFailed) and V(JobTimeout) concern the job execution itself.
        - Other kinds are, for example, V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
    wait_options,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_execution import (
    JobExecution,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.task import (
    converge_job_execution,
)

SPEC = module_spec(
    JobExecution.options(),
    wait_options(timeout=3600),
    {
        "state": {
            "type": "str",
            "choices": ["finished", "started", "cancelled", "absent"],
            "default": "finished",
        },
        "like": {"type": "str"},
        "job_interface": {"type": "dict", "no_log": True},
        "rerun": {
            "type": "str",
            "choices": ["on_failure", "never", "on_change", "always"],
            "default": "on_failure",
        },
        "cancel_on_timeout": {"type": "bool", "default": False},
    },
    required_one_of=[("id", "job_template", "like")],
    mutually_exclusive=[("id", "job_template", "like"), ("id", "cluster")],
    required_by={"job_template": ("cluster",)},
)


def run(task):
    return converge_job_execution(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
