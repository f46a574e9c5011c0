# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A member of a stack's group: a server with its port, floating IP and volumes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.cloud.template import Scope, evaluate

MAX_VOLUMES = 14


class Member:
    """Creates the resources of one instance from a template. `remove` deletes them."""

    def __init__(self, stack: Any, index: int, definition: dict, files: dict) -> None:
        self.stack = stack
        self.cloud = stack.cloud
        self.resources = files[definition["type"]]["resources"]
        self.files = files
        top = Scope(ids=stack.top)
        properties = definition.get("properties", {}).items()
        self.scope = Scope(params={key: evaluate(value, top) for key, value in properties})
        self.scope.params["instance_index"] = str(index)
        self.ports: list[str] = []
        self.floatingips: list[str] = []
        self.volumes: list[str] = []
        self.server = ""
        with self.cloud.lock:
            self._create()

    def _create(self) -> None:
        network, project = self.cloud.network, self.stack.project
        for key, _ in self._each("OS::Heat::WaitConditionHandle"):
            self.scope.attributes[key, "curl_cli"] = "true"
        for key, properties in self._each("OS::Neutron::Port"):
            self.ports.append(network.add_port(project, properties))
            self.scope.ids[key] = self.ports[-1]
        for key, properties in self._each("OS::Neutron::FloatingIP"):
            self.floatingips.append(network.add_floatingip(project, properties))
            self.scope.ids[key] = self.floatingips[-1]
        for key, properties in self._each("OS::Cinder::Volume"):
            self.volumes.append(self.cloud.volumes.add(project, properties))
            self.scope.ids[key] = self.volumes[-1]
        for key, properties in self._each("OS::Nova::Server"):
            self.server = self.scope.ids[key] = self._boot(properties)
        for _, properties in self._each("OS::Heat::ResourceGroup"):
            self._attach_volumes(properties)

    def _each(self, kind: str) -> Iterator[tuple[str, dict]]:
        """The name and the properties of each resource of a type."""
        for key, resource in self.resources.items():
            if resource["type"] == kind:
                properties = resource.get("properties", {})
                # A group defines its members with expressions that are evaluated in their own scope.
                yield (
                    key,
                    {
                        name: value if name == "resource_def" else evaluate(value, self.scope)
                        for name, value in properties.items()
                    },
                )

    def _boot(self, properties: dict) -> str:
        cloud, stack = self.cloud, self.stack
        id = properties.get("image")
        if id and id not in cloud.images.images:
            raise ValueError(f"Image {id} not found")
        image = cloud.images.images[id]["name"] if id else ""
        port = cloud.network.ports[properties["networks"][0]["port"]]
        port["device_id"] = cloud.compute.boot(
            stack.project, stack.user, properties, image, cloud.network.addresses(port)
        )
        return port["device_id"]

    def _attach_volumes(self, group: dict) -> None:
        definition = self.files[group["resource_def"]["type"]]["resources"]["volume"]
        instance = self.cloud.compute.instances[self.server]
        for number in range(min(int(group["count"]), MAX_VOLUMES)):
            self.scope.params["volume_index"] = str(number)
            properties = {
                key: evaluate(value, self.scope)
                for key, value in definition["properties"].items()
                if key != "scheduler_hints"
            }
            self.volumes.append(self.cloud.volumes.add(self.stack.project, properties))
            self.cloud.volumes.attach(self.volumes[-1], self.server)
            instance.add_volume()

    def remove(self) -> None:
        with self.cloud.lock:
            self.cloud.compute.remove(self.server)
            for things, ids in (
                (self.cloud.network.ports, self.ports),
                (self.cloud.network.floatingips, self.floatingips),
                (self.cloud.volumes.volumes, self.volumes),
            ):
                for id in ids:
                    things.pop(id, None)
