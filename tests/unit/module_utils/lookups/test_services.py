# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which endpoint is asked, and the errors if a service does not answer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    ConnectionFailed,
    EndpointNotFound,
    Forbidden,
)

from tests.unit.module_utils.conftest import NewTask
from tests.unit.support.identity import endpoint
from tests.unit.support.listings import listing_of, named
from tests.unit.support.scripted import Answer, ScriptedCloud


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
