# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Sahara and which API version the connection options of a task select."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud import (
    connection,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import sahara_data_source_info
from openstack.config.cloud_region import CloudRegion

from tests.unit.support.identity import PROJECT, endpoint
from tests.unit.support.scripted import Answer, ScriptedCloud, error

Info = Callable[..., dict[str, Any]]
PATH = {"1.1": "/v1.1/data-sources", "2": "/v2/data-sources"}
NO_ROUTE = Answer(b"404 Not Found", 404)
SOURCE = {"id": "1", "name": "a", "type": "hdfs", "url": "hdfs://a/b", "tenant_id": PROJECT}
FOUND = {"data_sources": [SOURCE]}


@pytest.fixture
def info(cloud: ScriptedCloud) -> Info:
    """Lists the data sources. log: receives the log lines of the task."""

    def info(log: Any = print, **options: Any) -> dict[str, Any]:
        given = {"cloud": {"auth": cloud.auth}, "name": None, "id": None, "type": None, **options}
        return execute(sahara_data_source_info.run, AnsibleTask(given, log=log))

    return info


def offers(cloud: ScriptedCloud, *versions: str) -> None:
    listed = [{"id": f"v{version}", "status": "CURRENT"} for version in versions]
    cloud.expect("GET", "/", Answer({"versions": listed}, 300))


def ids(result: dict[str, Any]) -> list[str]:
    return [found["id"] for found in result.get("data_sources", ())]


def test_clouds_that_tasks_describe_share_a_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    """They need no files, so that its paths may be those of an earlier task."""
    first, second = (described(f"http://{name}.example/v3") for name in ("one", "two"))
    assert first.region
    monkeypatch.delattr(connection, "new_loader")
    assert second.region.get_auth_args()["auth_url"] == "http://two.example/v3"


def described(auth_url: str) -> Cloud:
    auth = {"auth_url": auth_url, "user_id": "a", "password": "b", "project_id": "c"}
    return Cloud({"cloud": json.dumps({"auth": auth})})


AUTO = pytest.mark.parametrize("options", [{}, {"api_version": None}, {"api_version": "auto"}])


@AUTO
def test_the_newest_version_is_used_without_asking(
    cloud: ScriptedCloud, info: Info, options: Any
) -> None:
    cloud.expect("GET", PATH["2"], FOUND)
    assert ids(info(**options)) == ["1"]


@AUTO
@pytest.mark.parametrize("versions", [["1.1"], ["1.0", "1.1"]])
def test_the_older_version_is_used_if_the_cloud_offers_only_that(
    cloud: ScriptedCloud, info: Info, options: Any, versions: list[str]
) -> None:
    cloud.expect("GET", PATH["2"], NO_ROUTE)
    offers(cloud, *versions)
    cloud.expect("GET", PATH["1.1"], FOUND)
    result = info(**options)
    assert ids(result) == ["1"]
    assert result["data_sources"][0]["project_id"] == PROJECT


@pytest.mark.parametrize("versions", [["2"], ["1.1", "2"], ["1.0"], []])
def test_a_missing_route_is_reported_if_another_version_would_not_help(
    cloud: ScriptedCloud, info: Info, versions: list[str]
) -> None:
    cloud.expect("GET", PATH["2"], NO_ROUTE)
    offers(cloud, *versions)
    result = info()
    assert result["failure"]["kind"] == "RouteNotFound"
    assert PATH["2"] in result["msg"]


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_the_version_of_the_task_is_not_replaced(
    cloud: ScriptedCloud, info: Info, api: str
) -> None:
    cloud.expect("GET", PATH[api], NO_ROUTE)
    assert info(api_version=api)["failure"]["kind"] == "RouteNotFound"


