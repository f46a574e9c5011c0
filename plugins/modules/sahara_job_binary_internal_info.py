#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary_internal_info
short_description: Information on what Sahara keeps in its own database
version_added: 0.1.0
description:
  - Lists the programs and libraries of jobs that OpenStack data processing (Sahara) keeps in its own database.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the object.
    type: str
  id:
    description: The id of the object.
    type: str
notes:
  - Only version 1.1 of the API has these objects, and it is used for them whatever O(api_version) says.
seealso:
  - module: sahara.dataprocessing.sahara_job_binary_internal
"""

EXAMPLES = r"""
- name: All that Sahara keeps in its database
  sahara.dataprocessing.sahara_job_binary_internal_info:
    cloud: mycloud
  register: found

- name: Its size in all
  ansible.builtin.debug:
    msg: "{{ found.job_binary_internals | sum(attribute='datasize') }} bytes"
"""

RETURN = r"""
job_binary_internals:
  description: The objects, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
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
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed).
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
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.gather import (
    gather,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, JobBinaryInternal(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
