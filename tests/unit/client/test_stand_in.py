# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client under the name of python-saharaclient, in separate processes."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    APIError,
    APIException,
    BadResponse,
    NotFound,
    NotUnique,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.helpers import (
    Helpers,
)

from tests.unit.support.fresh import python
from tests.unit.support.scripted import ScriptedCloud

PACKAGE = "ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient"
INSTALL = f"from {PACKAGE}.client import install_as_saharaclient\ninstall_as_saharaclient()\n"
# Programs see no python-saharaclient.
NOT_INSTALLED = (
    "from importlib.machinery import PathFinder\n"
    "found = PathFinder.find_spec\n"
    "PathFinder.find_spec = lambda name, *more: None if name == 'saharaclient' else found(name, *more)\n"
)


def test_programs_find_the_client() -> None:
    output = python(
        NOT_INSTALLED + INSTALL + "import saharaclient.api.client, saharaclient.client\n"
        "from saharaclient.api import base as sahara_base, helpers, parameters, v2\n"
        "from saharaclient.api.v2.job_templates import JobTemplate\n"
        "from saharaclient import __version__, client\n"
        "install_as_saharaclient()\n"
        "print(client.get_client_class('2') is saharaclient.api.client.ClientV2)\n"
        "print(saharaclient.api.client.Client.__module__)\n"
        "try: client.Client('7')\n"
        "except client.UnsupportedVersion: print('unsupported')\n"
        "try: raise sahara_base.APIException(error_code=404)\n"
        "except sahara_base.APIException as error: print(error.error_code, error.error_name)\n"
        "try: import saharaclient.osc\n"
        "except ImportError as error: print(error)\n"
    )
    assert output.splitlines() == [
        "True",
        f"{PACKAGE}.api",
        "unsupported",
        "404 None",
        "No module named 'saharaclient.osc'",
    ]


def test_commands_of_an_installed_saharaclient_remain() -> None:
    output = python(
        INSTALL + "import saharaclient.osc, saharaclient.api.clusters as clusters\n"
        "print(saharaclient.osc.__file__ is None, clusters.Cluster.__module__)\n"
    )
    assert output == f"False {PACKAGE}.clusters"


def test_it_refuses_to_replace_the_real_one() -> None:
    output = python(
        "import saharaclient.client\n"
        f"from {PACKAGE}.client import install_as_saharaclient\n"
        "try: install_as_saharaclient()\n"
        "except RuntimeError as error: print(error)"
    )
    assert output == (
        "install_as_saharaclient() was called too late: python-saharaclient is imported "
        "already. Call it before anything imports saharaclient."
    )


@pytest.mark.parametrize("kind", [APIError, BadResponse, NotFound, NotUnique])
def test_errors_are_what_programs_catch(kind: type[APIError]) -> None:
    assert issubclass(kind, APIException)
    error = kind("text")
    assert error.error_message == str(error) == "text"


def test_exception_that_a_program_raises_itself() -> None:
    error = APIException(409, error_message="Multiple matches")
    facts = (error.error_code, error.error_name, error.error_message)
    assert facts == (409, None, "Multiple matches")
    assert (str(error), error.result) == ("Multiple matches", {})


def test_helpers_sort_processes_and_configs(cloud: ScriptedCloud, v1: Any) -> None:
    def config(name: str, scope: str, target: str) -> dict[str, Any]:
        kind = {"config_type": "int", "is_optional": True, "default_value": 3}
        return {"name": name, "scope": scope, "applicable_target": target, **kind}

    version = {
        "node_processes": {"HDFS": ["namenode"], "YARN": ["nodemanager"]},
        "configs": [
            config("a", "cluster", "general"),
            config("b", "node", "general"),
            config("c", "node", "HDFS"),
            config("d", "cluster", "YARN"),
        ],
    }
    cloud.expect("GET", "/v1.1/plugins/fake/0.1", {"plugin": version}, times=5)
    helpers, which = Helpers(v1), ("fake", "0.1")
    assert helpers.get_node_processes(*which) == [
        ("namenode", "namenode"),
        ("nodemanager", "nodemanager"),
    ]
    (general,) = helpers.get_cluster_general_configs(*which)
    assert (general.name, general.required, general.initial_value) == ("a", False, 3)
    assert [one.name for one in helpers.get_general_node_group_configs(*which)] == ["b"]
    targeted = helpers.get_targeted_node_group_configs(*which)
    assert {service: [one.name for one in found] for service, found in targeted.items()} == {
        "HDFS": ["c"],
        "YARN": [],
    }
    assert [one.name for one in helpers.get_targeted_cluster_configs(*which)["YARN"]] == ["d"]
