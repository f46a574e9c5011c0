# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns names into ids, in Sahara and in other services. Each kind is read at most once per task."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...saharaclient.errors import APIError, NotFound, SaharaError
from .kinds import IMAGE, KINDS
from .listing import Found, ServiceKind, read_all
from .vocabulary import with_v2_names

if TYPE_CHECKING:
    from .cloud import Cloud

UUID = re.compile(r"^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", re.IGNORECASE)


class NoMatch(SaharaError):
    """No object of a kind, or more than one, matches the user's value."""


class Unresolved(str):
    """The user's value instead of an id, if no object matches it."""

    __slots__ = ()


def is_external(network: Found) -> bool:
    return bool(network.get("router:external"))


# The kinds that options refer to. An image here is Glance's, not its registration in Sahara.
# Every cloud has offered these versions of Nova, Neutron, Glance and Cinder since the first Sahara.
SERVICE_KINDS = {
    "flavor": ServiceKind("flavor", "compute", "2.1", "/flavors", "flavors"),
    "keypair": ServiceKind("keypair", "compute", "2.1", "/os-keypairs", "keypairs", "name", unwrap="keypair"),
    "availability_zone": ServiceKind(
        "availability zone", "compute", "2.1", "/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
    "image": ServiceKind("image", "image", "2", "/images", "images"),
    "network": ServiceKind("network", "network", "2.0", "/networks", "networks"),
    "floating_ip_pool": ServiceKind(
        "external network", "network", "2.0", "/networks", "networks",
        query={"router:external": "True"}, keep=is_external,
    ),
    "security_group": ServiceKind("security group", "network", "2.0", "/security-groups", "security_groups"),
    "volume_type": ServiceKind(
        "volume type", "block-storage", "3", "/{project_id}/types", "volume_types", "name", links="volume_type_links"
    ),
    "volume_availability_zone": ServiceKind(
        "volume availability zone", "block-storage", "3", "/{project_id}/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
}  # fmt: skip


class Lookups:
    """The objects that names can refer to. A kind is read when its first name is looked up."""

    def __init__(self, cloud: Cloud):
        self._cloud = cloud
        self._lists: dict[str, list[Found]] = {}
        self._single: dict[tuple[str, str], Found | None] = {}
        self._images: dict[str, list[str]] | None = None
        self._plugins: dict[tuple[str, str], Found] = {}

    def id_of(self, kind: str, value: str) -> str:
        """The id that Sahara uses, for a name or an id. A UUID is an id, and is requested directly.

        Raises NoMatch with similar names, or with the ids of all matches.
        """
        if UUID.match(value) and identified_by(kind) == "id":
            if self.object(kind, value) is None:
                raise NoMatch(f"no {noun_of(kind)} with the id '{value}' exists")
            return value
        found = self.objects(kind)
        matches = self._own_first([item for item in found if item["name"] == value])
        if len(matches) == 1:
            return str(matches[0]["id"])
        if len(matches) > 1:
            ids = ", ".join(sorted(str(item["id"]) for item in matches))
            raise NoMatch(
                f"{len(matches)} {plural_of(kind)} are named '{value}': {ids}; use the id instead"
            )
        by_id = [item for item in found if value in (item["id"], item["own_id"])]
        if by_id:
            return str(by_id[0]["id"])
        raise NoMatch(unknown(noun_of(kind), value, (item["name"] for item in found)))

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name of the object with this id if it was already read, otherwise the id."""
        found = identity and self._already_read(kind, identity)
        return str(found["name"]) if found and found["name"] is not None else identity

    def plugin(self, name: str, version: str) -> Found:
        """A version of a plugin, with its node processes, configs and required image tags.

        Raises NoMatch with the plugins or versions that exist.
        """
        if (name, version) not in self._plugins:
            plugins = self._cloud.client.plugins
            try:
                self._plugins[name, version] = plugins.get_version_details(name, version).to_dict()
            except APIError:
                offered = {plugin.name: plugin.versions for plugin in plugins.list()}
                if name not in offered:
                    raise NoMatch(unknown("plugin", name, offered)) from None
                if version not in offered[name]:
                    noun = f"version of plugin {name}"
                    raise NoMatch(unknown(noun, version, offered[name])) from None
                raise
        return self._plugins[name, version]

    def registered_images(self) -> Mapping[str, list[str]]:
        """The tags of each registered image, by image id."""
        if self._images is None:
            found = IMAGE.manager_of(self._cloud).list()
            self._images = {image.id: list(image.tags) for image in found}
        return self._images

    def objects(self, kind: str) -> list[Found]:
        """All objects of a kind that the user can see.

        Each has at least id (which Sahara uses), own_id (of its service), name and project_id.
        """
        if kind not in self._lists:
            self._lists[kind] = (
                self._read_service(SERVICE_KINDS[kind])
                if kind in SERVICE_KINDS
                else self._read_sahara(kind)
            )
        return self._lists[kind]

    def object(self, kind: str, identity: str) -> Found | None:
        """The object with that id, or None. It is requested alone unless its kind was already read."""
        if isinstance(identity, Unresolved):
            return None
        if kind not in self._lists and (kind, identity) not in self._single:
            self._single[kind, identity] = (
                self._ask_service(SERVICE_KINDS[kind], identity)
                if kind in SERVICE_KINDS
                else self._ask_sahara(kind, identity)
            )
        return self._already_read(kind, identity)

    def state_of(self, kind: str, identity: str | None) -> Found:
        """The object with that id; empty if there is none."""
        return (identity and self.object(kind, identity)) or {}

    def _already_read(self, kind: str, identity: str) -> Found | None:
        """The object with that id, if a list of its kind or a request for it alone had it."""
        listed = (item for item in self._lists.get(kind, ()) if item["id"] == identity)
        return next(listed, None) or self._single.get((kind, identity))

    def _read_sahara(self, kind: str) -> list[Found]:
        return [as_found(item) for item in KINDS[kind].manager_of(self._cloud).iterate()]

    def _ask_sahara(self, kind: str, identity: str) -> Found | None:
        try:
            return as_found(KINDS[kind].manager_of(self._cloud).get(identity))
        except NotFound:
            return None

    def _read_service(self, kind: ServiceKind) -> list[Found]:
        transport = self._cloud.transport_to(kind.service, kind.version)
        found = read_all(transport, kind, self._cloud.project_id)
        return [of_service(kind, item) for item in found]

    def _ask_service(self, kind: ServiceKind, identity: str) -> Found | None:
        found = self._cloud.read_one(kind.service, kind.version, f"{kind.path}/{identity}")
        return of_service(kind, found) if found and kind.keep(found) else None

    def _own_first(self, matches: list[Found]) -> list[Found]:
        own = [item for item in matches if item["project_id"] == self._cloud.project_id]
        return own or matches


def as_found(item: Any) -> dict[str, Any]:
    """An object of Sahara, in the form of ``Lookups.objects``."""
    return {"name": None, "project_id": None, **with_v2_names(item.to_dict()), "own_id": item.id}


def of_service(kind: ServiceKind, item: Found) -> dict[str, Any]:
    """An object of another service, in the form of ``Lookups.objects``."""
    names = {"id": item.get(kind.identity), "name": item.get(kind.name)}
    return {**item, **names, "own_id": item.get("id"), "project_id": owner(item)}


def owner(item: Found) -> str | None:
    """The project of an object. Glance calls it owner; Neutron has both other keys."""
    return item.get("project_id") or item.get("tenant_id") or item.get("owner")


def identified_by(kind: str) -> str:
    return SERVICE_KINDS[kind].identity if kind in SERVICE_KINDS else "id"


def noun_of(kind: str) -> str:
    return (SERVICE_KINDS.get(kind) or KINDS[kind]).noun


def plural_of(kind: str) -> str:
    """The noun for several: "job binaries", "volume types"."""
    return KINDS[kind].nouns if kind in KINDS else f"{noun_of(kind)}s"


def unknown(noun: str, value: str, offered: Iterable[Any]) -> str:
    """The message for a name that does not exist, with similar names or else the existing ones."""
    names = sorted({str(name) for name in offered if name})
    close = difflib.get_close_matches(value, names, n=3)
    if close:
        hint = f"did you mean {' or '.join(map(repr, close))}?"
    elif names:
        hint = "available: " + ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    else:
        hint = "none exist"
    return f"no {noun} named '{value}'; {hint}"
