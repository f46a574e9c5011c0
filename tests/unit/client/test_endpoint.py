# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The root of a service, and the class of the client, from what users and catalogs write."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.api import (
    ClientV1,
    ClientV2,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    get_client_class,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.endpoint import (
    root_url,
)


@pytest.mark.parametrize("path", ["/sahara", "/sahara/", "/sahara/v2", "/sahara/v1.1/p1/"])
def test_a_root_has_no_version_project_or_trailing_slash(path: str) -> None:
    assert root_url(f"http://cloud.example:8386{path}") == "http://cloud.example:8386/sahara"


@pytest.mark.parametrize(
    ("version", "wanted"), [("V2", ClientV2), (2, ClientV2), (1.1, ClientV1), ("v1.0", ClientV1)]
)
def test_versions_are_written_in_many_ways(version: Any, wanted: type) -> None:
    assert get_client_class(version) is wanted
