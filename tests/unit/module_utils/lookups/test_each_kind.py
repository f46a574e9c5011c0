# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Turning names and ids of each kind into what Sahara wants, and the requests for it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)

from tests.unit.module_utils.conftest import NewTask
from tests.unit.support.listings import (
    NONE,
    OF_SAHARA,
    OF_SERVICES,
    UNLISTED_IMAGES,
    UUID,
    Listing,
    by_name,
    expect_id,
    expect_name,
    expect_suggestions,
    listing_of,
    named,
    refusal,
)
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer, ScriptedCloud, error

EVERYTHING = pytest.mark.parametrize("listing", OF_SERVICES + OF_SAHARA, ids=str)
IDENTIFIED_BY_ID = pytest.mark.parametrize(
    "listing", [each for each in OF_SERVICES + OF_SAHARA if each.identity], ids=str
)


# Every kind


@EVERYTHING
def test_a_name_becomes_what_sahara_wants(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    """Each request is sent once per task."""
    for _task in range(2):
        listing.expect_name(cloud, listing.name, listing.item)
        lookups = new_task(listing.api).lookups
        for _time in range(2):
            assert lookups.id_of(listing.kind, listing.name) == listing.wanted


@EVERYTHING
def test_the_error_says_when_no_object_of_a_kind_exists(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    listing.expect_name(cloud, "gone")
    listing.expect_suggestions(cloud)
    task = new_task(listing.api)
    for _time in range(2):  # Each request is sent once.
        assert refusal(task, listing.kind, "gone").endswith("named 'gone'; none exist")


@EVERYTHING
def test_the_error_has_the_noun_of_the_kind_and_the_names_of_its_objects(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    noun = listing.kind.replace("_", " ").replace("floating ip pool", "external network")
    listing.expect_name(cloud, "XYZ", *([listing.item] if listing.asked_by == "pages" else []))
    listing.expect_suggestions(cloud, listing.item)
    message = refusal(new_task(listing.api), listing.kind, "XYZ")
    assert message == f"no {noun} named 'XYZ'; available: {listing.name}"


@IDENTIFIED_BY_ID
def test_a_uuid_is_an_id(cloud: ScriptedCloud, new_task: NewTask, listing: Listing) -> None:
    task = new_task(listing.api)
    for value in (UUID, UUID.upper(), UUID.replace("-", "")):
        expect_id(cloud, listing.kind, {**listing.item, "id": value}, listing.api)
        for _ in range(2):  # It is requested once.
            assert task.lookups.id_of(listing.kind, value) == value


@IDENTIFIED_BY_ID
def test_a_uuid_that_no_object_has_is_reported(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    missing = GONE if listing in OF_SAHARA else NONE
    cloud.expect("GET", f"{listing.path}/{UUID}", missing)
    message = refusal(new_task(listing.api), listing.kind, UUID)
    assert re.fullmatch(rf"no [a-z ]+ with the id '{UUID}' exists", message)


@pytest.mark.parametrize("listing", [each for each in OF_SERVICES if not each.identity], ids=str)
def test_a_uuid_is_a_name_where_sahara_wants_names(
    cloud: ScriptedCloud, task: AnsibleTask, listing: Listing
) -> None:
    listing.expect_name(cloud, UUID)
    listing.expect_suggestions(cloud)
    assert f"named '{UUID}'" in refusal(task, listing.kind, UUID)


def test_an_internal_network_is_not_a_floating_ip_pool(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    """Neither by its id nor by its name."""
    expect_id(cloud, "network", {"id": UUID, "name": "x"})
    refusal(task, "floating_ip_pool", UUID)
    inner = [{"router:external": False}, {"router:external": None}, {}]
    networks = [{"id": f"n{number}", "name": "x", **more} for number, more in enumerate(inner)]
    outer = {"id": "n3", "name": "x", "router:external": True}
    expect_name(cloud, "floating_ip_pool", "x", *networks, outer)
    assert task.lookups.id_of("floating_ip_pool", "x") == "n3"


@pytest.mark.parametrize("value", [UUID[:-1], UUID + "0", f"x{UUID}", UUID.replace("0", "g")])
def test_almost_a_uuid_is_a_name(cloud: ScriptedCloud, task: AnsibleTask, value: str) -> None:
    expect_name(cloud, "image", value, {"id": "i1", "name": value})
    assert task.lookups.id_of("image", value) == "i1"


def test_two_kinds_of_one_service_are_two_requests(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "network", "both", {"id": "n1", "name": "both"})
    outer = {"id": "n2", "name": "both", "router:external": True}
    expect_name(cloud, "floating_ip_pool", "both", outer)
    assert task.lookups.id_of("network", "both") == "n1"
    assert task.lookups.id_of("floating_ip_pool", "both") == "n2"


# Names that are special to a service


@pytest.mark.parametrize("name", ["my key", "me@home", "a/b", "a?b", "50%", "größe"])
def test_the_name_of_a_keypair_is_quoted_in_its_path(
    cloud: ScriptedCloud, task: AnsibleTask, name: str
) -> None:
    found = {"keypair": {"name": name}}
    cloud.expect("GET", f"/compute/v2.1/os-keypairs/{quote(name, safe='')}", found, query={})
    assert task.lookups.id_of("keypair", name) == name


def test_nova_may_ignore_the_case_of_a_keypair(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "keypair", "ME", {"keypair": {"name": "me"}})
    expect_suggestions(cloud, "keypair", {"keypair": {"name": "me"}})
    assert refusal(task, "keypair", "ME") == "no keypair named 'ME'; available: me"


@pytest.mark.parametrize("name", ["ubuntu:22.04", "in:a,b"])
def test_glance_takes_what_precedes_a_colon_for_an_operator(
    cloud: ScriptedCloud, task: AnsibleTask, name: str
) -> None:
    images = {"images": [{"id": "i1", "name": name}]}
    cloud.expect("GET", "/image/v2/images", images, query={"name": f"eq:{name}"})
    assert task.lookups.id_of("image", name) == "i1"


@pytest.mark.parametrize("number", [0, 1], ids=["hidden", "community"])
def test_an_image_that_is_in_no_ordinary_list_is_found(
    cloud: ScriptedCloud, task: AnsibleTask, number: int
) -> None:
    """openstacksdk finds hidden images too. The lists that follow are not requested."""
    path, name = "/image/v2/images", {"name": "rare"}
    cloud.expect("GET", path, {"images": []}, query=name)
    for more in UNLISTED_IMAGES[:number]:
        cloud.expect("GET", path, {"images": []}, query={**name, **more})
    cloud.expect("GET", path, {"images": named("rare")}, query={**name, **UNLISTED_IMAGES[number]})
    assert task.lookups.id_of("image", "rare") == "id of rare"


def test_names_are_compared_exactly(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    """To some databases of Sahara, a name is a regular expression."""
    similar = named("my-a.b", "a.b2", "aXb", "A.B", "a.b")
    expect_name(cloud, "cluster", "a.b", *similar)
    assert task.lookups.id_of("cluster", "a.b") == "id of a.b"


# Kinds that cannot be filtered by name


def flavor_page(*names: str, following: str = "") -> dict[str, Any]:
    link = {"rel": "next", "href": f"http://inside.example/flavors?marker={following}"}
    return {"flavors": named(*names), **({"flavors_links": [link]} if following else {})}


def test_the_pages_of_flavors_are_read_until_the_hit(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    """Other names of the task continue where the first one stopped."""
    path = listing_of("flavor").path
    cloud.expect("GET", path, flavor_page("a", "b", following="2"), query={})
    assert task.lookups.id_of("flavor", "b") == "id of b"
    assert task.lookups.id_of("flavor", "a") == "id of a"
    cloud.expect("GET", path, flavor_page("c", following="3"), query={"marker": "2"})
    assert task.lookups.id_of("flavor", "c") == "id of c"
    cloud.expect("GET", path, flavor_page("d"), query={"marker": "3"})
    assert "available: a, b, c, d" in refusal(task, "flavor", "XYZ")
    # An id that is neither a UUID nor a number.
    assert task.lookups.id_of("flavor", "id of a") == "id of a"


def test_a_number_is_the_id_of_a_flavor(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_id(cloud, "flavor", {"id": "2", "name": "m1.small"})
    assert task.lookups.id_of("flavor", "2") == "2"


def test_a_number_can_be_the_name_of_a_flavor(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    cloud.expect("GET", f"{listing_of('flavor').path}/2", NONE)
    expect_name(cloud, "flavor", "2", {"id": "x", "name": "2"})
    assert task.lookups.id_of("flavor", "2") == "x"


@pytest.mark.parametrize(
    ("kind", "item", "value", "wanted"),
    [
        ("flavor", {"id": 2, "name": "m1.small"}, "m1.small", "2"),
        ("flavor", {"id": "small", "name": "m1.small"}, "small", "small"),
        ("volume_type", {"id": UUID, "name": "ssd"}, UUID, "ssd"),
    ],
)
def test_an_id_works_in_place_of_a_name(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, item: Any, value: str, wanted: str
) -> None:
    expect_name(cloud, kind, value, *named("other"), item)
    assert task.lookups.id_of(kind, value) == wanted


def test_a_name_takes_precedence_over_an_id(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    flavors = {"id": "tiny", "name": "small"}, {"id": "9", "name": "tiny"}
    expect_name(cloud, "flavor", "tiny", *flavors)
    assert task.lookups.id_of("flavor", "tiny") == "9"


# API versions


@pytest.mark.parametrize("refused", [UNKNOWN_PATH, error(403, "FORBIDDEN", "Not you")], ids=str)
def test_data_sources_are_looked_up_in_v2_if_the_cloud_lacks_v1(
    cloud: ScriptedCloud, task: AnsibleTask, refused: Answer
) -> None:
    """API v1.1 is requested only once per task."""
    query = by_name("a")
    cloud.expect("GET", "/v1.1/data-sources", refused, query=query)
    for name in ("a", "b"):
        everything = {"data_sources": named("a", "b")}
        cloud.expect("GET", "/v2/data-sources", everything, query={"limit": "200"})
        assert task.lookups.id_of("data_source", name) == f"id of {name}"
