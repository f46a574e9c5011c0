# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection uses API v2's names. Here are those of API v1.1, and of Sahara's old tools."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# The versions of Sahara's API.
NEWEST = "2"
OLDER = "1.1"

# Sahara 19: sahara/api/v10.py.
V1_NAMES = {
    "plugin_version": "hadoop_version",
    "project_id": "tenant_id",
    "job_template_id": "job_id",
}
V2_NAMES = {old: new for new, old in V1_NAMES.items()}
# The arguments of python-saharaclient 4.2's methods and commands -> the options that are meant.
OLD_NAMES = {
    "access_key": "accesskey",
    "autoconfig": "use_autoconfig",
    "credential_pass": "credentials",
    "credential_user": "credentials",
    "data": "src",
    "data_source_type": "type",
    "desc": "description",
    "extra": "credentials",
    "image": "default_image",
    "instances": "instances_to_remove",
    "job_configs": "configs",
    "net": "neutron_management_network",
    "neutron_network": "neutron_management_network",
    "plugin": "plugin_name",
    "processes": "node_processes",
    "protected": "is_protected",
    "proxy_gateway": "is_proxy_gateway",
    "public": "is_public",
    "s3_credentials": "credentials",
    "secret_key": "secretkey",
    "transient": "is_transient",
    "verification": "health",
    "version": "plugin_version",
    "volumes_locality": "volume_local_to_instance",
    "volumes_mount_prefix": "volume_mount_prefix",
    "volumes_type": "volume_type",
}


def meant_option(name: str, options: Collection[str]) -> str | None:
    """The option that someone who knows Sahara's API or its old tools means.

    In the API, "flavor_id" and "cluster_template_id" are what the options "flavor" and "cluster_template" set.
    """
    current = V2_NAMES.get(name, name)
    plain = current.removesuffix("_id")
    meant = (current, plain, OLD_NAMES.get(plain))
    return next((option for option in meant if option in options), None)


def v1_name(name: str) -> str:
    return V1_NAMES.get(name, name)


def with_v1_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names of API v2, with the keys of v1.1."""
    return {v1_name(key): value for key, value in values.items()}


def with_v2_names(found: Mapping[str, Any]) -> dict[str, Any]:
    """An object of either API version, with the keys of v2."""
    return {V2_NAMES.get(key, key): value for key, value in found.items()}
