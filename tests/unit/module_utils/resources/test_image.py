# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registration of images: what is sent, what is kept, and the errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.image import (
    Image,
)

from tests.unit.support.listings import (
    NOT_REGISTERED,
    expect_id,
    expect_name,
    expect_registration,
    expect_suggestions,
)
from tests.unit.support.scripted import Answer, ScriptedCloud, error

Run = Callable[..., dict[str, Any]]
PLUGIN = {"name": "fake", "versions": ["0.1"], "required_image_tags": ["fake", "0.1"]}
REGISTERED = {
    "id": "i1",
    "name": "ubuntu",
    "status": "ACTIVE",
    "minDisk": 10,
    "minRam": 1024,
    "created": "2026-01-01T00:00:00Z",
    "updated": "2026-01-02T00:00:00Z",
    "username": "ubuntu",
    "description": "Old",
    "tags": ["b", "a"],
}
BOTH_APIS = pytest.mark.parametrize("api", ["1.1", "2"])
OF_THE_PLUGIN = {"plugin_name": "fake", "plugin_version": "0.1"}
HINT = "a member of the owning project or an administrator"
UUID = "0b6e5a0e-9f3c-4a43-8f5e-0c6e3c1f2d4b"


@pytest.fixture(autouse=True)
def other_services(cloud: ScriptedCloud) -> None:
    cloud.add_other_services()


def finds(cloud: ScriptedCloud, *images: Any, api: str = "2", name: str = "ubuntu") -> None:
    cloud.expect("GET", f"/v{api}/images", {"images": list(images)}, query={"name": name})


def reads(cloud: ScriptedCloud, answer: Any, api: str = "2") -> None:
    cloud.expect("GET", f"/v{api}/images/i1", answer)


def reads_plugin(cloud: ScriptedCloud, api: str = "2") -> None:
    cloud.expect("GET", f"/v{api}/plugins/fake/0.1", {"plugin": PLUGIN})


def registers(cloud: ScriptedCloud, body: Any, api: str = "2", **fields: Any) -> None:
    answer = Answer({"image": {**REGISTERED, **fields}}, 202)
    cloud.expect("POST", f"/v{api}/images/i1", answer, body=body)


def replaces_tags(cloud: ScriptedCloud, *tags: str) -> None:
    answer = {"image": {**REGISTERED, "tags": list(tags)}}
    cloud.expect("PUT", "/v2/images/i1/tags", Answer(answer, 202), body={"tags": list(tags)})


def looks_in_glance(cloud: ScriptedCloud) -> None:
    expect_name(cloud, "image", "ubuntu", {"id": "i1", "name": "ubuntu"})


@pytest.mark.parametrize("tag", ["my tag", "-a", "a-", "a..b", "größe"])
@pytest.mark.parametrize("is_registered", [True, False])
def test_a_tag_that_sahara_refuses_is_a_problem(
    cloud: ScriptedCloud, run: Run, tag: str, is_registered: bool
) -> None:
    finds(cloud, *([REGISTERED] if is_registered else []))
    if not is_registered:
        looks_in_glance(cloud)
    result = run(Image, True, name="ubuntu", username="admin", tags=["a", "2.7_x-1", tag])
    assert result["msg"] == (
        f"'{tag}' is not a valid tag: use letters, digits, '-', '_' and '.'; each part between dots must start and "
        "end with a letter or digit."
    )


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_description_that_sahara_would_keep_is_a_problem(
    cloud: ScriptedCloud, run: Run, check_mode: bool
) -> None:
    finds(cloud, REGISTERED)
    result = run(Image, check_mode, name="ubuntu", description="")
    assert result["msg"] == (
        "The description of image 'ubuntu' cannot be removed; change it, or omit 'description'."
    )


def test_an_image_without_a_description_may_stay_so(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud, {**REGISTERED, "description": ""})
    assert run(Image, name="ubuntu", description="")["changed"] is False


