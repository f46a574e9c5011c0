#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_data_source
short_description: Manage Sahara data sources
version_added: 1.0.0
description:
  - Creates, updates and deletes data sources in OpenStack data processing (Sahara). A data source describes where jobs
    read or write data.
  - A public data source of one project blocks its name for all other projects.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.identity
  - sahara.dataprocessing.sahara.state
  - sahara.dataprocessing.sahara.secrets
  - sahara.dataprocessing.sahara.description
  - sahara.dataprocessing.sahara.sharing
attributes:
  idempotent:
    support: partial
    details: O(update_secrets=always) sends the secrets in every run.
options:
  type:
    description: The kind of storage. Required to create a data source.
    type: str
    choices: [hdfs, manila, maprfs, s3, swift]
  url:
    description:
      - The location of the data. Required to create a data source.
      - The forms are V(swift://container/path), V(s3a://bucket/path), V(hdfs://namenode/path), V(maprfs:///path) and
        V(manila://share-id/path). With O(type=hdfs) and O(type=maprfs), the path alone is enough.
      - Sahara replaces V(%JOB_EXEC_ID%) with the id of the job execution, and V(%RANDSTR(n\)%) with n random letters.
    type: str
  credentials:
    description: The credentials for reading and writing the data. Write-only; see O(update_secrets).
    type: dict
    suboptions:
      user:
        description: The Swift user. Required for O(type=swift), unless Sahara is configured to use proxy users.
        type: str
      password:
        description: The password of the Swift user.
        type: str
      accesskey:
        description: The S3 access key.
        type: str
      secretkey:
        description: The S3 secret key.
        type: str
      endpoint:
        description: The S3 endpoint, without a scheme.
        type: str
      bucket_in_path:
        description: If V(true), S3 URLs have the bucket in their path. If V(false), they have it in their host name.
        type: bool
      ssl:
        description: Whether to use HTTPS for S3.
        type: bool
seealso:
  - module: sahara.dataprocessing.sahara_data_source_info
  - module: sahara.dataprocessing.sahara_job_execution
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: Use a Swift container as job input
  sahara.dataprocessing.sahara_data_source:
    cloud: mycloud
    name: raw-logs
    type: swift
    url: swift://logs/2026
    credentials:
      user: loader
      password: "{{ vault_loader_password }}"

- name: Use an S3 bucket
  sahara.dataprocessing.sahara_data_source:
    cloud: mycloud
    name: archive
    type: s3
    url: s3a://archive/logs
    credentials:
      accesskey: archive
      secretkey: "{{ vault_archive_key }}"
      endpoint: s3.example.org
      ssl: true

- name: Write the output of each job execution to a separate directory
  sahara.dataprocessing.sahara_data_source:
    cloud: mycloud
    name: reports
    type: hdfs
    url: /user/reports/%JOB_EXEC_ID%

- name: Change a password
  sahara.dataprocessing.sahara_data_source:
    cloud: mycloud
    name: raw-logs
    credentials:
      user: loader
      password: "{{ vault_loader_password }}"
    update_secrets: always

- name: Delete a data source
  sahara.dataprocessing.sahara_data_source:
    cloud: mycloud
    name: reports
    state: absent
"""

RETURN = r"""
data_source:
  description: The data source, without its credentials; null if it does not exist.
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
      sample: sales-input
    type:
      description: The kind of storage.
      type: str
      sample: hdfs
    url:
      description: The location of the data.
      type: str
      sample: hdfs://namenode/data/sales
    description:
      description: The description of the object.
      type: str
      sample: Sales of the last quarter
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
    SECRETS_OPTIONS,
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.data_source import (
    DataSource,
)

SPEC = module_spec(
    DataSource.options(),
    STATE_OPTIONS,
    SECRETS_OPTIONS,
    required_one_of=[("name", "id")],
)


def run(task):
    return converge(task, DataSource(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
