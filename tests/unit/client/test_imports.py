# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What importing the client costs, and what happens without its library."""

from __future__ import annotations

import pytest

from tests.unit.support.fresh import python

pytestmark = pytest.mark.slow

PACKAGE = "ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient"


def test_the_function_that_makes_one_is_light() -> None:
    loaded = python(
        f"before = set(sys.modules); import {PACKAGE}.client\n"
        f"print(sorted(n for n in set(sys.modules) - before if n.startswith({PACKAGE!r} + '.')))\n"
        "print('keystoneauth1' in sys.modules, 'requests' in sys.modules)"
    )
    assert loaded.splitlines() == [f"['{PACKAGE}.client']", "False False"]


def test_a_manager_is_loaded_when_it_is_used() -> None:
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
def test_without_the_library_everything_imports_and_says_what_to_install(
    missing: str, use: str
) -> None:
    said = python(
        f"sys.modules[{missing!r}] = None\n"
        f"from {PACKAGE} import errors, api, clusters, identity, transport\n"
        f"from {PACKAGE}.client import Client, discover\n"
        f"try: {use}\n"
        "except errors.MissingLibrary as error: print(error)"
    )
    assert said.startswith("The Python package keystoneauth1 is needed (")
    assert said.endswith("pip install keystoneauth1")
