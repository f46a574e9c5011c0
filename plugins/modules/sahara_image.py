#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_image
short_description: Register images with Sahara
version_added: 0.1.0
description:
  - Registers an image of Glance with OpenStack data processing (Sahara), with the name of its user and its tags, and unregisters it.
  - A cluster can only be made from an image that is registered and has the tags that its plugin wants.
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.sahara
  - sahara.dataprocessing.sahara.attributes
  - sahara.dataprocessing.sahara.state
options:
  name:
    description: The name of the image in Glance. One of O(name) and O(id) is required.
    type: str
  id:
    description: The id of the image.
    type: str
  username:
    description:
      - The user that Sahara logs in with on the instances of the image.
      - Required to register an image.
    type: str
  description:
    description: A description. Sahara can change it, but not remove it.
    type: str
  tags:
    description: The tags of the image, in any order.
    type: list
    elements: str
  purge_tags:
    description: Whether tags that are not in O(tags) are removed.
    type: bool
    default: true
  plugin_name:
    description: The name of a plugin whose required tags are added to O(tags). Needs O(plugin_version).
    type: str
  plugin_version:
    description: The version of the plugin O(plugin_name).
    type: str
"""

EXAMPLES = r"""
- name: Let clusters of the vanilla plugin use an image
  sahara.dataprocessing.sahara_image:
    cloud: mycloud
    name: vanilla-2.7.5-ubuntu
    username: ubuntu
    plugin_name: vanilla
    plugin_version: 2.7.5

- name: Give an image exactly these tags
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
  description: The image as Sahara knows it; null when it is not registered.
  returned: success
  type: dict
  contains:
    id:
      description: The id of the image.
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
diff:
  description: What changes, by option; empty when nothing does. Secrets are never in it.
  returned: success
  type: dict
  contains:
    before:
      description: The options as they are.
      type: dict
    after:
      description: The options as they shall be.
      type: dict
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
    STATE_OPTIONS,
    module_spec,
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)

SPEC = module_spec(
    IDENTITY_OPTIONS,
    STATE_OPTIONS,
    {
        "username": {"type": "str"},
        "description": {"type": "str"},
        "tags": {"type": "list", "elements": "str"},
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
