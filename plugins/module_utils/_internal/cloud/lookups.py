# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names to ids, in the other services of the cloud and in Sahara: each kind is read once per task."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Callable

from ...saharaclient.errors import APIError, SaharaError
from .vocabulary import in_v2_words, manager_of

UUID = re.compile(r"^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", re.IGNORECASE)


class Unresolved(SaharaError):
    """No object, or several, of a kind answer to what the user wrote."""


@dataclass(frozen=True)
class Kind:
    """Where the objects of one kind are listed.

    service: the service type of the catalog; path: below the service's versioned URL;
    key: the list in the reply; identity: the field that Sahara wants.
    """

    noun: str
    service: str
    version: str
    path: str
    key: str
    identity: str = "id"
    name: str = "name"
    unwrap: str = ""
    keep: Callable[[Mapping[str, Any]], bool] = lambda item: True


def is_external(network: Mapping[str, Any]) -> bool:
    return bool(network.get("router:external"))


# Nova, Neutron, Glance and Cinder at the versions that all clouds have kept since Sahara's first.
KINDS = {
    "flavor": Kind("flavor", "compute", "2.1", "/flavors", "flavors"),
    "keypair": Kind("keypair", "compute", "2.1", "/os-keypairs", "keypairs", "name", unwrap="keypair"),
    "availability_zone": Kind(
        "availability zone", "compute", "2.1", "/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
    "image": Kind("image", "image", "2", "/images", "images"),
    "network": Kind("network", "network", "2.0", "/networks", "networks"),
    "floating_ip_pool": Kind(
        "external network", "network", "2.0", "/networks?router:external=True", "networks", keep=is_external
    ),
    "security_group": Kind("security group", "network", "2.0", "/security-groups", "security_groups"),
    "volume_type": Kind("volume type", "block-storage", "3", "/{project_id}/types", "volume_types", "name"),
    "volume_availability_zone": Kind(
        "availability zone of volumes", "block-storage", "3", "/{project_id}/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
}  # fmt: skip

SAHARA_KINDS = {
    "node_group_template": ("node group template", "node_group_templates"),
    "cluster_template": ("cluster template", "cluster_templates"),
    "data_source": ("data source", "data_sources"),
    "job_binary": ("job binary", "job_binaries"),
    "job_template": ("job template", "job_templates"),
    "cluster": ("cluster", "clusters"),
}


class Lookups:
    """The objects that names can mean, read when the first name of their kind is asked for."""

    def __init__(self, cloud: Any):
        self._cloud = cloud
        self._known: dict[str, list[Mapping[str, Any]]] = {}
        self._images: dict[str, list[str]] | None = None
        self._plugins: dict[tuple[str, str], Mapping[str, Any]] = {}

    def id_of(self, kind: str, value: str) -> str:
        """What Sahara wants for a name or id. A UUID is taken as it is, and not looked up.

        Raises Unresolved with close matches, or with the ids of the candidates.
        """
        if UUID.match(value) and identified_by(kind) == "id":
            return value
        found = self.objects(kind)
        matches = self._own_first([item for item in found if item["name"] == value])
        if len(matches) == 1:
            return str(matches[0]["id"])
        if len(matches) > 1:
            ids = ", ".join(sorted(str(item["id"]) for item in matches))
            raise Unresolved(
                f"there are {len(matches)} objects '{value}' ({noun_of(kind)}): {ids}; give the id of one"
            )
        by_id = [item for item in found if value in (item["id"], item["own_id"])]
        if by_id:
            return str(by_id[0]["id"])
        raise Unresolved(unknown(noun_of(kind), value, (item["name"] for item in found)))

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name behind an id, when the kind was read anyway; otherwise the id itself."""
        for item in self._known.get(kind, ()):
            if item["id"] == identity:
                return str(item["name"])
        return identity

    def plugin(self, name: str, version: str) -> Mapping[str, Any]:
        """A plugin's version with its node processes, configs and required image tags.

        Raises Unresolved with the plugins or versions that there are.
        """
        if (name, version) not in self._plugins:
            plugins = self._cloud.client.plugins
            try:
                self._plugins[name, version] = plugins.get_version_details(name, version).to_dict()
            except APIError as error:
                offered = {plugin.name: plugin.versions for plugin in plugins.list()}
                if name not in offered:
                    raise Unresolved(unknown("plugin", name, offered)) from None
                if version not in offered[name]:
                    raise Unresolved(
                        unknown(f"version of plugin {name}", version, offered[name])
                    ) from None
                raise error
        return self._plugins[name, version]

    def registered_images(self) -> Mapping[str, list[str]]:
        """Id -> tags, of the images that are registered with Sahara."""
        if self._images is None:
            found = self._cloud.client.images.list()
            self._images = {image.id: list(image.tags) for image in found}
        return self._images

    def objects(self, kind: str) -> list[Mapping[str, Any]]:
        """All objects of a kind.

        Each has at least id (what Sahara wants), own_id (its service's), name and project_id.
        """
        if kind not in self._known:
            if kind in SAHARA_KINDS:
                self._known[kind] = self._read_sahara(SAHARA_KINDS[kind][1])
            else:
                self._known[kind] = self._read_service(KINDS[kind])
        return self._known[kind]

    def _read_sahara(self, plural: str) -> list[Mapping[str, Any]]:
        found = manager_of(self._cloud, plural).iterate()
        least = {"name": None, "project_id": None}
        return [{**least, **in_v2_words(item.to_dict()), "own_id": item.id} for item in found]

    def _read_service(self, kind: Kind) -> list[Mapping[str, Any]]:
        path = kind.path.format(project_id=self._cloud.project_id)
        found: list[Mapping[str, Any]] = []
        for item in self._cloud.read(kind.service, kind.version, path, kind.key):
            inner = item.get(kind.unwrap) if kind.unwrap else item
            if isinstance(inner, Mapping) and kind.keep(inner):
                names = {"id": inner.get(kind.identity), "name": inner.get(kind.name)}
                found.append(
                    {**inner, **names, "own_id": inner.get("id"), "project_id": owner(inner)}
                )
        return found

    def _own_first(self, matches: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        own = [item for item in matches if item["project_id"] == self._cloud.project_id]
        return own or matches


def owner(item: Mapping[str, Any]) -> str | None:
    """The project of an object; Glance says owner, Neutron has both of the other words."""
    return item.get("project_id") or item.get("tenant_id") or item.get("owner")


def identified_by(kind: str) -> str:
    return "id" if kind in SAHARA_KINDS else KINDS[kind].identity


def noun_of(kind: str) -> str:
    return SAHARA_KINDS[kind][0] if kind in SAHARA_KINDS else KINDS[kind].noun


def unknown(noun: str, value: str, offered: Iterable[Any]) -> str:
    """The sentence on a name that nothing has: with names like it, or else with what there is."""
    names = sorted({str(name) for name in offered if name})
    close = difflib.get_close_matches(value, names, n=3)
    if close:
        hint = f"did you mean {' or '.join(close)}?"
    elif names:
        hint = "there is " + ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    else:
        hint = "there is none at all"
    return f"there is no {noun} '{value}'; {hint}"
