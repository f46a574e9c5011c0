# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each sandbox has a range of addresses, and uses them again."""

from __future__ import annotations

import pytest

from sandbox.cloud.network import Network
from sandbox.contents import FIRST_ADDRESS, RANGE_SIZE
from sandbox.ports import SSH_PORTS


def new_address(network: Network) -> tuple[str, str]:
    """(id of a new port, its address)."""
    network_id = next(iter(network.networks))
    port = network.add_port("project", {"network_id": network_id})
    return port, network.ports[port]["fixed_ips"][0]["ip_address"]


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(0, "127.20.0.10", "127.20.1.249"), (124, "127.20.248.10", "127.20.249.249")],
)
def test_ranges_do_not_overlap(number: int, first: str, last: str) -> None:
    network = Network(number)
    addresses = [new_address(network)[1] for _ in range(RANGE_SIZE - FIRST_ADDRESS)]
    assert (addresses[0], addresses[-1]) == (first, last)
    assert len(set(addresses)) == len(addresses)
    assert number < len(SSH_PORTS)


def test_only_free_addresses_are_used_again() -> None:
    network = Network(0)
    (_, kept), (port, freed), *_ = [new_address(network) for _ in range(RANGE_SIZE - FIRST_ADDRESS)]
    del network.ports[port]
    assert new_address(network)[1] == freed != kept
