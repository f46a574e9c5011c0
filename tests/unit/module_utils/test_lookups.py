# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turning names into ids: the requests, which object wins, and the errors for unknown names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.lookups import (
    NoMatch,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
    EndpointNotFound,
    Forbidden,
    SaharaError,
)

from tests.unit.support.identity import PROJECT, endpoint
from tests.unit.support.listings import (
    NONE,
    OF_SAHARA,
    OF_SERVICES,
    UNLISTED_IMAGES,
    Listing,
    by_name,
    expect_id,
    expect_name,
    expect_suggestions,
    listing_of,
)
from tests.unit.support.scripted import GONE, UNKNOWN_PATH, Answer, ScriptedCloud, error

OTHERS = "a" * 32
UUID = "0b6e5a0e-9f3c-4a43-8f5e-0c6e3c1f2d4b"
NewTask = Callable[..., AnsibleTask]


EVERYTHING = pytest.mark.parametrize("listing", OF_SERVICES + OF_SAHARA, ids=str)
IDENTIFIED_BY_ID = pytest.mark.parametrize(
    "listing", [each for each in OF_SERVICES + OF_SAHARA if each.identity], ids=str
)


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as started:
        started.add_other_services()
        yield started


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"id of {name}", "name": name} for name in names]


def refusal(task: AnsibleTask, kind: str, value: str) -> str:
    with pytest.raises(NoMatch) as caught:
        task.lookups.id_of(kind, value)
    return str(caught.value)


def mentioned(message: str, names: list[str]) -> list[str]:
    """The names that a sentence contains, in the order of the sentence."""
    return sorted((name for name in names if name in message), key=message.index)


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


# Which object


@pytest.mark.parametrize(
    ("kind", "plural"), [("network", "networks"), ("job_binary", "job binaries")]
)
def test_an_ambiguous_name_is_refused_with_the_sorted_ids(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, plural: str
) -> None:
    expect_name(cloud, kind, "twin", *({"id": one, "name": "twin"} for one in ("i3", "i1", "i2")))
    message = refusal(task, kind, "twin")
    assert message == f"3 {plural} are named 'twin': i1, i2, i3; use the id instead"


OWNERS = pytest.mark.parametrize(
    ("kind", "owner", "api"),
    [
        ("network", "project_id", "2"),
        ("network", "tenant_id", "2"),
        ("security_group", "tenant_id", "2"),
        ("floating_ip_pool", "tenant_id", "2"),
        ("image", "owner", "2"),
        ("cluster", "project_id", "2"),
        ("job_template", "project_id", "2"),
        ("data_source", "tenant_id", "2"),
        ("cluster", "tenant_id", "1.1"),
        ("job_template", "tenant_id", "1.1"),
    ],
)


@OWNERS
@pytest.mark.parametrize("own", [0, 1, 2])
def test_the_object_of_our_project_is_chosen(
    cloud: ScriptedCloud, new_task: NewTask, kind: str, owner: str, api: str, own: int
) -> None:
    owners = [PROJECT if number == own else OTHERS for number in range(3)]
    items = [
        {"id": f"i{number}", "name": "twin", "router:external": True, owner: project}
        for number, project in enumerate(owners)
    ]
    expect_name(cloud, kind, "twin", *items, api=api)
    assert new_task(api).lookups.id_of(kind, "twin") == f"i{own}"


@OWNERS
@pytest.mark.parametrize(
    ("owners", "ids"),
    [((OTHERS, OTHERS), "i0, i1"), ((OTHERS, PROJECT, PROJECT), "i1, i2"), ((None, ""), "i0, i1")],
    ids=["none of them is ours", "two of them are ours", "nobody's"],
)
def test_an_ambiguous_name_lists_only_the_candidates(
    cloud: ScriptedCloud,
    new_task: NewTask,
    kind: str,
    owner: str,
    api: str,
    owners: tuple[str | None, ...],
    ids: str,
) -> None:
    items = [
        {"id": f"i{number}", "name": "twin", "router:external": True, owner: project}
        for number, project in enumerate(owners)
    ]
    expect_name(cloud, kind, "twin", *items, api=api)
    message = refusal(new_task(api), kind, "twin")
    assert mentioned(message, ["i0", "i1", "i2"]) == ids.split(", ")