@BOTH_APIS
def test_registration_sends_the_user_name_and_then_the_tags(
    cloud: ScriptedCloud, run: Run, api: str
) -> None:
    finds(cloud, {**REGISTERED, "id": "i2", "name": "other"}, api=api)
    reads_plugin(cloud, api)
    looks_in_glance(cloud)
    registers(cloud, {"username": "admin", "description": "New"}, api, tags=[])
    if api == "2":
        replaces_tags(cloud, "0.1", "extra", "fake")
    else:
        cloud.expect("GET", "/v1.1/images/i1", {"image": {**REGISTERED, "tags": []}})
        tagged = {"image": {**REGISTERED, "tags": ["fake", "extra", "0.1"]}}
        body = {"tags": ["0.1", "extra", "fake"]}
        cloud.expect("POST", "/v1.1/images/i1/tag", Answer(tagged, 202), body=body)
    options = {"username": "admin", "description": "New", "tags": ["extra"], "purge_tags": True}
    result = run(Image, name="ubuntu", api_version=api, **options, **OF_THE_PLUGIN)
    assert (result.get("msg"), result["changed"]) == (None, True)
    assert result["image"]["id"] == "i1"
    assert result["image"]["tags"] == ["0.1", "extra", "fake"]
    assert result["diff"] == {
        "before": {},
        "after": {"username": "admin", "description": "New", "tags": ["0.1", "extra", "fake"]},
    }


def test_registration_without_tags_sends_only_the_user_name(cloud: ScriptedCloud, run: Run) -> None:
    expect_registration(cloud, UUID, None)
    expect_id(cloud, "image", {"id": UUID, "name": "ubuntu"})
    answer = Answer({"image": {**REGISTERED, "id": UUID}}, 202)
    cloud.expect("POST", f"/v2/images/{UUID}", answer, body={"username": "admin"})
    assert run(Image, id=UUID, username="admin")["changed"] is True


@pytest.mark.parametrize("identity", [{"name": "ubuntu"}, {"id": UUID}])
def test_check_mode_predicts_a_registration(
    cloud: ScriptedCloud, run: Run, identity: dict[str, str]
) -> None:
    if "id" in identity:
        expect_registration(cloud, UUID, None)
        expect_id(cloud, "image", {"id": UUID, "name": "ubuntu"})
    else:
        finds(cloud)
        looks_in_glance(cloud)
    result = run(Image, check_mode=True, username="admin", tags=["b", "a"], **identity)
    assert result["changed"] is True
    assert result["image"] == {
        "name": "ubuntu",
        "username": "admin",
        "description": None,
        "tags": ["a", "b"],
    }


def test_check_mode_predicts_an_update_with_the_name_in_glance(
    cloud: ScriptedCloud, run: Run
) -> None:
    reads(cloud, {"image": REGISTERED})
    result = run(Image, check_mode=True, id="i1", username="admin")
    assert (result["image"]["name"], result["image"]["username"]) == ("ubuntu", "admin")


def test_everything_that_is_wrong_with_a_registration_is_reported(
    cloud: ScriptedCloud, run: Run
) -> None:
    finds(cloud, name="ubuntu-24")
    expect_name(cloud, "image", "ubuntu-24")
    expect_suggestions(cloud, "image", {"id": "i1", "name": "ubuntu-22"})
    result = run(Image, name="ubuntu-24", tags=["a"])
    assert "registering image 'ubuntu-24' requires 'username'" in result["msg"]
    assert "no image named 'ubuntu-24'; did you mean 'ubuntu-22'?" in result["msg"]


@BOTH_APIS
def test_registered_image_needs_no_user_name_and_no_request(
    cloud: ScriptedCloud, run: Run, api: str
) -> None:
    finds(cloud, REGISTERED, api=api)
    result = run(Image, name="ubuntu", tags=["a", "b"], purge_tags=True, api_version=api)
    assert result["changed"] is False
    assert result["image"] == {
        "id": "i1",
        "name": "ubuntu",
        "status": "ACTIVE",
        "min_disk": 10,
        "min_ram": 1024,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-02T00:00:00Z",
        "username": "ubuntu",
        "description": "Old",
        "tags": ["a", "b"],
    }


