# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of openstacksdk's loader that are replaced return the same, and what is loaded before the fork."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.loader import (
    LOADERS,
    fast_load,
    new_loader,
    plugin_loader,
)
from keystoneauth1 import loading

from tests.unit.support.fresh import python
from tools.certificates import Authority

CLOUD = new_loader.__module__.rpartition(".")[0]
TLS = "ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.tls"


@pytest.mark.parametrize("name", LOADERS)
def test_the_table_has_what_keystoneauth1_finds(name: str) -> None:
    assert type(plugin_loader(name)) is type(loading.get_plugin_loader(name))


@pytest.mark.slow
def test_a_usual_authentication_type_leaves_no_file(tmp_path: Path) -> None:
    auth = {"auth_url": "http://keystone.example/v3", "user_id": "demo", "password": "planted"}
    python(
        f"from {CLOUD}.cloud import Cloud\n"
        "for kind in (None, 'password', 'v3password'):\n"
        f"    Cloud({{'cloud': {{'auth': {auth!r}}}, 'auth_type': kind}}).session",
        XDG_CACHE_HOME=str(tmp_path),
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["a: 1\nb: [x, 'yes', yes, 2026-01-01]", "- é", "", "{a: }"])
def test_yaml_is_parsed_as_before(text: str) -> None:
    assert fast_load(StringIO(text)) == yaml.safe_load(text)


@pytest.mark.parametrize("text", ["clouds: [", "a: b: c", "\tx: 1", "!!python/name:os.system"])
def test_invalid_yaml_is_reported_as_before(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as expected:
        yaml.safe_load(StringIO(text))
    with pytest.raises(yaml.YAMLError) as caught:
        fast_load(StringIO(text))
    assert str(caught.value).partition(" in ")[0] == str(expected.value).partition(" in ")[0]


def test_the_module_that_others_import_is_not_changed() -> None:
    from openstack.config import loader

    new_loader()
    assert (loader.yaml, loader.loading) == (yaml, loading)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scheme", "read"), [("https", ["authorities.pem"]), ("http", [])], ids=["tls", "plain"]
)
def test_the_bundles_of_clouds_with_tls_are_read_before_the_fork(
    tmp_path: Path, scheme: str, read: list[str]
) -> None:
    authorities = tmp_path / "authorities.pem"
    authorities.write_bytes(Authority().pem)
    entry = {"auth": {"auth_url": f"{scheme}://keystone.example/v3"}, "cacert": str(authorities)}
    clouds = tmp_path / "clouds.yaml"
    clouds.write_text(json.dumps({"clouds": {"one": entry, "two": entry}}))
    found = python(
        f"from {CLOUD}.preload import preload\nfrom {TLS} import CONTEXTS\nfrom pathlib import Path\n"
        "print(preload(), [Path(bundle[0]).name for bundle in CONTEXTS])",
        OS_CLIENT_CONFIG_FILE=str(clouds),
    )
    assert found == f"True {read}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", ["clouds: [", "clouds: {one: 1}", "[]", "{clouds: {one: {auth: 1}}}"]
)
def test_an_invalid_file_does_not_prevent_loading(tmp_path: Path, content: str) -> None:
    (tmp_path / "clouds.yaml").write_text(content)
    program = f"from {CLOUD}.preload import preload\nprint(preload())"
    assert python(program, OS_CLIENT_CONFIG_FILE=str(tmp_path / "clouds.yaml")) == "True"
