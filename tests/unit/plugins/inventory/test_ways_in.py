# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a source finds the cloud, and the sentences about mistakes in that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleParserError

from tests.unit.plugins.inventory.samples import cluster
from tests.unit.plugins.inventory.sources import Parse, expect
from tests.unit.support.identity import endpoint
from tests.unit.support.scripted import Answer, ScriptedCloud

pytestmark = pytest.mark.usefixtures("ansible_loader", "warnings")

APPLICATION = {"application_credential_id": "1", "application_credential_secret": "planted"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"ca_cert": "/a.pem"}, "'ca_cert' ('cacert' in clouds.yaml) is '/a.pem', which cannot"),
        ({"cacert": "/a.pem"}, "'ca_cert' ('cacert' in clouds.yaml) is '/a.pem', which cannot"),
        ({"auth": APPLICATION}, "Set 'auth_type' to 'v3applicationcredential'."),
        ({"auth_type": "v3pasword"}, "did you mean 'v3password'"),
        ({"cloud": "mine"}, "No cloud named 'mine'"),
        ({"region_name": "two"}, "It has this interface in region one."),
    ],
)
def test_mistakes_are_sentences(
    parse: Parse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, options: Any, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AnsibleParserError) as caught:
        parse(**options)
    assert sentence in str(caught.value)
    assert "planted" not in str(caught.value) and "\n" not in str(caught.value)


def test_unknown_application_credential(cloud: ScriptedCloud, parse: Parse) -> None:
    message = "Could not find Application Credential: 1."
    cloud.keystone.first = [Answer({"error": {"code": 404, "message": message}}, 404)]
    auth = {"auth_url": cloud.auth_url, **APPLICATION}
    with pytest.raises(AnsibleParserError, match="does not know the application credential"):
        parse(auth=auth, auth_type="v3applicationcredential")


@pytest.mark.parametrize("more", [{}, {"application_credential_can_provision": True}])
def test_application_credential_can_read(cloud: ScriptedCloud, parse: Parse, more: Any) -> None:
    auth = {"auth_url": cloud.auth_url, **APPLICATION}
    expect(cloud, cluster("demo"))
    assert parse(auth=auth, auth_type="v3applicationcredential", **more).hosts


def test_aliases_of_openstack_cloud(cloud: ScriptedCloud, parse: Parse) -> None:
    cloud.keystone.catalog = [endpoint(cloud.url, interface="internal")]
    expect(cloud, cluster("demo"))
    assert parse(endpoint_type="internal", verify=False).hosts


def test_empty_text_counts_as_omitted(cloud: ScriptedCloud, parse: Parse) -> None:
    expect(cloud, cluster("demo"))
    assert parse(cloud="", region_name="", sahara_url="", service_type="", auth_type="").hosts


def test_keys_for_sahara_and_auth_beside_a_dictionary(cloud: ScriptedCloud, parse: Parse) -> None:
    auth = {name: value for name, value in cloud.auth.items() if name != "password"}
    keys = {"data_processing_service_type": "hadoop", "auth": auth}
    cloud.keystone.catalog = [endpoint(cloud.url, "hadoop")]
    expect(cloud, cluster("demo"))
    assert parse(cloud=keys, auth={"password": cloud.auth["password"]}).hosts


def test_inventories_of_other_endpoints_have_separate_entries(
    cloud: ScriptedCloud, parse: Parse, tmp_path: Path
) -> None:
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile"}
    cache["cache_connection"] = str(tmp_path / "cache")
    for keys in (
        {"data_processing_service_name": "data-processing"},
        {"data_processing_region_name": "one"},
    ):
        expect(cloud, cluster("demo"))
        assert parse(cloud={"auth": cloud.auth, **keys}, auth={}, **cache).hosts
    assert len(list((tmp_path / "cache").iterdir())) == 2
