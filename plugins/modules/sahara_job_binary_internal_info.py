#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary_internal_info
short_description: Get information about Sahara job binary internals
version_added: 1.0.0
description:
  - Lists the job binary internals of OpenStack data processing (Sahara). These are programs and libraries of jobs that
    Sahara stores in its own database.
  - Can download the content of one of them.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.download
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
  - sahara.dataprocessing.sahara.by_id
notes:
  - Only API version 1.1 supports job binary internals. The module uses it regardless of O(api_version).
seealso:
  - module: sahara.dataprocessing.sahara_job_binary_internal
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_jobs
    description: From a program to the result of a job.
"""

EXAMPLES = r"""
- name: List all job binary internals
  sahara.dataprocessing.sahara_job_binary_internal_info:
    cloud: mycloud
  register: found

- name: Show their total size
  ansible.builtin.debug:
    msg: "{{ found.job_binary_internals | sum(attribute='datasize') }} bytes"

- name: Download one of them
  sahara.dataprocessing.sahara_job_binary_internal_info:
    cloud: mycloud
    name: udf.jar
    dest: "{{ playbook_dir }}/files/downloaded.jar"
"""

RETURN = r"""
job_binary_internals:
  description: The job binary internals, sorted by name; empty if none match.
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
    options:
      description: The options that describe the object. You can pass them to the module that creates such objects. Defaults
        and secrets are left out.
      type: dict
      sample:
        name: example
        is_public: true
    secret_options:
      description: The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns is
        listed if it may have any.
      type: list
      elements: str
      sample:
        - node_configs.NameNode.Admin password
download:
  description: The file at O(dest); null if the object does not exist yet in check mode.
  returned: success, if O(dest) is set
  type: dict
  contains:
    path:
      description: The path of the file.
      type: str
      sample: /srv/jobs/wordcount.jar
    checksum:
      description: The SHA-256 checksum of the content.
      type: str
      sample: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    size:
      description: The size of the content, in bytes.
      type: int
      sample: 1834
    mode:
      description: The permissions of the file.
      type: str
      sample: '0600'
diff:
  description: The changes to the file at O(dest); empty if nothing changes.
  returned: success, if O(dest) is set
  type: dict
  contains:
    before:
      description: The checksum, mode, owner and group before the change, as far as they change.
      type: dict
      sample: {}
    after:
      description: The same after the change.
      type: dict
      sample:
        mode: '0600'
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed).
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    IDENTITY_OPTIONS,
    NAMES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.download import (
    DOWNLOAD_OPTIONS,
    with_download,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    DOWNLOAD_OPTIONS,
    NAMES_OPTION,
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return with_download(task, JobBinaryInternal.kind, gather(task, JobBinaryInternal(task)))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