def test_the_only_match_may_belong_to_another_project(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "network", "shared", {"id": "n1", "name": "shared", "project_id": OTHERS})
    assert task.lookups.id_of("network", "shared") == "n1"


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_objects_of_all_services_have_the_same_keys(
    cloud: ScriptedCloud, new_task: NewTask, api: str
) -> None:
    expect_name(cloud, "image", "ubuntu", {"id": "i1", "name": "ubuntu", "owner": PROJECT})
    expect_name(cloud, "volume_type", "ssd", {"id": "t1", "name": "ssd", "is_public": True})
    template = {"id": "s1", "name": "mine", "tenant_id": OTHERS, "hadoop_version": "0.1"}
    expect_name(cloud, "cluster_template", "mine", template, api=api)
    lookups = new_task(api).lookups
    (image,), (kind,) = lookups.named("image", "ubuntu"), lookups.named("volume_type", "ssd")
    (template,) = lookups.named("cluster_template", "mine")
    words = ("id", "own_id", "name", "project_id")
    assert [image[word] for word in words] == ["i1", "i1", "ubuntu", PROJECT]
    assert [kind[word] for word in words] == ["ssd", "t1", "ssd", None]
    assert [template[word] for word in words] == ["s1", "s1", "mine", OTHERS]
    assert template["plugin_version"] == "0.1"


# Unknown names


@pytest.mark.parametrize(
    ("offered", "value", "close"),
    [
        (["m1.small", "m1.large", "c7.xlarge"], "m1.smal", ["m1.small"]),
        (["east", "west", "north"], "eats", ["east"]),
        # Three at most.
        (["node-1", "node-2", "node-3", "node-4"], "node-x", ["node-4", "node-3", "node-2"]),
    ],
)
def test_an_unknown_name_is_reported_with_similar_names(
    cloud: ScriptedCloud, task: AnsibleTask, offered: list[str], value: str, close: list[str]
) -> None:
    expect_name(cloud, "flavor", value, *named(*offered))
    message = refusal(task, "flavor", value)
    assert f"no flavor named '{value}'" in message
    hint = message.partition(f"'{value}'")[2]
    assert mentioned(hint, offered) == close
    assert hint.endswith("?")


@pytest.mark.parametrize(("number", "cut"), [(1, False), (10, False), (11, True), (40, True)])
def test_without_similar_names_the_first_ten_are_listed(
    cloud: ScriptedCloud, task: AnsibleTask, number: int, cut: bool
) -> None:
    names = [f"flavor-{one:02}" for one in range(number)]
    expect_name(cloud, "flavor", "XYZ", *named(*reversed(names)), *named(*names))
    message = refusal(task, "flavor", "XYZ")
    assert mentioned(message, names) == names[:10]
    assert ", ".join(names[:10]) in message
    assert ("..." in message) is cut


def test_objects_without_a_name_are_not_suggested(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "image", "XYZ")
    nameless = [{"id": "i1", "name": None}, {"id": "i2", "name": ""}]
    expect_suggestions(cloud, "image", *nameless, *named("ubuntu"))
    assert refusal(task, "image", "XYZ") == "no image named 'XYZ'; available: ubuntu"


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(("kind", "plural"), [("image", "images"), ("job_binary", "job binaries")])
def test_suggestions_are_from_a_part_of_a_long_list(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, plural: str, full: bool
) -> None:
    """The next page is not requested, and the error says so."""
    items = named(*(f"one-{number}" for number in range(200 if full else 199)))
    expect_name(cloud, kind, "one_7")
    listing = listing_of(kind)
    more = {"next": "/v2/images?marker=i", "markers": {"next": "i"}} if full else {}
    cloud.expect("GET", listing.path, {listing.key: items, **more}, query={"limit": "200"})
    message = refusal(task, kind, "one_7")
    assert message.partition("? (")[2] == (f"from the first 200 {plural})" if full else "")
    assert "did you mean 'one-7'" in message


def test_without_a_list_of_names_the_error_suggests_none(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "cluster", "hadop")
    cloud.expect("GET", listing_of("cluster").path, error(403, "FORBIDDEN", "Not you"))
    assert refusal(task, "cluster", "hadop") == "no cluster named 'hadop'"


