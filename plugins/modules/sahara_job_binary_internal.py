#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary_internal
short_description: Manage what Sahara keeps in its own database
version_added: 0.1.0
description:
  - Stores programs and libraries of jobs in the database of OpenStack data processing (Sahara), and deletes them.
  - M(sahara.dataprocessing.sahara_job_binary) makes a job binary of a file in one step, with its O(sahara.dataprocessing.sahara_job_binary#module:src).
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
    description: The name. One of O(name) and O(id) is required. With both, the object of that id gets this name.
    type: str
  id:
    description: The id of an existing object.
    type: str
  src:
    description:
      - A file on the host where the task runs, which is the controller for tasks on C(localhost).
      - Sahara takes up to 5120 KiB, unless it is configured otherwise.
      - One of O(src) and O(content) is required to create it.
      - It is compared by its checksum. Sahara never changes content, so another one makes a new object, with a new id, which
        takes the place of the old one. While a job binary uses the old one it stays, and O(on_immutable_change) says whether
        that is a failure.
    type: path
  content:
    description:
      - The content itself, as text. Otherwise the same as O(src).
      - It is shown where Ansible shows the arguments of a task; content with secrets needs C(no_log) for the task.
    type: str
notes:
  - Only version 1.1 of the API has these objects, and it is used for them whatever O(api_version) says.
seealso:
  - module: sahara.dataprocessing.sahara_job_binary
  - module: sahara.dataprocessing.sahara_job_binary_internal_info
"""

EXAMPLES = r"""
- name: Keep a library
  sahara.dataprocessing.sahara_job_binary_internal:
    cloud: mycloud
    name: udf.jar
    src: "{{ playbook_dir }}/files/udf.jar"
  register: library

- name: Keep a script
  sahara.dataprocessing.sahara_job_binary_internal:
    cloud: mycloud
    name: count.pig
    content: |
      A = load '$INPUT' using PigStorage(':');
      store A into '$OUTPUT';

- name: Make a job binary of the library
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
  description: The object, without its content; null when it is absent.
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
    datasize:
      description: The size of the content, in bytes.
      type: int
      sample: 1834
    name:
      description: The name.
      type: str
      sample: wordcount.jar
    is_public:
      description: Whether other projects can see and use it.
      type: bool
      sample: false
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: What changes, by option; empty when nothing does. Content is in it as its checksum.
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
