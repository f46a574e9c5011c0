# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to connect to an instance: address, user, and the way through the cluster's gateway.

Values from Sahara become part of command lines here. Therefore, only valid addresses, host names
and user names are used, and they are quoted as well.
"""

from __future__ import annotations

import ipaddress
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

DNS_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,254}}$){DNS_LABEL}(\.{DNS_LABEL})*\.?")
USER_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")

REACHABLE = ("management_ip", "internal_ip")


def is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    # A zone, as in fe80::1%eth0, could be any text.
    return "%" not in value


def address_of(instance: Mapping[str, Any], preferences: Sequence[str]) -> str | None:
    """The value of the first of these fields that has a valid address or host name."""
    for name in preferences:
        value = instance[name]
        valid = HOST_NAME.fullmatch if name == "dns_hostname" else is_address
        if value and valid(value):
            return str(value)
    return None


def user_of(node_group: Mapping[str, Any]) -> str | None:
    """The user name of the node group's image, if it is valid."""
    name = node_group["image_username"]
    return str(name) if isinstance(name, str) and USER_NAME.fullmatch(name) else None


def needs_gateway(instance: Mapping[str, Any], address: str | None) -> bool:
    """Whether the address is inside the cluster's network.

    For an instance behind a gateway, Sahara uses the internal address as the management address
    too (Sahara 19: sahara/service/networks.py).
    """
    return address is not None and (
        address != instance["management_ip"] or address == instance["internal_ip"]
    )


def gateway_of(cluster: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """The address and user of the instance through which Sahara itself connects to the others."""
    for group in cluster["node_groups"]:
        if group["is_proxy_gateway"]:
            for instance in sorted(group["instances"], key=lambda one: one["instance_name"] or ""):
                address = address_of(instance, REACHABLE)
                if address:
                    return address, user_of(group)
    return None


def ssh_arguments(gateway: tuple[str, str | None], extra: str) -> str:
    """Arguments for ssh to connect through the gateway.

    extra: the user's own arguments for the connection to the gateway. ProxyJump accepts none, so
    with extra, the equivalent ProxyCommand is used.
    """
    address, user = gateway
    if extra:
        login = ["-l", user] if user else []
        command = " ".join(shlex.quote(part) for part in (*login, "-W", "[%h]:%p", address))
        return f"-o {shlex.quote(f'ProxyCommand=ssh {extra} {command}')}"
    host = f"[{address}]" if ":" in address else address
    return f"-o {shlex.quote('ProxyJump=' + (f'{user}@' if user else '') + host)}"
