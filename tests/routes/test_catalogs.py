# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client finds the real Sahara in catalogs of different kinds. The sandbox has a region for each."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)

from tests.routes.live import cloud_name, session_of, unavailable

REGIONS = ["unversioned", "versioned", "versioned-v2", "versioned-project", "legacy-type"]


@pytest.fixture(scope="module")
def session() -> Any:
    session = session_of(cloud_name())
    catalog = session.auth.get_access(session).service_catalog.catalog
    regions = {line["region_id"] for service in catalog for line in service["endpoints"]}
    if not {*REGIONS, "internal-only", "no-sahara"} <= regions:
        unavailable(f"cloud '{cloud_name()}' lacks the sandbox's regions")
    return session


@pytest.mark.parametrize("version", ["1.1", "2"])
@pytest.mark.parametrize("region", REGIONS)
def test_sahara_is_found(session: Any, region: str, version: str) -> None:
    client = Client(version, session=session, region_name=region)
    assert "v2" in [offered.id for offered in client.discover()]
    assert client.plugins.get("fake").name == "fake"


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_an_internal_endpoint_is_found_only_if_requested(session: Any, version: str) -> None:
    options = {"session": session, "region_name": "internal-only"}
    assert Client(version, endpoint_type="internal", **options).plugins.get("fake").id == "fake"
    with pytest.raises(
        errors.EndpointNotFound, match="In this region, it has the interface internal"
    ):
        Client(version, **options).plugins.list()


def test_the_error_for_a_region_without_sahara_names_one_that_has_it(session: Any) -> None:
    with pytest.raises(
        errors.EndpointNotFound, match="It has this interface in regions legacy-type, sandbox"
    ):
        Client("2", session=session, region_name="no-sahara").plugins.list()
