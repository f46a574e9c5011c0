# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A minimal inventory plugin: adds the hosts and groups of a file, one by one."""

from __future__ import annotations

import json

from ansible.plugins.inventory import BaseInventoryPlugin

DOCUMENTATION = """
name: bare
short_description: Adds the hosts and groups of a file
description: For the benchmarks.
"""


class InventoryModule(BaseInventoryPlugin):
    NAME = "bare"

    def verify_file(self, path):
        return path.endswith(".bare.json")

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        for name, variables in content["hosts"].items():
            inventory.add_host(name)
            inventory.hosts[name].vars.update(variables)
        for name, group in content["groups"].items():
            inventory.add_group(name)
            inventory.groups[name].vars.update(group["vars"])
            for host in group["hosts"]:
                inventory.groups[name].add_host(inventory.hosts[host])
        for name, group in content["groups"].items():
            for child in group["children"]:
                inventory.add_child(name, child)
