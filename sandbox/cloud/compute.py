# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nova: servers, flavors, keypairs, server groups."""

from __future__ import annotations

import re
import uuid
from typing import Any

from sandbox import contents, faults
from sandbox.cloud.web import Call, HttpError, find, next_link, now, page, route, version
from sandbox.instances.keys import create_key

PREFIX = r"/compute/v2\.1"
FLAVOR_DETAILS = {
    "swap": "",
    "links": [],
    "rxtx_factor": 1.0,
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "OS-FLV-DISABLED:disabled": False,
}
ZONE = {"zoneName": contents.ZONE, "zoneState": {"available": True}, "hosts": None}
# The first microversion in which Nova splits the list of keypairs into pages.
KEYPAIR_PAGES = (2, 35)
# The fields that are the same for all servers.
SERVER = {
    "status": "ACTIVE",
    "metadata": {},
    "links": [],
    "OS-EXT-AZ:availability_zone": "nova",
    "OS-EXT-STS:vm_state": "active",
    "OS-EXT-STS:task_state": None,
    "OS-EXT-STS:power_state": 1,
    "security_groups": [{"name": "default"}],
}


class Compute:
    """Servers and their instances, keypairs by user, server groups."""

    def __init__(self, farm: Any, public_key: str) -> None:
        self.farm = farm
        self.public_key = public_key
        self.servers: dict[str, dict] = {}
        self.instances: dict[str, Any] = {}
        self.server_groups: dict[str, dict] = {}
        self._keypairs: dict[str, dict[str, dict]] = {}

    def keypairs(self, user: str) -> dict[str, dict]:
        """{name: keypair}. Each user starts with the keypair of the sandbox."""
        seed = {contents.KEYPAIR: _keypair(contents.KEYPAIR, self.public_key)}
        return self._keypairs.setdefault(user, seed)

    def boot(
        self,
        project: str,
        user: str,
        properties: dict,
        image: str,
        addresses: dict[str, list[dict]],
    ) -> str:
        """Create a server from the properties in a stack's template, and return its id.

        image: the name of its image.
        """
        id_of_flavor = str(properties["flavor"])
        flavor = next((f for f in contents.FLAVORS if f.id == id_of_flavor), None)
        if not flavor:
            raise ValueError(f"Flavor {id_of_flavor} not found")
        if flavor.disk > contents.HOST_DISK:
            reason = f"Resource CREATE failed: ResourceInError: {faults.TOO_LARGE}"
            raise faults.StackError(reason)
        id = str(uuid.uuid4())
        keypair = self.keypairs(user).get(properties.get("key_name"))
        self.instances[id] = self.farm.boot(
            properties["name"],
            image,
            [entry["addr"] for entries in addresses.values() for entry in entries],
            properties.get("user_data", ""),
            [keypair["public_key"]] if keypair else [],
            faults.of_instance(properties["name"]),
        )
        image_id = properties.get("image")
        self.servers[id] = SERVER | {
            "id": id,
            "name": properties["name"],
            "tenant_id": project,
            "user_id": user,
            "created": now(),
            "updated": now(),
            "key_name": properties.get("key_name"),
            "addresses": addresses,
            "flavor": {"id": flavor.id, "links": []},
            "image": {"id": image_id, "links": []} if image_id else "",
        }
        return id

    def remove(self, id: str) -> None:
        if self.servers.pop(id, None):
            self.farm.remove(self.instances.pop(id))

    def add_server_group(self, project: str, properties: dict) -> str:
        id = str(uuid.uuid4())
        group = {"id": id, "project_id": project, "members": []}
        self.server_groups[id] = properties | group
        return id

    def used(self, project: str) -> dict[str, int]:
        servers = [s for s in self.servers.values() if s["tenant_id"] == project]
        flavors = [f for s in servers for f in contents.FLAVORS if f.id == s["flavor"]["id"]]
        return {
            "totalInstancesUsed": len(servers),
            "totalCoresUsed": sum(f.vcpus for f in flavors),
            "totalRAMUsed": sum(f.ram for f in flavors),
        }


def _keypair(name: str, public_key: str) -> dict:
    return {"name": name, "public_key": public_key, "type": "ssh", "fingerprint": "00:00"}


@route("GET", "/compute", public=True)
def versions(call: Call) -> dict:
    return {"versions": [version(call, "v2.1", "/compute/v2.1/", "2.95")]}


@route("GET", PREFIX, public=True)
def one_version(call: Call) -> dict:
    return {"version": version(call, "v2.1", "/compute/v2.1/", "2.95")}


@route("GET", PREFIX + "/flavors(/detail)?")
def list_flavors(call: Call, details: str | None) -> dict:
    """Administrators see all flavors, but their lists contain only the public ones."""
    flavors = [f for f in _flavors(call) if f["os-flavor-access:is_public"] or not call.is_admin]
    longest = contents.FLAVOR_PAGE if details else contents.PAGE
    return listed(call, "flavors", *page(call, flavors, longest))


