#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary
short_description: Manage job binaries of Sahara
version_added: 0.1.0
description:
  - Creates, updates and deletes job binaries of OpenStack data processing (Sahara), the programs and libraries that job templates refer to.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.secrets
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.sharing
options:
  name:
    description: The name. One of O(name) and O(id) is required. With both, the job binary of that id gets this name.
    type: str
  id:
    description: The id of an existing job binary.
    type: str
  url:
    description:
      - Where it is. One of O(url) and O(src) is required to create it.
      - The forms are V(swift://container/object), V(s3://bucket/object), V(manila://share-id/path) and V(internal-db://id),
        with the id that M(sahara.dataprocessing.sahara_job_binary_internal) returns.
      - Sahara never changes a URL of the last form; see O(on_immutable_change).
    type: str
  src:
    description:
      - A file to make it of, on the host where the task runs, which is the controller for tasks on C(localhost).
      - Sahara keeps it in its own database, which needs version 1.1 of the API; that is used for this part whatever
        O(api_version) says. It takes up to 5120 KiB, unless it is configured otherwise.
      - It is compared by its checksum. Sahara never changes what it keeps, so another content makes a new job binary, with a
        new id, which takes the place of the old one. While a job template uses the old one it stays, and
        O(on_immutable_change) says whether that is a failure.
      - What a task stored is deleted with the last job binary that uses it.
    type: path
  description:
    description: A description. The empty string removes it.
    type: str
  extra:
    description: What is needed to read it. Write-only; see O(update_secrets).
    type: dict
    suboptions:
      user:
        description: The user of Swift. Sahara wants it for a O(url) in Swift, unless it is configured to use proxy users.
        type: str
      password:
        description: The password of O(extra.user).
        type: str
      accesskey:
        description: The access key of S3. Required for a O(url) in S3.
        type: str
      secretkey:
        description: The secret key of S3. Required for a O(url) in S3.
        type: str
      endpoint:
        description: The URL of the endpoint of S3. Required for a O(url) in S3.
        type: str
seealso:
  - module: sahara.dataprocessing.sahara_job_binary_info
  - module: sahara.dataprocessing.sahara_job_template
"""

EXAMPLES = r"""
- name: Make a job binary of a file
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: wordcount.jar
    src: "{{ playbook_dir }}/files/wordcount.jar"

- name: Make one of an object in Swift
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: clean.pig
    url: swift://scripts/clean.pig
    extra:
      user: loader
      password: "{{ vault_loader_password }}"

- name: Make one of an object in S3
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: join.jar
    url: s3://programs/join.jar
    extra:
      accesskey: programs
      secretkey: "{{ vault_programs_key }}"
      endpoint: https://s3.example.org

- name: Delete a job binary
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: join.jar
    state: absent
"""

RETURN = r"""
job_binary:
  description: The job binary, without its credentials; null when it is absent.
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
      sample: wordcount.jar
    url:
      description: The URL.
      type: str
      sample: swift://programs/wordcount.jar
    description:
      description: The description.
      type: str
      sample: Counts words
    is_public:
      description: Whether other projects can see and use it.
      type: bool
      sample: false
    is_protected:
      description: Whether it is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: What changes, by option; empty when nothing does. Secrets are never in it, and a file is as its checksum.
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
      description: The kind of the failure, for example V(Refused), V(InUse) or V(BadRequest).
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
    SECRETS_OPTIONS,
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)

SPEC = module_spec(
    JobBinary.options(),
    STATE_OPTIONS,
    SECRETS_OPTIONS,
    IMMUTABLE_OPTIONS,
    required_one_of=[("name", "id")],
    mutually_exclusive=[("url", "src"), ("src", "extra")],
)


def run(task):
    return converge(task, JobBinary(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
