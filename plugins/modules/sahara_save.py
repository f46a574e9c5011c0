#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_save
short_description: Save the objects of a Sahara project as task files
version_added: 1.0.0
description:
  - Writes the objects of a project in OpenStack data processing (Sahara) to a directory, as tasks that create them.
    The playbook C(sahara.dataprocessing.restore) runs these tasks, in the same project or in another one.
  - The tasks are in the order of their dependencies, sorted by name. They contain names instead of ids where possible, and no
    times or defaults. If nothing changes in the project, the files stay the same, so you can keep them under version control.
  - Secrets are not saved. In their place, the tasks have variables, which you set where you keep secrets. A task whose variable
    is undefined keeps the secret of an existing object.
  - Names of flavors, images, networks and other objects of the cloud are in C(vars/main.yml). Change them there to restore the
    project in another cloud.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
options:
  dest:
    description:
      - The directory, on the host of the task. It is created if it does not exist.
      - The module writes the files C(tasks/*.yml) and C(vars/main.yml), and stored content below C(files). It deletes files that an
        earlier task saved there and that this task does not write.
      - Do not put files of your own below C(files), because the module may delete them. It never touches any other files.
    type: path
    required: true
  kinds:
    description:
      - Which objects to save. Public objects of other projects are not saved.
      - V(images) saves the registrations of all images that the project can see.
      - V(job_binaries) includes content that Sahara stores in its own database, which requires API version 1.1.
        V(job_binary_internals) saves the other content there.
    type: list
    elements: str
    choices:
      - images
      - node_group_templates
      - cluster_templates
      - data_sources
      - job_binary_internals
      - job_binaries
      - job_templates
      - clusters
    default:
      - images
      - node_group_templates
      - cluster_templates
      - data_sources
      - job_binary_internals
      - job_binaries
      - job_templates
  names:
    description:
      - Save only objects whose names match one of these patterns.
      - A pattern may have wildcards as in file names, or be a regular expression that starts with C(~).
    type: list
    elements: str
notes:
  - Job executions cannot be restored, and the labels of plugins belong to the administrator. Neither is saved.
seealso:
  - module: sahara.dataprocessing.sahara_cluster_template_info
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_saving
    description: Keeping a project as code, and copying it.
"""

EXAMPLES = r"""
- name: Save the templates, data sources and jobs of the project
  sahara.dataprocessing.sahara_save:
    cloud: mycloud
    dest: saved
  register: saved

- name: Show which secrets the tasks need
  ansible.builtin.debug:
    var: saved.secrets

- name: Save two cluster templates
  sahara.dataprocessing.sahara_save:
    cloud: mycloud
    dest: templates
    kinds: [node_group_templates, cluster_templates]
    names: ["hadoop-*", "spark-*"]
"""

RETURN = r"""
counts:
  description: The number of saved objects of each kind.
  returned: success
  type: dict
  sample:
    node_group_templates: 3
    cluster_templates: 1
secrets:
  description: The variables for secrets, which the files do not set.
  returned: success
  type: list
  elements: str
  sample:
    - sahara_secret_data_source_events_credentials
diff:
  description: The differences in the files. Stored content is represented by its checksum.
  returned: success
  type: list
  elements: dict
  contains:
    before:
      description: The text before the task; empty for a new file.
      type: str
      sample: ''
    after:
      description: The text after the task; empty for a deleted file.
      type: str
      sample: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    before_header:
      description: The path of the file.
      type: str
      sample: saved/files/job_binaries/wordcount.jar
    after_header:
      description: The path of the file.
      type: str
      sample: saved/files/job_binaries/wordcount.jar
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.saving.project import (
    DEFAULT_KINDS,
    SAVED_RESOURCES,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.saving.save import (
    save,
)

SPEC = module_spec(
    {
        "dest": {"type": "path", "required": True},
        "kinds": {
            "type": "list",
            "elements": "str",
            "choices": list(SAVED_RESOURCES),
            "default": DEFAULT_KINDS,
        },
        "names": {"type": "list", "elements": "str"},
    },
)


def run(task):
    return save(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