@BOTH_APIS
@pytest.mark.parametrize(
    ("options", "body"),
    [
        ({"description": "New"}, {"username": "ubuntu", "description": "New"}),
        ({"username": "admin"}, {"username": "admin"}),
    ],
)
def test_an_update_always_sends_the_user_name(
    cloud: ScriptedCloud, run: Run, options: Any, body: Any, api: str
) -> None:
    finds(cloud, REGISTERED, api=api)
    registers(cloud, body, api, **body)
    result = run(Image, name="ubuntu", api_version=api, **options)
    assert result["changed"] is True
    assert {name: result["image"][name] for name in body} == body
    assert result["image"]["min_disk"] == 10


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({"tags": ["c"], "purge_tags": True}, ["c"]),
        ({"tags": [], "purge_tags": True}, []),
        ({"tags": ["c"], "purge_tags": False}, ["a", "b", "c"]),
        ({"tags": ["c"], "purge_tags": True, **OF_THE_PLUGIN}, ["0.1", "c", "fake"]),
        ({"tags": ["c"], "purge_tags": False, **OF_THE_PLUGIN}, ["0.1", "a", "b", "c", "fake"]),
        ({"purge_tags": True, **OF_THE_PLUGIN}, ["0.1", "a", "b", "fake"]),
        ({"tags": [], "purge_tags": False}, None),
        ({"purge_tags": True}, None),
    ],
)
def test_tags_that_are_sent(
    cloud: ScriptedCloud, run: Run, options: Any, sent: list[str] | None
) -> None:
    finds(cloud, REGISTERED)
    if "plugin_name" in options:
        reads_plugin(cloud)
    if sent is not None:
        replaces_tags(cloud, *sent)
    result = run(Image, name="ubuntu", **options)
    assert result["changed"] is (sent is not None)
    assert result["image"]["tags"] == (["a", "b"] if sent is None else sent)


def test_v1_adds_and_removes_only_the_tags_that_differ(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud, REGISTERED, api="1.1")
    cloud.expect("GET", "/v1.1/images/i1", {"image": REGISTERED})
    for action, sent, left in (("tag", "c", ["a", "b", "c"]), ("untag", "a", ["b", "c"])):
        answer = Answer({"image": {**REGISTERED, "tags": left}}, 202)
        cloud.expect("POST", f"/v1.1/images/i1/{action}", answer, body={"tags": [sent]})
    result = run(Image, name="ubuntu", tags=["c", "b"], purge_tags=True, api_version="1.1")
    assert (result["changed"], result["image"]["tags"]) == (True, ["b", "c"])


def test_unknown_version_of_the_plugin_is_refused(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud, REGISTERED)
    cloud.expect("GET", "/v2/plugins/fake/9", error(400, "INVALID_REFERENCE", "not found"))
    cloud.expect("GET", "/v2/plugins", {"plugins": [PLUGIN]})
    result = run(Image, name="ubuntu", plugin_name="fake", plugin_version="9")
    assert result["msg"] == "No version of plugin fake named '9'; available: 0.1."


@BOTH_APIS
@pytest.mark.parametrize("identity", [{"name": "ubuntu"}, {"id": "i1"}])
def test_registration_is_removed(
    cloud: ScriptedCloud, run: Run, identity: dict[str, str], api: str
) -> None:
    if "id" in identity:
        reads(cloud, {"image": REGISTERED}, api)
    else:
        finds(cloud, {**REGISTERED, "id": "i2", "name": "ubuntu-2"}, REGISTERED, api=api)
    cloud.expect("DELETE", f"/v{api}/images/i1")
    result = run(Image, state="absent", api_version=api, **identity)
    assert (result["changed"], result["image"]) == (True, None)
    assert result["diff"]["before"]["tags"] == ["a", "b"]


def test_image_that_is_not_registered_is_already_absent(cloud: ScriptedCloud, run: Run) -> None:
    reads(cloud, NOT_REGISTERED)
    assert run(Image, state="absent", id="i1")["changed"] is False


def test_name_of_two_images_is_ambiguous(cloud: ScriptedCloud, run: Run) -> None:
    finds(cloud, {**REGISTERED, "id": "i2"}, REGISTERED)
    result = run(Image, name="ubuntu", username="admin")
    assert result["msg"] == "2 images are named 'ubuntu': i1, i2. Use the id instead."


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("POST", "/v2/images/i1", {"username": "admin"}),
        ("PUT", "/v2/images/i1/tags", {"tags": ["c"]}),
        ("DELETE", "/v2/images/i1", {"state": "absent"}),
    ],
)
@pytest.mark.parametrize(("status", "explained"), [(500, True), (501, False)])
def test_failed_write_names_those_who_may_change_the_image(
    cloud: ScriptedCloud,
    run: Run,
    method: str,
    path: str,
    options: Any,
    status: int,
    explained: bool,
) -> None:
    """Sahara answers HTTP 500 without a reason if Glance refuses a change."""
    reads(cloud, {"image": REGISTERED})
    cloud.expect(method, path, error(status, "INTERNAL", "No reason"))
    result = run(Image, id="i1", **options)
    assert result["failed"] is True
    assert (HINT in result["msg"]) is explained
    assert "No reason" in result["msg"]
    assert ("the registration of image 'i1'" in result["msg"]) is explained
