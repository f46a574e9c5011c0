# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns names into ids, in Sahara and in other services, with requests whose number does not depend on the cloud's size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...saharaclient.errors import APIError, NotFound, SaharaError
from ...saharaclient.resource import fields_of
from .kinds import KINDS
from .ledger import UNKNOWN
from .listing import PATH, QUERY, Found, ServiceKind, read_all
from .read_list import ReadList
from .registration import registration
from .services import SERVICE_KINDS, of_service
from .vocabulary import with_v2_names

if TYPE_CHECKING:
    from .cloud import Cloud

# From how many objects the error for an unknown name takes its suggestions.
SUGGESTIONS = 200
UUID = re.compile(r"^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", re.IGNORECASE)


class NoMatch(SaharaError):
    """No object of a kind, or more than one, matches the user's value."""


class Unresolved(str):
    """The user's value instead of an id, if no object matches it."""

    __slots__ = ()


class Lookups:
    """The objects that names can refer to. What a request has found is kept for the rest of the task."""

    def __init__(self, cloud: Cloud):
        self._cloud = cloud
        # Kind and id, or kind and name -> what the requests found.
        self._by_id: dict[tuple[str, str], Found | None] = {}
        self._by_name: dict[tuple[str, str], list[Found]] = {}
        # Lists, as far as they were needed.
        self._lists: dict[str, ReadList] = {}
        self._plugins: dict[tuple[str, str], Found] = {}
        self._tags: dict[str, list[str] | None] = {}
        # Kind -> some names, if they could be read.
        self._suggestions: dict[str, list[Any] | None] = {}

    def id_of(self, kind: str, value: str) -> str:
        """The id that Sahara uses, for a name or an id. A UUID is an id, and so is the number of a flavor.

        Raises NoMatch with similar names, or with the ids of all matches.
        """
        if is_identifier(kind, value):
            found = self.object(kind, value)
            if found:
                return str(found["id"])
            if UUID.match(value):
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
        """The objects of this name that the user can see.

        If the service cannot filter by name: the first object with this name, or else with this id.
        Each has at least id (which Sahara uses), own_id (of its service), name and project_id.
        """
        if (kind, name) not in self._by_name:
            self._by_name[kind, name] = list(self._kept(kind, self._ask_by_name(kind, name)))
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
            found = map(as_found, KINDS[kind].manager_of(self._cloud).iterate())
            self._lists[kind] = ReadList(self._kept(kind, found))
        return list(self._lists[kind])

    def name_of(self, kind: str, identity: str | None) -> str | None:
        """The name of the object with this id, if the task names objects of its kind or has read it; otherwise the id."""
        if identity is None or identified_by(kind) != "id":
            return identity
        is_named = any(kind == named for named, _name in self._by_name)
        if not is_named and (kind, identity) not in self._by_id:
            return identity
        with suppress(SaharaError):  # The name is only for people; the task can do without it.
            found = self.object(kind, identity)
            if found and found["name"] is not None:
                return str(found["name"])
        return identity

    def reference(self, kind: str, identity: str) -> str:
        """What a user would write for this id: the name, if it selects only this object; otherwise, the id."""
        if identified_by(kind) != "id":
            return identity
        found = self.object(kind, identity)
        name = found and found["name"]
        if not found or not name or is_identifier(kind, name):
            return identity
        # Within a project, Sahara's names are unique, and the project's own object precedes others.
        if kind in KINDS and found["project_id"] == self._cloud.project_id:
            return str(name)
        matches = self._own_first(self.named(kind, name))
        return str(name) if [item["id"] for item in matches] == [found["id"]] else identity

    def image_tags(self, identity: str) -> list[str] | None:
        """The tags of an image that is registered with Sahara; None if it is not registered."""
        if identity not in self._tags:
            registered = registration(self._cloud, identity)
            self._tags[identity] = None if registered is None else list(registered.tags)
        return self._tags[identity]

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

    def _kept(self, kind: str, found: Iterable[Found]) -> Iterator[Found]:
        for item in found:
            self._by_id[kind, str(item["id"])] = item
            yield item

    def _ask_by_name(self, kind: str, name: str) -> Iterable[Found]:
        if kind not in SERVICE_KINDS:
            return map(as_found, KINDS[kind].find(self._cloud, name=name))
        service = SERVICE_KINDS[kind]
        if service.asked_by == PATH:
            found = self.object(kind, name)
            return [found] if found and found["name"] == name else []
        if service.asked_by == QUERY:
            return self._ask_by_query(service, name)
        earlier = self._cloud.lists.get(kind)
        found = earlier.first(name) if earlier and earlier.is_recent else None
        found = found or self._whole(kind).first(name)
        return [found] if found else []

    def _ask_by_query(self, service: ServiceKind, name: str) -> list[Found]:
        """The objects of this name in the first list that has any."""
        value = f"{service.equals}{name}" if ":" in name else name
        for more in ({}, *service.elsewhere):
            items = self._listed(service, name=value, **more)
            found = [item for item in items if item["name"] == name]
            if found:
                return found
        return []

    def _ask_by_id(self, kind: str, identity: str) -> Found | None:
        if kind not in SERVICE_KINDS:
            try:
                return as_found(KINDS[kind].manager_of(self._cloud).get(identity))
            except NotFound:
                return None
        service = SERVICE_KINDS[kind]
        path = f"{service.path}/{quote(identity, safe='')}"
        found = self._cloud.read_one(service.service, service.version, path)
        return of_service(service, found) if found and service.keep(found) else None

    def _listed(self, service: ServiceKind, **query: str) -> Iterator[Found]:
        transport = self._cloud.transport_to(service.service, service.version)
        found = read_all(transport, service, self._cloud.project_id, **query)
        return (of_service(service, item) for item in found)

    def _whole(self, kind: str) -> ReadList:
        """The list of a kind that cannot be filtered by name."""
        if kind not in self._lists:
            found = ReadList(self._kept(kind, self._listed(SERVICE_KINDS[kind])))
            self._lists[kind] = self._cloud.lists[kind] = found
        return self._lists[kind]

    def _unknown(self, kind: str, value: str) -> str:
        """The message for a name that does not exist."""
        if kind not in self._suggestions:
            self._suggestions[kind] = self._some_names(kind)
        names = self._suggestions[kind]
        if names is None:
            return f"no {noun_of(kind)} named '{value}'"
        is_part = len(names) == SUGGESTIONS
        source = f" (from the first {SUGGESTIONS} {plural_of(kind)})" if is_part else ""
        return unknown(noun_of(kind), value, names) + source

    def _some_names(self, kind: str) -> list[Any] | None:
        """The names at the beginning of a list; None if the list cannot be read, for example because it is too long."""
        try:
            return list(islice(self._offered(kind), SUGGESTIONS))
        except SaharaError:
            return None

    def _offered(self, kind: str) -> Iterator[Any]:
        """The names of the objects of a kind. Pages are requested when they are needed."""
        if kind not in SERVICE_KINDS:
            found = KINDS[kind].manager_of(self._cloud).iterate(limit=SUGGESTIONS)
            return (item.name for item in found)
        service = SERVICE_KINDS[kind]
        is_filtered = service.asked_by == QUERY
        listed = self._listed(service, limit=str(SUGGESTIONS)) if is_filtered else self._whole(kind)
        return (item["name"] for item in listed)

    def _own_first(self, matches: list[Found]) -> list[Found]:
        own = [item for item in matches if item["project_id"] == self._cloud.project_id]
        return own or matches


