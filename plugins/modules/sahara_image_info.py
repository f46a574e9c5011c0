#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_image_info
short_description: Get information about images that are registered with Sahara
version_added: 1.0.0
description:
  - Lists images that are registered with OpenStack data processing (Sahara), and shows which of them a plugin can use.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes_info
  - sahara.dataprocessing.sahara.by_name
  - sahara.dataprocessing.sahara.by_names
  - sahara.dataprocessing.sahara.by_id
  - sahara.dataprocessing.sahara.with_options
options:
  tags:
    description: Return only objects with all of these tags.
    type: list
    elements: str
  plugin_name:
    description: If set, also return the tags that this plugin requires and the image lacks. Requires O(plugin_version).
    type: str
  plugin_version:
    description: The version of the plugin in O(plugin_name).
    type: str
seealso:
  - module: sahara.dataprocessing.sahara_image
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_images
    description: How images for clusters are built and registered.
"""

EXAMPLES = r"""
- name: List the registered images, with the tags that they lack for a plugin
  sahara.dataprocessing.sahara_image_info:
    cloud: mycloud
    plugin_name: vanilla
    plugin_version: 2.7.5
  register: found

- name: Show the names of those that the plugin can use
  ansible.builtin.debug:
    msg: "{{ found.images | selectattr('missing_tags', 'equalto', []) | map(attribute='name') }}"
"""

RETURN = r"""
images:
  description: The registered images, sorted by name; empty if none match.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: The id of the image.
      type: str
      sample: 0a5f9a5e-3b7e-4c0b-8d5c-2f0f3c1f7a11
    name:
      description: The name of the image in Glance.
      type: str
      sample: ubuntu-hadoop
    status:
      description: The status of the image in Glance.
      type: str
      sample: ACTIVE
    min_disk:
      description: The minimum disk size for the image, in GiB.
      type: int
      sample: 10
    min_ram:
      description: The minimum memory for the image, in MiB.
      type: int
      sample: 1024
    created_at:
      description: When the image was created.
      type: str
      sample: '2026-11-27T09:41:02'
    updated_at:
      description: When the image was last changed.
      type: str
      sample: '2026-11-27T09:41:02'
    username:
      description: The user to log in as on instances of the image.
      type: str
      sample: ubuntu
    description:
      description: The description of the object.
      type: str
      sample: Ubuntu with Hadoop 2.7.5
    tags:
      description: The tags, in alphabetical order.
      type: list
      elements: str
      sample:
        - 2.7.5
        - vanilla
    options:
      description: The options that describe the object. You can pass them to the module that creates such objects. Defaults
        and secrets are left out. Null unless O(with_options=true).
      type: dict
      sample:
        name: example
        is_public: true
    secret_options:
      description: The paths of the secrets that RV(ignore:options) lacks. An option whose secrets Sahara never returns is
        listed if it may have any. Null unless O(with_options=true).
      type: list
      elements: str
      sample:
        - node_configs.NameNode.Admin password
    missing_tags:
      description: The tags that O(plugin_name) requires and the image lacks; null if O(plugin_name) is not set.
      type: list
      elements: str
      sample:
        - vanilla
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
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
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.declaration import (
    IDENTITY_OPTIONS,
    NAMES_OPTION,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    gather_images,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.reuse import (
    WITH_OPTIONS,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    WITH_OPTIONS,
    NAMES_OPTION,
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
