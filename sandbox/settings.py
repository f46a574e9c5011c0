# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The users, regions and services of the sandbox's cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

REGION = "sandbox"
SERVICE_PROJECT = "service"
# Name of the user: (project, role).
USERS = {
    "demo": ("demo", "member"),
    "alt": ("alt", "member"),
    "viewer": ("demo", "reader"),
    "admin": ("admin", "admin"),
}
SERVICE_USERS = ("sahara", "cloud")
# Of a real Heat: the domain in which it creates users, the administrator of that domain, and its roles.
HEAT_DOMAIN, HEAT_ADMIN = "heat", "heat_admin"
HEAT_ROLES = ("heat_stack_owner", "heat_stack_user")


@dataclass(frozen=True)
class Region:
    """How the catalog lists Sahara in one region."""

    description: str
    path: str | None = ""
    service_type: str = "data-processing"
    interfaces: tuple[str, ...] = ("public", "internal", "admin")


REGIONS = {
    REGION: Region("the default: Sahara's URL has no version"),
    "unversioned": Region("Sahara's URL has no version"),
    "versioned": Region("Sahara's URL ends in /v1.1", "/v1.1"),
    "versioned-v2": Region("Sahara's URL ends in /v2", "/v2"),
    "versioned-project": Region(
        "Sahara's URL ends in /v1.1 and the project's id", "/v1.1/$(project_id)s"
    ),
    "legacy-type": Region("Sahara's service type is data_processing", "", "data_processing"),
    "internal-only": Region("Sahara has only an internal endpoint", interfaces=("internal",)),
    "no-sahara": Region("Sahara is not in the catalog", None),
}
# Service type: (name of the service, name of its port, path of its URL).
Services = Mapping[str, tuple[str, str, str]]
STAND_IN: Services = {
    "compute": ("nova", "cloud", "/compute/v2.1"),
    "network": ("neutron", "cloud", "/network"),
    "image": ("glance", "cloud", "/image"),
    "volumev3": ("cinderv3", "cloud", "/volume/v3/$(project_id)s"),
    "orchestration": ("heat", "cloud", "/orchestration/v1/$(project_id)s"),
}
OPENSTACK: Services = {
    "compute": ("nova", "nova", "/v2.1"),
    "placement": ("placement", "placement", ""),
    "network": ("neutron", "neutron", ""),
    "image": ("glance", "glance", ""),
    "volumev3": ("cinderv3", "cinder", "/v3/$(project_id)s"),
    "orchestration": ("heat", "heat", "/v1/$(project_id)s"),
}


def url(ports: dict[str, int], service: str) -> str:
    """The URL of a service, without a path."""
    return f"http://127.0.0.1:{ports[service]}"


def keystone_url(ports: dict[str, int]) -> str:
    """Keystone's `auth_url`."""
    return url(ports, "keystone") + "/v3"


def sahara_urls(ports: dict[str, int], region: Region) -> dict[str, str]:
    """{interface: URL} of Sahara in a region's catalog."""
    if region.path is None:
        return {}
    return dict.fromkeys(region.interfaces, url(ports, "sahara") + region.path)
