# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Neutron: networks, ports, floating IPs, security groups."""

from __future__ import annotations

import itertools
import urllib.parse
import uuid
from collections.abc import Iterable

from sandbox import contents
from sandbox.cloud.web import Call, HttpError, find, matching, next_link, page, route, version

PREFIX = r"/network/v2\.0"


class Network:
    """All objects by id. Each port gets a number that no other has, from which its addresses follow.

    address_range: the number of this sandbox's part of the networks.
    """

    def __init__(self, address_range: int) -> None:
        self.networks: dict[str, dict] = {}
        self.subnets: dict[str, dict] = {}
        self.ports: dict[str, dict] = {}
        self.floatingips: dict[str, dict] = {}
        self.security_groups: dict[str, dict] = {}
        self.numbers = itertools.cycle(contents.numbers(address_range))
        for network in contents.NETWORKS:
            self._add_network(network)

    def _add_network(self, network: contents.Network) -> None:
        id, subnet = str(uuid.UUID(int=network.number)), str(uuid.UUID(int=network.number + 1))
        self.networks[id] = {
            "id": id,
            "name": network.name,
            "shared": not network.external,
            "router:external": network.external,
            "status": "ACTIVE",
            "admin_state_up": True,
            "subnets": [subnet] if network.cidr else [],
            "tenant_id": None,
            "project_id": None,
        }
        if network.cidr:
            self.subnets[subnet] = {
                "id": subnet,
                "name": f"{network.name}-subnet",
                "network_id": id,
                "cidr": network.cidr,
                "ip_version": 4,
                "gateway_ip": network.cidr.replace("0.0/16", "0.1"),
                "tenant_id": None,
                "project_id": None,
            }

    def add_security_group(
        self, project: str, name: str, description: str, rules: Iterable[dict]
    ) -> str:
        id = str(uuid.uuid4())
        about = {"security_group_id": id, "tenant_id": project, "direction": "ingress"}
        self.security_groups[id] = {
            "id": id,
            "name": name,
            "description": description,
            "tenant_id": project,
            "project_id": project,
            "security_group_rules": [rule | about | {"id": str(uuid.uuid4())} for rule in rules],
        }
        return id

    def security_groups_of(self, call: Call) -> list[dict]:
        """The security groups, including the default one, which the first request creates."""
        with call.cloud.lock:
            groups = list(self.security_groups.values())
            if not any(group["tenant_id"] == call.project for group in groups):
                self.add_security_group(call.project, "default", "Default", [])
        return call.own(list(self.security_groups.values()))

    def add_port(self, project: str, properties: dict) -> str:
        used = {port["number"] for port in self.ports.values()}
        number = next(number for number in self.numbers if number not in used)
        id = str(uuid.uuid4())
        network = self.networks[properties["network_id"]]
        fixed = {
            "ip_address": contents.address(contents.PRIVATE_NET, number),
            "subnet_id": network["subnets"][0],
        }
        self.ports[id] = {
            "id": id,
            "name": properties.get("name", ""),
            "status": "ACTIVE",
            "network_id": network["id"],
            "tenant_id": project,
            "project_id": project,
            "device_id": "",
            "number": number,
            "security_groups": properties.get("security_groups", []),
            "fixed_ips": [fixed],
        }
        return id

    def add_floatingip(self, project: str, properties: dict) -> str:
        port = self.ports[properties["port_id"]]
        id = str(uuid.uuid4())
        self.floatingips[id] = {
            "id": id,
            "tenant_id": project,
            "project_id": project,
            "floating_network_id": properties["floating_network_id"],
            "port_id": port["id"],
            "status": "ACTIVE",
            "fixed_ip_address": port["fixed_ips"][0]["ip_address"],
            "floating_ip_address": contents.address(contents.PUBLIC_NET, port["number"]),
        }
        return id

    def addresses(self, port: dict) -> dict[str, list[dict]]:
        """As in Nova: {name of the network: [fixed, floating]}."""
        fixed = {"addr": port["fixed_ips"][0]["ip_address"], "OS-EXT-IPS:type": "fixed"}
        floating = [
            {"addr": f["floating_ip_address"], "OS-EXT-IPS:type": "floating"}
            for f in self.floatingips.values()
            if f["port_id"] == port["id"]
        ]
        name = self.networks[port["network_id"]]["name"]
        return {name: [a | {"version": 4} for a in [fixed, *floating]]}


@route("GET", "/network", public=True)
def versions(call: Call) -> dict:
    return {"versions": [version(call, "v2.0", "/network/v2.0/")]}


def listed(call: Call, key: str, items: Iterable[dict]) -> dict:
    """A page of the items that match the query. Neutron links to the previous page, even from the first."""
    found, following = page(call, matching(call.query, items))
    links = next_link(call, following)
    marker = {"marker": found[0]["id"]} if found else {}
    query = urllib.parse.urlencode({**call.query, **marker, "page_reverse": "True"})
    links.append({"rel": "previous", "href": f"{call.url}?{query}"})
    return {key: found, f"{key}_links": links}


@route("GET", PREFIX + "/networks")
def list_networks(call: Call) -> dict:
    if call.query.get("router:external", "True").lower() not in ("true", "false"):
        raise HttpError(400, "Invalid input for operation: 'router:external' is not a boolean.")
    return listed(call, "networks", call.cloud.network.networks.values())


@route("GET", PREFIX + "/networks/([^/]+)")
def get_network(call: Call, id: str) -> dict:
    return {"network": find(call.cloud.network.networks.values(), id, "Network")}


@route("GET", PREFIX + "/subnets")
def list_subnets(call: Call) -> dict:
    return listed(call, "subnets", call.cloud.network.subnets.values())


@route("GET", PREFIX + "/subnets/([^/]+)")
def get_subnet(call: Call, id: str) -> dict:
    return {"subnet": find(call.cloud.network.subnets.values(), id, "Subnet")}


@route("GET", PREFIX + "/(ports|floatingips)")
def list_addresses(call: Call, kind: str) -> dict:
    """All in one page, because Sahara fails if the last one on a page is deleted meanwhile."""
    items = call.own(list(getattr(call.cloud.network, kind).values()))
    return {kind: matching(call.query, items)}


@route("GET", PREFIX + "/security-groups")
def list_security_groups(call: Call) -> dict:
    return listed(call, "security_groups", call.cloud.network.security_groups_of(call))


@route("GET", PREFIX + "/security-groups/([^/]+)")
def get_security_group(call: Call, id: str) -> dict:
    groups = call.cloud.network.security_groups_of(call)
    return {"security_group": find(groups, id, "Security group")}


@route("GET", PREFIX + "/security-group-rules")
def list_rules(call: Call) -> dict:
    groups = call.cloud.network.security_groups_of(call)
    rules = [rule for group in groups for rule in group["security_group_rules"]]
    return listed(call, "security_group_rules", rules)


@route("GET", PREFIX + "/quotas/([^/]+)")
def quotas(call: Call, project: str) -> dict:
    return {"quota": contents.NETWORK_QUOTAS}


@route("GET", PREFIX + "/(routers|extensions)")
def nothing(call: Call, kind: str) -> dict:
    return {kind: []}
