# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of Nova, Neutron, Glance and Cinder are read page by page, with the links that each sends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.listing import (
    read_all,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.services import (
    SERVICE_KINDS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    BadRequest,
    BadResponse,
    RouteNotFound,
)

from tests.unit.support.identity import PROJECT, endpoint
from tests.unit.support.scripted import Answer, ScriptedCloud

Item = dict[str, Any]
# Replies of the real services: tests/openstack/replies.py recorded them.
RECORDED = json.loads((Path(__file__).parents[2] / "openstack" / "replies.json").read_text())
Read = Callable[..., Iterator[Any]]


def link_list(key: str) -> Callable[[str], Item]:
    """The links of Nova and Cinder. Their addresses can differ from those in the catalog."""
    return lambda query: {key: [{"rel": "next", "href": f"http://inside.example/x?{query}"}]}


def both_links(key: str) -> Callable[[str], Item]:
    """The links of Neutron, which also links to the previous page."""
    back = {"rel": "previous", "href": "http://inside.example/x?marker=0&page_reverse=True"}
    return lambda query: {
        key: [back, {"rel": "next", "href": f"http://inside.example/x?{query}"}],
    }


def relative_link(query: str) -> Item:
    """Glance's link: a path without its server."""
    return {"first": "/v2/images", "next": f"/v2/images?{query}"}


def plain(name: str) -> Item:
    return {"id": f"id of {name}", "name": name}


@dataclass(frozen=True)
class Service:
    """How one list of a service is paged. query: of the first page, which the links repeat."""

    kind: str
    path: str
    key: str
    links: Callable[[str], Item]
    item: Callable[[str], Item] = plain
    query: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.kind

    def page(self, *names: str, after: str | None = None) -> Item:
        """A page. after: the marker of the next page."""
        query = "&".join(
            f"{name.replace(':', '%3A')}={value}" for name, value in self.query.items()
        )
        more = {} if after is None else self.links(f"{query}&limit=2&marker={after}".lstrip("&"))
        return {self.key: [self.item(name) for name in names], **more}

    def expect(self, cloud: ScriptedCloud, answer: Any, after: str | None = None) -> None:
        """The next request is for the page after this marker."""
        more = {} if after is None else {"limit": "2", "marker": after}
        cloud.expect("GET", self.path, answer, query={**self.query, **more})


NETWORKS = "/network/v2.0/networks"
SERVICES = (
    Service("flavor", "/compute/v2.1/flavors", "flavors", link_list("flavors_links")),
    Service(
        "keypair",
        "/compute/v2.1/os-keypairs",
        "keypairs",
        link_list("keypairs_links"),
        lambda name: {"keypair": {"name": name}},
    ),
    Service("image", "/image/v2/images", "images", relative_link),
    Service("network", NETWORKS, "networks", both_links("networks_links")),
    Service(
        "floating_ip_pool",
        NETWORKS,
        "networks",
        both_links("networks_links"),
        lambda name: {**plain(name), "router:external": True},
        {"router:external": "True"},
    ),
    Service(
        "security_group",
        "/network/v2.0/security-groups",
        "security_groups",
        both_links("security_groups_links"),
    ),
    Service(
        "volume_type",
        f"/volume/v3/{PROJECT}/types",
        "volume_types",
        link_list("volume_type_links"),
    ),
)
each_service = pytest.mark.parametrize("service", SERVICES, ids=str)


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as scripted:
        for kind in ("compute", "image", "network"):
            scripted.keystone.catalog.append(endpoint(f"{scripted.url}/{kind}", kind))
        volumes = endpoint(f"{scripted.url}/volume/v3/{PROJECT}", "volumev3")
        scripted.keystone.catalog.append(volumes)
        yield scripted


@pytest.fixture
def read(cloud: ScriptedCloud) -> Read:
    """Reads the names of all objects of a kind."""
    tasks_cloud = Cloud({"cloud": {"auth": cloud.auth}})

    def read(kind_name: str, **query: str) -> Iterator[Any]:
        kind = SERVICE_KINDS[kind_name]
        transport = tasks_cloud.transport_to(kind.service, kind.version)
        return (item["name"] for item in read_all(transport, kind, PROJECT, **query))

    return read


@each_service
def test_all_pages_are_read(cloud: ScriptedCloud, read: Read, service: Service) -> None:
    service.expect(cloud, service.page("a", "b", after="b"))
    service.expect(cloud, service.page("c", "d", after="d"), after="b")
    service.expect(cloud, service.page("e"), after="d")
    assert list(read(service.kind)) == ["a", "b", "c", "d", "e"]


@each_service
def test_pages_are_requested_when_they_are_needed(
    cloud: ScriptedCloud, read: Read, service: Service
) -> None:
    service.expect(cloud, service.page("a", "b", after="b"))
    names = read(service.kind)
    assert [next(names), next(names)] == ["a", "b"]