def test_a_task_collects_everything_that_it_could_not_find(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_name(cloud, "flavor", "m1.smal", *named("m1.small"))
    expect_name(cloud, "image", "gone")
    expect_suggestions(cloud, "image")
    assert task.resolve("flavor", "m1.smal") == "m1.smal"
    assert task.resolve("image", "gone") == "gone"
    assert task.resolve("flavor", "m1.small") == "id of m1.small"
    with pytest.raises(SaharaError, match=r"\(1\).*'m1\.smal'.*\(2\).*'gone'"):
        task.raise_problems()


def test_the_current_value_is_not_looked_up(task: AnsibleTask) -> None:
    assert task.resolve("flavor", "2", "2") == "2"


# Requests


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"region_name": "one"}, "/image"),
        ({"region_name": "west"}, "/elsewhere"),
        ({"region_name": "west", "interface": "internal"}, "/inside"),
    ],
)
def test_the_region_and_interface_of_the_task_are_used(
    cloud: ScriptedCloud, new_task: NewTask, options: Mapping[str, str], path: str
) -> None:
    cloud.keystone.catalog += [
        endpoint(f"{cloud.url}/elsewhere", "image", "public", "west"),
        endpoint(f"{cloud.url}/inside", "image", "internal", "west"),
    ]
    cloud.expect("GET", f"{path}/v2/images", {"images": named("a")})
    assert new_task(**options).lookups.id_of("image", "a") == "id of a"


def test_a_missing_service_is_not_reported_as_an_unknown_name(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.keystone.catalog = [line for line in cloud.keystone.catalog if line["type"] != "volumev3"]
    with pytest.raises(EndpointNotFound, match="block-storage"):
        task.resolve("volume_type", "ssd")


def test_a_refusal_of_a_service_is_not_reported_as_an_unknown_name(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.expect("GET", listing_of("network").path, Answer({"message": "no"}, 403))
    with pytest.raises(Forbidden, match="no"):
        task.resolve("network", "private")


@pytest.mark.usefixtures("at_once")
def test_an_unreachable_service_is_named(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    cloud.expect("GET", listing_of("network").path, Answer(dropped=True), times=5)
    with pytest.raises(ConnectionFailed, match="^network "):
        task.resolve("network", "private")


# Names of ids


def test_an_id_is_shown_by_name_if_the_task_names_objects_of_its_kind(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    assert task.name_of("flavor", "id of a") == "id of a"
    expect_name(cloud, "flavor", "b", *named("b"))
    task.resolve("flavor", "b")
    assert task.name_of("flavor", "id of b") == "b"
    assert task.name_of("flavor", None) is None
    assert task.name_of("image", "id of a") == "id of a"
    expect_id(cloud, "flavor", {"id": UUID, "name": "a"})
    cloud.expect("GET", "/compute/v2.1/flavors/unknown", NONE)
    cloud.expect("GET", "/compute/v2.1/flavors/hidden", Answer({"message": "no"}, 403))
    for identity, name in ((UUID, "a"), ("unknown", "unknown"), ("hidden", "hidden")):
        assert task.name_of("flavor", identity) == name


def test_an_id_is_shown_by_name_after_its_object_was_requested(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    expect_id(cloud, "flavor", {"id": UUID, "name": "m1.small"})
    assert task.name_of("flavor", UUID) == UUID
    assert task.lookups.id_of("flavor", UUID) == UUID
    assert task.name_of("flavor", UUID) == "m1.small"
    assert task.name_of("flavor", "2") == "2"


def test_an_id_that_is_a_name_is_not_requested(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_name(cloud, "volume_type", "ssd", {"id": "t1", "name": "ssd"})
    task.resolve("volume_type", "ssd")
    assert task.name_of("volume_type", "hdd") == "hdd"


def test_an_id_without_a_name_is_shown_as_it_is(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    expect_id(cloud, "image", {"id": UUID, "name": None})
    assert task.lookups.id_of("image", UUID) == UUID
    assert task.name_of("image", UUID) == UUID


def test_nothing_is_asked_without_an_id(task: AnsibleTask) -> None:
    assert task.lookups.state_of("cluster", None) == {}