def test_the_versions_are_read_only_once(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", PATH["2"], NO_ROUTE)
    offers(cloud, "1.1")
    cloud.expect("GET", PATH["1.1"], NO_ROUTE)
    result = info()
    assert result["failure"]["kind"] == "RouteNotFound"
    assert PATH["1.1"] in result["msg"]


def test_a_cloud_falls_back_only_once(cloud: ScriptedCloud) -> None:
    offers(cloud, "1.1")
    selected = AnsibleTask({"cloud": {"auth": cloud.auth}}).cloud
    assert (selected.api_version, selected.fall_back()) == ("2", True)
    assert (selected.api_version, selected.fall_back()) == ("1.1", False)


def test_another_error_does_not_change_the_version(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", PATH["2"], error(403, "FORBIDDEN", "Policy says no"))
    assert info()["failure"]["kind"] == "Forbidden"


# The endpoint


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, "/first"),
        ({"region_name": "west"}, "/west"),
        ({"interface": "internal"}, "/inside"),
        ({"region_name": "west", "interface": "admin"}, "/admin"),
        ({"service_type": "hadoop"}, "/hadoop"),
    ],
)
def test_the_catalog_is_searched_for_what_the_task_selects(
    cloud: ScriptedCloud, info: Info, options: Any, path: str
) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/first"),
        endpoint(f"{cloud.url}/west", region="west"),
        endpoint(f"{cloud.url}/inside", interface="internal"),
        endpoint(f"{cloud.url}/admin", interface="admin", region="west"),
        endpoint(f"{cloud.url}/hadoop", "hadoop"),
    ]
    cloud.expect("GET", f"{path}/v2/data-sources", FOUND)
    assert ids(info(**{"region_name": "one", **options})) == ["1"]


def test_the_url_of_the_task_takes_precedence(cloud: ScriptedCloud, info: Info) -> None:
    of_the_cloud = {"auth": cloud.auth, "data_processing_endpoint_override": f"{cloud.url}/file"}
    cloud.expect("GET", "/file/v2/data-sources", FOUND)
    assert ids(info(cloud=of_the_cloud)) == ["1"]
    cloud.expect("GET", "/task/v2/data-sources", FOUND)
    assert ids(info(cloud=of_the_cloud, sahara_url=f"{cloud.url}/task")) == ["1"]


def test_the_auth_of_the_task_takes_precedence(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", PATH["2"], FOUND)
    other = {**cloud.auth, "password": "another"}
    assert ids(info(cloud={"auth": other}, auth=cloud.auth)) == ["1"]


# What clouds.yaml says about Sahara alone


def known_to_openstacksdk(getter: str) -> pytest.MarkDecorator:
    """Skips a test of a key that this release of openstacksdk does not know."""
    return pytest.mark.skipif(
        not hasattr(CloudRegion, getter), reason="this openstacksdk does not know the key"
    )


@pytest.fixture
def configured(cloud: ScriptedCloud, info: Info) -> Info:
    """Lists the data sources of a cloud with these keys of clouds.yaml."""

    def configured(keys: Any, **options: Any) -> dict[str, Any]:
        return info(cloud={"auth": cloud.auth, **keys}, **options)

    return configured


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"data_processing_service_type": "hadoop"}, "/hadoop"),
        ({"data_processing_service_name": "other"}, "/other"),
        ({"data_processing_interface": "internal"}, "/inside"),
        ({"data_processing_region_name": "west", "region_name": "one"}, "/west"),
        ({"data-processing-region-name": "west", "region_name": "one"}, "/west"),
    ],
)
def test_keys_for_sahara_select_the_endpoint(
    cloud: ScriptedCloud, configured: Info, keys: Any, path: str
) -> None:
    cloud.keystone.catalog = [
        endpoint(f"{cloud.url}/first"),
        {**endpoint(f"{cloud.url}/other"), "name": "other"},
        endpoint(f"{cloud.url}/west", region="west"),
        endpoint(f"{cloud.url}/inside", interface="internal"),
        endpoint(f"{cloud.url}/hadoop", "hadoop"),
    ]
    cloud.expect("GET", f"{path}/v2/data-sources", FOUND)
    assert ids(configured(keys)) == ["1"]


