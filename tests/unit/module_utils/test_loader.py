# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of openstacksdk's loader that are replaced return the same."""

from __future__ import annotations

from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.loader import (
    LOADERS,
    PLUGINS,
    fast_load,
    new_loader,
    plugin_loader,
    service_types,
)
from keystoneauth1 import loading
from os_service_types import ServiceTypes

from tests.unit.support.fresh import python

CLOUD = new_loader.__module__.rpartition(".")[0]


@pytest.mark.parametrize("name", LOADERS)
def test_the_table_has_what_keystoneauth1_finds(name: str) -> None:
    assert type(plugin_loader(name)) is type(loading.get_plugin_loader(name))


@pytest.mark.parametrize(("module", "kind"), LOADERS.values())
def test_the_table_needs_no_search(module: str, kind: str) -> None:
    assert getattr(import_module(f"{PLUGINS}.{module}"), kind)


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


@pytest.mark.parametrize("name", ["data-processing", "data_processing", "compute", "none"])
def test_services_have_the_same_names(name: str) -> None:
    assert service_types().get_all_types(name) == ServiceTypes().get_all_types(name)
    assert service_types().get_all_types(name) is service_types().get_all_types(name)


def test_the_module_that_others_import_is_not_changed() -> None:
    from openstack.config import loader

    new_loader()
    assert (loader.yaml, loader.loading) == (yaml, loading)


@pytest.mark.parametrize(
    "elsewhere",
    [("identity.v3", "Missing"), ("identity.missing", "Password")],
    ids=["class", "module"],
)
def test_a_loader_that_another_release_has_elsewhere_is_found(
    elsewhere: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = type(plugin_loader("v3password"))
    monkeypatch.setitem(LOADERS, "v3password", elsewhere)
    assert type(plugin_loader("v3password")) is expected
