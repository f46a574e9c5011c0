# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turning names into ids: the requests, which object wins, and the errors for unknown names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.lookups import (
    NoMatch,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    BadRequest,
    ConnectionFailed,
    EndpointNotFound,
    Forbidden,
    SaharaError,
)

from tests.unit.support.identity import PROJECT, endpoint
from tests.unit.support.listings import BY_KIND, OF_SAHARA, OF_SERVICES, Listing
from tests.unit.support.scripted import Answer, ScriptedCloud, error

OTHERS = "a" * 32
UUID = "0b6e5a0e-9f3c-4a43-8f5e-0c6e3c1f2d4b"
UNKNOWN_PLUGIN = error(400, "INVALID_REFERENCE", "Requested plugin 'fake' was not found")
PLUGINS = [{"name": "fake", "versions": ["0.1", "0.2"]}, {"name": "vanilla", "versions": ["2.8"]}]

NewTask = Callable[..., AnsibleTask]


IDENTIFIED_BY_ID = pytest.mark.parametrize(
    "listing", [each for each in OF_SERVICES + OF_SAHARA if each.wanted != each.name], ids=str
)
EVERYTHING = pytest.mark.parametrize("listing", OF_SERVICES + OF_SAHARA, ids=str)


@pytest.fixture
def cloud() -> Iterator[ScriptedCloud]:
    with ScriptedCloud() as started:
        started.add_other_services()
        yield started


@pytest.fixture
def new_task(cloud: ScriptedCloud) -> NewTask:
    """Creates a task on the cloud. Each task has its own look-ups."""

    def new_task(api: str = "2", **options: Any) -> AnsibleTask:
        return AnsibleTask({"cloud": {"auth": cloud.auth}, "api_version": api, **options})

    return new_task


@pytest.fixture
def task(new_task: NewTask) -> AnsibleTask:
    return new_task()


def lists(cloud: ScriptedCloud, kind: str, *items: Mapping[str, Any], api: str = "2") -> None:
    """The next request asks for the list of this kind."""
    listing = BY_KIND[kind, api]
    cloud.expect("GET", listing.path, {listing.key: list(items)}, query=listing.query or {})


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
    lists(cloud, listing.kind, listing.item, api=listing.api)
    assert new_task(listing.api).lookups.id_of(listing.kind, listing.name) == listing.wanted