def as_found(item: Any) -> dict[str, Any]:
    """An object of Sahara, in the form of ``Lookups.named``."""
    return {"name": None, "project_id": None, **with_v2_names(fields_of(item)), "own_id": item.id}


def identified_by(kind: str) -> str:
    return SERVICE_KINDS[kind].identity if kind in SERVICE_KINDS else "id"


def is_identifier(kind: str, value: str) -> bool:
    """Whether to look for an id first: a UUID, a made-up id of a run in check mode, or the number of a flavor."""
    if identified_by(kind) != "id":
        return False
    is_made_up = kind not in SERVICE_KINDS and value.startswith(UNKNOWN)
    return is_made_up or bool(UUID.match(value)) or (kind == "flavor" and value.isdigit())


def noun_of(kind: str) -> str:
    return (SERVICE_KINDS.get(kind) or KINDS[kind]).noun


def plural_of(kind: str) -> str:
    """The noun for several: "job binaries", "volume types"."""
    return KINDS[kind].nouns if kind in KINDS else f"{noun_of(kind)}s"


def unknown(noun: str, value: str, offered: Iterable[Any]) -> str:
    """The message for a name that does not exist, with similar names or else the existing ones."""
    # Not at the top: most names exist.
    import difflib

    names = sorted({str(name) for name in offered if name})
    close = difflib.get_close_matches(value, names, n=3)
    if close:
        hint = f"did you mean {' or '.join(map(repr, close))}?"
    elif names:
        hint = "available: " + ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    else:
        hint = "none exist"
    return f"no {noun} named '{value}'; {hint}"
