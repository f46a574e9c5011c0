#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_job_binary_info
short_description: Information on job binaries of Sahara
version_added: 0.1.0
description:
  - Lists job binaries of OpenStack data processing (Sahara), those that other projects made public among them.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the job binary.
    type: str
  id:
    description: The id of the job binary.
    type: str
  url:
    description: Only job binaries with this URL.
    type: str
seealso:
  - module: sahara.dataprocessing.sahara_job_binary
"""

EXAMPLES = r"""
- name: All job binaries
  sahara.dataprocessing.sahara_job_binary_info:
    cloud: mycloud
  register: found

- name: Those that Sahara keeps itself
  ansible.builtin.debug:
    msg: "{{ found.job_binaries | selectattr('url', 'match', 'internal-db://') | map(attribute='name') }}"
"""

RETURN = r"""
job_binaries:
  description: The job binaries, by name; empty when there is none.
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
    name:
      description: The name.
      type: str
    url:
      description: The URL.
      type: str
    description:
      description: The description.
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {"url": {"type": "str"}},
    mutually_exclusive=[("name", "id")],
)


def run(task):
    return gather(task, JobBinary(task), "url")


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
