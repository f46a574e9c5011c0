# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stub answers as our client, python-saharaclient and openstacksdk expect of a cloud."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openstack.connection
import pytest
import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    TLSFailed,
    Unauthorized,
)
from keystoneauth1 import session
from keystoneauth1.identity import v3
from saharaclient.api.client import ClientV2

from benchmarks import stub, wire

TEMPLATES = "/data-processing/v2/node-group-templates"


@pytest.fixture(scope="module")
def cloud() -> Iterator[stub.Cloud]:
    lists = {**stub.one_of_each(), TEMPLATES: [wire.node_group_template(n) for n in range(450)]}
    with stub.Cloud(lists) as running:
        yield running


def session_of(cloud: stub.Cloud) -> Any:
    return session.Session(auth=v3.Password(cloud.auth_url, **stub.USER))


def test_our_client_reads_every_list(cloud: stub.Cloud) -> None:
    for version in ("1.1", "2"):
        sahara = Client(version, session=session_of(cloud))
        for path, items in stub.one_of_each().items():
            if path.startswith(f"/data-processing/v{version}/") and path != TEMPLATES:
                manager = getattr(sahara, path.rpartition("/")[2].replace("-", "_"))
                assert [item.to_dict() for item in manager.list()] == items


def test_our_client_pages_through_a_long_list(cloud: stub.Cloud) -> None:
    before = cloud.requests["data-processing"]
    manager = Client("2", session=session_of(cloud)).node_group_templates
    assert [item.name for item in manager.iterate()] == [f"worker-{n}" for n in range(450)]
    assert cloud.requests["data-processing"] - before == 3
    assert manager.find_unique(name="worker-7").to_dict() == wire.node_group_template(7)


def test_our_client_reads_single_objects(cloud: stub.Cloud) -> None:
    plugins = Client("2", session=session_of(cloud)).plugins
    assert plugins.get("fake").to_dict() == wire.plugin()
    assert plugins.get_version_details("fake", "0.1").to_dict() == wire.plugin_version()
    internals = Client("1.1", session=session_of(cloud)).job_binary_internals
    assert [item.to_dict() for item in internals.list()] == [wire.job_binary_internal()]


def test_both_clients_find_the_same(cloud: stub.Cloud) -> None:
    ours, theirs = (kind(session=session_of(cloud)) for kind in (client_v2, ClientV2))
    found = [item.to_dict() for item in ours.node_group_templates.list()]
    assert found == [item.to_dict() for item in theirs.node_group_templates.list()]
    assert len(found) == 450


# openstacksdk warns about its own calls.
@pytest.mark.filterwarnings(
    "ignore:The 'service_type' parameter is unnecesary:PendingDeprecationWarning:openstack.proxy",
    "ignore:The _compute_attributes method:PendingDeprecationWarning:openstack.resource",
)
def test_openstacksdk_finds_the_services(cloud: stub.Cloud) -> None:
    cloud.requests.clear()
    connection = openstack.connection.Connection(session=session_of(cloud), region_name="one")
    assert [image.name for image in connection.image.images()] == [wire.GLANCE_IMAGE["name"]]
    network = connection.network.find_network(wire.NETWORK["name"], ignore_missing=False)
    assert network.id == wire.NETWORK["id"]
    assert connection.compute.get_endpoint_data().api_version == (2, 1)
    assert cloud.requests["identity"] == 1


def client_v2(**options: Any) -> Any:
    return Client("2", **options)


def test_the_versions_are_those_of_sahara(cloud: stub.Cloud) -> None:
    offered = Client("2", session=session_of(cloud)).discover()
    assert [version.id for version in offered] == ["v1.0", "v1.1", "v2"]


def test_with_tls_only_its_bundle_verifies_it() -> None:
    with stub.Cloud(tls=True) as cloud:
        assert cloud.ca_file is not None
        assert cloud.ca_file.stat().st_size > 200_000
        trusting = session.Session(
            auth=v3.Password(cloud.auth_url, **stub.USER), verify=str(cloud.ca_file)
        )
        assert Client("2", session=trusting).images.list()
        with pytest.raises(TLSFailed):
            Client("2", session=session_of(cloud)).images.list()


def test_each_service_has_a_port_of_its_own(cloud: stub.Cloud) -> None:
    assert len({urlsplit(url).port for url in cloud.urls.values()}) == len(stub.VERSIONS)


def test_an_invalid_token_is_refused(cloud: stub.Cloud) -> None:
    class Forged(v3.Password):
        def get_token(self, session: Any) -> str:
            return "forged"

    forged = session.Session(auth=Forged(cloud.auth_url, **stub.USER))
    with pytest.raises(Unauthorized):
        Client("2", session=forged).images.list()


def test_requests_are_counted_by_service(cloud: stub.Cloud) -> None:
    cloud.requests.clear()
    Client("2", session=session_of(cloud)).images.list()
    assert cloud.requests == {"identity": 1, "data-processing": 1}


def test_only_its_owner_can_read_the_clouds_file(cloud: stub.Cloud, tmp_path: Path) -> None:
    path = cloud.write_clouds_yaml(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(yaml.safe_load(path.read_text())["clouds"]) == 20
    assert yaml.safe_load(path.read_text())["clouds"]["stub"]["auth"]["auth_url"] == cloud.auth_url
