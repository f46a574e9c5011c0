# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks look up about plugins and registered images, and the errors for unknown ones."""

from __future__ import annotations

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
    SaharaError,
)

from tests.unit.module_utils.conftest import NewTask
from tests.unit.support.listings import expect_registration
from tests.unit.support.scripted import GONE, Answer, ScriptedCloud, error

UNKNOWN_PLUGIN = error(400, "INVALID_REFERENCE", "Requested plugin 'fake' was not found")
PLUGINS = [{"name": "fake", "versions": ["0.1", "0.2"]}, {"name": "vanilla", "versions": ["2.8"]}]


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
def test_the_tags_of_a_registered_image_are_read_once(
    cloud: ScriptedCloud, new_task: NewTask, api: str
) -> None:
    lookups = new_task(api).lookups
    for identity, tags in (("i1", ["fake", "0.1"]), ("i2", []), ("i3", None)):
        expect_registration(cloud, identity, tags, api=api)
        for _time in range(2):
            assert lookups.image_tags(identity) == tags


def test_an_image_that_does_not_exist_is_not_registered(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.expect("GET", "/v2/images/i1", GONE)
    assert task.lookups.image_tags("i1") is None


def test_any_other_refusal_of_an_image_is_passed_on(
    cloud: ScriptedCloud, task: AnsibleTask
) -> None:
    cloud.expect("GET", "/v2/images/i1", error(400, "INVALID_DATA", "Not today"))
    with pytest.raises(BadRequest, match="Not today"):
        task.lookups.image_tags("i1")
