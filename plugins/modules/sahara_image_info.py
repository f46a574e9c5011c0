#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_image_info
short_description: Information on the images that are registered with Sahara
version_added: 0.1.0
description:
  - Lists images that are registered with OpenStack data processing (Sahara), and tells which of them a plugin can use.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes_info
options:
  name:
    description: The name of the image.
    type: str
  id:
    description: The id of the image.
    type: str
  tags:
    description: Only images with all of these tags.
    type: list
    elements: str
  plugin_name:
    description: The name of a plugin, to learn which of its tags the images lack. Needs O(plugin_version).
    type: str
  plugin_version:
    description: The version of the plugin O(plugin_name).
    type: str
"""

EXAMPLES = r"""
- name: The images that clusters of a plugin can be made of
  sahara.dataprocessing.sahara_image_info:
    cloud: mycloud
    plugin_name: vanilla
    plugin_version: 2.7.5
  register: found

- name: Their names
  ansible.builtin.debug:
    msg: "{{ found.images | selectattr('missing_tags', 'equalto', []) | map(attribute='name') }}"
"""

RETURN = r"""
images:
  description: The images, by name; empty when there is none.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id.
      type: str
    name:
      description: Its name in Glance.
      type: str
    username:
      description: The user to log in with.
      type: str
    description:
      description: The description.
      type: str
    tags:
      description: The tags, in the order of the alphabet.
      type: list
      elements: str
    status:
      description: The status of the image in Glance.
      type: str
    min_disk:
      description: The least size of a disk, in GiB.
      type: int
    min_ram:
      description: The least memory, in MiB.
      type: int
    created_at:
      description: When the image was created.
      type: str
    updated_at:
      description: When the image was changed.
      type: str
    missing_tags:
      description: The tags that the plugin O(plugin_name) wants and the image lacks; null when no plugin was given.
      type: list
      elements: str
failure:
  description: The facts of a failure, for tasks that test them.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of the failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    gather_images,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    {
        "tags": {"type": "list", "elements": "str"},
        "plugin_name": {"type": "str"},
        "plugin_version": {"type": "str"},
    },
    mutually_exclusive=[("name", "id")],
    required_together=[("plugin_name", "plugin_version")],
)


def run(task):
    return gather_images(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
