#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_image
short_description: Register images with Sahara
version_added: 1.0.0
description:
  - Registers Glance images with OpenStack data processing (Sahara), changes their registrations, and unregisters them.
    A registration sets the user name and the tags of the image.
  - Clusters can only use registered images that have the tags required by the plugin.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
options:
  name:
    description: The name of the image in Glance. One of O(name) and O(id) is required.
    type: str
  id:
    description: The id of the image in Glance.
    type: str
  username:
    description: The user that Sahara logs in as on instances of the image. Required to register an image.
    type: str
  description:
    description: A description of the image. Sahara can change it, but not remove it.
    type: str
  tags:
    description:
      - The tags of the image. Their order does not matter.
      - A tag has letters, digits, C(-), C(_) and C(.). Each part between dots starts and ends with a letter or a digit.
    type: list
    elements: str
  purge_tags:
    description: Whether to remove tags that O(tags) does not list.
    type: bool
    default: true
  plugin_name:
    description: The name of a plugin. Its required tags are added to O(tags). Requires O(plugin_version).
    type: str
  plugin_version:
    description: The version of the plugin in O(plugin_name).
    type: str
seealso:
  - module: sahara.dataprocessing.sahara_image_info
  - module: sahara.dataprocessing.sahara_cluster
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_images
    description: How images for clusters are built and registered.
"""

EXAMPLES = r"""
- name: Register an image for clusters of the vanilla plugin
  sahara.dataprocessing.sahara_image:
    cloud: mycloud
    name: vanilla-2.7.5-ubuntu
    username: ubuntu
    plugin_name: vanilla
    plugin_version: 2.7.5

- name: Set exactly these tags
  sahara.dataprocessing.sahara_image:
    cloud: mycloud
    name: vanilla-2.7.5-ubuntu
    tags: [vanilla, 2.7.5, tested]

- name: Unregister an image
  sahara.dataprocessing.sahara_image:
    cloud: mycloud
    name: vanilla-2.7.5-ubuntu
    state: absent
"""

RETURN = r"""
image:
  description: The image; null if it is not registered.
  returned: success
  type: dict
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
    STATE_OPTIONS,
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)

SPEC = module_spec(
    Image.options(),
    STATE_OPTIONS,
    {
        "purge_tags": {"type": "bool", "default": True},
        "plugin_name": {"type": "str"},
        "plugin_version": {"type": "str"},
    },
    required_one_of=[("name", "id")],
    required_together=[("plugin_name", "plugin_version")],
)


def run(task):
    return converge(task, Image(task))


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
