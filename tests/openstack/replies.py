# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies of the real services to the requests with which names are looked up.

They are in replies.json. With a real OpenStack in the sandbox, this records them again:

    python -m tests.openstack.replies DIRECTORY_OF_THE_SANDBOX
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sandbox.support import Cloud, Sandbox

FILE = Path(__file__).with_name("replies.json")
IMAGES, NETWORKS = "/v2/images", "/v2.0/networks"
# User, service, path.
REQUESTS = (
    ("demo", "compute", "/flavors"),
    ("demo", "compute", "/flavors?marker=2"),
    ("demo", "compute", "/flavors?marker=gone"),
    ("demo", "compute", "/flavors/11"),
    ("demo", "compute", "/flavors/12"),
    ("admin", "compute", "/flavors/12"),
    ("demo", "compute", "/os-keypairs/sandbox"),
    ("demo", "compute", "/os-keypairs/gone"),
    ("demo", "compute", "/os-availability-zone"),
    ("demo", "compute", "/limits"),
    ("demo", "image", IMAGES),
    ("demo", "image", f"{IMAGES}?marker=gone"),
    ("demo", "image", f"{IMAGES}?name=duplicate"),
    ("demo", "image", f"{IMAGES}?name=hidden"),
    ("demo", "image", f"{IMAGES}?name=hidden&os_hidden=true"),
    ("demo", "image", f"{IMAGES}?name=community"),
    ("demo", "image", f"{IMAGES}?name=community&visibility=community"),
    ("demo", "image", f"{IMAGES}?name=accepted"),
    ("demo", "image", f"{IMAGES}?name=pending"),
    ("demo", "image", f"{IMAGES}?name=unshared"),
    ("alt", "image", f"{IMAGES}?name=pending"),
    ("demo", "network", NETWORKS),
    ("demo", "network", f"{NETWORKS}?name=twin&limit=1"),
    ("demo", "network", f"{NETWORKS}?name=gone"),
    ("demo", "network", f"{NETWORKS}?router:external=True"),
    ("demo", "network", "/v2.0/security-groups?name=default"),
    ("demo", "volumev3", "/types"),
    ("alt", "volumev3", "/types?sort=name:asc"),
    ("demo", "volumev3", "/os-availability-zone"),
)


@dataclass(frozen=True)
class Reply:
    """A reply, and the request before it."""

    user: str
    service: str
    path: str
    status: int
    body: Any

    def __str__(self) -> str:
        return f"{self.user}-{self.service}-{self.path}"

    @property
    def essence(self) -> dict[str, Any]:
        """What both kinds of clouds have in common: the status, lengths of lists, relations of links, quotas.

        If the request filters by name, also the names.
        """
        found: dict[str, Any] = {"status": self.status}
        if self.status != 200:
            return found
        for key, value in self.body.items():
            if key.endswith("_links"):
                found[key] = sorted(link["rel"] for link in value)
            elif isinstance(value, list):
                is_filtered = "name=" in self.path
                found[key] = [item["name"] for item in value] if is_filtered else len(value)
            elif key == "limits":
                found[key] = {k: v for k, v in value["absolute"].items() if k in QUOTAS}
            elif key == "next":
                found[key] = value.partition("marker=")[0]
        return found


QUOTAS = ("maxTotalInstances", "maxTotalCores", "maxTotalRAMSize")


def recorded() -> list[Reply]:
    return [Reply(**fields) for fields in json.loads(FILE.read_text())]


def ask(cloud: Cloud, user: str, service: str, path: str) -> Reply:
    status, body = cloud.call("GET", path, service=service)
    return Reply(user, service, path, status, body)


def record(sandbox: Sandbox) -> None:
    clouds = {user: sandbox.cloud(user) for user in {user for user, _, _ in REQUESTS}}
    replies = [vars(ask(clouds[user], user, service, path)) for user, service, path in REQUESTS]
    FILE.write_text(json.dumps(replies, indent=1) + "\n")


if __name__ == "__main__":
    record(Sandbox(Path(sys.argv[1])))
