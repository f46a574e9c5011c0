# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that names of Sahara's API and of python-saharaclient mean."""

from __future__ import annotations

import importlib

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.vocabulary import (
    OLD_NAMES,
    meant_option,
)

from tools.files import project_files

MODULES = "ansible_collections.sahara.dataprocessing.plugins.modules"
# Arguments of python-saharaclient 4.2 and keys of the API. All others are options of the same name.
RENAMED = {
    "sahara_cluster": {
        "hadoop_version": "plugin_version",
        "cluster_template_id": "cluster_template",
        "default_image_id": "default_image",
        "image_id": "default_image",
        "user_keypair_id": "user_keypair",
        "net_id": "neutron_management_network",
        "verification": "health",
    },
    "sahara_node_group_template": {
        "flavor_id": "flavor",
        "image_id": "image",
        "processes": "node_processes",
        "volumes_locality": "volume_local_to_instance",
    },
    "sahara_data_source": {
        "data_source_type": "type",
        "credential_user": "credentials",
        "credential_pass": "credentials",
        "s3_credentials": "credentials",
        "extra": "credentials",
    },
    "sahara_job_binary_internal": {"data": "src"},
    "sahara_job_execution": {
        "job_id": "job_template",
        "job_template_id": "job_template",
        "cluster_id": "cluster",
        "input_id": "input",
        "output_id": "output",
        "job_configs": "configs",
    },
    "sahara_image_info": {"plugin": "plugin_name", "hadoop_version": "plugin_version"},
}


@pytest.mark.parametrize(
    ("module", "old", "option"),
    [(module, *names) for module in RENAMED for names in RENAMED[module].items()],
)
def test_old_names_mean_options(module: str, old: str, option: str) -> None:
    options = importlib.import_module(f"{MODULES}.{module}").SPEC["argument_spec"]
    assert old not in options
    assert meant_option(old, options) == option


@pytest.mark.parametrize("name", ["tenant_id", "project_id", "colour", "_id", ""])
def test_names_without_an_option(name: str) -> None:
    assert meant_option(name, {"name", "plugin_version"}) is None


def test_what_old_names_mean_are_options() -> None:
    """Of a module, or of a dictionary in a module."""
    options: set[str] = set()
    for path in project_files(".py"):
        if path.parts[:2] == ("plugins", "modules") and path.stem.startswith("sahara_"):
            spec = importlib.import_module(f"{MODULES}.{path.stem}").SPEC["argument_spec"]
            options |= set(spec).union(*(option.get("options", ()) for option in spec.values()))
    assert set(OLD_NAMES.values()) <= options