def _flavors(call: Call) -> list[dict]:
    """The flavors that the user may use."""
    return [
        FLAVOR_DETAILS
        | {
            "id": flavor.id,
            "name": flavor.name,
            "vcpus": flavor.vcpus,
            "ram": flavor.ram,
            "disk": flavor.disk,
            "os-flavor-access:is_public": not flavor.project,
        }
        for flavor in contents.FLAVORS
        if call.may_use(flavor.project)
    ]


def listed(call: Call, key: str, found: list[dict], following: str | None) -> dict:
    """A page of a list. Nova sends the links only if there are any."""
    links = next_link(call, following)
    return {key: found} | ({f"{key}_links": links} if links else {})


@route("GET", PREFIX + "/flavors/([^/]+)")
def get_flavor(call: Call, id: str) -> dict:
    return {"flavor": find(_flavors(call), id, "Flavor")}


@route("GET", PREFIX + "/flavors/([^/]+)/os-extra_specs")
def flavor_specs(call: Call, id: str) -> dict:
    return {"extra_specs": {}}


@route("GET", PREFIX + "/servers(?:/detail)?")
def list_servers(call: Call) -> dict:
    pattern = re.compile(call.query.get("name", ""))
    servers = list(call.cloud.compute.servers.values())
    return {"servers": call.own(s for s in servers if pattern.search(s["name"]))}


@route("GET", PREFIX + "/servers/([^/]+)")
def get_server(call: Call, id: str) -> dict:
    return {"server": find(list_servers(call)["servers"], id, "Instance")}


@route("DELETE", PREFIX + "/servers/([^/]+)")
def delete_server(call: Call, id: str) -> None:
    call.must_write()
    get_server(call, id)
    call.cloud.compute.remove(id)


@route("DELETE", PREFIX + "/servers/([^/]+)/os-volume_attachments/([^/]+)")
def detach_volume(call: Call, id: str, volume: str) -> None:
    call.cloud.volumes.detach(volume)


@route("GET", PREFIX + "/os-keypairs")
def list_keypairs(call: Call) -> dict:
    keypairs = call.cloud.compute.keypairs(call.who.user).values()
    longest = contents.PAGE if microversion(call) >= KEYPAIR_PAGES else len(keypairs) + 1
    found, following = page(call, keypairs, longest, "name")
    return listed(call, "keypairs", [{"keypair": keypair} for keypair in found], following)


def microversion(call: Call) -> tuple[int, int]:
    """The microversion that the request asks for; 2.1 without one."""
    asked = call.headers.get("X-OpenStack-Nova-API-Version") or call.headers.get(
        "OpenStack-API-Version", "compute 2.1"
    ).removeprefix("compute ")
    major, _, minor = ("2.95" if asked == "latest" else asked).partition(".")
    return int(major), int(minor)


@route("POST", PREFIX + "/os-keypairs")
def create_keypair(call: Call) -> dict:
    call.must_write()
    keypairs = call.cloud.compute.keypairs(call.who.user)
    name, public_key = call.body["keypair"]["name"], call.body["keypair"].get("public_key")
    if name in keypairs:
        raise HttpError(409, f"Key pair '{name}' already exists.")
    secret = {}
    if not public_key:
        secret["private_key"], public_key = create_key()
    keypairs[name] = _keypair(name, public_key)
    return {"keypair": keypairs[name] | {"user_id": call.who.user} | secret}


@route("GET", PREFIX + "/os-keypairs/([^/]+)")
def get_keypair(call: Call, name: str) -> dict:
    keypair = call.cloud.compute.keypairs(call.who.user).get(name)
    if not keypair:
        raise HttpError(404, f"Keypair {name} not found")
    return {"keypair": keypair}


@route("DELETE", PREFIX + "/os-keypairs/([^/]+)")
def delete_keypair(call: Call, name: str) -> None:
    call.must_write()
    if not call.cloud.compute.keypairs(call.who.user).pop(name, None):
        raise HttpError(404, f"Keypair {name} not found")


@route("GET", PREFIX + "/limits")
def limits(call: Call) -> dict:
    quotas = {
        "maxTotalInstances": contents.COMPUTE_QUOTAS["instances"],
        "maxTotalCores": contents.COMPUTE_QUOTAS["cores"],
        "maxTotalRAMSize": contents.COMPUTE_QUOTAS["ram"],
    }
    used = call.cloud.compute.used(call.project)
    return {"limits": {"rate": [], "absolute": quotas | used}}


@route("GET", PREFIX + "/os-availability-zone(?:/detail)?")
def zones(call: Call) -> dict:
    return {"availabilityZoneInfo": [ZONE]}


@route("GET", PREFIX + "/os-server-groups")
def list_server_groups(call: Call) -> dict:
    groups = list(call.cloud.compute.server_groups.values())
    return {"server_groups": call.own(groups, "project_id")}


@route("GET", PREFIX + "/extensions")
def extensions(call: Call) -> dict:
    return {"extensions": []}
