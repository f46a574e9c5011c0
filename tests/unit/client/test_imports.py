# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Importing the client is cheap, and a missing library is reported."""

from __future__ import annotations

import sys

import pytest

from tests.unit.support.fresh import python

pytestmark = pytest.mark.slow

PACKAGE = "ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient"


def test_importing_the_client_function_is_cheap() -> None:
    loaded = python(
        f"before = set(sys.modules); import {PACKAGE}.client\n"
        f"print(sorted(n for n in set(sys.modules) - before if n.startswith({PACKAGE!r} + '.')))\n"
        "print('keystoneauth1' in sys.modules, 'requests' in sys.modules)"
    )
    assert loaded.splitlines() == [f"['{PACKAGE}.client']", "False False"]


def test_manager_is_loaded_on_first_use() -> None:
    loaded = python(
        f"from {PACKAGE}.client import Client\n"
        "from keystoneauth1.session import Session\n"
        "client = Client('2', session=Session(), sahara_url='http://x')\n"
        "client.data_sources\n"
        f"print(sorted(n.rpartition('.')[2] for n in sys.modules if n.startswith({PACKAGE!r})))"
    )
    assert "data_sources" in loaded
    for other in ("clusters", "images", "plugins", "job_templates", "job_types"):
        assert f"'{other}'" not in loaded


@pytest.mark.parametrize("missing", ["keystoneauth1", "requests", "urllib3"])
@pytest.mark.parametrize(
    "use",
    ["Client('2', session=object())", "Client('2', auth=1)", "discover(object(), 'http://x')"],
)
def test_without_the_library_imports_work_and_the_error_names_the_package(
    missing: str, use: str
) -> None:
    output = python(
        f"sys.modules[{missing!r}] = None\n"
        f"from {PACKAGE} import errors, api, clusters, identity, transport\n"
        f"from {PACKAGE}.client import Client, discover\n"
        f"try: {use}\n"
        "except errors.MissingLibrary as error: print(error)"
    )
    assert output.startswith("The Python package keystoneauth1 is required (")
    assert output.endswith(f"'{sys.executable} -m pip install keystoneauth1'.")