def test_the_query_is_sent_with_the_first_page_and_the_links_repeat_it(
    cloud: ScriptedCloud, read: Read
) -> None:
    image = next(service for service in SERVICES if service.kind == "image")
    first = {**image.page("a"), **relative_link("name=a&marker=x")}
    cloud.expect("GET", image.path, first, query={"name": "a"})
    cloud.expect("GET", image.path, image.page("b"), query={"name": "a", "marker": "x"})
    assert list(read("image", name="a")) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "end", "key"),
    [
        ("flavor", "/flavors", "flavors"),
        ("image", "/images", "images"),
        ("network", "/networks", "networks"),
        ("volume_type", "/types", "volume_types"),
    ],
)
def test_the_links_of_the_real_services_are_followed(
    cloud: ScriptedCloud, read: Read, kind: str, end: str, key: str
) -> None:
    first = next(reply["body"] for reply in RECORDED if reply["path"].endswith(end))
    links = next((value for name, value in first.items() if name.endswith("_links")), [])
    hrefs = [link["href"] for link in links if link["rel"] == "next"] or [first["next"]]
    (path,) = [service.path for service in SERVICES if service.kind == kind]
    cloud.expect("GET", path, first, query={})
    cloud.expect("GET", path, {key: []}, query=dict(parse_qsl(urlsplit(hrefs[0]).query)))
    assert list(read(kind)) == [item["name"] for item in first[key]]


@each_service
def test_empty_page_is_the_end(cloud: ScriptedCloud, read: Read, service: Service) -> None:
    service.expect(cloud, service.page("a", "b", after="b"))
    service.expect(cloud, service.page(after="b"), after="b")
    assert list(read(service.kind)) == ["a", "b"]


@each_service
def test_repeated_items_are_listed_once(cloud: ScriptedCloud, read: Read, service: Service) -> None:
    service.expect(cloud, service.page("a", "b", after="b"))
    service.expect(cloud, service.page("b", "c"), after="b")
    assert list(read(service.kind)) == ["a", "b", "c"]


@each_service
def test_repeated_marker_is_an_error(cloud: ScriptedCloud, read: Read, service: Service) -> None:
    service.expect(cloud, service.page("a", after="a"))
    for _request in range(4):
        service.expect(cloud, service.page("a", after="a"), after="a")
    with pytest.raises(BadResponse, match="^The service '[a-z-]+' keeps sending the same pages"):
        list(read(service.kind))


@each_service
def test_circle_of_pages_is_an_error(cloud: ScriptedCloud, read: Read, service: Service) -> None:
    service.expect(cloud, service.page("a", after="a"))
    for marker, following in ["ab", "ba"] * 4:
        service.expect(cloud, service.page(following, after=following), after=marker)
    with pytest.raises(BadResponse, match="keeps sending the same pages"):
        list(read(service.kind))


@each_service
@pytest.mark.parametrize("status", [400, 404])
def test_deleted_marker_restarts_the_list(
    cloud: ScriptedCloud, read: Read, service: Service, status: int
) -> None:
    service.expect(cloud, service.page("a", "b", after="b"))
    service.expect(cloud, Answer({"message": "marker not found"}, status), after="b")
    service.expect(cloud, service.page("a", "c", after="c"))
    service.expect(cloud, service.page("d"), after="c")
    assert list(read(service.kind)) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (404, RouteNotFound)])
def test_refusal_of_the_first_page_is_an_error(
    cloud: ScriptedCloud, read: Read, status: int, kind: type[Exception]
) -> None:
    SERVICES[0].expect(cloud, Answer({"message": "no"}, status))
    with pytest.raises(kind):
        list(read("flavor"))


def test_page_with_only_other_networks_is_not_the_end(cloud: ScriptedCloud, read: Read) -> None:
    service = next(service for service in SERVICES if service.kind == "floating_ip_pool")
    inner = {**service.page(after="i"), "networks": [{**plain("inner"), "router:external": False}]}
    service.expect(cloud, inner)
    service.expect(cloud, service.page("outer"), after="i")
    assert list(read(service.kind)) == ["outer"]


def test_query_of_the_kind_is_sent_even_if_the_link_lacks_it(
    cloud: ScriptedCloud, read: Read
) -> None:
    body = {"networks": [plain("a")], "networks_links": [{"rel": "next", "href": "/x?marker=a"}]}
    cloud.expect("GET", NETWORKS, body, query={"router:external": "True"})
    outer = {"networks": [{**plain("b"), "router:external": True}]}
    cloud.expect("GET", NETWORKS, outer, query={"router:external": "True", "marker": "a"})
    assert list(read("floating_ip_pool")) == ["b"]


@pytest.mark.parametrize("links", ["text", 7, [7], [{"rel": "next", "href": 7}]])
def test_invalid_links_are_an_error(cloud: ScriptedCloud, read: Read, links: Any) -> None:
    cloud.expect("GET", NETWORKS, {"networks": [plain("a")], "networks_links": links})
    with pytest.raises(BadResponse, match="invalid links to other pages"):
        list(read("network"))


def test_item_without_an_id_is_an_error(cloud: ScriptedCloud, read: Read) -> None:
    cloud.expect("GET", NETWORKS, {"networks": [{"name": "a"}]})
    with pytest.raises(BadResponse, match="The service 'network' sent .* without an id"):
        list(read("network"))
