# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How to reach an instance: address, user, and the way through the cluster's gateway.

What Sahara says gets into command lines here, so only what is an address, a host name or a user's
name by its form is used; it is quoted all the same.
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
    # A zone, as in fe80::1%eth0, may be any text.
    return "%" not in value


def address_of(instance: Mapping[str, Any], preferences: Sequence[str]) -> str | None:
    """The first of the fields that holds something to connect to."""
    for name in preferences:
        value = instance[name]
        valid = HOST_NAME.fullmatch if name == "dns_hostname" else is_address
        if value and valid(value):
            return str(value)
    return None


def user_of(node_group: Mapping[str, Any]) -> str | None:
    """The user of the node group's image, when it is one to log in with."""
    name = node_group["image_username"]
    return str(name) if isinstance(name, str) and USER_NAME.fullmatch(name) else None


def needs_gateway(instance: Mapping[str, Any], address: str | None) -> bool:
    """Whether the address is one inside the cluster's network.

    Sahara gives an instance behind a gateway its internal address as the management address too
    (Sahara 19: sahara/service/networks.py).
    """
    return address is not None and (
        address != instance["management_ip"] or address == instance["internal_ip"]
    )


def gateway_of(cluster: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """Address and user of the instance through which Sahara itself reaches the others."""
    for group in cluster["node_groups"]:
        if group["is_proxy_gateway"]:
            for instance in sorted(group["instances"], key=lambda one: one["instance_name"] or ""):
                address = address_of(instance, REACHABLE)
                if address:
                    return address, user_of(group)
    return None


def ssh_arguments(gateway: tuple[str, str | None], extra: str) -> str:
    """Arguments for ssh that lead through the gateway.

    extra: the user's own arguments for the way to the gateway. ProxyJump takes none, so with them
    it is the command that ProxyJump stands for.
    """
    address, user = gateway
    if extra:
        login = ["-l", user] if user else []
        command = " ".join(shlex.quote(part) for part in (*login, "-W", "[%h]:%p", address))
        return f"-o {shlex.quote(f'ProxyCommand=ssh {extra} {command}')}"
    host = f"[{address}]" if ":" in address else address
    return f"-o {shlex.quote('ProxyJump=' + (f'{user}@' if user else '') + host)}"
