#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary_internal
short_description: Manage Sahara job binary internals
version_added: 1.0.0
description:
  - Stores programs and libraries of jobs in the database of OpenStack data processing (Sahara), and deletes them. Sahara
    calls them job binary internals.
  - To create a job binary from a file in one step, use O(sahara.dataprocessing.sahara_job_binary#module:src) of
    M(sahara.dataprocessing.sahara_job_binary).
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
options:
  src:
    description:
      - The path of a file to upload. The file is on the host where the task runs, which is the controller for tasks on
        C(localhost).
      - The limit is 5120 KiB, unless Sahara is configured otherwise.
      - One of O(src) and O(content) is required to create a job binary internal.
      - The content is compared by checksum. Sahara never changes stored content, so different content creates a new job
        binary internal with a new id, which replaces the old one.
      - A job binary internal that a job binary uses is not replaced. O(on_immutable_change) then decides whether the task
        fails.
    type: path
  content:
    description:
      - The content as text. In all other respects, this option works like O(src).
      - Ansible shows the content wherever it shows the arguments of a task. Set C(no_log) for the task if the content has
        secrets.
    type: str
notes:
  - Only API version 1.1 supports job binary internals. The module uses it regardless of O(api_version).
seealso:
  - module: sahara.dataprocessing.sahara_job_binary_internal_info
  - module: sahara.dataprocessing.sahara_job_binary
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: Store a library
  sahara.dataprocessing.sahara_job_binary_internal:
    cloud: mycloud
    name: udf.jar
    src: "{{ playbook_dir }}/files/udf.jar"
  register: library

- name: Store a script
  sahara.dataprocessing.sahara_job_binary_internal:
    cloud: mycloud
    name: count.pig
    content: |
      A = load '$INPUT' using PigStorage(':');
      store A into '$OUTPUT';

- name: Create a job binary from the library
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: udf.jar
    url: internal-db://{{ library.job_binary_internal.id }}

- name: Delete the script
  sahara.dataprocessing.sahara_job_binary_internal:
    cloud: mycloud
    name: count.pig
    state: absent
"""

RETURN = r"""
job_binary_internal:
  description: The job binary internal, without its content; null if it does not exist.
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
    datasize:
      description: The size of the content, in bytes.
      type: int
      sample: 1834
    name:
      description: The name of the object.
      type: str
      sample: wordcount.jar
    is_public:
      description: Whether other projects can see and use the object.
      type: bool
      sample: false
    is_protected:
      description: Whether the object is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: The changes, by option; empty if nothing changes. Content is shown as its checksum.
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

SPEC = module_spec(
    JobBinaryInternal.options(),
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    required_one_of=[("name", "id")],
    mutually_exclusive=[("src", "content")],
)


def run(task):
    return converge(task, JobBinaryInternal(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
