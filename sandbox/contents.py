# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the cloud of each sandbox contains, whether it is the stand-in or a real OpenStack."""

from __future__ import annotations

from dataclasses import dataclass

# The projects that own images and may use what is not public.
OPERATOR, MEMBER, STRANGER = "admin", "demo", "alt"
# The image whose instances have HDFS and Spark.
REAL_SPARK = "spark-2.1.0-ubuntu"
KEYPAIR = "sandbox"
ZONE = "nova"
# The longest page of each list. Paging is therefore always used.
PAGE = 2
# Sahara reads only the first page of the flavors.
FLAVOR_PAGE = 1000

COMPUTE_QUOTAS = {"instances": 50, "cores": 200, "ram": 512000}
VOLUME_QUOTAS = {"volumes": 100, "gigabytes": 10000}
NETWORK_QUOTAS = {
    "floatingip": 50,
    "port": 100,
    "security_group": 50,
    "security_group_rule": 1000,
    "network": 10,
    "router": 10,
    "subnet": 10,
}


@dataclass(frozen=True)
class Flavor:
    """project: the only one that may use it; "" if it is public."""

    id: str
    name: str
    vcpus: int
    ram: int
    disk: int
    project: str = ""


@dataclass(frozen=True)
class VolumeType:
    """project: the only one that may use it; "" if it is public."""

    name: str
    project: str = ""


@dataclass(frozen=True)
class Network:
    """number: the id in the stand-in, and whether instances can use it (see `cidr`)."""

    number: int
    name: str
    external: bool = False
    cidr: str = ""


@dataclass(frozen=True)
class Image:
    """registration: user name, plugin, plugin version and description in Sahara, if it is registered.

    shared_with: {project: status of its membership}.
    """

    name: str
    owner: str = OPERATOR
    visibility: str = "public"
    hidden: bool = False
    registration: tuple[str, ...] = ()
    shared_with: tuple[tuple[str, str], ...] = ()

    @property
    def properties(self) -> dict[str, str]:
        """How Sahara stores the registration."""
        if not self.registration:
            return {}
        username, *tags, description = self.registration
        return {
            **{f"_sahara_tag_{tag}": "True" for tag in tags},
            "_sahara_username": username,
            "_sahara_description": description,
        }


FLAVORS = (
    Flavor("1", "sandbox.tiny", 1, 512, 1),
    Flavor("2", "sandbox.small", 1, 2048, 20),
    Flavor("3", "sandbox.medium", 2, 4096, 40),
    # No host has such a disk.
    Flavor("4", "sandbox.huge", 1, 512, 1_000_000),
    Flavor("11", "private.demo", 1, 512, 1, MEMBER),
    Flavor("12", "private.alt", 1, 512, 1, STRANGER),
)
VOLUME_TYPES = (
    VolumeType("sandbox-ssd"),
    VolumeType("sandbox-hdd"),
    VolumeType("sandbox-nvme"),
    VolumeType("private-demo", MEMBER),
    VolumeType("private-alt", STRANGER),
)
PRIVATE_NET, PUBLIC_NET = "127.20", "127.21"
# The space of the only compute host, in GB.
HOST_DISK = 600_000
# Two have the same name, so a look-up by name is ambiguous.
NETWORKS = (
    Network(0x10, "private", cidr=f"{PRIVATE_NET}.0.0/16"),
    Network(0x20, "public", external=True, cidr=f"{PUBLIC_NET}.0.0/16"),
    Network(0x40, "twin"),
    Network(0x50, "twin"),
)
PRETENDS = "Clusters become Active, without any software"
EMPTY = "Has no software: clusters do not become Active"
IMAGES = (
    Image("fake-0.1-ubuntu", registration=("ubuntu", "fake", "0.1", PRETENDS)),
    Image("testbed-0.1-ubuntu", registration=("root", "testbed", "0.1", PRETENDS)),
    Image("vanilla-2.7.5-ubuntu", registration=("ubuntu", "vanilla", "2.7.5", EMPTY)),
    Image("spark-2.3-ubuntu", registration=("ubuntu", "spark", "2.3", EMPTY)),
    Image(REAL_SPARK, registration=("ubuntu", "spark", "2.1.0", "Real: runs HDFS and Spark")),
    # Each has a public image of the same name. A look-up by name finds the project's own image.
    Image("fake-0.1-unregistered", MEMBER, "private"),
    Image("unregistered", MEMBER, "private"),
    Image("fake-0.1-unregistered"),
    Image("unregistered"),
    # Two have the same name and owner, so a look-up by name is ambiguous.
    Image("duplicate"),
    Image("duplicate"),
    # Images that demo may register, and one that alt may.
    *(Image(f"spare-{number}", STRANGER if number == 3 else MEMBER) for number in range(1, 7)),
    # No list without a filter contains these.
    Image("hidden", hidden=True),
    Image("community", STRANGER, "community"),
    Image("accepted", STRANGER, "shared", shared_with=((MEMBER, "accepted"),)),
    Image("pending", STRANGER, "shared", shared_with=((MEMBER, "pending"),)),
    Image("unshared", STRANGER, "private"),
)
# How many addresses a sandbox has, and which of them is the first for an instance.
RANGE_SIZE, FIRST_ADDRESS = 500, 10


def address(prefix: str, number: int) -> str:
    """The address with this number: 127.20.0.10 for ("127.20", 10)."""
    return "{}.{}.{}".format(prefix, *divmod(number, 250))


def numbers(address_range: int) -> range:
    """The numbers of the addresses that belong to a range."""
    first = address_range * RANGE_SIZE
    return range(first + FIRST_ADDRESS, first + RANGE_SIZE)