@EVERYTHING
def test_a_kind_is_read_once_per_task(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    for _task in range(2):
        lists(cloud, listing.kind, listing.item, api=listing.api)
        lookups = new_task(listing.api).lookups
        for _time in range(2):
            assert lookups.id_of(listing.kind, listing.name) == listing.wanted
            with pytest.raises(NoMatch):
                lookups.id_of(listing.kind, "something else")
        assert len(lookups.objects(listing.kind)) == 1


@EVERYTHING
def test_the_error_says_when_no_object_of_a_kind_exists(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    lists(cloud, listing.kind, api=listing.api)
    lookups = new_task(listing.api).lookups
    assert lookups.objects(listing.kind) == []
    with pytest.raises(NoMatch, match=r"'gone'.*\bnone\b"):
        lookups.id_of(listing.kind, "gone")


def one(listing: Listing, identity: str) -> dict[str, Any]:
    """An answer with the listing's object under that id. Glance has no envelope around it."""
    item = {**listing.item, "id": identity}
    if listing.kind == "image":
        return item
    old_job = (listing.kind, listing.api) == ("job_template", "1.1")
    envelope = listing.key[:-1] if listing in OF_SERVICES else "job" if old_job else listing.kind
    return {envelope: item}


@EVERYTHING
def test_a_uuid_is_an_id_where_sahara_wants_ids(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    task = new_task(listing.api)
    if listing.wanted == listing.name:
        lists(cloud, listing.kind, listing.item, api=listing.api)
        refusal(task, listing.kind, UUID)
        return
    for value in (UUID, UUID.upper(), UUID.replace("-", "")):
        cloud.expect("GET", f"{listing.path}/{value}", one(listing, value))
        for _ in range(2):  # Asked for once.
            assert task.lookups.id_of(listing.kind, value) == value


@IDENTIFIED_BY_ID
def test_a_uuid_that_no_object_has_is_reported(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    missing = error(404, "NOT_FOUND" if listing in OF_SAHARA else None, "none")
    cloud.expect("GET", f"{listing.path}/{UUID}", missing)
    message = refusal(new_task(listing.api), listing.kind, UUID)
    assert re.fullmatch(rf"no [a-z ]+ with the id '{UUID}' exists", message)


def test_a_uuid_is_found_in_a_list_that_was_read(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    lists(cloud, "image", {"id": UUID, "name": "ubuntu"}, {"id": "i2", "name": "debian"})
    assert task.lookups.id_of("image", "debian") == "i2"
    assert task.lookups.id_of("image", UUID) == UUID
    refusal(task, "image", UUID.replace("0", "1"))


def test_an_internal_network_is_not_a_floating_ip_pool(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.expect("GET", f"/network/v2.0/networks/{UUID}", {"network": {"id": UUID, "name": "x"}})
    refusal(task, "floating_ip_pool", UUID)


@pytest.mark.parametrize("value", [UUID[:-1], UUID + "0", f"x{UUID}", UUID.replace("0", "g")])
def test_almost_a_uuid_is_a_name(cloud: ScriptedCloud, task: AnsibleTask, value: str) -> None:
    lists(cloud, "image", {"id": "i1", "name": value})
    assert task.lookups.id_of("image", value) == "i1"


def test_two_kinds_of_one_service_are_two_requests(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    lists(cloud, "network", {"id": "n1", "name": "both"})
    lists(cloud, "floating_ip_pool", {"id": "n2", "name": "both", "router:external": True})
    assert task.lookups.id_of("network", "both") == "n1"
    assert task.lookups.id_of("floating_ip_pool", "both") == "n2"


# Which object


@pytest.mark.parametrize(
    ("kind", "item", "value", "wanted"),
    [
        ("flavor", {"id": "2", "name": "m1.small"}, "2", "2"),
        ("flavor", {"id": 2, "name": "m1.small"}, "m1.small", "2"),
        ("image", {"id": "i1", "name": "ubuntu"}, "i1", "i1"),
        ("volume_type", {"id": UUID, "name": "ssd"}, UUID, "ssd"),
        ("cluster", {"id": "s1", "name": "mine"}, "s1", "s1"),
    ],
)
def test_an_id_works_in_place_of_a_name(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str, item: Any, value: str, wanted: str
) -> None:
    lists(cloud, kind, *named("other"), item)
    assert task.lookups.id_of(kind, value) == wanted


@pytest.mark.parametrize("kind", ["flavor", "cluster"])
def test_a_name_takes_precedence_over_an_id(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str
) -> None:
    lists(cloud, kind, {"id": "2", "name": "small"}, {"id": "9", "name": "2"})
    assert task.lookups.id_of(kind, "2") == "9"


@pytest.mark.parametrize("kind", ["network", "data_source"])
def test_an_ambiguous_name_is_refused_with_the_sorted_ids(
    cloud: ScriptedCloud, task: AnsibleTask, kind: str
) -> None:
    lists(cloud, kind, *({"id": one, "name": "twin"} for one in ("i3", "i1", "i2")), *named("x"))
    message = refusal(task, kind, "twin")
    assert "'twin'" in message and kind.replace("_", " ") in message
    assert "i1, i2, i3" in message
    assert "id of x" not in message


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
        ("cluster", "tenant_id", "1.1"),
        ("job_template", "tenant_id", "1.1"),
    ],
)


@OWNERS
@pytest.mark.parametrize("own", [0, 1, 2])
def test_the_object_of_the_own_project_is_chosen(
    cloud: ScriptedCloud, new_task: NewTask, kind: str, owner: str, api: str, own: int
) -> None:
    owners = [PROJECT if number == own else OTHERS for number in range(3)]
    items = [
        {"id": f"i{number}", "name": "twin", "router:external": True, owner: project}
        for number, project in enumerate(owners)
    ]
    lists(cloud, kind, *items, api=api)
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
    lists(cloud, kind, *items, api=api)
    message = refusal(new_task(api), kind, "twin")
    assert mentioned(message, ["i0", "i1", "i2"]) == ids.split(", ")


def test_the_only_match_may_belong_to_another_project(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    lists(cloud, "network", {"id": "n1", "name": "shared", "project_id": OTHERS})
    assert task.lookups.id_of("network", "shared") == "n1"


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_objects_of_all_services_have_the_same_keys(
    cloud: ScriptedCloud, new_task: NewTask, api: str
) -> None:
    lists(cloud, "image", {"id": "i1", "name": "ubuntu", "owner": PROJECT})
    lists(cloud, "volume_type", {"id": "t1", "name": "ssd", "is_public": True})
    template = {"id": "s1", "name": "mine", "tenant_id": OTHERS, "hadoop_version": "0.1"}
    lists(cloud, "cluster_template", template, api=api)
    lookups = new_task(api).lookups
    (image,), (kind,) = lookups.objects("image"), lookups.objects("volume_type")
    (template,) = lookups.objects("cluster_template")
    words = ("id", "own_id", "name", "project_id")
    assert [image[word] for word in words] == ["i1", "i1", "ubuntu", PROJECT]
    assert [kind[word] for word in words] == ["ssd", "t1", "ssd", None]
    assert [template[word] for word in words] == ["s1", "s1", "mine", OTHERS]
    assert template["plugin_version"] == "0.1"


def test_only_external_networks_are_floating_ip_pools(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    inner = [{"router:external": False}, {"router:external": None}, {}]
    networks = [{"id": f"n{n}", "name": f"inner-{n}", **more} for n, more in enumerate(inner)]
    lists(cloud, "floating_ip_pool", *networks, {"id": "x", "name": "out", "router:external": True})
    assert [pool["id"] for pool in task.lookups.objects("floating_ip_pool")] == ["x"]
    assert "inner-0" not in refusal(task, "floating_ip_pool", "n0").replace("'n0'", "")


def test_keypairs_are_unwrapped(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    wrapped = [{"keypair": {"name": "b"}}, {"name": "bare"}, {"keypair": None}]
    lists(cloud, "keypair", *wrapped, {"keypair": {"name": "a"}})
    assert [pair["name"] for pair in task.lookups.objects("keypair")] == ["b", "a"]


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
    lists(cloud, "flavor", *named(*offered))
    message = refusal(task, "flavor", value)
    assert f"no flavor '{value}'" in message or f"no flavor named '{value}'" in message
    hint = message.partition(f"'{value}'")[2]
    assert mentioned(hint, offered) == close
    assert hint.endswith("?")


@pytest.mark.parametrize(("number", "cut"), [(1, False), (10, False), (11, True), (40, True)])
def test_without_similar_names_the_first_ten_are_listed(
    cloud: ScriptedCloud, task: AnsibleTask, number: int, cut: bool
) -> None:
    names = [f"flavor-{one:02}" for one in range(number)]
    lists(cloud, "flavor", *named(*reversed(names)), *named(*names))
    message = refusal(task, "flavor", "XYZ")
    assert mentioned(message, names) == names[:10]
    assert ", ".join(names[:10]) in message
    assert ("..." in message) is cut


def test_objects_without_a_name_are_not_suggested(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    lists(cloud, "image", {"id": "i1", "name": None}, {"id": "i2", "name": ""}, *named("ubuntu"))
    message = refusal(task, "image", "XYZ")
    assert "None" not in message and ", " not in message.partition("'XYZ'")[2]


@EVERYTHING
def test_the_error_has_the_noun_of_the_kind_and_the_names_of_its_objects(
    cloud: ScriptedCloud, new_task: NewTask, listing: Listing
) -> None:
    nouns = {
        "floating_ip_pool": "external network",
        "volume_availability_zone": "volume availability zone",
    }
    noun = nouns.get(listing.kind, listing.kind.replace("_", " "))
    lists(cloud, listing.kind, listing.item, api=listing.api)
    message = refusal(new_task(listing.api), listing.kind, "XYZ")
    assert f"no {noun} " in message
    assert mentioned(message, [listing.name]) == [listing.name]


def test_a_task_collects_everything_that_it_could_not_find(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    lists(cloud, "flavor", *named("m1.small"))
    lists(cloud, "image")
    assert task.resolve("flavor", "m1.smal") == "m1.smal"
    assert task.resolve("image", "gone") == "gone"
    assert task.resolve("flavor", "m1.small") == "id of m1.small"
    with pytest.raises(SaharaError, match=r"\(1\).*'m1\.smal'.*\(2\).*'gone'"):
        task.raise_problems()


def test_the_current_value_is_not_looked_up(task: AnsibleTask) -> None:
    assert task.resolve("flavor", "2", "2") == "2"


# Requests


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_all_pages_of_sahara_are_read(cloud: ScriptedCloud, new_task: NewTask, api: str) -> None:
    path = f"/v{api}/clusters"
    first = {"clusters": [{"id": "1", "name": "a"}], "markers": {"prev": None, "next": "1"}}
    cloud.expect("GET", path, first, query={"limit": "200"})
    second = {"clusters": [{"id": "2", "name": "b"}], "markers": {"prev": "1", "next": None}}
    cloud.expect("GET", path, second, query={"limit": "200", "marker": "1"})
    assert new_task(api).lookups.id_of("cluster", "b") == "2"


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
    path = BY_KIND["network", "2"].path
    cloud.expect("GET", path, Answer({"message": "no"}, 403))
    with pytest.raises(Forbidden, match="no"):
        task.resolve("network", "private")


@pytest.mark.usefixtures("at_once")
def test_an_unreachable_service_is_named(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    cloud.expect("GET", BY_KIND["network", "2"].path, Answer(dropped=True), times=5)
    with pytest.raises(ConnectionFailed, match="^network "):
        task.resolve("network", "private")


# Names of ids


def test_an_id_is_shown_by_name_only_after_its_kind_was_read(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    assert task.name_of("flavor", "id of a") == "id of a"
    lists(cloud, "flavor", *named("a", "b"))
    task.resolve("flavor", "b")
    assert task.name_of("flavor", "id of a") == "a"
    assert task.name_of("flavor", "unknown") == "unknown"
    assert task.name_of("flavor", None) is None
    assert task.name_of("image", "id of a") == "id of a"


def test_an_id_is_shown_by_name_after_its_object_was_requested(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    found = {"flavor": {"id": UUID, "name": "m1.small"}}
    cloud.expect("GET", f"/compute/v2.1/flavors/{UUID}", found)
    assert task.name_of("flavor", UUID) == UUID
    assert task.lookups.id_of("flavor", UUID) == UUID
    assert task.name_of("flavor", UUID) == "m1.small"
    lists(cloud, "flavor", {"id": "2", "name": "m1.large"})
    assert task.lookups.id_of("flavor", "m1.large") == "2"
    assert task.name_of("flavor", UUID) == "m1.small"


def test_an_id_without_a_name_is_shown_as_it_is(cloud: ScriptedCloud, task: AnsibleTask) -> None:
    cloud.expect("GET", f"/image/v2/images/{UUID}", {"id": UUID, "name": None})
    assert task.lookups.id_of("image", UUID) == UUID
    assert task.name_of("image", UUID) == UUID


# Plugins and registered images


def offers(cloud: ScriptedCloud, answer: Any, version: str = "0.1", api: str = "2") -> None:
    answer = answer if isinstance(answer, Answer) else {"plugin": answer}
    cloud.expect("GET", f"/v{api}/plugins/fake/{version}", answer, query={})


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_a_plugin_version_is_read_once(cloud: ScriptedCloud, new_task: NewTask, api: str) -> None:
    lookups = new_task(api).lookups
    for version in ("0.1", "0.2"):
        offers(cloud, {"name": "fake", "node_processes": {"HDFS": [version]}}, version, api)
        for _time in range(2):
            assert lookups.plugin("fake", version)["node_processes"] == {"HDFS": [version]}


@pytest.mark.parametrize(
    ("offered", "noun", "unknown", "named_instead"),
    [
        ([{"name": "fakes", "versions": ["0.1"]}], "plugin", "fake", "fakes"),
        ([{"name": "vanilla", "versions": ["0.1"]}], "plugin", "fake", "vanilla"),
        ([{"name": "fake", "versions": ["0.2"]}, *PLUGINS[1:]], "version", "0.1", "0.2"),
    ],
)
def test_an_unknown_plugin_or_version_is_reported_with_those_that_exist(
    cloud: ScriptedCloud,
    task: AnsibleTask,
    offered: Any,
    noun: str,
    unknown: str,
    named_instead: str,
) -> None:
    offers(cloud, UNKNOWN_PLUGIN)
    cloud.expect("GET", "/v2/plugins", {"plugins": offered}, query={})
    with pytest.raises(NoMatch) as caught:
        task.lookups.plugin("fake", "0.1")
    before, _, after = str(caught.value).partition(f"'{unknown}'")
    assert noun in before and named_instead in after
    assert ("fake" in before) is (noun == "version")
    assert "2.8" not in after


def test_an_unknown_plugin_is_a_problem_of_the_task(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    offers(cloud, UNKNOWN_PLUGIN)
    cloud.expect("GET", "/v2/plugins", {"plugins": []})
    assert task.plugin("fake", "0.1") is None
    with pytest.raises(SaharaError, match=r"plugin.*'fake'.*\bnone\b"):
        task.raise_problems()


def test_any_other_refusal_of_a_known_plugin_is_passed_on(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    offers(cloud, error(400, "INVALID_DATA", "The plugin is unavailable"))
    cloud.expect("GET", "/v2/plugins", {"plugins": PLUGINS})
    with pytest.raises(BadRequest, match="The plugin is unavailable"):
        task.plugin("fake", "0.1")


@pytest.mark.usefixtures("at_once")
def test_a_lost_connection_is_not_reported_as_an_unknown_plugin(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    for _attempt in range(5):
        offers(cloud, Answer(dropped=True))
    with pytest.raises(ConnectionFailed):
        task.plugin("fake", "0.1")


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_the_registered_images_are_read_once(
    cloud: ScriptedCloud, new_task: NewTask, api: str
) -> None:
    images = [{"id": "i1", "tags": ["fake", "0.1"]}, {"id": "i2", "tags": []}]
    cloud.expect("GET", f"/v{api}/images", {"images": images}, query={})
    lookups = new_task(api).lookups
    for _time in range(2):
        assert lookups.registered_images() == {"i1": ["fake", "0.1"], "i2": []}


def test_an_empty_list_of_registered_images_is_read_once_too(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.expect("GET", "/v2/images", {"images": []})
    for _time in range(2):
        assert task.lookups.registered_images() == {}
