# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fills a new OpenStack with what the sandbox's cloud contains, over HTTP, as an operator would."""

from __future__ import annotations

import time

from sandbox import contents, settings
from sandbox.api import Api
from sandbox.errors import SandboxError

# The router has addresses that no sandbox uses for its instances.
ROUTER = f"{contents.PUBLIC_NET}.255.1"
HOST_SECONDS = 60.0


class Seed:
    """The clients of the users, by name."""

    def __init__(self, keystone: str, password: str) -> None:
        self.users = {
            user: Api(keystone, user, password, project)
            for user, (project, _role) in settings.USERS.items()
        }
        self.admin = self.users["admin"]
        self.projects = {
            project: self.users[user].project_id
            for user, (project, _role) in settings.USERS.items()
        }

    def plant(self, public_key: str) -> None:
        """Create everything. The order of creation decides the order of the lists."""
        self.flavors()
        self.keypairs(public_key)
        self.volume_types()
        self.images()
        self.networks()
        self.wait_for_host()

    def flavors(self) -> None:
        compute = self.admin.of("compute")
        for flavor in contents.FLAVORS:
            compute.call(
                "POST",
                "/flavors",
                {
                    "flavor": {
                        "id": flavor.id,
                        "name": flavor.name,
                        "vcpus": flavor.vcpus,
                        "ram": flavor.ram,
                        "disk": flavor.disk,
                        "os-flavor-access:is_public": not flavor.project,
                    }
                },
            )
            if flavor.project:
                access = {"addTenantAccess": {"tenant": self.projects[flavor.project]}}
                compute.call("POST", f"/flavors/{flavor.id}/action", access)

    def keypairs(self, public_key: str) -> None:
        keypair = {"name": contents.KEYPAIR, "public_key": public_key}
        for user, (_project, role) in settings.USERS.items():
            if role != "reader":
                self.users[user].of("compute").call("POST", "/os-keypairs", {"keypair": keypair})
        # A reader may not create one, so an administrator does it.
        compute = self.admin.of("compute", {"X-OpenStack-Nova-API-Version": "2.10"})
        for user, (_project, role) in settings.USERS.items():
            if role == "reader":
                body = {"keypair": keypair | {"user_id": self.users[user].user_id}}
                compute.call("POST", "/os-keypairs", body)

    def volume_types(self) -> None:
        volume = self.admin.of("volumev3")
        # The newest type is first in the list.
        for kind in reversed(contents.VOLUME_TYPES):
            body = {"name": kind.name, "os-volume-type-access:is_public": not kind.project}
            created = volume.call("POST", "/types", {"volume_type": body})["volume_type"]
            if kind.project:
                access = {"addProjectAccess": {"project": self.projects[kind.project]}}
                volume.call("POST", f"/types/{created['id']}/action", access)

    def images(self) -> None:
        images = self.admin.of("image")
        # The newest image is first in the list.
        for image in reversed(contents.IMAGES):
            body = {
                "name": image.name,
                "owner": self.projects[image.owner],
                "visibility": image.visibility,
                "os_hidden": image.hidden,
                "container_format": "bare",
                "disk_format": "raw",
                **image.properties,
            }
            path = "/v2/images/" + images.call("POST", "/v2/images", body)["id"]
            images.upload(f"{path}/file", b"no operating system")
            for project, status in image.shared_with:
                member = self.projects[project]
                images.call("POST", f"{path}/members", {"member": member})
                images.call("PUT", f"{path}/members/{member}", {"status": status})

    def networks(self) -> None:
        network = self.admin.of("network")
        subnets = {}
        for wanted in contents.NETWORKS:
            body = {
                "name": wanted.name,
                "shared": not wanted.external,
                "router:external": wanted.external,
            }
            created = network.call("POST", "/v2.0/networks", {"network": body})["network"]
            if wanted.cidr:
                subnets[wanted.name] = self._subnet(wanted, created["id"])
        body = {
            "name": "router",
            "external_gateway_info": {
                "network_id": subnets["public"]["network_id"],
                "external_fixed_ips": [{"ip_address": ROUTER}],
            },
        }
        router = network.call("POST", "/v2.0/routers", {"router": body})["router"]["id"]
        interface = {"subnet_id": subnets["private"]["id"]}
        network.call("PUT", f"/v2.0/routers/{router}/add_router_interface", interface)

    def _subnet(self, network: contents.Network, id: str) -> dict:
        prefix = network.cidr.rpartition(".0.0/")[0]
        body = {
            "name": f"{network.name}-subnet",
            "network_id": id,
            "cidr": network.cidr,
            "ip_version": 4,
            "enable_dhcp": False,
            "gateway_ip": f"{prefix}.0.1",
            # Each start replaces it.
            "allocation_pools": [{"start": f"{prefix}.0.10", "end": f"{prefix}.1.249"}],
        }
        return self.admin.of("network").call("POST", "/v2.0/subnets", {"subnet": body})["subnet"]

    def wait_for_host(self) -> None:
        """Wait until Nova would schedule servers on the host, so that later starts need not."""
        deadline = time.monotonic() + HOST_SECONDS
        placement, compute = self.admin.of("placement"), self.admin.of("compute")
        while True:
            inventories = [
                placement.call("GET", f"/resource_providers/{provider['uuid']}/inventories")
                for provider in placement.call("GET", "/resource_providers")["resource_providers"]
            ]
            hosts = compute.call("GET", "/os-hypervisors")["hypervisors"]
            if hosts and any(inventory["inventories"] for inventory in inventories):
                return
            if time.monotonic() > deadline:
                raise SandboxError("Nova does not find its host. Read nova.log, and try again.")
            time.sleep(0.5)
