# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each service lists the objects that a name can stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.lookups import (
    NoMatch,
)

from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import Answer, ScriptedCloud, error

# How Sahara is asked for all objects with a reference: on pages that few lists fill.
WHOLE = {"limit": "10000"}
# How the collection looks for a name: by a filter, by the path of the object, in the pages of the list, or
# as Sahara needs it.
QUERY, PATH, PAGES, SAHARA = "query", "path", "pages", "Sahara"
NONE = Answer({"message": "There is none."}, 404)
# An id of the form that services generate.
UUID = "0b6e5a0e-9f3c-4a43-8f5e-0c6e3c1f2d4b"
NOT_REGISTERED = error(400, "IMAGE_NOT_REGISTERED", "Image is not registered in Sahara")


def by_name(name: str) -> dict[str, str]:
    """The query that asks Sahara for a name."""
    return {"limit": "20", "sort_by": "name", "name": name}


@dataclass(frozen=True)
class Listing:
    """Where the objects of a kind are listed, one of them, its name, and the value that Sahara wants."""

    kind: str
    asked_by: str
    path: str
    key: str
    item: Mapping[str, Any]
    name: str
    wanted: str
    api: str = "2"
    query: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Sequence[Mapping[str, str]] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.api}"

    @property
    def identity(self) -> str:
        """The id of the object, if Sahara wants ids of this kind."""
        return self.wanted if self.wanted != self.name else ""

    def one(self, item: Mapping[str, Any]) -> Any:
        """A reply with one object. Glance has no envelope around it."""
        if self.kind == "image":
            return item
        old_job = (self.kind, self.api) == ("job_template", "1.1")
        of_sahara = "job" if old_job else self.kind
        return {of_sahara if self.asked_by == SAHARA else self.key[:-1]: item}

    def expect_name(self, cloud: ScriptedCloud, name: str, *items: Mapping[str, Any]) -> None:
        """The next request asks for this name. items: in the reply. If none has the name, more requests follow."""
        path, query = self.path, dict(self.query)
        if self.asked_by == PATH:
            cloud.expect("GET", f"{path}/{quote(name)}", items[0] if items else NONE, query={})
            return
        if self.asked_by == QUERY:
            query["name"] = name
        if self.asked_by == SAHARA:
            query = by_name(name)
            # Only API v1.1 can filter data sources by name.
            path = "/v1.1/data-sources" if self.kind == "data_source" else path
        cloud.expect("GET", path, {self.key: list(items)}, query=query)
        if not any(item.get("name") == name for item in items):
            for more in self.elsewhere:
                cloud.expect("GET", path, {self.key: []}, query={**query, **more})

    def expect_suggestions(self, cloud: ScriptedCloud, *items: Mapping[str, Any]) -> None:
        """The next request asks for names to suggest, unless the task has read all names already."""
        if self.asked_by == PAGES:
            return
        limit = {} if self.asked_by == PATH else {"limit": "200"}
        cloud.expect("GET", self.path, {self.key: list(items)}, query={**self.query, **limit})


VOLUMES = f"/volume/v3/{PROJECT}"
OUTSIDE = {"id": "n2", "name": "public", "router:external": True}


def zone(name: str) -> dict[str, Any]:
    return {"zoneName": name, "zoneState": {"available": True}}


UNLISTED_IMAGES = ({"os_hidden": "true"}, {"visibility": "community"})
OF_SERVICES = [
    Listing("flavor", PAGES, "/compute/v2.1/flavors", "flavors", {"id": "2", "name": "m1.small"}, "m1.small", "2"),
    Listing("keypair", PATH, "/compute/v2.1/os-keypairs", "keypairs", {"keypair": {"name": "operator"}}, "operator", "operator"),
    Listing("availability_zone", PAGES, "/compute/v2.1/os-availability-zone", "availabilityZoneInfo", zone("nova"), "nova", "nova"),
    Listing("image", QUERY, "/image/v2/images", "images", {"id": "i1", "name": "ubuntu"}, "ubuntu", "i1", elsewhere=UNLISTED_IMAGES),
    Listing("network", QUERY, "/network/v2.0/networks", "networks", {"id": "n1", "name": "private"}, "private", "n1"),
    Listing("floating_ip_pool", QUERY, "/network/v2.0/networks", "networks", OUTSIDE, "public", "n2", query={"router:external": "True"}),
    Listing("security_group", QUERY, "/network/v2.0/security-groups", "security_groups", {"id": "g1", "name": "default"}, "default", "g1"),
    Listing("volume_type", PAGES, f"{VOLUMES}/types", "volume_types", {"id": "t1", "name": "ssd"}, "ssd", "ssd"),
    Listing("volume_availability_zone", PAGES, f"{VOLUMES}/os-availability-zone", "availabilityZoneInfo", zone("cinder"), "cinder", "cinder"),
]  # fmt: skip


SAHARA_PATHS = {
    "node_group_template": ("node-group-templates", "node_group_templates"),
    "cluster_template": ("cluster-templates", "cluster_templates"),
    "data_source": ("data-sources", "data_sources"),
    "job_binary": ("job-binaries", "binaries"),
    "cluster": ("clusters", "clusters"),
}
JOB_TEMPLATES = {"1.1": ("jobs", "jobs"), "2": ("job-templates", "job_templates")}
OF_SAHARA = [
    Listing(kind, SAHARA, f"/v{api}/{path}", key, {"id": "s1", "name": "mine"}, "mine", "s1", api)
    for api in ("1.1", "2")
    for kind, (path, key) in {**SAHARA_PATHS, "job_template": JOB_TEMPLATES[api]}.items()
]
BY_KIND = {(listing.kind, listing.api): listing for listing in OF_SERVICES + OF_SAHARA}


def listing_of(kind: str, api: str = "2") -> Listing:
    """api: of Sahara; it makes no difference for other services."""
    return BY_KIND.get((kind, api)) or BY_KIND[kind, "2"]


def expect_name(
    cloud: ScriptedCloud, kind: str, name: str, *items: Mapping[str, Any], api: str = "2"
) -> None:
    listing_of(kind, api).expect_name(cloud, name, *items)


def expect_suggestions(
    cloud: ScriptedCloud, kind: str, *items: Mapping[str, Any], api: str = "2"
) -> None:
    listing_of(kind, api).expect_suggestions(cloud, *items)


def expect_id(cloud: ScriptedCloud, kind: str, item: Mapping[str, Any], api: str = "2") -> None:
    """The next request asks for this object by its id."""
    listing = listing_of(kind, api)
    cloud.expect("GET", f"{listing.path}/{item['id']}", listing.one(item))


def expect_registration(cloud: ScriptedCloud, identity: str, tags: Any, api: str = "2") -> None:
    """The next request asks whether an image is registered. tags: None if it is not."""
    found = NOT_REGISTERED if tags is None else {"image": {"id": identity, "tags": list(tags)}}
    cloud.expect("GET", f"/v{api}/images/{identity}", found)


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"id of {name}", "name": name} for name in names]


def refusal(task: AnsibleTask, kind: str, value: str) -> str:
    """The error for a name that no object has, or several."""
    with pytest.raises(NoMatch) as caught:
        task.lookups.id_of(kind, value)
    return str(caught.value)


def mentioned(message: str, names: list[str]) -> list[str]:
    """The names that a sentence contains, in the order of the sentence."""
    return sorted((name for name in names if name in message), key=message.index)
