# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that Sahara sends for each resource, for type checkers. Nothing here exists at run time.

A field that a reply does not have is a missing attribute. Times are in UTC, without a zone, in whole
seconds: 2026-11-27T09:42:10. The last field of each class is the envelope, in which some methods return
the object: see `Resource`. Source: Sahara 19, service/validations and the replies of its routes.
"""

from __future__ import annotations

from typing import Any

Objects = list[dict[str, Any]]


class NamelessFields:
    """What all objects in Sahara's database have. tenant_id: in v1.1. project_id: in v2."""

    id: str
    created_at: str
    updated_at: str | None
    tenant_id: str
    project_id: str
    is_public: bool
    is_protected: bool


class StoredFields(NamelessFields):
    name: str


class TemplateFields(StoredFields):
    """hadoop_version: in v1.1. plugin_version: in v2."""

    description: str | None
    plugin_name: str
    hadoop_version: str
    plugin_version: str
    shares: Objects | None
    use_autoconfig: bool | None
    is_default: bool


class NodeGroupTemplateFields(TemplateFields):
    """volumes_size: in GiB. floating_ip_pool: the id of a network."""

    flavor_id: str
    image_id: str | None
    node_processes: list[str]
    node_configs: dict[str, dict[str, Any]] | None
    volumes_per_node: int
    volumes_size: int | None
    volume_type: str | None
    volumes_availability_zone: str | None
    volume_mount_prefix: str | None
    volume_local_to_instance: bool | None
    floating_ip_pool: str | None
    security_groups: list[str] | None
    auto_security_group: bool | None
    is_proxy_gateway: bool | None
    availability_zone: str | None
    boot_from_volume: bool
    boot_volume_type: str | None
    boot_volume_availability_zone: str | None
    boot_volume_local_to_instance: bool
    node_group_template: dict[str, Any]


class _WithNodeGroups(TemplateFields):
    cluster_configs: dict[str, dict[str, Any]] | None
    node_groups: Objects
    anti_affinity: list[str] | None
    default_image_id: str | None
    neutron_management_network: str | None
    domain_name: str | None


class ClusterTemplateFields(_WithNodeGroups):
    cluster_template: dict[str, Any]


class ClusterFields(_WithNodeGroups):
    """info: the URLs of services, by service and name. verification: missing until the first check.

    clusters: only in the reply to the creation of several clusters.
    """

    cluster_template_id: str | None
    user_keypair_id: str | None
    is_transient: bool
    status: str
    status_description: str | None
    info: dict[str, dict[str, str]]
    trust_id: str | None
    management_public_key: str
    anti_affinity_ratio: int
    provision_progress: Objects
    verification: dict[str, Any]
    clusters: list[Any]
    cluster: dict[str, Any]


class DataSourceFields(StoredFields):
    description: str | None
    type: str
    url: str
    data_source: dict[str, Any]


class JobBinaryFields(StoredFields):
    description: str | None
    url: str


class JobBinaryInternalFields(StoredFields):
    """datasize: in bytes."""

    datasize: int
    job_binary_internal: dict[str, Any]


class JobTemplateFields(StoredFields):
    """mains, libs: whole job binaries. job_config: the envelope of `get_configs`."""

    description: str | None
    type: str
    mains: Objects
    libs: Objects
    interface: Objects
    job_config: dict[str, Any]
    job_template: dict[str, Any]
    job: dict[str, Any]


class JobExecutionFields(NamelessFields):
    """info: has the `status`. job_id, oozie_job_id: in v1.1. job_template_id: in v2."""

    cluster_id: str
    job_id: str
    job_template_id: str
    input_id: str | None
    output_id: str | None
    job_configs: dict[str, Any] | None
    interface: dict[str, Any] | None
    info: dict[str, Any]
    start_time: str | None
    end_time: str | None
    return_code: str | None
    engine_job_id: str | None
    oozie_job_id: str | None
    data_source_urls: dict[str, str] | None
    extra: dict[str, Any]
    job_execution: dict[str, Any]
    job: dict[str, Any]


class ImageFields:
    """minDisk: in GiB. minRam: in MiB. created, updated: with the zone Z."""

    id: str
    name: str
    username: str | None
    description: str | None
    tags: list[str]
    status: str
    minDisk: int
    minRam: int
    progress: int
    created: str
    updated: str
    metadata: dict[str, str]
    image: dict[str, Any]


class PluginFields:
    """configs, node_processes, required_image_tags: only with the details of a version."""

    name: str
    title: str
    description: str
    versions: list[str]
    plugin_labels: dict[str, Any]
    version_labels: dict[str, Any]
    configs: Objects
    node_processes: dict[str, list[str]]
    required_image_tags: list[str]


class JobTypeFields:
    """plugins: with their versions, and the hints for each if they were requested."""

    name: str
    plugins: Objects
