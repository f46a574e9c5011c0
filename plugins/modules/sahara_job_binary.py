#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary
short_description: Manage Sahara job binaries
version_added: 1.0.0
description:
  - Creates, updates and deletes job binaries in OpenStack data processing (Sahara). Job binaries are the programs and
    libraries that job templates refer to.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.secrets
  - sahara.dataprocessing.sahara.immutable
  - sahara.dataprocessing.sahara.description
  - sahara.dataprocessing.sahara.sharing
attributes:
  idempotent:
    support: partial
    details: O(update_secrets=always) sends the secrets in every run.
options:
  url:
    description:
      - The location of the program or library. One of O(url) and O(src) is required to create a job binary.
      - The forms are V(swift://container/object), V(s3://bucket/object), V(manila://share-id/path) and V(internal-db://id).
      - The id in the last form is the one that M(sahara.dataprocessing.sahara_job_binary_internal) returns. Sahara never
        changes a URL of this form; see O(on_immutable_change).
    type: str
  src:
    description:
      - The path of a file to upload as the job binary. The file is on the host where the task runs, which is the controller
        for tasks on C(localhost).
      - Sahara stores the content in its own database. This requires API version 1.1, which the module uses for the upload
        regardless of O(api_version).
      - The limit is 5120 KiB, unless Sahara is configured otherwise.
      - The content is compared by checksum. Sahara never changes stored content, so different content creates a new job
        binary with a new id, which replaces the old one.
      - A job binary that a job template uses is not replaced. O(on_immutable_change) then decides whether the task fails.
      - Content that a task uploaded is deleted with the last job binary that uses it.
    type: path
  extra:
    description: The credentials for reading O(url). Write-only; see O(update_secrets).
    type: dict
    suboptions:
      user:
        description: The Swift user. Required if O(url) is in Swift, unless Sahara is configured to use proxy users.
        type: str
      password:
        description: The password of the Swift user.
        type: str
      accesskey:
        description: The S3 access key. Required if O(url) is in S3.
        type: str
      secretkey:
        description: The S3 secret key. Required if O(url) is in S3.
        type: str
      endpoint:
        description: The URL of the S3 endpoint. Required if O(url) is in S3.
        type: str
seealso:
  - module: sahara.dataprocessing.sahara_job_binary_info
  - module: sahara.dataprocessing.sahara_job_template
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: Create a job binary from a local file
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: wordcount.jar
    src: "{{ playbook_dir }}/files/wordcount.jar"

- name: Create a job binary from a Swift object
  sahara.dataprocessing.sahara_job_binary:
    cloud: mycloud
    name: clean.pig
    url: swift://scripts/clean.pig
    extra:
      user: loader
      password: "{{ vault_loader_password }}"

- name: Create a job binary from an S3 object
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
  description: The job binary, without its credentials; null if it does not exist.
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
    name:
      description: The name of the object.
      type: str
      sample: wordcount.jar
    url:
      description: The location of the program or library.
      type: str
      sample: swift://programs/wordcount.jar
    description:
      description: The description of the object.
      type: str
      sample: Counts words
    is_public:
      description: Whether other projects can see and use the object.
      type: bool
      sample: false
    is_protected:
      description: Whether the object is protected from changes and deletion.
      type: bool
      sample: false
diff:
  description: The changes, by option; empty if nothing changes. Secrets are never included, and files are shown as their
    checksums.
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
      description: The kind of failure, for example V(Refused), V(InUse) or V(BadRequest).
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
