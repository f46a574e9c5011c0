# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns names into ids, in Sahara and in other services, with requests whose number does not depend on the cloud's size."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ...saharaclient.errors import APIError, NotFound, SaharaError
from .kinds import KINDS
from .ledger import UNKNOWN
from .listing import PATH, QUERY, Found, ServiceKind, read_all
from .registration import registration
from .vocabulary import with_v2_names

if TYPE_CHECKING:
    from .cloud import Cloud

# From how many objects the error for an unknown name suggests similar names.
SUGGESTIONS = 1000
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
# Nova and Cinder cannot filter flavors and volume types by name.
SERVICE_KINDS = {
    "flavor": ServiceKind("flavor", "compute", "2.1", "/flavors", "flavors"),
    "keypair": ServiceKind(
        "keypair", "compute", "2.1", "/os-keypairs", "keypairs", "name", unwrap="keypair", asked_by=PATH
    ),
    "availability_zone": ServiceKind(
        "availability zone", "compute", "2.1", "/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
    "image": ServiceKind("image", "image", "2", "/images", "images", asked_by=QUERY),
    "network": ServiceKind("network", "network", "2.0", "/networks", "networks", asked_by=QUERY),
    "floating_ip_pool": ServiceKind(
        "external network", "network", "2.0", "/networks", "networks",
        query={"router:external": "True"}, keep=is_external, asked_by=QUERY,
    ),
    "security_group": ServiceKind(
        "security group", "network", "2.0", "/security-groups", "security_groups", asked_by=QUERY
    ),
    "volume_type": ServiceKind(
        "volume type", "block-storage", "3", "/{project_id}/types", "volume_types", "name", links="volume_type_links"
    ),
    "volume_availability_zone": ServiceKind(
        "volume availability zone", "block-storage", "3", "/{project_id}/os-availability-zone", "availabilityZoneInfo", "zoneName", "zoneName"
    ),
}  # fmt: skip


class Lookups:
    """The objects that names can refer to. Each request is sent at most once per task."""

    def __init__(self, cloud: Cloud):
        self._cloud = cloud
        # Kind and id, or kind and name -> what the requests found.
        self._by_id: dict[tuple[str, str], Found | None] = {}
        self._by_name: dict[tuple[str, str], list[Found]] = {}
        # Lists, as far as they were needed.
        self._lists: dict[str, ReadList] = {}
        self._plugins: dict[tuple[str, str], Found] = {}

    def id_of(self, kind: str, value: str) -> str:
        """The id that Sahara uses, for a name or an id. A UUID is an id, and so is the number of a flavor.

        Raises NoMatch with similar names, or with the ids of all matches.
        """
        if is_identifier(kind, value):
            found = self.object(kind, value)
            if found:
                return str(found["id"])
            if UUID.match(value) and identified_by(kind) == "id":
                raise NoMatch(f"no {noun_of(kind)} with the id '{value}' exists")
        matches = self._own_first(self.named(kind, value))
        if len(matches) > 1:
            ids = ", ".join(sorted(str(item["id"]) for item in matches))
            raise NoMatch(
                f"{len(matches)} {plural_of(kind)} are named '{value}': {ids}; use the id instead"
            )
        if not matches:
            raise NoMatch(self._unknown(kind, value))
        return str(matches[0]["id"])

    def named(self, kind: str, name: str) -> list[Found]:
        """The objects of this name that the user can see; of a kind that cannot be filtered by name, the first one.

        Each has at least id (which Sahara uses), own_id (of its service), name and project_id.
        """
        if (kind, name) not in self._by_name:
            self._by_name[kind, name] = self._keep(kind, self._ask_by_name(kind, name))
        return self._by_name[kind, name]

    def object(self, kind: str, identity: str) -> Found | None:
        """The object with that id, or None. It is requested unless an earlier request found it."""
        if isinstance(identity, Unresolved):
            return None
        if (kind, identity) not in self._by_id:
            self._by_id[kind, identity] = self._ask_by_id(kind, identity)
        return self._by_id[kind, identity]

    def state_of(self, kind: str, identity: str | None) -> Found:
        """The object with that id; empty if there is none."""
        return (identity and self.object(kind, identity)) or {}

    def objects(self, kind: str) -> list[Found]:
        """All objects of a kind of Sahara that the user can see."""
        if kind not in self._lists:
            self._lists[kind] = ReadList(
                map(as_found, KINDS[kind].manager_of(self._cloud).iterate())
            )
        return self._keep(kind, self._lists[kind])

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name of the object with this id if the task refers to objects of this kind, otherwise the id."""
        if identity is None or kind not in {known for known, _name in self._by_name}:
            return identity
        with suppress(SaharaError):  # It is only for people, and must not let the task fail.
            found = self.object(kind, identity)
            if found and found["name"] is not None:
                return str(found["name"])
        return identity

    def image_tags(self, identity: str) -> list[str] | None:
        """The tags of an image that is registered with Sahara; None if it is not registered."""
        registered = registration(self._cloud, identity)
        return registered and list(registered.tags)

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

    def _keep(self, kind: str, found: Iterable[Found]) -> list[Found]:
        kept = list(found)
        self._by_id.update({(kind, item["id"]): item for item in kept})
        return kept

    def _ask_by_name(self, kind: str, name: str) -> Iterable[Found]:
        if kind not in SERVICE_KINDS:
            return map(as_found, KINDS[kind].find(self._cloud, name=name))
        service = SERVICE_KINDS[kind]
        if service.asked_by == PATH:
            found = self._ask_by_id(kind, name)
            return [found] if found else []
        if service.asked_by == QUERY:
            return [item for item in self._listed(service, name=name) if item["name"] == name]
        # An id is wanted less often than a name, and the whole list is read only if no object has the name.
        everything = self._whole(kind)
        by_name = (item for item in everything if item["name"] == name)
        by_id = (item for item in everything if name in (item["id"], item["own_id"]))
        return islice(chain(by_name, by_id), 1)

    def _ask_by_id(self, kind: str, identity: str) -> Found | None:
        if kind not in SERVICE_KINDS:
            try:
                return as_found(KINDS[kind].manager_of(self._cloud).get(identity))
            except NotFound:
                return None
        service = SERVICE_KINDS[kind]
        found = self._cloud.read_one(service.service, service.version, f"{service.path}/{identity}")
        return of_service(service, found) if found and service.keep(found) else None

    def _listed(self, service: ServiceKind, **query: str) -> Iterator[Found]:
        transport = self._cloud.transport_to(service.service, service.version)
        found = read_all(transport, service, self._cloud.project_id, **query)
        return (of_service(service, item) for item in found)

    def _whole(self, kind: str) -> ReadList:
        """The list of a kind that cannot be filtered by name."""
        if kind not in self._lists:
            self._lists[kind] = ReadList(self._listed(SERVICE_KINDS[kind]))
        return self._lists[kind]

    def _unknown(self, kind: str, value: str) -> str:
        """The message for a name that does not exist. It suggests from a part of the list if the list is long."""
        if kind not in SERVICE_KINDS:
            offered = KINDS[kind].manager_of(self._cloud).iterate(limit=SUGGESTIONS)
            names = [item.name for item in islice(offered, SUGGESTIONS)]
        elif SERVICE_KINDS[kind].asked_by == QUERY:
            found = self._listed(SERVICE_KINDS[kind], limit=str(SUGGESTIONS))
            names = [item["name"] for item in islice(found, SUGGESTIONS)]
        else:
            names = [item["name"] for item in self._whole(kind)]
        return unknown(noun_of(kind), value, names, SUGGESTIONS)

    def _own_first(self, matches: list[Found]) -> list[Found]:
        own = [item for item in matches if item["project_id"] == self._cloud.project_id]
        return own or matches


class ReadList:
    """A list that is read as far as somebody needs it, and only once."""

    def __init__(self, items: Iterator[Found]):
        self._read: list[Found] = []
        self._rest = items

    def __iter__(self) -> Iterator[Found]:
        yield from tuple(self._read)
        for item in self._rest:
            self._read.append(item)
            yield item


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


def is_identifier(kind: str, value: str) -> bool:
    """Whether the value can only be an id: a UUID, a made-up id of a run in check mode, or the number of a flavor."""
    is_id = UUID.match(value) or (kind not in SERVICE_KINDS and value.startswith(UNKNOWN))
    return bool(is_id) or (kind == "flavor" and value.isdigit())


def noun_of(kind: str) -> str:
    return (SERVICE_KINDS.get(kind) or KINDS[kind]).noun


def plural_of(kind: str) -> str:
    """The noun for several: "job binaries", "volume types"."""
    return KINDS[kind].nouns if kind in KINDS else f"{noun_of(kind)}s"


def unknown(noun: str, value: str, offered: Iterable[Any], limit: int = 0) -> str:
    """The message for a name that does not exist, with similar names or else the existing ones.

    limit: the length at which the list of the offered names was cut off.
    """
    everything = list(offered)
    names = sorted({str(name) for name in everything if name})
    close = difflib.get_close_matches(value, names, n=3)
    if close:
        hint = f"did you mean {' or '.join(map(repr, close))}?"
    elif names:
        hint = "available: " + ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    else:
        hint = "none exist"
    if limit and len(everything) == limit:
        hint += f" (from the first {limit} {noun}s)"
    return f"no {noun} named '{value}'; {hint}"
