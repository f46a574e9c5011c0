# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is loaded and read before the fork."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud import (
    connection,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.connections import (
    MOST,
    Connections,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import tls
from ansible_collections.sahara.dataprocessing.plugins.plugin_utils.preload import (
    preload,
    prepare,
)

from tests.unit.support.fresh import python
from tools.certificates import Authority

PRELOAD = f"from {prepare.__module__} import Connections, preload\nfound = preload(Connections())\n"
TLS = "ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.tls"
AUTH = {
    "auth_url": "http://keystone.example/v3",
    "user_id": "demo",
    "password": "planted",
    "project_id": "1",
}


@pytest.fixture
def clouds_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clouds.yaml"
    path.write_text(json.dumps({"clouds": {"one": {"auth": AUTH}, "two": {"auth": AUTH}}}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    return path


def prepared() -> Connections:
    connections = Connections()
    prepare(connections)
    return connections


def read_nothing(*_arguments: Any) -> None:
    raise AssertionError("the configuration is read again")


@pytest.mark.parametrize("name", ["one", "two"])
def test_a_cloud_of_the_file_is_prepared(
    clouds_yaml: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    connections = prepared()
    monkeypatch.setattr(connection, "load_region", read_nothing)
    read = [Cloud({"cloud": name}, connections=connections).region for _ in range(2)]
    assert read[0] is read[1]
    assert read[0].name == name


@pytest.mark.parametrize(
    "off", [{}, {"token_cache": False, "application_credential_can_provision": False}]
)
def test_the_default_cloud_is_prepared(
    clouds_yaml: Path, monkeypatch: pytest.MonkeyPatch, off: dict[str, Any]
) -> None:
    monkeypatch.setenv("OS_CLOUD", "two")
    connections = prepared()
    monkeypatch.setattr(connection, "load_region", read_nothing)
    clouds = [Cloud(options, connections=connections) for options in ({"cloud": None}, off)]
    assert clouds[0].region is clouds[1].region
    assert clouds[0].region.name == "two"


def test_a_prepared_cloud_that_changes_is_read_again(clouds_yaml: Path) -> None:
    connections = prepared()
    changed = {**AUTH, "password": "new"}
    clouds_yaml.write_text(json.dumps({"clouds": {"one": {"auth": changed}}}))
    region = Cloud({"cloud": "one"}, connections=connections).region
    assert region.get_auth_args()["password"] == "new"


def test_a_part_that_is_not_valid_is_left_to_the_tasks_that_need_it(clouds_yaml: Path) -> None:
    entries = {"bad": {"auth": 1}, "one": {"auth": AUTH}}
    clouds_yaml.write_text(json.dumps({"clouds": entries}))
    connections = prepared()
    assert Cloud({"cloud": "one"}, connections=connections).region.name == "one"
    with pytest.raises(Exception, match="the value of 'auth' is not a dictionary"):
        _ = Cloud({"cloud": "bad"}, connections=connections).region


def test_the_number_of_prepared_clouds_is_limited(clouds_yaml: Path) -> None:
    entries = {str(number): {"auth": AUTH} for number in range(2 * MOST)}
    clouds_yaml.write_text(json.dumps({"clouds": entries}))
    assert len(vars(prepared())["_kept"]) == MOST


def test_the_libraries_are_loaded() -> None:
    assert preload(Connections())


@pytest.mark.parametrize(
    ("scheme", "key", "is_read"),
    [("https", "cacert", True), ("https", "variable", True), ("http", "cacert", False)],
)
def test_the_authorities_of_a_cloud_with_tls_are_read(
    clouds_yaml: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    key: str,
    is_read: bool,
) -> None:
    monkeypatch.setattr(tls, "CONTEXTS", {})
    authorities = tmp_path / "authorities.pem"
    authorities.write_bytes(Authority().pem)
    entry: dict[str, Any] = {"auth": {**AUTH, "auth_url": f"{scheme}://keystone.example/v3"}}
    if key == "variable":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authorities))
    else:
        entry["cacert"] = str(authorities)
    clouds_yaml.write_text(json.dumps({"clouds": {"one": entry, "two": entry}}))
    prepared()
    assert [bundle[0] for bundle in tls.CONTEXTS] == [str(authorities)] * is_read


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", ["clouds: [", "clouds: {one: 1}", "[]", "{clouds: {one: {auth: 1}}}"]
)
def test_an_invalid_file_does_not_prevent_loading(tmp_path: Path, content: str) -> None:
    (tmp_path / "clouds.yaml").write_text(content)
    assert (
        python(f"{PRELOAD}print(found)", OS_CLIENT_CONFIG_FILE=str(tmp_path / "clouds.yaml"))
        == "True"
    )
