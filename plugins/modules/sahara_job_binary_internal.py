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
    project_id:
      description: The project that it belongs to.
      type: str
    created_at:
      description: When it was created, in UTC.
      type: str
    updated_at:
      description: When it was changed, in UTC; null until then.
      type: str
    datasize:
      description: The size of its content, in bytes.
      type: int
    name:
      description: The name.
      type: str
    is_public:
      description: Whether other projects see it and may use it.
      type: bool
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
diff:
  description: What changes, by option; empty when nothing does. Content is in it as its checksum.
  returned: success
  type: dict
  contains:
    before:
      description: The options as they are.
      type: dict
    after:
      description: The options as they shall be.
      type: dict
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(Refused) or V(InUse).
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
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    STATE_OPTIONS,
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    STATE_OPTIONS,
    IMMUTABLE_OPTIONS,
    SHARING_OPTIONS,
    {
        "src": {"type": "path"},
        "content": {"type": "str"},
    },
    required_one_of=[("name", "id")],
    mutually_exclusive=[("src", "content")],
)


def run(task):
    return converge(task, JobBinaryInternal(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