@pytest.mark.parametrize("key", ["endpoint", "endpoint_override"])
def test_keys_for_sahara_set_its_url(cloud: ScriptedCloud, configured: Info, key: str) -> None:
    cloud.expect("GET", "/file/v2/data-sources", FOUND)
    assert ids(configured({f"data_processing_{key}": f"{cloud.url}/file"})) == ["1"]


def test_options_take_precedence_over_keys_for_sahara(
    cloud: ScriptedCloud, configured: Info
) -> None:
    keys = {"data_processing_service_type": "no", "data_processing_api_version": "1.1"}
    cloud.expect("GET", PATH["2"], FOUND)
    assert ids(configured(keys, service_type="data-processing", api_version="auto")) == ["1"]


@pytest.mark.parametrize(
    ("version", "api"), [("1.1", "1.1"), (1.1, "1.1"), ("2", "2"), (2, "2"), (2.0, "2")]
)
def test_version_of_the_cloud(
    cloud: ScriptedCloud, configured: Info, version: Any, api: str
) -> None:
    cloud.expect("GET", PATH[api], NO_ROUTE)
    result = configured({"data_processing_api_version": version})
    assert result["failure"]["kind"] == "RouteNotFound"  # It is not replaced by another.


def test_version_of_the_cloud_that_sahara_does_not_have(configured: Info) -> None:
    result = configured({"data_processing_api_version": "3"})
    assert (result["failure"]["kind"], result["msg"]) == (
        "ConfigurationError",
        "The cloud sets 'data_processing_api_version' to '3', but Sahara has versions 1.1 and 2. Correct it, or "
        "set 'api_version'.",
    )


@pytest.mark.parametrize("api", ["1.1", "2"])
def test_microversion_of_the_cloud(cloud: ScriptedCloud, configured: Info, api: str) -> None:
    cloud.expect("GET", PATH[api], FOUND)
    configured({"data_processing_default_microversion": "2.0"}, api_version=api)
    sent = cloud.calls[-1].headers.get("openstack-api-version")
    assert sent == ("data-processing 2.0" if api == "2" else None)


@pytest.mark.parametrize("key", ["connect_retries", "status_code_retries"])
def test_repetitions_of_the_cloud(
    cloud: ScriptedCloud, configured: Info, at_once: None, key: str
) -> None:
    failure = Answer(dropped=True) if key == "connect_retries" else Answer(b"", 503)
    cloud.expect("GET", PATH["2"], failure, times=8)
    assert configured({f"data_processing_{key}": 7})["failed"]


@known_to_openstacksdk("get_retriable_status_codes")
@pytest.mark.parametrize("codes", [[500, 409], "500,409"])
def test_statuses_to_repeat_of_the_cloud(
    cloud: ScriptedCloud, configured: Info, at_once: None, codes: Any
) -> None:
    cloud.expect("GET", PATH["2"], Answer(b"", 500))
    cloud.expect("GET", PATH["2"], Answer(b"", 503))
    keys = {"data_processing_retriable_status_codes": codes}
    assert configured(keys)["failure"]["status"] == 503


@known_to_openstacksdk("get_connect_retry_delay")
@pytest.mark.parametrize("key", ["connect_retry_delay", "status_code_retry_delay"])
def test_pauses_of_the_cloud(
    cloud: ScriptedCloud, configured: Info, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    failure = Answer(dropped=True) if key == "connect_retry_delay" else Answer(b"", 503)
    cloud.expect("GET", PATH["2"], failure, times=5)
    configured({f"data_processing_{key}": 40})
    assert pauses == [40] * 4


def test_each_request_is_logged(cloud: ScriptedCloud, info: Info) -> None:
    cloud.expect("GET", PATH["2"], FOUND)
    lines: list[str] = []
    info(log=lines.append)
    (line,) = [line for line in lines if "/v2/" in line]
    assert line.startswith(f"GET {cloud.url}{PATH['2']}")
    assert " -> 200 in 0." in line
