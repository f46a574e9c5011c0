# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses, users and the way through a gateway, and the quoting of hostile values."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.inventory.reach import (
    address_of,
    gateway_of,
    needs_gateway,
    ssh_arguments,
    user_of,
)

from tests.unit.plugins.inventory.samples import instance, node_group

HOSTILE = (
    "-oProxyCommand=touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "a; touch pwned",
    "a b",
    "a\nProxyCommand touch pwned",
    "a'b",
    'a"b',
    "%n",
    "{{ 1 }}",
    "fe80::1%$(touch pwned)",
    "",
)


def test_first_available_address() -> None:
    both = instance("one", 7, dns_hostname="one.example.org.")
    assert address_of(both, ["management_ip", "internal_ip"]) == "172.24.0.7"
    assert address_of(both, ["internal_ip", "management_ip"]) == "10.0.0.7"
    assert address_of(both, ["dns_hostname"]) == "one.example.org."
    assert (
        address_of({**both, "management_ip": None}, ["management_ip", "internal_ip"]) == "10.0.0.7"
    )
    assert address_of({**both, "internal_ip": "fd00::7"}, ["internal_ip"]) == "fd00::7"
    assert address_of(instance("one", dns_hostname=None), ["dns_hostname"]) is None


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["management_ip", "dns_hostname"])
def test_invalid_address_is_ignored(field: str, value: str) -> None:
    assert address_of(instance("one", **{field: value}), [field]) is None


@pytest.mark.parametrize("value", [*HOSTILE, None, "x" * 65])
def test_invalid_user_is_ignored(value: Any) -> None:
    assert user_of(node_group("worker", [], image_username=value)) is None


@pytest.mark.parametrize("value", ["ubuntu", "cloud-user", "_apt", "jane.doe", "1000"])
def test_valid_users(value: str) -> None:
    assert user_of(node_group("worker", [], image_username=value)) == value


def test_only_internal_addresses_need_the_gateway() -> None:
    floating = instance("one", 1)
    behind = instance("two", 2, management_ip="10.0.0.2")
    assert not needs_gateway(floating, "172.24.0.1")
    assert needs_gateway(floating, "10.0.0.1")
    assert needs_gateway(floating, "one.example.org")
    assert needs_gateway(behind, "10.0.0.2")
    assert not needs_gateway(behind, None)


def test_gateway_is_the_first_instance_with_an_address() -> None:
    gateways = [
        instance("g-2", 3),
        instance("g-1", 2),
        instance("g-0", 1, management_ip=None, internal_ip=None),
    ]
    groups = [
        node_group("worker", [], instance("w", 9)),
        node_group("gate", [], *gateways, is_proxy_gateway=True, image_username="centos"),
    ]
    assert gateway_of({"node_groups": groups}) == ("172.24.0.2", "centos")
    assert gateway_of({"node_groups": groups[:1]}) is None


@pytest.mark.parametrize(
    ("gateway", "extra", "expected"),
    [
        (("172.24.0.1", "ubuntu"), "", ["ProxyJump=ubuntu@172.24.0.1"]),
        (("172.24.0.1", None), "", ["ProxyJump=172.24.0.1"]),
        (("fd00::1", "ubuntu"), "", ["ProxyJump=ubuntu@[fd00::1]"]),
        (
            ("172.24.0.1", "ubuntu"),
            "-i '~/my key'",
            ["ProxyCommand=ssh -i '~/my key' -l ubuntu -W '[%h]:%p' 172.24.0.1"],
        ),
    ],
)
def test_ssh_arguments(gateway: tuple[str, str | None], extra: str, expected: list[str]) -> None:
    """Ansible splits the arguments like a shell."""
    assert shlex.split(ssh_arguments(gateway, extra)) == ["-o", *expected]


@pytest.mark.parametrize("value", [text for text in HOSTILE if text])
@pytest.mark.parametrize("extra", ["", "-v"])
def test_hostile_values_remain_quoted(value: str, extra: str, tmp_path: Path) -> None:
    arguments = shlex.split(ssh_arguments((value, value), extra))
    assert arguments[0] == "-o" and len(arguments) == 2
    if extra:
        command = arguments[1].removeprefix("ProxyCommand=ssh")
        words = subprocess.run(
            ["sh", "-c", f"printf '%s\\0' {command}"], cwd=tmp_path, capture_output=True, text=True, check=True
        )  # fmt: skip
        assert words.stdout.split("\0")[:-1] == ["-v", "-l", value, "-W", "[%h]:%p", value]
        assert list(tmp_path.iterdir()) == []
