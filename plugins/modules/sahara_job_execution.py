#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_execution
short_description: Run jobs on clusters of Sahara
version_added: 0.1.0
description:
  - Runs a job template of OpenStack data processing (Sahara) on a cluster and waits for the end; cancels and deletes such runs.
  - A run has no name. It is known by what it runs, the job template, cluster, input, output, configs, params and args, or by its id.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
options:
  state:
    description:
      - V(finished) runs the job and waits for its end. The task fails if the job does, or if its cluster fails before it begins.
      - V(started) does not wait. On a cluster that is not ready yet the job waits for it.
      - V(cancelled) ends the run, or all runs that are like this, and waits for the end.
      - V(absent) deletes the run, or all runs that are like this; those that are not over are cancelled.
    type: str
    choices: [finished, started, cancelled, absent]
    default: finished
  id:
    description: The id of a run that exists. Either this or O(job_template) and O(cluster) are required.
    type: str
  job_template:
    description: The name or id of the job template to run.
    type: str
  cluster:
    description: The name or id of the cluster to run it on.
    type: str
  input:
    description: The name or id of the data source of the input.
    type: str
  output:
    description: The name or id of the data source of the output.
    type: str
  configs:
    description: Settings of the engine, by name. Values of names like C(password) or C(secret) are not shown anywhere.
    type: dict
  params:
    description: Parameters, by name. Values of names like C(password) or C(secret) are not shown anywhere.
    type: dict
  args:
    description: Arguments, in their order.
    type: list
    elements: str
  job_interface:
    description:
      - Values for the interface of the job template, by the names that it gives them. One that is a data source may be given by its
        name or id.
      - Values of names like C(password) or C(secret) are not shown anywhere.
    type: dict
  is_public:
    description: Whether other projects see the run. Of a run that exists it is changed.
    type: bool
  is_protected:
    description: Whether the run is protected from changes and from deletion. Of a run that exists it is changed.
    type: bool
  rerun:
    description:
      - When to run a job again that the project ran like this before, on this cluster. A run that is taken instead is waited for, and
        with O(state=finished) the task fails if it failed.
      - V(on_failure), unless an equal run succeeded or is under way; that one is taken then.
      - V(never), not even if the equal run failed; the task fails again then.
      - V(on_change), when the last run of the job template on the cluster was another one. If that one is equal and failed, the task
        fails again.
      - V(always), with each run of the task.
    type: str
    choices: [on_failure, never, on_change, always]
    default: on_failure
  timeout:
    description: How long the whole operation may take, in seconds.
    type: int
    default: 3600
  cancel_on_timeout:
    description: Whether a job that takes longer is cancelled. Otherwise it is left running. The task fails either way.
    type: bool
    default: false
  poll_interval:
    description: How often to ask for the status while waiting, in seconds. The first questions come sooner.
    type: int
    default: 5
  progress:
    description:
      - Whether to print a line for each change of the status while the task waits.
      - The lines go to the standard error, with the host before them where the play has several.
      - Only tasks that run in the controller's process can print; others do the same work silently.
    type: bool
    default: true
notes:
  - Only API version 1.1 asks the engine for the status at once. Where the cloud has it, it is used for that; otherwise the news
    are as old as Sahara's own last look, 45 seconds at most.
"""

EXAMPLES = r"""
- name: Count words, unless that was done already
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

- name: Run a report each time, with values for the interface of its template, and end it if it takes too long
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

- name: How it went
  ansible.builtin.debug:
    var: counted.job_execution.status

- name: End it
  sahara.dataprocessing.sahara_job_execution:
    cloud: mycloud
    id: "{{ counted.job_execution.id }}"
    state: cancelled
"""

RETURN = r"""
job_execution:
  description: The run; null when it is absent. After a failure it is the run as it was seen last.
  returned: success, and failure of a job
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
    status:
      description: The status, for example V(RUNNING), V(SUCCEEDED) or V(FAILED).
      type: str
      sample: SUCCEEDED
    start_time:
      description: When it began.
      type: str
      sample: '2026-11-27T09:51:00'
    end_time:
      description: When it ended.
      type: str
      sample: '2026-11-27T09:54:12'
    return_code:
      description: The return code, if the engine has one.
      type: str
      sample: '0'
    engine_job_id:
      description: The id that the engine gave it.
      type: str
      sample: job_1764236890123_0007
    data_source_urls:
      description: The URLs of its data sources, with their placeholders replaced.
      type: dict
      sample:
        6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90: hdfs://namenode/data/sales
    info:
      description: What the engine reports about it.
      type: dict
      sample:
        status: SUCCEEDED
    job_template_id:
      description: The id of the job template.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    cluster_id:
      description: The id of the cluster; null when it was deleted.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    input_id:
      description: The id of the data source that is read.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    output_id:
      description: The id of the data source that is written.
      type: str
      sample: 6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    job_configs:
      description: The configs, params and args that it was started with, without credentials.
      type: dict
      sample:
        configs:
          edp.java.main_class: org.example.WordCount
        params: {}
        args:
          - '10'
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
      description: The kind of the failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
        "job_interface": {"type": "dict", "no_log": True},
        "rerun": {
            "type": "str",
            "choices": ["on_failure", "never", "on_change", "always"],
            "default": "on_failure",
        },
        "cancel_on_timeout": {"type": "bool", "default": False},
    },
    required_one_of=[("id", "job_template")],
    mutually_exclusive=[("id", "job_template"), ("id", "cluster")],
    required_together=[("job_template", "cluster")],
)


def run(task):
    return converge_job_execution(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
